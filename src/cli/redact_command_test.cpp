#include "cli/redact_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/file.h"
#include "test/support/temporary_folder.h"

namespace offhook::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kKey = "0123456789abcdef0123456789abcdef";

struct Outcome {
  int code = 0;
  std::string out;
  std::string err;
};

Outcome run(const std::string& input, RedactOptions options = {}) {
  const auto engine = open_engine({"", kKey, ""});
  EXPECT_TRUE(engine) << engine.error().message;
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  Outcome outcome;
  outcome.code = run_redact(*engine, options, in, out, err);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

TEST(RedactCommand, KeepsTheShapeOfEachLine) {
  const auto done = run(R"({"id":"a", "text":"mail dana@example.com"}
{"id":2,"turns":[{"role":"agent","text":"your e-mail please"},{"role":"customer","text":"dana at example dot com"}],"lang":"en"}
)");
  EXPECT_EQ(done.code, 0);
  EXPECT_EQ(done.out, R"({"id":"a", "text":"mail EMAIL-cefd9f160f4cbe76"}
{"id":2,"turns":[{"role":"agent","text":"your e-mail please"},{"role":"customer","text":"EMAIL-cefd9f160f4cbe76"}],"lang":"en"}
)");
  EXPECT_EQ(done.err, "");
}

TEST(RedactCommand, GivesSpans) {
  const auto done = run(R"({"id":"a","text":"é dana@example.com","note":"317-555-0142"}
{"id":"b","turns":[{"role":"customer","text":"hi"},{"role":"customer","text":"dana@example.com"}]}
{"conversationId":"c","externalTag":"dana@example.com"}
)",
                        {.spans = true});
  EXPECT_EQ(done.out,
            R"({"id":"a","spans":[{"start":3,"end":19,"type":"EMAIL","token":"EMAIL-cefd9f160f4cbe76"}]}
{"id":"b","spans":[{"turn":1,"start":0,"end":16,"type":"EMAIL","token":"EMAIL-cefd9f160f4cbe76"}]}
{"id":"c","spans":[{"path":"/externalTag","start":0,"end":16,"type":"EMAIL","token":"EMAIL-cefd9f160f4cbe76"}]}
)");
}

TEST(RedactCommand, ExplainsWithoutContent) {
  const auto done = run(R"({"id":"a","text":"mail dana@example.com"})", {.explain = true});
  EXPECT_THAT(done.out, HasSubstr(R"("confidence":)"));
  EXPECT_THAT(done.out, HasSubstr(R"("reason":")"));
  EXPECT_THAT(done.out, Not(HasSubstr("dana")));
}

TEST(RedactCommand, ShowsWhatAnotherPolicyWouldChange) {
  const auto us = open_engine({"", kKey, "us"});
  const test::TemporaryFolder folder;
  ASSERT_TRUE(write_file_durably(folder.path() / "p.toml", "version = 1\n[kinds]\nEMAIL = false\n"));
  const auto other = open_engine({"", kKey, (folder.path() / "p.toml").string()});
  ASSERT_TRUE(us && other);
  std::istringstream in(R"({"id":"a","text":"mail dana@example.com or 317-555-0142"}
{"id":"b","text":"nothing here"}
)");
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_redact_diff(*us, *other, in, out, err), 0);
  EXPECT_EQ(
      out.str(),
      R"({"id":"a","gone":[{"start":5,"end":21,"type":"EMAIL","token":"EMAIL-cefd9f160f4cbe76"}],"new":[]}
)");
  EXPECT_THAT(err.str(), testing::AllOf(HasSubstr("EMAIL"), HasSubstr("1 -> 0"), Not(HasSubstr("PHONE"))));
}

TEST(RedactCommand, ShowsNoPersonalDataInIdsAndPaths) {
  const auto done = run(R"({"id":"dana@example.com","dana@example.com":{"kim@example.net":"317-555-0142"}})",
                        {.spans = true});
  EXPECT_THAT(done.out, HasSubstr(R"("id":"EMAIL-cefd9f160f4cbe76")"));
  EXPECT_THAT(done.out, HasSubstr(R"("path":"/EMAIL-cefd9f160f4cbe76/EMAIL-773346cfa1a4fb32")"));
  EXPECT_THAT(done.out, testing::AllOf(Not(HasSubstr("dana")), Not(HasSubstr("kim"))));
}

TEST(RedactCommand, LeavesBadLinesOutAndNamesThem) {
  const auto done =
      run("{\"id\":1,\"text\":\"ok\"}\n\n{\"id\":2,\"text\":\"dana\n{\"id\":3,\"text\":\"fine\"}");
  EXPECT_EQ(done.code, 3);
  EXPECT_EQ(done.out, "{\"id\":1,\"text\":\"ok\"}\n{\"id\":3,\"text\":\"fine\"}\n");
  EXPECT_THAT(done.err, HasSubstr("line 3 left out"));
  EXPECT_THAT(done.err, Not(HasSubstr("dana")));
}

TEST(RedactCommand, ReadsTheKeyFromAFileOrTheEnvironment) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(write_file_durably(folder.path() / "key", std::string(kKey) + "\n"));
  const auto from_file = open_engine({(folder.path() / "key").string(), "", ""});
  ASSERT_TRUE(from_file);
  EXPECT_EQ(from_file->key().id(), open_engine({"", kKey, ""})->key().id());
}

TEST(RedactCommand, SaysBothWaysToGiveTheKey) {
  const auto engine = open_engine({});
  ASSERT_FALSE(engine);
  EXPECT_EQ(engine.error().code, "config.token_key");
  EXPECT_THAT(engine.error().message, testing::AllOf(HasSubstr("TOKENIZATION_KEY"), HasSubstr("--key-file")));
}

TEST(RedactCommand, ReadsPolicies) {
  EXPECT_EQ(open_engine({"", kKey, "uk"})->policy().default_region, "GB");
  EXPECT_FALSE(open_engine({"", kKey, "/no/such/policy.toml"}));
}

}  // namespace
}  // namespace offhook::cli
