// The calls of the benchmark, whose talk is of deliveries, payments and contracts: no such word may keep a
// value that is said after it.
#include <gtest/gtest.h>

#include "bench/array_form.h"
#include "json/value.h"
#include "redact/engine.h"

namespace offhook::redact {
namespace {

// What must stand in a redacted utterance that was put together like this.
std::vector<std::string> tokens_for(std::string_view said) {
  if (said.starts_with("my number is ") || said.starts_with("you can reach me at ")) return {"PHONE-"};
  if (said.ends_with("@example.com") || said.starts_with("my email is ")) return {"EMAIL-"};
  if (said.starts_with("the card is ")) return {"CARD-", "[EXPIRY]"};
  if (said.starts_with("my name is ")) return {"PERSON-", "SSN-"};
  return {};
}

TEST(MadeUpCalls, KeepNothingPersonal) {
  const Engine engine = std::move(
      *Engine::open(Policy::standard(), std::move(*TokenKey::parse("0123456789abcdef0123456789abcdef"))));
  SeededRandom random(41);
  int personal = 0;
  for (int call = 0; call < 300; ++call) {
    const std::string record = bench::conversation(random, call % 3 == 0 ? 2 : 30);
    const auto out = engine.redact({record, {}, false});
    ASSERT_TRUE(out.conversation);
    const json::Value before = json::parse(record).value();
    const json::Value after = json::parse(out.conversation->bytes).value();
    const auto& said = *before["transcripts"].array();
    const auto& left = *after["transcripts"].array();
    ASSERT_EQ(said.size(), left.size());
    for (std::size_t i = 0; i < said.size(); ++i)
      for (const std::string& token : tokens_for(*said[i].string())) {
        ++personal;
        EXPECT_NE(left[i].string()->find(token), std::string::npos) << *said[i].string();
      }
  }
  EXPECT_GT(personal, 1'000);
}

}  // namespace
}  // namespace offhook::redact
