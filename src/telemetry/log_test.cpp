#include "telemetry/log.h"

#include <gtest/gtest.h>

#include "telemetry/detail/line_text.h"

namespace offhook::telemetry {
namespace {

std::string logged(LogOptions options, Level level, std::string_view message) {
  testing::internal::CaptureStderr();
  start_log(options);
  write_log(level, message);
  return testing::internal::GetCapturedStderr();
}

TEST(Log, JsonLinesAreJsonWhateverTheMessage) {
  const std::string line = logged({.json = true}, Level::warn, "a \"quoted\\\" \n\x01\xff line of 100% {}");
  // {"time":"2026-11-23T12:34:56.789Z",...
  EXPECT_TRUE(line.starts_with(R"({"time":"2)"));
  EXPECT_EQ(line.substr(19, 1) + line.substr(28, 1) + line[32], "T.Z") << line;
  EXPECT_EQ(line.substr(33),
            R"(","level":"warning","message":"a \"quoted\\\" \u000a\u0001\ufffd line of 100% {}"})"
            "\n");
}

TEST(Log, PlainLinesStayOneLine) {
  const std::string line = logged({}, Level::info, "first\nsecond\x1b[2J");
  EXPECT_TRUE(line.ends_with("info first\\x0asecond\\x1b[2J\n")) << line;
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  EXPECT_EQ(logged({.level = Level::warn}, Level::info, "quiet"), "");
  EXPECT_NE(logged({.level = Level::debug}, Level::debug, "loud"), "");
}

TEST(LineText, KeepsWellFormedUtf8AndReplacesTheRest) {
  EXPECT_EQ(json_string("\xc3\xa4 \xe2\x82\xac \xf0\x9f\x93\x9e"),
            "\"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x93\x9e\"");
  for (const char* broken :
       {"\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"}) {
    const std::string text = json_string(broken);
    EXPECT_EQ(text.find_first_not_of("\"\\ufd"), std::string::npos) << text;
    EXPECT_TRUE(text.starts_with("\"\\ufffd")) << text;
  }
}

}  // namespace
}  // namespace offhook::telemetry
