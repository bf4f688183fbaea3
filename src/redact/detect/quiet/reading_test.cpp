// Reading less finds the same: what the detectors find when quiet utterances are left out is what they find
// when they read all.
#include "redact/detect/quiet/reading.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/random.h"
#include "json/value.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"

namespace offhook::redact::detect {
namespace {

using Strings = std::vector<std::string>;

std::string described(const Result<std::vector<Finding>>& findings) {
  if (!findings) return findings.error().code;
  std::string text;
  for (const Finding& f : *findings) {
    text += std::to_string(f.utterance) + ":" + std::to_string(f.start) + "-" + std::to_string(f.end) + " " +
            name(f.kind, f.country) + " " + f.canonical + " " + std::to_string(f.confidence) + " " +
            f.reason + " " + std::to_string(f.entity) + "\n";
  }
  return text;
}

// What was found by reading only what is not quiet, if that differs from reading all.
std::string difference(std::span<const Utterance> dialogue, const Known& known) {
  const Policy policy = Policy::standard();
  const std::string part = described(find(dialogue, known, policy));
  const std::string all = described(find_reading_all(dialogue, known, policy));
  return part == all ? "" : "reading in part:\n" + part + "reading all:\n" + all;
}

// The carried calls, as machine and people heard them.
template <class Visit>
void each_call(Visit visit) {
  std::ifstream file(OFFHOOK_SOURCE_DIR "/test/data/harper-valley/calls.ndjson");
  for (std::string line; std::getline(file, line);) {
    const json::Value call = *json::parse(line);
    for (const char* heard : {"asr", "human"}) {
      std::vector<Utterance> dialogue;
      for (const auto& segment : *call["segments"].array())
        dialogue.push_back(
            {segment.text("role") == "agent" ? Role::agent : Role::customer, segment.text(heard)});
      visit(dialogue, call.text("caller_name"));
    }
  }
}

Strings golden_lines() {
  Strings lines;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(OFFHOOK_SOURCE_DIR "/src/redact/detect/golden")) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) lines.push_back(line);
  }
  return lines;
}

// Words that matter to some detector, those that matter to none, and signs.
const std::vector<Strings>& pools() {
  static const std::vector<Strings> all = [] {
    std::vector<Strings> made(6);
    for (int language = 0; language <= static_cast<int>(Language::hindi); ++language)
      for (const Lexeme& lexeme : lexemes(static_cast<Language>(language)))
        made[language == 0 ? 0 : 5].emplace_back(lexeme.word);
    for (const LabelPhrase& label : label_phrases()) made[1].emplace_back(label.words);
    for (const CuePhrase& cue : cue_phrases()) made[2].emplace_back(cue.words);
    for (const auto word : function_words()) made[3].emplace_back(word);
    for (const auto word : street_words()) made[4].emplace_back(word);
    made.push_back({"karen", "michael", "okafor",  "smith", "grace", "mark",   "will",   "xq",
                    "de",    "van",     "o'brien", "bob's", "Karen", "Smith",  "Okafor", "The",
                    "Then",  "Monday",  "Zqx",     "rosa",  "Al",    "zdenek", "Will",   "lindgren's"});
    made.push_back({",", ".",  "?", "!", "-", ":", "'", "@", "/", "(", ")",       "#",  "+",
                    "_", "\n", "é", "–", "’", "$", "&", "*", "<", ";", "[noise]", "..."});
    made.push_back({"PHONE-abcdef0123abcdef", "PERSON-abcdef0123abcdef", "NATIONAL_ID_GB-abcdef0123abcdef",
                    "[CVV]", "[SECRET]", "EMAIL-1f2e3d4c5b6a7980"});
    made.push_back({"broken",
                    "delivery",
                    "box",
                    "repeat",
                    "speaking",
                    "here",
                    "with",
                    "calling",
                    "who",
                    "unit",
                    "corner of",
                    "post office box",
                    "gmail dot com",
                    "www",
                    "http://example.org/a",
                    "example.com",
                    "illinois",
                    "4111111111111111",
                    "415-555-0132",
                    "10.0.0.1",
                    "12",
                    "3",
                    "5 5 5",
                    "four five",
                    "double six",
                    "7th",
                    "2851x818",
                    "ab12cd",
                    "123-45-6789",
                    "nine hundred",
                    "two thousand",
                    "january first",
                    "nineteen eighty four",
                    "12/03/1980"});
    return made;
  }();
  return all;
}

// Each style has its own share of little words, so that quiet utterances stand between loud ones.
std::string utterance(Random& random, int style) {
  const auto words = 1 + random.below(random.below(5) == 0 ? 20 : 7);
  std::string text;
  for (std::uint64_t w = 0; w < words; ++w) {
    const auto roll = random.below(100);
    std::size_t pool = roll % pools().size();
    if (style > 0 && roll < 55) pool = 3;
    if (style > 1 && roll >= 55) pool = roll < 75 ? 8 : roll < 85 ? 2 : roll < 92 ? 6 : 0;
    const Strings& list = pools()[pool];
    std::string word = list[random.below(list.size())];
    if (random.below(25) == 0 && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 32);
    if (!text.empty() && (pool != 7 || random.below(2) == 0)) text += ' ';
    text += word;
  }
  return text;
}

Known arbitrary_known(Random& random) {
  Known known;
  if (random.below(2) == 0) known.names.push_back({"Rosa Lindgren", Role::customer});
  if (random.below(4) == 0) known.names.push_back({"Al Xu", Role::agent});
  if (random.below(4) == 0) known.names.push_back({"Grace O'Brien-Smith", Role::agent});
  if (random.below(4) == 0)
    known.values = {{Kind::phone, "+14155550132", "+14155550132"},
                    {Kind::address, "12 Main Street, Springfield", "12 main street springfield"},
                    {Kind::email, "rosa@example.com", "rosa@example.com"}};
  return known;
}

