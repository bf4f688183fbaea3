#include "redact/token_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/encoding.h"

namespace offhook::redact {
namespace {

constexpr std::string_view kKeyText = "0123456789abcdef0123456789abcdef";

TokenKey test_key() { return std::move(*TokenKey::parse(kKeyText)); }

std::string document() {
  std::ifstream file(OFFHOOK_SOURCE_DIR "/docs/formats/tokens.md");
  return (std::stringstream() << file.rdbuf()).str();
}

// The cells between back-quotes or bars of each table row with `cells` cells.
std::vector<std::vector<std::string>> rows(std::size_t cells) {
  std::vector<std::vector<std::string>> found;
  std::stringstream lines(document());
  bool vectors = false;
  for (std::string line; std::getline(lines, line);) {
    vectors = vectors || line == "## Vectors";
    if (!vectors || !line.starts_with("| ") || line.find('`') == std::string::npos) continue;
    std::vector<std::string> row;
    std::stringstream rest(line.substr(2));
    for (std::string cell; std::getline(rest, cell, '|');) {
      std::erase(cell, '`');
      cell.erase(0, cell.find_first_not_of(' '));
      cell.erase(cell.find_last_not_of(' ') + 1);
      row.push_back(cell);
    }
    if (row.size() == cells) found.push_back(row);
  }
  return found;
}

TEST(TokenKey, GivesTheKeyIdsOfItsDocument) {
  const auto keys = rows(2);
  ASSERT_EQ(keys.size(), 3U);
  for (const auto& row : keys) EXPECT_EQ(TokenKey::parse(row[0])->id(), row[1]) << row[0];
}

TEST(TokenKey, GivesTheTokensOfItsDocument) {
  const auto vectors = rows(3);
  ASSERT_GE(vectors.size(), 20U);
  const auto key = test_key();
  for (const auto& row : vectors) {
    const auto kind = parse_kind(row[0]);
    ASSERT_TRUE(kind) << row[0];
    EXPECT_EQ(key.token(kind->kind, row[1], kind->country), row[2]);
    EXPECT_TRUE(is_token(row[2])) << row[2];
  }
}

TEST(TokenKey, GivesTheCommitmentOfItsDocument) {
  const auto commitment = test_key().commitment(R"({"conversationId":"c-1"})");
  EXPECT_THAT(document(), testing::HasSubstr(to_hex(commitment)));
}

TEST(TokenKey, MakesConstantsOfWhatCanBeGuessed) {
  const auto key = test_key();
  EXPECT_EQ(key.token(Kind::cvv, "123"), "[CVV]");
  EXPECT_EQ(key.token(Kind::expiry, "2027-01"), "[EXPIRY]");
  EXPECT_EQ(key.token(Kind::secret, "hunter2"), "[SECRET]");
}

TEST(TokenKey, RefusesShortAndBrokenKeysWithoutShowingThem) {
  for (const std::string text :
       {"secret-short-key", "hex:00ff", "hex:zz", "base64:AAECAwQF", "base64:***", ""}) {
    const auto key = TokenKey::parse(text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().code, "config.token_key");
    EXPECT_THAT(key.error().message, testing::Not(testing::HasSubstr("secret-short")));
  }
  EXPECT_THAT(TokenKey::parse(std::string(31, 'k')).error().message, testing::HasSubstr("31 bytes"));
  EXPECT_TRUE(TokenKey::parse(std::string(32, 'k')));
}

TEST(IsToken, TakesExactlyTheFormWithAKnownKind) {
  for (const auto* text :
       {"PHONE-098df40f88ae4394", "NATIONAL_ID_GB-c48ec335cd9b7408", "[CVV]", "[EXPIRY]", "[SECRET]"})
    EXPECT_TRUE(is_token(text)) << text;
  for (const auto* text :
       {"CARD-4111111111111111", "CARD-4111111a11111111", "PHONE-098DF40F88AE4394", "PHONE-098df40f88ae439",
        "PHONE-098df40f88ae43944", "FAX-098df40f88ae4394", "NATIONAL_ID_gb-098df40f88ae4394",
        "CVV-098df40f88ae4394", "[CARD]", "[card number]", "[]", "", "-", " PHONE-098df40f88ae4394",
        "PHONE_098df40f88ae4394"})
    EXPECT_FALSE(is_token(text)) << text;
}

TEST(Kind, NamesReadBack) {
  for (int i = 0; i < kKindCount; ++i) {
    const auto kind = static_cast<Kind>(i);
    const std::string country = kind == Kind::national_id ? "GB" : "";
    const auto back = parse_kind(name(kind, country));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->kind, kind);
    EXPECT_EQ(back->country, country);
  }
  EXPECT_TRUE(parse_kind("NATIONAL_ID"));
  EXPECT_FALSE(parse_kind("phone"));
}

}  // namespace
}  // namespace offhook::redact
