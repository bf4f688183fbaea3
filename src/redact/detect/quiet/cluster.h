// Clusters: how much of digits and letters an utterance has in one run, as far as pieces.h would join them. A
// run is cut here only where it is plain that pieces.h cuts it, too.
#pragma once

#include <algorithm>
#include <cstdint>

namespace offhook::redact::detect {

// Three counts in one word, so that a run is weighed with one addition; each must stay below 2^20.
class Mass {
 public:
  constexpr Mass() = default;
  constexpr Mass(std::uint64_t digits, std::uint64_t spelled, std::uint64_t mixed)
      : counts_(digits | spelled << kBits | mixed << (2 * kBits)) {}

  // At most so many are said or written.
  [[nodiscard]] std::uint32_t digits() const { return part(0); }
  // Letters by themselves.
  [[nodiscard]] std::uint32_t spelled() const { return part(1); }
  // Letters in words with digits.
  [[nodiscard]] std::uint32_t mixed() const { return part(2); }
  [[nodiscard]] std::uint32_t characters() const { return digits() + spelled() + mixed(); }

  // What the judges need at the least: digits, letters of a name, characters of a code.
  [[nodiscard]] bool enough() const {
    return digits() >= 6 || spelled() >= 2 || (digits() >= 2 && characters() >= 8);
  }
  // The same near a label of a value that may be short.
  [[nodiscard]] bool enough_for_short() const { return digits() >= 3 || characters() >= 5; }
  Mass& operator+=(const Mass& other) {
    counts_ += other.counts_;
    return *this;
  }

 private:
  static constexpr unsigned kBits = 20;
  [[nodiscard]] std::uint32_t part(unsigned number) const {
    return static_cast<std::uint32_t>(counts_ >> (number * kBits)) & ((1u << kBits) - 1);
  }
  std::uint64_t counts_ = 0;
};

// Of one utterance, in one stream (pieces.h): digits alone, or digits and letters.
struct Clusters {
  Mass first;
  Mass last;  // the same as `first` where there is only one
  std::uint32_t count = 0;
  bool enough = false;  // one of them by itself
  bool enough_for_short = false;
  std::uint32_t head = 0;  // words of talk before the first
  std::uint32_t tail = 0;  // and behind the last

  // At most so many are said; more than one cluster counts as plenty.
  [[nodiscard]] std::uint32_t characters() const {
    constexpr std::uint32_t kPlenty = 8;
    return count > 1 ? kPlenty : count == 1 ? first.characters() : 0;
  }
};

// Fed with an utterance's words in order; writes to `clusters`, which must outlive it.
class ClusterReader {
 public:
  explicit ClusterReader(Clusters& clusters) : clusters_(clusters) {}

  void talk(std::uint32_t words) { gap_ += words; }
  // What stood before is a quantity: whatever follows is another number.
  void cut() { cut_ = true; }
  // This utterance's pieces have words that count as talk here ("b as in boy"); `more` is what they may add.
  void keep_whole(const Mass& more) {
    whole_ = true;
    all_ += more;
  }
  void piece(const Mass& mass, bool written) {
    if (clusters_.count == 0) {
      clusters_.head = gap_;
      clusters_.count = 1;
    } else if (solid_ && (cut_ || gap_ > kTalkInside || (gap_ > 0 && (written || written_)))) {
      close();
      ++clusters_.count;
      current_ = perhaps_;
    }
    add(mass);
    perhaps_ = {};
    solid_ = true;
    written_ = written;
    cut_ = false;
  }
  // What is a piece only beside others ("oh", "hundred"): it belongs to both sides.
  void perhaps(const Mass& mass) {
    if (clusters_.count == 0) clusters_.head = gap_;
    clusters_.count = std::max(clusters_.count, 1u);
    perhaps_ += mass;
    add(mass);
  }
  // The letter that the last word of talk turned out to be.
  void take_back() { gap_ -= gap_ > 0 ? 1 : 0; }
  [[nodiscard]] const Mass& all() const { return all_; }

  void finish() {
    if (whole_) {
      clusters_ = {};
      clusters_.count = 1;
      current_ = all_;
      gap_ = 0;
    }
    clusters_.tail = gap_;
    if (clusters_.count > 0) close();
    clusters_.last = current_;
  }

 private:
  static constexpr std::uint32_t kTalkInside = 4;  // words of talk between two pieces (pieces.cpp)

  void add(const Mass& mass) {
    current_ += mass;
    all_ += mass;
    gap_ = 0;
  }
  void close() {
    if (clusters_.count == 1) clusters_.first = current_;
    clusters_.enough = clusters_.enough || current_.enough();
    clusters_.enough_for_short = clusters_.enough_for_short || current_.enough_for_short();
  }

  Clusters& clusters_;
  Mass current_;
  Mass all_;
  Mass perhaps_;
  std::uint32_t gap_ = 0;  // words of talk since the last piece
  bool solid_ = false;     // what is surely a piece was fed
  bool cut_ = false;
  bool written_ = false;
  bool whole_ = false;
};

}  // namespace offhook::redact::detect