TEST(Reading, finds_the_same_in_real_calls) {
  each_call([](const std::vector<Utterance>& dialogue, std::string_view caller) {
    EXPECT_EQ(difference(dialogue, {}), "");
    EXPECT_EQ(difference(dialogue, {{{std::string(caller), Role::customer}}, {}}), "");
  });
}

TEST(Reading, finds_the_same_in_the_golden_texts) {
  for (const std::string& line : golden_lines()) {
    const std::vector<Utterance> dialogue{{Role::other, line}};
    EXPECT_EQ(difference(dialogue, {}), "") << line;
  }
}

TEST(Reading, hears_a_long_known_name_with_an_ending) {
  const Known known{{{"Rosa Lindgren", Role::customer}}, {}};
  const std::vector<Utterance> dialogue{{Role::agent, "so that was lindgren's order then"}};
  EXPECT_EQ(difference(dialogue, known), "");
  EXPECT_EQ(find(dialogue, known, Policy::standard())->size(), 1u);
}

TEST(Reading, a_slot_reaches_as_far_whatever_is_read) {
  const std::vector<Utterance> dialogue{{Role::customer, "she was born here is what i said"},
                                        {Role::agent, "another parcel"},
                                        {Role::customer, "the blue kettle"},
                                        {Role::customer, "our garden is small"},
                                        {Role::customer, "the red kettle"},
                                        {Role::customer, "some heating"},
                                        {Role::agent, "27ABCDE1234F1Z55"}};
  EXPECT_EQ(difference(dialogue, {}), "");
}

TEST(Reading, a_word_of_an_answer_is_none_whatever_is_read) {
  for (const char* said : {"one", "oh one", "hundred"}) {
    const std::vector<Utterance> dialogue{{Role::agent, "your date of birth"}, {Role::customer, said}};
    EXPECT_EQ(difference(dialogue, {}), "");
    EXPECT_TRUE(redact::find(dialogue, {}, Policy::standard())->empty()) << said;
  }
  const std::vector<Utterance> dialogue{{Role::agent, "your date of birth"},
                                        {Role::customer, "may fifth"},
                                        {Role::agent, "and"},
                                        {Role::customer, "seventy nine"}};
  EXPECT_EQ(difference(dialogue, {}), "");
  std::vector<std::size_t> places;
  const auto found = redact::find(dialogue, {}, Policy::standard());
  for (const Finding& f : *found) places.push_back(f.utterance);
  EXPECT_THAT(places, ::testing::ElementsAre(1, 3));
}

TEST(Reading, little_words_repeat_no_value_whatever_is_read) {
  const std::vector<Utterance> dialogue{
      {Role::other, "mia moglie ma'am why"}, {Role::other, "how thank"}, {Role::other, "i am"}};
  EXPECT_EQ(difference(dialogue, {}), "");
}

TEST(Reading, little_words_speak_for_nobody_whatever_is_read) {
  for (const char* said : {"Los speaking people", "Er speaking", "February here", "Spanish here",
                           "PHONE-abcdef0123abcdef meine tochter here"}) {
    const std::vector<Utterance> dialogue{{Role::customer, said}};
    EXPECT_EQ(difference(dialogue, {}), "") << said;
  }
}

TEST(Reading, who_asks_for_a_name_beside_one_that_is_told) {
  const std::vector<Utterance> dialogue{{Role::agent, "wait who tuesday my name is"},
                                        {Role::customer, "karen"}};
  EXPECT_EQ(difference(dialogue, {}), "");
}

TEST(Reading, hears_who_says_which_number_it_was) {
  for (const char* said : {"that was my account number", "um okay that was uh my account number"}) {
    const std::vector<Utterance> dialogue{
        {Role::customer, "seven seven four one two oh nine three eight four"}, {Role::customer, said}};
    EXPECT_EQ(difference(dialogue, {}), "");
    EXPECT_EQ(redact::find(dialogue, {}, Policy::standard())->size(), 1u) << said;
  }
}

TEST(Reading, leaves_out_most_of_a_real_call) {
  std::size_t read = 0, all = 0;
  each_call([&](const std::vector<Utterance>& dialogue, std::string_view caller) {
    const std::vector<Known::Name> names{{std::string(caller), Role::customer}};
    const Reading reading(dialogue, Listener(parties_of(names)));
    all += dialogue.size();
    for (std::size_t u = 0; u < dialogue.size(); ++u) read += reading.reads(u) ? 1 : 0;
  });
  EXPECT_LT(read, all * 6 / 10);
}

RC_GTEST_PROP(Reading, finds_the_same_in_any_dialogue, (std::uint64_t seed)) {
  static const Strings lines = golden_lines();
  SeededRandom random(seed);
  for (int round = 0; round < 10; ++round) {
    const int style = static_cast<int>(random.below(3));
    const bool one_role = random.below(3) == 0;
    Strings texts;
    std::vector<Utterance> dialogue;
    const auto utterances = 1 + random.below(random.below(4) == 0 ? 24 : 8);
    for (std::uint64_t u = 0; u < utterances; ++u)
      texts.push_back(random.below(6) == 0 ? lines[random.below(lines.size())] : utterance(random, style));
    for (const std::string& text : texts)
      dialogue.push_back({one_role ? Role::other : static_cast<Role>(random.below(3)), text});
    const Known known = arbitrary_known(random);
    const std::string different = difference(dialogue, known);
    if (!different.empty())
      for (const std::string& text : texts) RC_LOG() << text << "\n";
    RC_ASSERT(different == "");
  }
}

}  // namespace
}  // namespace offhook::redact::detect
