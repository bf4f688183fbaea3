#include "redact/detect/slots.h"

#include <algorithm>
#include <array>
#include <optional>

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
    if (!anybody_answers(slot)) return;
    gather(slot);
    if (!slot.turns.empty()) slots_.push_back(std::move(slot));
  }

  // Does who is to answer say anything within its reach?
  [[nodiscard]] bool anybody_answers(const Slot& slot) const {
    const auto dialogue = script_.dialogue();
    const std::size_t end = std::min(dialogue.size(), slot.opener + kMaxSlot);
    for (std::size_t u = slot.opener + 1; u < end; ++u)
      if ((dialogue[u].role != dialogue[slot.opener].role) == slot.asked && !dialogue[u].text.empty())
        return true;
    return false;
  }

  void gather(Slot& slot) {
    const auto dialogue = script_.dialogue();
    const Role opener = dialogue[slot.opener].role;
    unsigned asides = 0;
    slot.end = slot.opener + 1;
    for (; slot.end < dialogue.size() && slot.end - slot.opener < kMaxSlot; ++slot.end) {
      const std::uint32_t u = slot.end;
      const Turn turn = turn_at(u);
      if (turn.words == 0) continue;
      const Labels others = turn.labels & ~(slot.mask | label::kPartial);
      if ((dialogue[u].role != opener) == slot.asked) {
        if (others != 0 && !slot.turns.empty()) return;
        slot.turns.push_back(u);
        if (turn.words > kLongTurn) {
          ++slot.end;
          return;
        }
        continue;
      }
      if (others != 0) return;
      if (turn.aside && (turn.words > kMaxAside || ++asides > kMaxAsides)) return;
      slot.echoes.push_back(u);
    }
  }

  // What one utterance is to a slot.
  struct Turn {
    std::size_t words = 0;
    Labels labels = 0;
    bool aside = false;  // says something, and is no read-back
  };
  // Of one that was not read, too: how far a slot reaches does not depend on that.
  [[nodiscard]] Turn turn_at(std::uint32_t u) {
    if (!script_.unread(u)) return turn_in(script_, labels_, u);
    if (unread_.empty()) unread_.resize(script_.dialogue().size());
    if (!unread_[u]) {
      const auto alone = Script::read(script_.dialogue().subspan(u, 1));
      unread_[u] = alone ? turn_in(*alone, find_labels(*alone), 0) : Turn{};
    }
    return *unread_[u];
  }
  static Turn turn_in(const Script& script, const std::vector<Label>& labels, std::uint32_t u) {
    const std::size_t begin = script.begin_of(u), end = script.end_of(u);
    Turn turn{end - begin, 0, !idle(script, u) && !numeric(script, u)};
    for (auto label = std::lower_bound(labels.begin(), labels.end(), begin,
                                       [](const Label& l, std::size_t word) { return l.first < word; });
         label != labels.end() && label->first < end; ++label)
      turn.labels |= label->mask;
    return turn;
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
  static bool numeric(const Script& script, std::uint32_t u) {
    std::size_t numbers = 0, words = 0;
    for (std::size_t i = script.begin_of(u); i < script.end_of(u); ++i) {
      if (!script[i].alnum() || script[i].is(kFiller | kBackchannel | kLeadIn)) continue;
      ++words;
      numbers += script[i].digits || script[i].is(kDigit | kTeen | kTens | kRepeat | kLetter) ? 1u : 0u;
    }
    return numbers * 2 >= words;
  }

  const Script& script_;
  const std::vector<Label>& labels_;
  std::vector<std::optional<Turn>> unread_;  // of the utterances that were not read, those looked at here
  std::vector<Slot> slots_;
};

}  // namespace

std::vector<Slot> find_slots(const Script& script, const std::vector<Label>& labels) {
  return Finder(script, labels).run();
}

std::vector<std::string_view> asking_words() {
  std::vector<std::string_view> words;
  for (const Entry& entry : kAsking) words.push_back(entry.word);
  return words;
}

bool idle(const Script& script, std::size_t utterance) {
  for (std::size_t i = script.begin_of(utterance); i < script.end_of(utterance); ++i)
    if (script[i].alnum() && !script[i].is(kFiller | kBackchannel | kLeadIn)) return false;
  return true;
}

}  // namespace offhook::redact::detect
