#include "redact/detect/script.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <tuple>
#include <vector>

#include "redact/detect/quiet/reading.h"

namespace offhook::redact::detect {
namespace {

std::vector<Utterance> dialogue_of(const std::vector<std::string>& texts) {
  std::vector<Utterance> dialogue;
  for (const std::string& text : texts) dialogue.push_back({Role::customer, text});
  return dialogue;
}

// But where it is spelled.
auto members_of(const Word& w) {
  return std::make_tuple(w.utterance, w.start, w.end, w.fold_size, w.classes, w.meaning, w.number,
                         w.stands_for, w.sign, bool{w.letters}, bool{w.digits}, bool{w.upper},
                         bool{w.all_upper}, bool{w.capitals}, bool{w.space_before}, bool{w.line_before},
                         bool{w.ends_in_s}, bool{w.token});
}

void expect_same(const Script& script, const Script& other) {
  ASSERT_EQ(script.size(), other.size());
  for (std::size_t i = 0; i < script.size(); ++i) {
    EXPECT_EQ(members_of(script[i]), members_of(other[i])) << i;
    EXPECT_EQ(script.fold(i), other.fold(i));
    EXPECT_EQ(script.text(i), other.text(i));
    EXPECT_EQ(script.stem(i), other.stem(i));
  }
  for (std::size_t u = 0; u < script.dialogue().size(); ++u) {
    EXPECT_EQ(script.begin_of(u), other.begin_of(u));
    for (unsigned bit = 0; bit < 64; ++bit) {
      EXPECT_EQ(script.has(u, WordClasses{1} << bit), other.has(u, WordClasses{1} << bit)) << bit;
      if (bit < 32) {
        EXPECT_EQ(script.says(u, 1u << bit), other.says(u, 1u << bit)) << bit;
      }
    }
  }
}

TEST(Script, takes_over_what_was_read_before) {
  std::vector<std::string> texts = {"my name is Zdeněk Ďuriš’s", "", "it's 415-555-0132, O'Brien",
                                    "[CVV] okay", "who’s ４１５ there"};
  const auto before = dialogue_of(texts);
  const auto earlier = Script::read(before);
  ASSERT_TRUE(earlier);
  texts[2] = "it's PHONE-abcdef0123abcdef, O'Brien";
  texts[1] = "one two";
  const auto now = dialogue_of(texts);
  constexpr std::array<std::size_t, 2> kChanged = {1, 2};
  const auto again = Script::read(now, Reading(now), {&*earlier, kChanged});
  const auto fresh = Script::read(now);
  ASSERT_TRUE(again && fresh);
  expect_same(*again, *fresh);
}

// What was read for its labels alone is read anew when it is searched.
TEST(Script, knows_classes_of_what_is_searched) {
  const std::vector<std::string> texts = {
      "my phone number", "it is four one five five five five oh one three two", "okay great"};
  const auto dialogue = dialogue_of(texts);
  const Reading part(dialogue, Listener({}));
  ASSERT_TRUE(part.reads(0) && !part.searches(0) && !part.reads(2));
  const auto earlier = Script::read(dialogue, part);
  ASSERT_TRUE(earlier);
  const auto again = Script::read(dialogue, Reading(dialogue), {&*earlier, {}});
  const auto fresh = Script::read(dialogue);
  ASSERT_TRUE(again && fresh);
  expect_same(*again, *fresh);
  const auto less = Script::read(dialogue, part, {&*fresh, {}});
  ASSERT_TRUE(less);
  expect_same(*less, *earlier);
}

}  // namespace
}  // namespace offhook::redact::detect
