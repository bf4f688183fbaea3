#include "cli/redact_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"
#include "json/value.h"
#include "json/walk.h"

namespace offhook::cli {
namespace {

constexpr std::uint64_t kMaxFileBytes = 1u << 20;

// The id of a line, as a JSON literal: its own, its recording's, its communication's or its conversation's.
class LineHead final : public json::Visitor {
 public:
  explicit LineHead(std::string_view line) : line_(line) {}

  Result<void> value(const json::Visit& visit) override {
    if (visit.path.size() != 1 || visit.path[0].is_index) return {};
    const auto member = visit.path[0].member;
    const int rank = member == "id"                ? 1
                     : member == "recordingId"     ? 2
                     : member == "communicationId" ? 3
                     : member == "conversationId"  ? 4
                                                   : 0;
    dialogue_ = dialogue_ || member == "text" || member == "turns";
    const bool scalar = visit.type == json::Type::string || visit.type == json::Type::number;
    if (rank == 0 || !scalar || (rank_ != 0 && rank_ < rank)) return {};
    rank_ = rank;
    literal_ = line_.substr(visit.span.begin, visit.span.size());
    return {};
  }
  [[nodiscard]] std::string_view literal() const { return literal_; }
  // Is it a text or turns rather than a whole record?
  [[nodiscard]] bool dialogue() const { return dialogue_; }

 private:
  std::string_view line_;
  std::string_view literal_ = "null";
  int rank_ = 0;
  bool dialogue_ = false;
};

// /turns/3/text -> 3
std::optional<std::size_t> turn_of(std::string_view path) {
  constexpr std::string_view kBefore = "/turns/";
  constexpr std::string_view kAfter = "/text";
  if (!path.starts_with(kBefore) || !path.ends_with(kAfter) || path.size() <= kBefore.size() + kAfter.size())
    return {};
  const auto digits = path.substr(kBefore.size(), path.size() - kBefore.size() - kAfter.size());
  std::size_t turn = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), turn);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  return turn;
}

// Spans as JSON; of a text or of turns only those in it.
std::vector<std::string> spans_of(const redact::RedactedDocument& document, bool dialogue, bool explain) {
  std::vector<std::string> spans;
  for (const auto& span : document.spans) {
    const auto turn = turn_of(span.path);
    const bool in_text = span.path == "/text";
    if (dialogue && !turn && !in_text) continue;
    std::string json = "{";
    if (turn)
      json += fmt::format("\"turn\":{},", *turn);
    else if (!in_text)
      json += fmt::format("\"path\":{},", json::quote(span.path));
    json += fmt::format("\"start\":{},\"end\":{},\"type\":{},\"token\":{}", span.start, span.end,
                        json::quote(span.type), json::quote(span.token));
    if (explain)
      json += fmt::format(",\"confidence\":{:.2f},\"reason\":{}", span.confidence, json::quote(span.reason));
    spans.push_back(json + "}");
  }
  return spans;
}

std::string array(const std::vector<std::string>& values) {
  return fmt::format("[{}]", fmt::join(values, ","));
}

struct Redacted {
  redact::RedactedDocument document;
  std::string id;
  bool dialogue = false;
};

// The id is that of the redacted line: it may hold personal data, too.
Result<Redacted> redact_line(const redact::Engine& engine, std::string_view line, bool spans) {
  auto document = engine.redact({line, {}, spans}).conversation;
  if (!document) return fail(std::move(document).error());
  Redacted redacted{std::move(*document), {}, false};
  if (spans) {
    LineHead head(redacted.document.bytes);
    OFFHOOK_CHECK_OK(json::walk(redacted.document.bytes, head));
    redacted.id = head.literal();
    redacted.dialogue = head.dialogue();
  }
  return redacted;
}

// Calls `redact` with each line; names those that it refuses.
template <class Redact>
int each_line(std::istream& in, std::ostream& err, Redact redact) {
  std::uint64_t number = 0;
  std::uint64_t left_out = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (const Result<void> done = redact(line); !done) {
      ++left_out;
      err << fmt::format("offhook redact: line {} left out: {} ({})\n", number, done.error().message,
                         done.error().code);
    }
  }
  if (left_out > 0) err << fmt::format("offhook redact: {} of {} lines left out\n", left_out, number);
  return left_out > 0 ? 3 : 0;
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

}  // namespace

int run_redact(const redact::Engine& engine, const RedactOptions& options, std::istream& in,
               std::ostream& out, std::ostream& err) {
  const bool spans = options.spans || options.explain;
  const int code = each_line(in, err, [&](std::string_view line) -> Result<void> {
    OFFHOOK_TRY(const auto redacted, redact_line(engine, line, spans));
    if (spans)
      out << fmt::format("{{\"id\":{},\"spans\":{}}}\n", redacted.id,
                         array(spans_of(redacted.document, redacted.dialogue, options.explain)));
    else
      out << redacted.document.bytes << '\n';
    return {};
  });
  out.flush();
  return code;
}

int run_redact_diff(const redact::Engine& before, const redact::Engine& after, std::istream& in,
                    std::ostream& out, std::ostream& err) {
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> totals;
  const int code = each_line(in, err, [&](std::string_view line) -> Result<void> {
    OFFHOOK_TRY(const auto old, redact_line(before, line, true));
    OFFHOOK_TRY(const auto now, redact_line(after, line, true));
    for (const auto& [kind, count] : old.document.counts) totals[kind].first += count;
    for (const auto& [kind, count] : now.document.counts) totals[kind].second += count;
    if (old.document.bytes == now.document.bytes) return {};
    const auto without = [](std::vector<std::string> spans, std::vector<std::string> others) {
      std::sort(others.begin(), others.end());
      std::erase_if(spans, [&](const std::string& span) {
        return std::binary_search(others.begin(), others.end(), span);
      });
      return spans;
    };
    const auto old_spans = spans_of(old.document, old.dialogue, false);
    const auto new_spans = spans_of(now.document, now.dialogue, false);
    out << fmt::format("{{\"id\":{},\"gone\":{},\"new\":{}}}\n", now.id, array(without(old_spans, new_spans)),
                       array(without(new_spans, old_spans)));
    return {};
  });
  out.flush();
  for (const auto& [kind, counts] : totals)
    if (counts.first != counts.second)
      err << fmt::format("{:16} {:8} -> {}\n", kind, counts.first, counts.second);
  return code;
}

Result<redact::Policy> read_policy(const std::string& name) {
  if (name.empty()) return redact::Policy::standard();
  if (const auto builtin = redact::Policy::builtin(name)) return redact::Policy::parse(*builtin);
  OFFHOOK_TRY(const auto toml, read_file(name, kMaxFileBytes));
  return redact::Policy::parse(toml);
}

Result<redact::Engine> open_engine(const RedactSetup& setup) {
  std::string text = setup.key_text;
  if (!setup.key_file.empty()) {
    OFFHOOK_TRY(text, read_file(setup.key_file, kMaxFileBytes));
    text = std::string(without_line_end(text));
  }
  if (text.empty())
    return fail(ErrorClass::permanent, "config.token_key",
                "no token key: set the environment variable TOKENIZATION_KEY, or give --key-file FILE "
                "(`openssl rand -hex 32` makes one; write it as hex:…)");
  OFFHOOK_TRY(auto key, redact::TokenKey::parse(text));
  OFFHOOK_TRY(auto policy, read_policy(setup.policy));
  return redact::Engine::open(std::move(policy), std::move(key));
}

}  // namespace offhook::cli
