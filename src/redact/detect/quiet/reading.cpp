#include "redact/detect/quiet/reading.h"

#include <algorithm>

#include "redact/detect/slots.h"

namespace offhook::redact::detect {
namespace {

// As far as the detectors look, in utterances and words (pieces.cpp, labels.cpp, names/, address/).
constexpr std::size_t kPiecesApart = 8;
constexpr std::uint32_t kTalkApart = 12;
constexpr std::size_t kLabelReach = 6;
constexpr std::size_t kLateReach = 2;
constexpr std::size_t kNameReach = 3;
constexpr std::size_t kAddressReach = 10;
constexpr std::size_t kEmailReach = 8;
constexpr std::size_t kYearReach = 4;
constexpr std::size_t kEchoReach = 8;

bool any_short_label(const std::vector<Heard>& heard, std::size_t first, std::size_t last) {
  const std::size_t end = std::min(last + kLateReach, heard.size() - 1);
  for (std::size_t u = first - std::min(first, kLabelReach); u <= end; ++u)
    if (heard[u].short_label) return true;
  return false;
}

}  // namespace

Reading::Reading(std::span<const Utterance> dialogue)
    : read_(dialogue.size(), 1), talk_(dialogue.size(), 0), read_count_(dialogue.size()) {}

Reading::Reading(std::span<const Utterance> dialogue, const Listener& listener)
    : read_(dialogue.size(), 0), talk_(dialogue.size(), 0) {
  std::vector<Heard> heard(dialogue.size());
  bool shorts = false, pieces = false, questions = false, slots = false;
  for (std::size_t u = 0; u < dialogue.size(); ++u) {
    listener.hear(dialogue[u].text, heard[u]);
    const Heard& last = heard[u];
    talk_[u] = last.talk;
    if (last.loud) read(last.spells_address ? u - std::min(u, kEmailReach) : u, u);
    shorts = shorts || last.short_label;
    pieces = pieces || last.digits.count + last.codes.count > 0;
    slots = slots || last.opens_slot;
    questions = questions || last.asks_name || last.asks_address || last.asks_secret;
  }
  if (pieces)
    for (const Role role : {Role::agent, Role::customer, Role::other})
      for (const auto stream : {&Heard::digits, &Heard::codes}) read_runs(dialogue, heard, role, stream);
  if (shorts)
    for (std::size_t u = 0; u < dialogue.size(); ++u)
      if (heard[u].date && any_short_label(heard, u, u)) read(u, u + kYearReach);
  if (questions) read_answers(dialogue, heard);
  if (slots) read_slots(dialogue, heard);
  if (!nothing()) read_echoes(heard);
  if (!nothing()) read_labels(heard);
}

void Reading::read(std::size_t first, std::size_t last) {
  for (std::size_t u = first; u <= last && u < read_.size(); ++u) {
    read_count_ += read_[u] == 0 ? 1 : 0;
    read_[u] = 1;
  }
}

// What one party dictates in parts is one run of digits and letters, until it says too much else.
void Reading::read_runs(std::span<const Utterance> dialogue, const std::vector<Heard>& heard, Role role,
                        Clusters Heard::* stream) {
  std::vector<std::size_t> run;  // utterances
  Mass mass;
  std::uint32_t talk = 0;
  const auto judge = [&](bool enough, bool enough_for_short) {
    if (enough || (enough_for_short && any_short_label(heard, run.front(), run.back())))
      for (const std::size_t u : run) read(u, u);
  };
  for (std::size_t u = 0; u < dialogue.size(); ++u) {
    if (dialogue[u].role != role) continue;
    const Clusters& clusters = heard[u].*stream;
    if (clusters.count == 0) {
      talk += heard[u].talk;
      continue;
    }
    if (!run.empty() && (u - run.back() > kPiecesApart || talk + clusters.head > kTalkApart)) run.clear();
    if (run.empty()) mass = {};
    run.push_back(u);
    if (!mass.enough()) mass += clusters.first;
    judge(clusters.enough || mass.enough(), clusters.enough_for_short || mass.enough_for_short());
    if (clusters.count > 1) {
      run.assign(1, u);
      mass = clusters.last;
    }
    talk = clusters.tail;
  }
}

// Behind a question for a name or an address the other side's words are read as the answer.
void Reading::read_answers(std::span<const Utterance> dialogue, const std::vector<Heard>& heard) {
  for (std::size_t u = 0; u < dialogue.size(); ++u) {
    if (heard[u].asks_secret) read(u, u + 1);
    const std::size_t reach = heard[u].asks_address ? kAddressReach : heard[u].asks_name ? kNameReach : 0;
    const std::size_t last = std::min(u + reach, dialogue.size() - 1);
    for (std::size_t v = last; v > u; --v)
      if (dialogue[v].role != dialogue[u].role) {
        read(u, last);
        break;
      }
  }
}

// What is said in answer to a question for a value counts as a whole (answers.h, leftovers.h): from the
// question to the last turn that may hold a part of it.
void Reading::read_slots(std::span<const Utterance> dialogue, const std::vector<Heard>& heard) {
  for (std::size_t u = 0; u < heard.size(); ++u) {
    if (!heard[u].opens_slot) continue;
    read_slot(dialogue, heard, u, true);
    if (heard[u].announces && dialogue[u].role != Role::agent) read_slot(dialogue, heard, u, false);
  }
}

// Asked for, the other side answers; announced, the same side goes on.
void Reading::read_slot(std::span<const Utterance> dialogue, const std::vector<Heard>& heard,
                        std::size_t opener, bool asked) {
  std::size_t last = opener;
  std::uint32_t characters = 0;
  bool enough = false, answered = false;
  unsigned asides = 0;
  for (std::size_t v = opener + 1; v < heard.size() && v - opener < kMaxSlot; ++v) {
    const Heard& said = heard[v];
    const bool turn = (dialogue[v].role != dialogue[opener].role) == asked;
    const bool pieces = said.digits.count + said.codes.count > 0;
    const bool talk = !pieces && said.talk > 2 * said.articles;  // neither idle nor a read-back
    if (!turn && talk && (said.talk > kMaxAside || ++asides > kMaxAsides)) break;
    answered = answered || turn;
    if (pieces || said.date || said.dot) {
      last = v;
      characters += std::max(said.digits.characters(), said.codes.characters());
      enough = enough || said.date || said.dot || characters >= kLeastAnswer;
    }
    if (turn && said.talk > kLongTurn) break;
  }
  if (enough && answered) read(opener, last + 1);
}

// Around what is read somebody may repeat a part of it.
void Reading::read_echoes(const std::vector<Heard>& heard) {
  const std::vector<std::uint8_t> wanted = read_;
  std::size_t until = 0;
  for (std::size_t u = 0; u < heard.size(); ++u) {
    if (wanted[u] != 0)
      until = u + kEchoReach;
    else if (u < until && heard[u].digits.count + heard[u].codes.count > 0)
      read(u, u);
  }
}

// What is read needs the labels that govern it, the label before those, and what the other side says to it.
void Reading::read_labels(const std::vector<Heard>& heard) {
  const std::vector<std::uint8_t> wanted = read_;
  std::vector<std::size_t> labels;
  for (std::size_t u = 0; u < heard.size(); ++u) {
    if (wanted[u] != 0 && heard[u].governed)
      for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
        read(*label, *label);
        if (u - *label > kPiecesApart) break;
      }
    if (heard[u].label) labels.push_back(u);
  }
  for (std::size_t u = 0; u < heard.size(); ++u)
    for (std::size_t v = u + 1; wanted[u] != 0 && v <= u + kLateReach && v < heard.size(); ++v)
      if (heard[v].label) read(v, v);
}

}  // namespace offhook::redact::detect
