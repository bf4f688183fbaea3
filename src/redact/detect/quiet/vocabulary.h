// Vocabulary: one look at a word tells what it may be to any detector. Made from the detectors' own tables,
// so that a word added there is known here.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace offhook::redact::detect {

namespace trait {
enum : std::uint64_t {
  kMass = 3ull << 0,           // digits that a number word may stand for, or add to one before it
  kForeignNumber = 1ull << 2,  // a number word of another language: counts when there are two
  kSpelled = 1ull << 3,        // a letter by itself or by its name, but for "a" and "i"
  kArticle = 1ull << 4,        // "a", "i"
  kPiece = 1ull << 5,          // makes an "a" beside it a letter
  kSkipped = 1ull << 6,        // stands between spelled letters
  kIdle = 1ull << 7,           // no talk: fillers, back-channel, signs
  kDate = 1ull << 8,           // a month or an ordinal
  kLabel = 1ull << 9,          // a label by itself
  kLabelFirst = 1ull << 10,
  kLabelSecond = 1ull << 11,  // a label behind a kLabelFirst
  kShort = 1ull << 12,        // of labels: of values with few digits
  kCue = 1ull << 13,          // a cue for a name by itself
  kCueFirst = 1ull << 14,
  kCueSecond = 1ull << 15,
  kLast = 1ull << 16,
  kFunction = 1ull << 17,
  kAt = 1ull << 18,
  kDot = 1ull << 19,
  kPoint = 1ull << 20,  // a dot to addresses only
  kStreet = 1ull << 21,
  kLoud = 1ull << 22,      // enough by itself
  kAsksName = 1ull << 23,  // with kLast: as an utterance's last word only
  kAsksAddress = 1ull << 24,
  kFollows = 1ull << 25,  // stands behind a name: "Tobias here"
  kBox = 1ull << 26,
  kPost = 1ull << 27,
  kAs = 1ull << 28,  // "a as in apple"
  kDigitWord = 1ull << 29,
  kSpeaking = 1ull << 30,
  kPerhaps = 1ull << 33,        // a number beside others only: "oh", "hundred", "double"
  kGiven = 1ull << 34,          // a first name and no English word
  kSecretWord = 1ull << 35,     // of labels: of a password
  kMagnitudeWord = 1ull << 32,  // what stands before it is a quantity
  kLoudSecond = 1ull << 31,     // of a label's second word: enough with the first
  kToldLabel = 1ull << 37,      // of labels: of a value that is also read where it is announced, unasked
  kHuman = 1ull << 38,          // behind a first name it tells that somebody is meant: "called", "available"
  kSlotLabel = 1ull << 36,      // of labels: of a value that is asked for and given in turns (slots.h)
};
}  // namespace trait
using Traits = std::uint64_t;

// A word of up to 16 letters, digits and apostrophes, in lower case, as a number: exact up to eight bytes.
constexpr std::size_t kLongestWord = 16;

[[nodiscard]] constexpr std::uint64_t word_key(std::uint64_t first, std::uint64_t last, std::size_t size) {
  return size <= 8 ? first : (first * 0x9e3779b97f4a7c15u) ^ (last * 0xc2b2ae3d27d4eb4fu) ^ size;
}

class Vocabulary {
 public:
  [[nodiscard]] static const Vocabulary& instance();

  // Do the two words, one behind the other, begin a label or end a cue?
  [[nodiscard]] bool pair(std::uint64_t first, std::uint64_t second) const {
    return std::binary_search(pairs_.begin(), pairs_.end(), both(first, second));
  }
  // The traits of the word with this key; 0 for an ordinary word.
  [[nodiscard]] Traits find(std::uint64_t key) const {
    const std::uint64_t hash = key * 0x9e3779b97f4a7c15u;
    if ((filter_[hash >> 54] >> (hash >> 48 & 63) & 1) == 0) return 0;
    std::size_t slot = slot_of(key);
    while (slots_[slot].key != key) {
      if (slots_[slot].key == 0) return 0;
      slot = (slot + 1) & (kSlots - 1);
    }
    return slots_[slot].traits;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    Traits traits = 0;
  };
  static constexpr std::size_t kSlots = 16384;

  Vocabulary();
  void add(std::string_view word, Traits traits);
  [[nodiscard]] static std::size_t slot_of(std::uint64_t key) {
    return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15u) >> 50);
  }
  [[nodiscard]] static std::uint64_t both(std::uint64_t first, std::uint64_t second) {
    return first * 0xff51afd7ed558ccdu + second;
  }
  void add(std::string_view first, std::string_view second, Traits of_first, Traits of_second);

  std::array<std::uint64_t, 1024> filter_{};  // one bit tells most ordinary words, from few cache lines
  std::vector<Slot> slots_;
  std::vector<std::uint64_t> pairs_;  // sorted
};

// The key of a word as it stands in a table or a name: folded.
[[nodiscard]] std::uint64_t word_key(std::string_view folded);

}  // namespace offhook::redact::detect
