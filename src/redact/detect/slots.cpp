#include "redact/detect/slots.h"

#include <algorithm>
#include <array>

#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

constexpr std::uint32_t kBehind = 12;  // words of a question behind its label

struct Entry {
  std::string_view word;
};
// Words of questions and of orders.
constexpr std::array kAsking = std::to_array<Entry>({
    {"?"},    {"what"},   {"what's"}, {"which"},   {"who"},    {"who's"},   {"when"},  {"where"},
    {"may"},  {"can"},    {"could"},  {"would"},   {"will"},   {"have"},    {"need"},  {"give"},
    {"tell"}, {"take"},   {"get"},    {"confirm"}, {"verify"}, {"provide"}, {"send"},  {"share"},
    {"read"}, {"please"}, {"your"},   {"go"},      {"ready"},  {"any"},     {"enter"}, {"spell"},
    {"is"},   {"do"},     {"see"},    {"with"},    {"grab"},
});
constexpr WordTable<Entry, kAsking.size(), 128> kAskingTable(kAsking);

class Finder {
 public:
  Finder(const Script& script, const std::vector<Label>& labels) : script_(script), labels_(labels) {}

  std::vector<Slot> run() {
    for (auto label = labels_.begin(); label != labels_.end();) {
      const std::uint32_t utterance = script_[label->first].utterance;
      auto last = label;
      while (last != labels_.end() && script_[last->first].utterance == utterance) ++last;
      open(utterance, label, last);
      label = last;
    }
    return std::move(slots_);
  }

 private:
  using Place = std::vector<Label>::const_iterator;

  // The labels behind the utterance's last value open a slot together.
  void open(std::uint32_t utterance, Place label, Place last) {
    const std::size_t end = script_.end_of(utterance);
    std::size_t value = script_.begin_of(utterance);
    auto own = label;  // number words in labels are none: "the three digits on the back"
    for (std::size_t i = value; i < end; ++i) {
      while (own != last && own->last <= i) ++own;
      if (said(i) && (own == last || own->first > i)) value = i + 1;
    }
    Slot slot;
    std::uint32_t behind = 0;
    for (; label != last; ++label)
      if (label->first >= value && !label->confirms) {
        slot.mask |= label->mask;
        behind = label->last;
      }
    if ((slot.mask & kAnswered) == 0 || end - behind > kBehind) return;
    slot.asked = asks(utterance);
    slot.opener = utterance;
    gather(slot);
    if (!slot.turns.empty()) slots_.push_back(std::move(slot));
  }

  void gather(Slot& slot) const {
    const auto dialogue = script_.dialogue();
    const Role opener = dialogue[slot.opener].role;
    unsigned asides = 0;
    slot.end = slot.opener + 1;
    for (; slot.end < dialogue.size() && slot.end - slot.opener < kMaxSlot; ++slot.end) {
      const std::uint32_t u = slot.end;
      if (script_.begin_of(u) == script_.end_of(u)) continue;
      const Labels others = labels_in(u) & ~(slot.mask | label::kPartial);
      if ((dialogue[u].role != opener) == slot.asked) {
        if (others != 0 && !slot.turns.empty()) return;
        slot.turns.push_back(u);
        if (script_.end_of(u) - script_.begin_of(u) > kLongTurn) {
          ++slot.end;
          return;
        }
        continue;
      }
      if (others != 0) return;
      if (!idle(script_, u) && !numeric(u)) {
        if (script_.end_of(u) - script_.begin_of(u) > kMaxAside || ++asides > kMaxAsides) return;
      }
      slot.echoes.push_back(u);
    }
  }

  [[nodiscard]] Labels labels_in(std::uint32_t u) const {
    Labels mask = 0;
    const auto begin = static_cast<std::uint32_t>(script_.begin_of(u));
    for (auto label = std::lower_bound(labels_.begin(), labels_.end(), begin,
                                       [](const Label& l, std::uint32_t word) { return l.first < word; });
         label != labels_.end() && label->first < script_.end_of(u); ++label)
      mask |= label->mask;
    return mask;
  }

  // A word of a dictated value.
  [[nodiscard]] bool said(std::size_t i) const {
    const Word& word = script_[i];
    return word.digits || (word.is(kDigit | kTeen | kTens | kRepeat) && script_.fold(i) != "oh" &&
                           script_.fold(i) != "o" && script_.fold(i) != "one");
  }

  [[nodiscard]] bool asks(std::uint32_t u) const {
    for (std::size_t i = script_.begin_of(u); i < script_.end_of(u); ++i)
      if (kAskingTable.find(script_.fold(i)) != nullptr) return true;
    return script_.dialogue()[u].role == Role::agent;
  }

  // Mostly number words: a read-back.
  [[nodiscard]] bool numeric(std::uint32_t u) const {
    std::size_t numbers = 0, words = 0;
    for (std::size_t i = script_.begin_of(u); i < script_.end_of(u); ++i) {
      if (!script_[i].alnum() || script_[i].is(kFiller | kBackchannel | kLeadIn)) continue;
      ++words;
      numbers += script_[i].digits || script_[i].is(kDigit | kTeen | kTens | kRepeat | kLetter) ? 1u : 0u;
    }
    return numbers * 2 >= words;
  }

  const Script& script_;
  const std::vector<Label>& labels_;
  std::vector<Slot> slots_;
};

}  // namespace

std::vector<Slot> find_slots(const Script& script, const std::vector<Label>& labels) {
  return Finder(script, labels).run();
}

bool idle(const Script& script, std::size_t utterance) {
  for (std::size_t i = script.begin_of(utterance); i < script.end_of(utterance); ++i)
    if (script[i].alnum() && !script[i].is(kFiller | kBackchannel | kLeadIn)) return false;
  return true;
}

}  // namespace offhook::redact::detect
