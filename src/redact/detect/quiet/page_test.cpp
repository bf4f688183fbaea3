// All processors see the same on a page, and what there is.
#include "redact/detect/quiet/page.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <cctype>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "redact/detect/names/words.h"

namespace offhook::redact::detect {
namespace {

using ::testing::ElementsAre;
using Strings = std::vector<std::string>;

std::unique_ptr<Page> page_of(const Strings& texts, FillPage fill = page_fillers().front(),
                              const Beginnings& known = {}) {
  std::vector<Utterance> dialogue;
  for (const auto& text : texts) dialogue.push_back({Role::other, text});
  auto page = std::make_unique<Page>();
  EXPECT_EQ(fill(dialogue, Vocabulary::instance(), known, *page), texts.size());
  return page;
}

Strings words_of(const Page& page) {
  Strings words;
  for (std::size_t i = 0; i < page.word_count; ++i)
    words.emplace_back(page.text() + page.starts[i], page.text() + page.ends[i]);
  return words;
}

// All that a page tells, in words.
std::string described(const Strings& texts, FillPage fill) {
  std::vector<Utterance> dialogue;
  for (const auto& text : texts) dialogue.push_back({Role::other, text});
  Beginnings known;
  known.add(Beginnings::of("rosa"));
  auto page = std::make_unique<Page>();
  std::string out;
  for (std::span<const Utterance> left = dialogue; !left.empty();) {
    left = left.subspan(fill(left, Vocabulary::instance(), known, *page));
    for (std::size_t l = 0; l < page->line_count; ++l) {
      const Line& line = page->lines[l];
      for (const std::size_t value : {line.first_word, line.end_word, line.at, line.size, line.talk,
                                      line.articles, line.joined, line.dots})
        out += std::to_string(value) + " ";
      for (const bool value :
           {line.strange, line.odd, line.capitals, line.digits, line.upper, line.commas, line.heeded})
        out += value ? '1' : '0';
      out += " " + std::to_string(line.notes) + "\n";
      for (std::size_t i = line.first_word; i < line.end_word; ++i) {
        const Masks& masks = page->masks[i / 64];
        out.append(page->text() + page->starts[i], page->text() + page->ends[i]);
        out += " " + std::to_string(page->traits[i]) + " " + std::to_string(page->classes[i]) + " ";
        for (const std::uint64_t mask : {masks.talk, masks.article, masks.name, masks.label, masks.piece,
                                         masks.listed, masks.noted, masks.long_word})
          out += (mask >> i % 64 & 1) != 0 ? '1' : '0';
        if (line.digits) out += " " + std::to_string(page->written(i));
        out += "\n";
      }
    }
  }
  return out;
}

void expect_same(const Strings& texts) {
  const std::string portable = described(texts, page_fillers().back());
  for (const FillPage fill : page_fillers()) ASSERT_EQ(described(texts, fill), portable);
}

TEST(Page, finds_words) {
  const auto page = page_of({"I'm O'Brien's 2nd, 'quoted' B-12 x2", "", "-", "next"});
  EXPECT_THAT(words_of(*page), ElementsAre("i'm", "o'brien's", "2nd", "quoted", "b", "12", "x2", "next"));
  EXPECT_EQ(page->lines[0].end_word, 7);
  EXPECT_EQ(page->lines[3].first_word, 7);
  EXPECT_EQ(page->written(2), 1u);
  EXPECT_EQ(page->written(5), 2u);
}

TEST(Page, finds_words_across_blocks) {
  for (std::size_t before = 40; before < 140; ++before) {
    const std::string text = std::string(before, ' ') + "d'angelo1 nine";
    for (const FillPage fill : page_fillers()) {
      const auto page = page_of({text, "one"}, fill);
      EXPECT_THAT(words_of(*page), ElementsAre("d'angelo1", "nine", "one")) << before;
      EXPECT_EQ(page->written(0), 1u);
      EXPECT_NE(page->traits[1] & trait::kMass, 0u);
    }
  }
}

TEST(Page, knows_every_word_of_the_vocabulary_and_no_other) {
  for (const auto word : function_words()) EXPECT_NE(Vocabulary::instance().find(word_key(word)), 0u) << word;
  for (const auto word : {"zqx", "warehouses", "installation", "abcdefghijklmnop"})
    EXPECT_EQ(Vocabulary::instance().find(word_key(word)), 0u) << word;
}

TEST(Page, tells_signs) {
  const auto line = [](const std::string& text) { return page_of({text})->lines[0]; };
  EXPECT_TRUE(line("mail rosa@example").odd);
  EXPECT_TRUE(line("example.com").odd);
  EXPECT_TRUE(line("ibAN").capitals);
  EXPECT_EQ(line("12-34-56").joined, 2);
  EXPECT_EQ(line("10.0.0.1").dots, 3);
  EXPECT_TRUE(line("caf\xC3\xA9").strange);
  EXPECT_TRUE(line("a word of seventeenlettersx").strange);
  EXPECT_TRUE(line(std::string(2000, 'a')).strange);
  EXPECT_FALSE(line("Well, that is all. Isn't it?").odd);
  for (const char* text : {"it is PHONE-abcdef0123abcdef now", "it is NATIONAL_ID_GB-abcdef0123abcdef now",
                           "it is [EXPIRY] now"}) {
    const Line token = line(text);
    EXPECT_EQ(token.end_word - token.first_word, 3) << text;
    EXPECT_FALSE(token.digits || token.capitals || token.odd) << text;
  }
}

TEST(Page, leaves_small_talk_unheeded) {
  for (const auto text : {"so the parcel was sent without the adapter", "i understand our plan",
                          "a couple of weeks ago", "yes", "don't worry about it"})
    EXPECT_FALSE(page_of({text})->lines[0].heeded) << text;
  for (const auto text :
       {"hi tobias", "my number is five", "the Warehouse", "is that rosa", "with rosa, tobias"})
    EXPECT_TRUE(page_of({text})->lines[0].heeded) << text;
}

TEST(Page, takes_what_fits) {
  const std::string text(1000, 'a');
  const std::vector<Utterance> dialogue(20, Utterance{Role::other, text});
  auto page = std::make_unique<Page>();
  EXPECT_EQ(page_fillers().front()(dialogue, Vocabulary::instance(), {}, *page), kPageBlocks / 16);
  const std::vector<Utterance> empty(200, Utterance{Role::other, ""});
  EXPECT_EQ(page_fillers().front()(empty, Vocabulary::instance(), {}, *page), page->lines.size());
}

TEST(Page, all_bytes_look_the_same_to_every_processor) {
  std::string text;
  for (int c = 0; c < 256; ++c) text += static_cast<char>(c);
  for (std::size_t from = 0; from < 70; ++from) {
    expect_same({text.substr(from, 128 - std::min<std::size_t>(from, 64)), text.substr(from)});
    if (HasFatalFailure()) return;
  }
}

TEST(Page, words_of_any_length_look_the_same_to_every_processor) {
  for (std::size_t size = 1; size < 300; ++size) {
    expect_same({"rosa" + std::string(size, 'x') + " my name is", "ro's'" + std::string(size, 'y')});
    if (HasFatalFailure()) return;
  }
}

RC_GTEST_PROP(Page, every_processor_sees_the_same, (std::uint64_t seed)) {
  SeededRandom random(seed);
  static const Strings pieces = {"the",
                                 "rosa",
                                 "Rosa's",
                                 "my name is",
                                 "five",
                                 "a",
                                 "i'm",
                                 "12-34",
                                 "3:30",
                                 "@",
                                 "x.y",
                                 ",",
                                 ".",
                                 "\xC3\xA9",
                                 "'",
                                 "password",
                                 "oh",
                                 "okay,",
                                 "PIN",
                                 "[CVV]",
                                 "seventeenlettersx",
                                 "date of birth",
                                 "",
                                 "PHONE-abcdef0123abcdef",
                                 "karen smith"};
  Strings texts;
  for (auto lines = 1 + random.below(90); lines > 0; --lines) {
    std::string text;
    for (auto words = random.below(random.below(8) == 0 ? 200 : 20); words > 0; --words) {
      text += pieces[random.below(pieces.size())];
      if (random.below(8) != 0) text += ' ';
    }
    texts.push_back(text);
  }
  expect_same(texts);
  RC_ASSERT(!::testing::Test::HasFailure());
}

RC_GTEST_PROP(Page, finds_the_words_that_anybody_finds, (std::vector<std::uint8_t> bytes)) {
  static constexpr std::string_view kSome = "abzAZ019'' .,-";
  std::string text;
  for (const std::uint8_t byte : bytes) text += kSome[byte % kSome.size()];
  text.resize(std::min<std::size_t>(text.size(), 1000));
  const auto letter = [&](std::size_t i) { return i < text.size() && std::isalpha(text[i]) != 0; };
  Strings expected;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool part =
        std::isalnum(text[i]) != 0 || (text[i] == '\'' && i > 0 && letter(i - 1) && letter(i + 1));
    if (part && !inside) expected.emplace_back();
    if (part) expected.back() += static_cast<char>(text[i] | 0x20);
    inside = part;
  }
  for (const FillPage fill : page_fillers()) RC_ASSERT(words_of(*page_of({text}, fill)) == expected);
}

}  // namespace
}  // namespace offhook::redact::detect
