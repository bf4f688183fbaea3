#include "cli/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "telemetry/progress.h"

namespace offhook::cli {
namespace {

using model::Verdict;
using std::chrono::seconds;

// S3 refuses a request signed more than 15 minutes off (RequestTimeTooSkewed), receivers that follow Standard
// Webhooks an event 5 minutes old.
constexpr seconds kSkewToRefuse{300};
constexpr seconds kSkewToMention{30};

constexpr Milliseconds kPatience{10'000};

// One open object of each dataset (pipeline::RunOptions::object_bytes): with less a run comes to a stop.
constexpr std::uint64_t kLeastSpool = 2 * (128u << 20);

http::Request head_of(const std::string& url) {
  http::Request request;
  request.method = "HEAD";
  request.url = url;
  request.secret_url = true;
  request.total_timeout = kPatience;
  return request;
}

bool take_number(std::string_view text, std::size_t at, std::size_t digits, int& value) {
  const char* first = text.data() + at;
  const auto [end, error] = std::from_chars(first, first + digits, value);
  return error == std::errc() && end == first + digits;
}

std::string bytes(std::uint64_t count) { return telemetry::format_bytes(static_cast<double>(count)); }

}  // namespace

Check passed(std::string name, std::string seen) {
  return {Verdict::pass, std::move(name), std::move(seen), "", ExitCode::ok};
}

Check failed(std::string name, const Error& error) {
  return {Verdict::fail, std::move(name), error.message, "", exit_code_for(error)};
}

ExitCode exit_code_of(const std::vector<Check>& checks) {
  constexpr std::array kOrder{ExitCode::integrity, ExitCode::gate,  ExitCode::refused, ExitCode::partial,
                              ExitCode::later,     ExitCode::usage, ExitCode::internal};
  for (const ExitCode code : kOrder)
    if (std::ranges::find(checks, code, &Check::exit_code) != checks.end()) return code;
  return ExitCode::ok;
}

Result<TimePoint> parse_http_date(std::string_view text) {
  constexpr std::string_view kForm = "Sun, 06 Nov 1994 08:49:37 GMT";
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto refused = [] { return fail(ErrorClass::corrupt, "time.invalid", "not a date of HTTP"); };
  if (text.size() != kForm.size() || !text.ends_with(" GMT")) return refused();
  const std::size_t month = kMonths.find(text.substr(8, 3));
  int day = 0, year = 0, hour = 0, minute = 0, second = 0;
  if (month == std::string_view::npos || month % 3 != 0 || !take_number(text, 5, 2, day) ||
      !take_number(text, 12, 4, year) || !take_number(text, 17, 2, hour) ||
      !take_number(text, 20, 2, minute) || !take_number(text, 23, 2, second))
    return refused();
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return refused();
  return TimePoint(std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                   seconds(second));
}

Check check_clock(const std::vector<TimeServer>& servers, const Clock& clock) {
  for (const TimeServer& server : servers) {
    const TimePoint before = clock.now();
    const auto answer = server.client->send(head_of(server.url));
    const TimePoint after = clock.now();
    if (!answer) continue;
    const auto theirs = parse_http_date(answer->headers.get("Date"));
    if (!theirs) continue;
    // The header has whole seconds, and was written at some moment between the two.
    const auto ahead = std::chrono::round<seconds>(before + (after - before) / 2 - *theirs);
    const seconds off = std::chrono::abs(ahead);
    Check check{Verdict::pass, "clock", "", "", ExitCode::ok};
    check.seen = off <= seconds(1) ? fmt::format("as {}'s", server.name)
                                   : fmt::format("{} s {} {}'s", off.count(),
                                                 ahead > seconds(0) ? "ahead of" : "behind", server.name);
    if (off <= kSkewToMention) return check;
    check.verdict = off > kSkewToRefuse ? Verdict::fail : Verdict::warn;
    if (check.verdict == Verdict::fail) check.exit_code = ExitCode::usage;
    check.mend = "set this machine's clock, and keep it with NTP: what is signed at a wrong time is refused";
    return check;
  }
  return {Verdict::warn, "clock", "no server stated the time", "", ExitCode::ok};
}

Check check_receiver(const std::string& destination, const std::string& url, http::Client& client) {
  const auto answer = client.send(head_of(url));
  if (answer) return passed("events", fmt::format("{} answers (HTTP {})", destination, answer->status));
  Check check = failed("events", answer.error());
  check.seen = fmt::format("{} cannot be reached: {}", destination, answer.error().message);
  check.mend = "events wait in the outbox meanwhile, and every run that cannot deliver them ends with 3";
  if (check.exit_code == ExitCode::later) check.exit_code = ExitCode::partial;
  return check;
}

Check check_spool(const std::filesystem::path& folder, std::uint64_t used, std::uint64_t max_bytes) {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(folder, error);
  if (error)
    return {Verdict::fail, "spool", fmt::format("cannot ask for the free space of {}", folder.string()),
            "see that the state folder is there", ExitCode::later};
  Check check =
      passed("spool", fmt::format("{} free in {}, the spool may take {} and holds {}", bytes(space.available),
                                  folder.string(), bytes(max_bytes), bytes(used)));
  const std::uint64_t wanted = max_bytes - std::min(used, max_bytes);
  if (space.available >= wanted) return check;
  check.verdict = space.available < kLeastSpool ? Verdict::fail : Verdict::warn;
  if (check.verdict == Verdict::fail) check.exit_code = ExitCode::later;
  check.mend = fmt::format("free {}, or lower spool.max_bytes", bytes(wanted - space.available));
  return check;
}

}  // namespace offhook::cli
