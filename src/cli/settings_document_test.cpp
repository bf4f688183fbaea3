#include "cli/settings_document.h"

#include <gtest/gtest.h>

#include "archive/frame.h"
#include "base/file.h"
#include "json/value.h"

namespace offhook::cli {
namespace {

Result<Settings> read(const std::string& file) {
  return Settings::resolve({}, [](const std::string&) { return std::nullopt; }, file, "offhook.toml");
}

// The settings that are commented out, made real. They are the lines "# name = value".
std::string uncommented(const std::string& document) {
  std::string text;
  for (std::size_t at = 0; at < document.size();) {
    const std::size_t end = document.find('\n', at);
    std::string line = document.substr(at, end - at);
    for (const SettingSpec& spec : setting_specs())
      if (line.starts_with("# " + std::string(member_name(spec)) + " = ")) {
        line.erase(0, 2);
        break;
      }
    text += line + "\n";
    at = end + 1;
  }
  return text;
}

TEST(CommentedToml, LeavesEverySettingAsItIs) {
  const auto settings = read(commented_toml({}));
  ASSERT_TRUE(settings) << settings.error().message;
  for (const SettingSpec& spec : setting_specs())
    EXPECT_EQ(settings->origin(spec.key), spec.fallback.empty() ? "not set" : "default") << spec.key;
}

TEST(CommentedToml, HasEverySettingWithItsDefaultUnderItsSection) {
  const auto settings = read(uncommented(commented_toml({})));
  ASSERT_TRUE(settings) << settings.error().message;
  for (const SettingSpec& spec : setting_specs()) {
    EXPECT_TRUE(settings->origin(spec.key).starts_with("file ")) << spec.key;
    EXPECT_EQ(settings->text(spec.key), spec.fallback) << spec.key;
  }
}

TEST(CommentedToml, WritesWhatItIsGiven) {
  const std::map<std::string, std::string> written = {{"target.url", "file:///a \"b\" \\ c\x01é"},
                                                      {"run.workers", "3"},
                                                      {"retry.base_seconds", "0.5"},
                                                      {"connection.allow_http", "true"},
                                                      {"filters.media", "voice,chat"}};
  const auto settings = read(commented_toml(written));
  ASSERT_TRUE(settings) << settings.error().message;
  for (const auto& [key, value] : written) EXPECT_EQ(settings->text(key), value) << key;
}

TEST(CommentedToml, SaysWhatAValueMayBe) {
  EXPECT_EQ(bounds_of(spec_of("source.mode")), "job or query");
  EXPECT_EQ(bounds_of(spec_of("s3.addressing")), "path, virtual or auto");
  EXPECT_EQ(bounds_of(spec_of("archive.zstd_level")), "1 to 19");
  EXPECT_EQ(bounds_of(spec_of("source.assumed_per_minute")), "at least 1");
  EXPECT_EQ(bounds_of(spec_of("s3.lock_days")), "");
  EXPECT_EQ(bounds_of(spec_of("s3.region")), "");
}

TEST(SettingsReference, IsWhatTheDocumentationSays) {
  constexpr std::string_view kMark = "<!-- Below: `offhook config --reference`. -->\n";
  const auto page = read_file(OFFHOOK_SOURCE_DIR "/docs/configuration.md", 1u << 20);
  ASSERT_TRUE(page) << page.error().message;
  const std::size_t mark = page->find(kMark);
  ASSERT_NE(mark, std::string::npos);
  EXPECT_EQ(page->substr(mark + kMark.size()), settings_reference())
      << "put what `offhook config --reference` prints below the mark";
}

TEST(JsonSchema, HasEverySettingAndNothingElse) {
  const auto schema = json::parse(json_schema());
  ASSERT_TRUE(schema) << schema.error().message;
  const json::Value& sections = (*schema)["properties"];
  std::size_t members = 0;
  for (const auto& [name, section] : *sections.object()) members += section["properties"].object()->size();
  EXPECT_EQ(members, setting_specs().size());
  for (const SettingSpec& spec : setting_specs()) {
    const json::Value& section = sections[spec.key.substr(0, spec.key.find('.'))];
    EXPECT_EQ(section["properties"][member_name(spec)].text("description"), spec.help) << spec.key;
  }
  const json::Value& level = sections["archive"]["properties"]["zstd_level"];
  EXPECT_EQ(level.text("type"), "integer");
  EXPECT_EQ(level.number("maximum"), 19);
  EXPECT_EQ(level.number("default"), archive::FrameEncoder::kDefaultLevel);
  EXPECT_EQ(sections["source"]["properties"]["mode"]["enum"],
            json::Value(json::Value::Array{"job", "query"}));
}

}  // namespace
}  // namespace offhook::cli
