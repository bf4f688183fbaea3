#include "genesys/transport.h"

#include <gtest/gtest.h>

#include "genesys/scripted_api_for_test.h"

namespace offhook::genesys {
namespace {

using std::chrono::seconds;

struct Fixture {
  explicit Fixture(Options given = ScriptedApi::options()) : options(*checked(std::move(given))) {}

  ScriptedApi api;
  Options options;
  std::unique_ptr<http::Client> client = api.client();
  RequestBudget budget{options.budget, api.clock};
  Credentials credentials{options, *client, budget, api.clock, api.random};
  Transport transport{options, *client, credentials, budget, api.clock, api.random};

  Result<Answer> ask() {
    return transport.ask({.what = "ask", .path = "/thing", .permission = "a:b:view"}, {});
  }
  std::vector<http::ServerRequest> asked() const { return api.asked("/thing"); }
};

TEST(Transport, SendsTheCredentialToTheApi) {
  Fixture f;
  f.api.on("GET", "/thing", {ScriptedApi::json(200, R"({"a":1})", {{"ININ-Correlation-Id", "c-1"}})});
  const auto answer = f.ask();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.number("a"), 1);
  EXPECT_EQ(answer->correlation_id, "c-1");
  EXPECT_EQ(f.asked()[0].host(), "api.example.com");
  EXPECT_EQ(f.asked()[0].headers.get("Authorization"), "Bearer token-1");
}

TEST(Transport, RenewsTheCredentialOnceAndThenGivesUp) {
  Fixture f;
  f.api.on("GET", "/thing",
           {ScriptedApi::json(401, R"({"code":"credentials.expired"})"), ScriptedApi::json(200, "{}"),
            ScriptedApi::json(401, "{}")});
  EXPECT_TRUE(f.ask());
  EXPECT_EQ(f.asked()[1].headers.get("Authorization"), "Bearer token-2");
  const auto refused = f.ask();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "source.refused.login");
  EXPECT_EQ(f.asked().size(), 4u);
}

TEST(Transport, DoesNotInsistOnWhatIsForbidden) {
  Fixture f;
  f.api.on("GET", "/thing", {ScriptedApi::json(403, R"({"code":"missing.permissions"})")});
  const auto refused = f.ask();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "source.refused.permission");
  EXPECT_NE(refused.error().message.find("a:b:view"), std::string::npos);
  EXPECT_EQ(f.asked().size(), 1u);
}

TEST(Transport, WaitsAsLongAsItIsAskedTo) {
  Fixture f;
  f.api.on("GET", "/thing",
           {ScriptedApi::json(429, "{}", {{"Retry-After", "37"}}), ScriptedApi::json(200, "{}")});
  const TimePoint before = f.api.clock.now();
  EXPECT_TRUE(f.ask());
  EXPECT_GE(f.api.clock.now() - before, seconds(37));
  EXPECT_LE(f.api.clock.now() - before, seconds(40));
  EXPECT_EQ(f.transport.counts().throttled, 1u);
  EXPECT_EQ(f.transport.counts().retried, 1u);
  EXPECT_EQ(f.transport.counts().total, 2u);
}

TEST(Transport, PassesOnAWaitThatIsTooLong) {
  Fixture f;
  f.api.on("GET", "/thing", {ScriptedApi::json(429, "{}", {{"Retry-After", "3600"}})});
  const auto throttled = f.ask();
  ASSERT_FALSE(throttled);
  EXPECT_EQ(throttled.error().cls, ErrorClass::throttled);
  EXPECT_EQ(throttled.error().retry_after, Milliseconds(3'600'000));
  EXPECT_EQ(f.asked().size(), 1u);
}

TEST(Transport, TriesAgainWhatMayPass) {
  http::ServerResponse reset, cut = ScriptedApi::json(200, R"({"a":1})");
  reset.reset_before_response = true;
  cut.cut_after_bytes = 3;
  Fixture f;
  f.api.on("GET", "/thing",
           {ScriptedApi::json(503, "<html>"), reset, cut, ScriptedApi::json(200, "{\"a\":"),
            ScriptedApi::json(409, "{}"), ScriptedApi::json(200, R"({"a":1})")});
  const auto answer = f.ask();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body.number("a"), 1);
  EXPECT_EQ(f.asked().size(), 6u);
}

TEST(Transport, GivesUpAfterItsTries) {
  Options options = ScriptedApi::options();
  options.retry.max_attempts = 3;
  Fixture f(options);
  f.api.on("GET", "/thing", {ScriptedApi::json(500, "{}")});
  EXPECT_EQ(f.ask().error().cls, ErrorClass::retryable);
  EXPECT_EQ(f.asked().size(), 3u);
}

// Nothing stored is damaged, as exit code 5 would say.
TEST(Transport, AnAnswerThatIsNoneIsTheSourcesFault) {
  Options options = ScriptedApi::options();
  options.retry.max_attempts = 3;
  Fixture f(options);
  f.api.on("GET", "/thing", {ScriptedApi::json(200, "<html>log in to this network</html>")});
  const auto answer = f.ask();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "source.malformed");
  EXPECT_EQ(answer.error().cls, ErrorClass::retryable);
  EXPECT_EQ(f.asked().size(), 3u);
}

TEST(Transport, NeverRetriesWhatIsNotImplemented) {
  Fixture f;
  f.api.on("GET", "/thing", {ScriptedApi::json(501, "{}")});
  EXPECT_EQ(f.ask().error().cls, ErrorClass::permanent);
  EXPECT_EQ(f.asked().size(), 1u);
}

// A page is read for minutes while the transcripts of its records are asked for.
TEST(Transport, TellsTheBudgetOfAnAnswerBeforeItsBodyIsRead) {
  class AsksMeanwhile final : public AnswerSink {
   public:
    explicit AsksMeanwhile(Fixture& fixture) : fixture_(fixture) {}
    bool wants(const http::Response&) override { return true; }
    Result<void> write(std::string_view) override {
      fixture_.api.clock.advance(seconds(61));  // the minute that the head spoke of is over
      std::stop_source stop;
      stop.request_stop();  // so that a wait ends at once, with an Error
      return fixture_.budget.acquire(Priority::transcripts, stop.get_token()).map([](auto&&) {});
    }
    Result<void> finish(const http::Response&) override { return {}; }
    [[nodiscard]] bool given_up() const override { return true; }

   private:
    Fixture& fixture_;
  };
  Fixture f;
  f.api.on("GET", "/thing",
           {ScriptedApi::json(200, "{}",
                              {{"inin-ratelimit-count", "1"},
                               {"inin-ratelimit-allowed", "300"},
                               {"inin-ratelimit-reset", "60"}})});
  AsksMeanwhile sink(f);
  const auto answer = f.transport.send({.what = "read", .path = "/thing"}, sink, {});
  EXPECT_TRUE(answer) << answer.error().message;
}

TEST(Transport, StopsWhenAsked) {
  Fixture f;
  f.api.on("GET", "/thing", {ScriptedApi::json(500, "{}")});
  std::stop_source stop;
  stop.request_stop();
  const auto stopped = f.transport.ask({.what = "ask", .path = "/thing"}, stop.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().cls, ErrorClass::cancelled);
  EXPECT_LE(f.asked().size(), 1u);
}

}  // namespace
}  // namespace offhook::genesys
