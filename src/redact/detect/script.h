// Script: a dialogue cut into words, the one form in which detectors read it.
//
// A word is a run of letters and digits, or a single other character. A token or a constant of ours
// ("PHONE-…", "[CVV]") is one word without letters: what is redacted once more must not see more than before.
// Each word keeps its bytes (utterance, start, end) and a folded spelling: lower case, compatibility forms
// resolved (full-width digits), digits of any script as ASCII, marks dropped ("Zdeněk" is "zdenek"),
// zero-width characters gone. Offsets of a word never split a code point.
//
// Owns its words and spellings; refers to the dialogue it was made from. Immutable; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "redact/detect/lexicon.h"
#include "redact/detect/word_classes.h"
#include "redact/dialogue.h"

namespace offhook::redact::detect {

// Small: every detector goes through all of them.
struct Word {
  std::uint32_t utterance = 0;
  std::uint32_t start = 0;  // bytes
  std::uint32_t end = 0;
  std::uint32_t fold = 0;  // in the script's spellings
  std::uint32_t fold_size = 0;
  std::uint32_t classes = 0;
  // What it means (lexicon.h), and the number, letter or sign that it then stands for.
  std::uint16_t meaning = 0;
  std::uint8_t number = 0;
  char stands_for = 0;
  char sign = 0;                  // its spelling, where that is one byte
  bool letters : 1 = false;       // has a letter
  bool digits : 1 = false;        // has a digit
  bool upper : 1 = false;         // begins with a capital
  bool all_upper : 1 = false;     // more than one letter, all capitals
  bool capitals : 1 = false;      // has one
  bool space_before : 1 = false;  // or begins its utterance
  bool line_before : 1 = false;   // a line break stands before it, or it begins its utterance
  bool ends_in_s : 1 = false;     // in an apostrophe and an s
  bool token : 1 = false;         // stands for something found before

  [[nodiscard]] bool is(std::uint32_t any) const { return (meaning & any) != 0; }
  [[nodiscard]] bool of(WordClasses any) const { return (classes & any) != 0; }
  [[nodiscard]] bool alnum() const { return letters || digits; }
  [[nodiscard]] Lexeme lexeme() const { return {{}, meaning, number, stands_for}; }
};
static_assert(sizeof(Word) == 32);

class Reading;

class Script {
 public:
  // A script of the dialogue as it was when the `changed` utterances had other texts; in order. Null: there
  // is none.
  struct Earlier {
    const Script* script = nullptr;
    std::span<const std::size_t> changed;
  };

  // Error "redact.encoding" where a text is not valid UTF-8.
  [[nodiscard]] static Result<Script> read(std::span<const Utterance> dialogue);
  // Only some of the utterances (quiet/reading.h); the others have no words here. What was read before is
  // taken over.
  [[nodiscard]] static Result<Script> read(std::span<const Utterance> dialogue, const Reading& reading,
                                           const Earlier& earlier = {nullptr, {}});

  [[nodiscard]] std::span<const Utterance> dialogue() const { return dialogue_; }
  [[nodiscard]] std::span<const Word> words() const { return words_; }
  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] const Word& operator[](std::size_t i) const { return words_[i]; }
  [[nodiscard]] std::string_view fold(std::size_t i) const {
    return {spellings_.data() + words_[i].fold, words_[i].fold_size};
  }
  [[nodiscard]] std::string_view text(std::size_t i) const {
    const Word& word = words_[i];
    return dialogue_[word.utterance].text.substr(word.start, word.end - word.start);
  }
  // Bytes of a possessive 's that end the word, 0: none.
  [[nodiscard]] std::uint32_t possessive(std::size_t i) const {
    return words_[i].ends_in_s ? possessive_ending(i) : 0;
  }
  // The folded spelling without it.
  [[nodiscard]] std::string_view stem(std::size_t i) const {
    return possessive(i) == 0 ? fold(i) : fold(i).substr(0, words_[i].fold_size - 2);
  }
  // The bytes from the first word to before `last`; both in one utterance.
  [[nodiscard]] std::string_view text(std::size_t first, std::size_t last) const;
  [[nodiscard]] Role role(std::size_t i) const { return dialogue_[words_[i].utterance].role; }
  // Words of an utterance: [begin_of(u), begin_of(u + 1)).
  [[nodiscard]] std::size_t begin_of(std::size_t utterance) const { return begins_[utterance]; }
  [[nodiscard]] std::size_t end_of(std::size_t utterance) const { return begins_[utterance + 1]; }
  // Has the utterance a word of these classes, and is it searched?
  [[nodiscard]] bool has(std::size_t utterance, WordClasses any) const {
    return (classes_[utterance] & any) != 0;
  }
  // Has it a word of these meanings (lexicon.h), searched or not?
  [[nodiscard]] bool says(std::size_t utterance, std::uint32_t any) const {
    return (meanings_[utterance] & any) != 0;
  }
  // The utterances that were read for more than the labels in them; in order.
  [[nodiscard]] std::span<const std::uint32_t> searched() const { return searched_; }
  // How many words of talk an utterance has that was not read; 0 for one that was.
  [[nodiscard]] std::uint32_t unread_talk(std::size_t utterance) const {
    return unread_talk_.empty() ? 0 : unread_talk_[utterance];
  }
  // Has the utterance anything that was not read?
  [[nodiscard]] bool unread(std::size_t utterance) const { return !unread_.empty() && unread_[utterance]; }
  // Do both words stand in one utterance, or nothing unread between theirs?
  [[nodiscard]] bool adjoin(std::size_t first, std::size_t second) const;
  // Is it a token or a constant of ours?
  [[nodiscard]] bool replaced(std::size_t i) const { return words_[i].token; }
  // Is the word a character of this kind, e.g. sign(i, '-')? Nothing stands behind the last word.
  [[nodiscard]] bool sign(std::size_t i, char c) const { return i < words_.size() && words_[i].sign == c; }

 private:
  Script() = default;
  [[nodiscard]] std::uint32_t possessive_ending(std::size_t i) const;
  [[nodiscard]] bool take_over(const Earlier& earlier, std::size_t utterance, bool searched);

  std::span<const Utterance> dialogue_;
  std::vector<Word> words_;
  std::vector<std::size_t> begins_;
  std::vector<WordClasses> classes_;        // of all words of an utterance
  std::vector<std::uint32_t> meanings_;     // the same
  std::vector<std::uint32_t> unread_talk_;  // empty: all are read
  std::vector<bool> unread_;
  std::vector<std::uint32_t> searched_;
  std::string spellings_;
};

// Lower case, compatibility forms resolved, marks dropped, as in a script; for names to compare with it.
[[nodiscard]] std::string fold(std::string_view utf8);

}  // namespace offhook::redact::detect
