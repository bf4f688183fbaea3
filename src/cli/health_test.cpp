#include "cli/health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

using model::Verdict;
using std::chrono::seconds;
using testing::HasSubstr;

const TimePoint kNow = *parse_rfc3339("2026-11-20T08:49:37Z");

TEST(HttpDate, IsReadInItsOneForm) {
  EXPECT_EQ(parse_http_date("Fri, 20 Nov 2026 08:49:37 GMT").value(), kNow);
  EXPECT_EQ(format_rfc3339(parse_http_date("Thu, 29 Feb 2024 23:59:59 GMT").value()),
            "2024-02-29T23:59:59.000Z");
  for (const char* wrong : {"", "Friday, 20-Nov-26 08:49:37 GMT", "Fri, 31 Nov 2026 08:49:37 GMT",
                            "Fri, 20 Foo 2026 08:49:37 GMT", "Fri, 20 anF 2026 08:49:37 GMT",
                            "Fri, 20 Nov 2026 08:49:37 CET", "Fri, x0 Nov 2026 08:49:37 GMT"})
    EXPECT_FALSE(parse_http_date(wrong)) << wrong;
}

class CheckClock : public testing::Test {
 protected:
  // A server whose clock stands at kNow, and one that states none.
  Check check(seconds ahead) {
    clock_.set(kNow + ahead);
    return check_clock({{"the source", "https://silent.test/", client_.get()},
                        {"the store", "https://store.test/", client_.get()}},
                       clock_);
  }
  ManualClock clock_{kNow};
  std::vector<std::string> methods_;
  const std::unique_ptr<http::Client> client_ = http::make_in_process_client(
      [this](const http::ServerRequest& request) {
        methods_.push_back(request.method);
        http::ServerResponse response;
        response.status = 403;
        if (request.host() == "store.test") response.headers.set("Date", "Fri, 20 Nov 2026 08:49:37 GMT");
        return response;
      },
      clock_);
};

TEST_F(CheckClock, AsTheServersIsFine) {
  const Check fine = check(seconds(0));
  EXPECT_EQ(fine.verdict, Verdict::pass);
  EXPECT_EQ(fine.seen, "as the store's");
  EXPECT_EQ(methods_, (std::vector<std::string>{"HEAD", "HEAD"}));
  EXPECT_EQ(check(seconds(-20)).verdict, Verdict::pass);
}

TEST_F(CheckClock, OffByMinutesIsSaidAndByMoreRefused) {
  EXPECT_EQ(check(seconds(90)).verdict, Verdict::warn);
  const Check behind = check(seconds(-1000));
  EXPECT_EQ(behind.verdict, Verdict::fail);
  EXPECT_EQ(behind.exit_code, ExitCode::usage);
  EXPECT_EQ(behind.seen, "1000 s behind the store's");
  EXPECT_THAT(behind.mend, HasSubstr("NTP"));
}

TEST(CheckClockAlone, WithoutAServerNothingIsSaid) {
  ManualClock clock(kNow);
  EXPECT_EQ(check_clock({}, clock).verdict, Verdict::warn);
}

TEST(CheckReceiver, AnyAnswerWillDo) {
  ManualClock clock(kNow);
  bool there = true;
  const auto client = http::make_in_process_client(
      [&](const http::ServerRequest&) {
        http::ServerResponse response;
        response.status = 405;
        response.reset_before_response = !there;
        return response;
      },
      clock);
  EXPECT_EQ(check_receiver("https://events.test", "https://events.test/secret", *client).verdict,
            Verdict::pass);
  there = false;
  const Check unreachable = check_receiver("https://events.test", "https://events.test/secret", *client);
  EXPECT_EQ(unreachable.verdict, Verdict::fail);
  EXPECT_EQ(unreachable.exit_code, ExitCode::partial);
  EXPECT_EQ(unreachable.seen.find("secret"), std::string::npos);
}

TEST(CheckSpool, ADiskThatCannotHoldItIsSaid) {
  const auto folder = std::filesystem::temp_directory_path();
  EXPECT_EQ(check_spool(folder, 0, 1 << 20).verdict, Verdict::pass);
  const Check short_of = check_spool(folder, 0, 1ull << 60);
  EXPECT_NE(short_of.verdict, Verdict::pass);
  EXPECT_THAT(short_of.mend, HasSubstr("spool.max_bytes"));
  EXPECT_EQ(check_spool(folder, 1ull << 60, 1ull << 60).verdict, Verdict::pass);
  EXPECT_EQ(check_spool(folder / "nothing-here", 0, 1).exit_code, ExitCode::later);
}

TEST(Checks, TheFirstExitCodeThatAppliesIsTheCommands) {
  const auto with = [](ExitCode code) { return Check{Verdict::fail, "", "", "", code}; };
  EXPECT_EQ(exit_code_of({}), ExitCode::ok);
  EXPECT_EQ(exit_code_of({with(ExitCode::usage), with(ExitCode::refused), with(ExitCode::gate)}),
            ExitCode::gate);
  EXPECT_EQ(exit_code_of({with(ExitCode::later), with(ExitCode::partial), passed("", "")}),
            ExitCode::partial);
}

}  // namespace
}  // namespace offhook::cli
