// Vocabulary: one look at a word tells what it may be to any detector. Made from the detectors' own tables,
// so that a word added there is known here.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace offhook::redact::detect {

namespace trait {
constexpr unsigned kMassAt = 16;
constexpr unsigned kFlagsAt = 32;  // those that heard.h has, too
// kShort to kToldLabel of a kLabelSecond stand so many bits higher: it is no label by itself.
constexpr unsigned kOfPair = 24;
// Bits 0 to 15 are those that page.h turns into masks; the last of them are told by the word where it stands.
enum : std::uint64_t {
  kIdle = 1ull << 0,         // no talk: fillers, back-channel, signs
  kArticle = 1ull << 1,      // "a", "i"
  kNoName = 1ull << 2,       // behind a cue or a first name it is no name: a little word, a digit
  kCue = 1ull << 3,          // a cue for a name by itself
  kCueFirst = 1ull << 4,     // the word before a kCueSecond
  kCueSecond = 1ull << 5,    // with the word before it, a cue
  kPieceLike = 1ull << 6,    // of a number or of what is spelled
  kNoted = 1ull << 7,        // has one of kNotable
  kLabelFirst = 1ull << 8,   // the word before a kLabelSecond
  kLabelSecond = 1ull << 9,  // with the word before it, a label
  kGiven = 1ull << 10,       // a first name and no English word
  kSkipped = 1ull << 11,     // stands between spelled letters
  kAs = 1ull << 12,          // "a as in apple"
  kCapital = 1ull << 13,     // begins with one
  kListed = 1ull << 14,      // begins like a word of what is known
  kAsking = 1ull << 15,      // of questions and of orders

  kMass = 3ull << kMassAt,      // digits that a number word may stand for, or add to one before it
  kForeignNumber = 1ull << 18,  // a number word of another language: counts when there are two
  kSpelled = 1ull << 19,        // a letter by itself or by its name, but for "a" and "i"
  kPiece = 1ull << 20,          // makes an "a" beside it a letter
  kPerhaps = 1ull << 21,        // a number beside others only: "oh", "hundred", "double"
  kDigitWord = 1ull << 22,
  kFunction = 1ull << 23,
  kHuman = 1ull << 24,       // behind a first name it tells that somebody is meant: "called", "available"
  kLoudSecond = 1ull << 25,  // of a label's second word: enough with the first

  // In the order of the flags in heard.h.
  kDate = 1ull << 32,  // a month or an ordinal
  kAsksAddress = 1ull << 33,
  kLabel = 1ull << 34,       // a label by itself
  kShort = 1ull << 35,       // of labels: of values with few digits
  kSecretWord = 1ull << 36,  // of labels: of a password
  kSlotLabel = 1ull << 37,   // of labels: of a value that is asked for and given in turns (slots.h)
  kToldLabel = 1ull << 38,   // of labels: of a value that is also read where it is announced, unasked
  kLast = 1ull << 39,        // asks for a name where it ends an utterance
  kAsksName = 1ull << 40,
  kAt = 1ull << 41,
  kDot = 1ull << 42,
  kPoint = 1ull << 43,  // a dot to addresses only
  kStreet = 1ull << 44,
  kLoud = 1ull << 45,     // enough by itself
  kFollows = 1ull << 46,  // stands behind a name: "Tobias here"
  kBox = 1ull << 47,
  kPost = 1ull << 48,
  kSpeaking = 1ull << 49,
  kMagnitudeWord = 1ull << 50,  // what stands before it is a quantity
  kWhere = 1ull << 51,
  kSends = 1ull << 52,      // behind a "where": asks for an address
  kPlacePart = 1ull << 53,  // "town", "unit": asks for a part of an address (address/dictated.cpp)
  kOfLabel = kShort | kSecretWord | kSlotLabel | kToldLabel,
  // What is asked of an utterance as a whole.
  kNotable = kDate | kLabel | kLast | kAsksName | kAsksAddress | kAt | kDot | kPoint | kStreet | kLoud |
             kFollows | kBox | kPost | kSpeaking | kMagnitudeWord | kWhere | kSends | kPlacePart,
};
}  // namespace trait
using Traits = std::uint64_t;

// A word of up to 16 letters, digits and apostrophes, in lower case, as a number: of its first eight bytes
// and of those behind them (of a word without such, the first again). Exact up to eight bytes.
constexpr std::size_t kLongestWord = 16;

[[nodiscard]] constexpr std::uint64_t word_key(std::uint64_t first, std::uint64_t rest) {
  return first + rest * 0xc2b2ae3d27d4eb4fu;
}
// The key of a word as it stands in a table or a name: folded, not longer than the longest.
[[nodiscard]] std::uint64_t word_key(std::string_view folded);

class Vocabulary {
 public:
  [[nodiscard]] static const Vocabulary& instance();

  // Do the two words, one behind the other, begin a label or end a cue?
  [[nodiscard]] bool pair(std::uint64_t first, std::uint64_t second) const {
    const std::uint64_t key = both(first, second);
    return (pair_filter_[key >> 58] >> (key >> 52 & 63) & 1) != 0 &&
           std::binary_search(pairs_.begin(), pairs_.end(), key);
  }
  // The traits of the word with this key; 0 for an ordinary word.
  [[nodiscard]] Traits find(std::uint64_t key) const { return table().find(key); }

  struct Slot {
    std::uint64_t key = 0;
    Traits traits = 0;
  };
  // What find() needs, for loops. No word's slot is another's, so one look decides, without a branch.
  struct Table {
    std::uint64_t multiplier;
    const std::uint32_t* shifts;
    const char* slots;

    [[nodiscard]] Traits find(std::uint64_t key) const {
      const std::uint64_t hash = key * multiplier;
      const auto& slot = *reinterpret_cast<const Slot*>(slots + offset_of(hash, shifts[group_of(hash)]));
      return slot.traits & -static_cast<std::uint64_t>(slot.key == key);
    }
  };
  [[nodiscard]] Table table() const {
    return {multiplier_, shifts_.data(), reinterpret_cast<const char*>(slots_.data())};
  }

 private:
  static constexpr unsigned kSlotBits = 14;
  static constexpr unsigned kShiftBits = 12;
  using Words = std::unordered_map<std::uint64_t, Traits>;

  Vocabulary();
  void add(Words& words, std::string_view word, Traits traits);
  void add(Words& words, std::string_view first, std::string_view second, Traits of_first, Traits of_second);
  void add_words(Words& words);
  [[nodiscard]] bool place(const Words& words);

  // Words of one group are shifted together until each has a slot of its own ("hash and displace").
  [[nodiscard]] static std::size_t group_of(std::uint64_t hash) { return hash >> (64 - kShiftBits); }
  // In bytes, as the shifts are.
  [[nodiscard]] static std::size_t offset_of(std::uint64_t hash, std::uint32_t shift) {
    return ((hash >> 28) + shift) & ((sizeof(Slot) << kSlotBits) - sizeof(Slot));
  }
  [[nodiscard]] static std::uint64_t both(std::uint64_t first, std::uint64_t second) {
    return (first * 0xff51afd7ed558ccdu + second) * 0x9e3779b97f4a7c15u;
  }

  std::uint64_t multiplier_ = 0;
  std::array<std::uint32_t, std::size_t{1} << kShiftBits> shifts_{};
  std::vector<Slot> slots_;
  std::vector<std::uint64_t> pairs_;             // sorted
  std::array<std::uint64_t, 64> pair_filter_{};  // a bit tells most others
};

}  // namespace offhook::redact::detect
