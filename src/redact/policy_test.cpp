#include "redact/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace offhook::redact {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Policy, ReadsEverythingAFileCanSay) {
  const auto policy = Policy::parse(R"(
version = 1
default_region = "GB"
date_order = "DMY"
countries = ["GB", "DE"]
[keep]
phones = ["+448000000000"]
email_domains = ["example.com"]
names = ["Acme Support"]
[kinds]
URL = false
IP = {enabled = true, threshold = 0.9, replace = "mask"}
[fields]
"participants[].attributes.tier" = "keep"
"externalTag" = "drop"
)");
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->default_region, "GB");
  EXPECT_EQ(policy->date_order, "DMY");
  EXPECT_THAT(policy->countries, ElementsAre("GB", "DE"));
  EXPECT_THAT(policy->keep_phones, ElementsAre("+448000000000"));
  EXPECT_THAT(policy->keep_email_domains, ElementsAre("example.com"));
  EXPECT_THAT(policy->keep_names, ElementsAre("Acme Support"));
  EXPECT_FALSE(policy->rule(Kind::url).enabled);
  EXPECT_TRUE(policy->rule(Kind::ip).enabled);
  EXPECT_EQ(policy->rule(Kind::ip).threshold, 0.9);
  EXPECT_EQ(policy->rule(Kind::ip).replacement, Replacement::mask);
  EXPECT_EQ(policy->fields.size(), 2U);
}

TEST(Policy, NamesTheLineOfAMistake) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"version = 1\nregion = 'US'", "line 2: unknown key `region`"},
      {"version = 1\ndefault_region = 'usa'", "line 2: `default_region`"},
      {"version = 1\n[kinds]\nFAX = true", "line 3: unknown kind `FAX`"},
      {"version = 1\n[kinds]\nIP = 3", "line 3: `kinds.IP`"},
      {"version = 1\n[kinds.IP]\nreplace = 'hash'", "line 3: `replace` must be one of token, mask, drop"},
      {"version = 1\n[kinds.IP]\nthreshold = 1.5", "line 3: `threshold`"},
      {"version = 1\n[kinds.IP]\nlimit = 1.5", "line 3: unknown key `kinds.IP.limit`"},
      {"version = 1\n[keep]\nphones = '+1'", "line 3: `phones` must be an array"},
      {"version = 1\n[keep]\nphones = [1]", "line 3: `phones` must be a string"},
      {"version = 1\n[keep]\nwords = ['a']", "line 3: unknown key `keep.words`"},
      {"version = 1\n[fields]\n'a.b' = 'hide'", "line 3: `a.b` must be one of keep, tokenise, drop, scan"},
      {"version = 2", "line 1: this program reads"},
      {"default_region = 'US'", "`version = 1` is missing"},
      {"version = 1\n\nx = = 1", "line 3: not valid TOML"},
  };
  for (const auto& [toml, message] : mistakes) {
    const auto policy = Policy::parse(toml);
    ASSERT_FALSE(policy) << toml;
    EXPECT_EQ(policy.error().code, "policy.invalid");
    EXPECT_THAT(policy.error().message, HasSubstr(message));
  }
}

TEST(Policy, ReadsTheExampleOfItsDocument) {
  std::ifstream file(OFFHOOK_SOURCE_DIR "/docs/policy.md");
  const std::string document = (std::stringstream() << file.rdbuf()).str();
  const auto begin = document.find("```toml\n") + 8;
  const auto policy =
      Policy::parse(std::string_view(document).substr(begin, document.find("```\n", begin) - begin));
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(policy->rule(Kind::email).replacement, Replacement::mask);
  EXPECT_EQ(policy->fields.size(), 4U);
  for (const auto* name : {"us", "uk", "eu"}) {
    const auto built_in = Policy::parse(*Policy::builtin(name));
    EXPECT_THAT(document, HasSubstr("| `" + std::string(name) + "` | `" + built_in->default_region + "` | `" +
                                    built_in->date_order + "` |"));
  }
}

TEST(Policy, HasBuiltInOnesThatParseAndDiffer) {
  EXPECT_EQ(Policy::standard().hash, Policy::parse(*Policy::builtin("us"))->hash);
  EXPECT_EQ(Policy::parse(*Policy::builtin("uk"))->default_region, "GB");
  EXPECT_EQ(Policy::parse(*Policy::builtin("eu"))->date_order, "DMY");
  EXPECT_NE(Policy::parse(*Policy::builtin("uk"))->hash, Policy::standard().hash);
  EXPECT_EQ(Policy::standard().hash.size(), 64U);
  EXPECT_FALSE(Policy::builtin("mars"));
}

}  // namespace
}  // namespace offhook::redact
