#include "redact/detect/quiet/reading.h"

#include <algorithm>
#include <array>
#include <string>

#include "redact/detect/slots.h"
#include "redact/detect/word_classes.h"

namespace offhook::redact::detect {
namespace {

// As far as the detectors look, in utterances and words (pieces.cpp, labels.cpp, names/, address/).
constexpr std::size_t kPiecesApart = 8;
constexpr std::uint32_t kTalkApart = 12;
constexpr std::size_t kLabelReach = 6;
constexpr std::size_t kLateReach = 2;
constexpr std::uint32_t kMostSayWhich = 40;  // words of talk in "well that was my account number"
constexpr std::size_t kNameReach = 3;
constexpr std::size_t kAddressReach = 10;
constexpr std::size_t kPlaceReach = 8;
constexpr std::size_t kPlaceTurns = 2;
constexpr std::size_t kEmailReach = 8;
constexpr std::size_t kYearReach = 4;
constexpr std::size_t kEchoReach = 8;
constexpr std::size_t kEchoBefore = 3;

bool any_short_label(std::span<const Heard> heard, std::size_t first, std::size_t last) {
  const std::size_t end = std::min(last + kLateReach, heard.size() - 1);
  for (std::size_t u = first - std::min(first, kLabelReach); u <= end; ++u)
    if (heard[u].is(heard::kShortLabel)) return true;
  return false;
}

// Calls visit(word) for each word of a plain text, folded, until it answers true. False: none did, or the
// text is not plain.
template <class Visit>
bool any_word(std::string_view text, Visit visit) {
  const auto letter = [&](std::size_t i) {
    return i < text.size() && (text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z';
  };
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool part = letter(i) || (i < text.size() && text[i] >= '0' && text[i] <= '9') ||
                      (i > 0 && i < text.size() && text[i] == '\'' && letter(i - 1) && letter(i + 1));
    if (part) {
      word += letter(i) ? static_cast<char>(text[i] | 0x20) : text[i];
    } else if (!word.empty()) {
      if (visit(word)) return true;
      word.clear();
    }
  }
  return false;
}

bool plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Does "at" stand before anything else that is said? Then what it belongs to was said before
// (email/email.cpp).
bool begins_with_at(std::string_view text) {
  bool at = !plain(text);
  any_word(text, [&](std::string_view word) {
    const WordEntry entry = word_entry(word);
    at = at || (entry.classes & word_class::kAt) != 0;
    return at || (entry.lexeme->meaning & (kFiller | kBackchannel | kLeadIn)) == 0;
  });
  return at;
}

}  // namespace

Reading::Reading(std::span<const Utterance> dialogue)
    : read_(dialogue.size(), kAll), talk_(dialogue.size(), 0), read_count_(dialogue.size()) {}

Reading::Reading(std::span<const Utterance> dialogue, const Listener& listener)
    : Reading(dialogue, listener.hear(dialogue)) {}

Reading::Reading(std::span<const Utterance> dialogue, const Hearing& hearing)
    : read_(dialogue.size(), kNot), talk_(dialogue.size(), 0) {
  const std::span<const Heard> heard = hearing.utterances;
  std::size_t place = dialogue.size();  // the last utterance that may hold an address
  for (std::size_t u = 0; u < dialogue.size(); ++u) {
    talk_[u] = heard[u].talk;
    if (heard[u].is(heard::kAsksPlace) && place < u && u - place <= kPlaceReach) read(u, u + kPlaceTurns);
    if (!heard[u].is(heard::kLoud)) continue;
    place = u;
    read(heard[u].is(heard::kSpellsAddress) && begins_with_at(dialogue[u].text) ? u - std::min(u, kEmailReach)
                                                                                : u,
         u);
  }
  const auto any = [&](std::uint32_t flags) { return (hearing.flags & flags) != 0; };
  if (any(heard::kPieces)) read_runs(dialogue, hearing);
  if (any(heard::kShortLabel) && any(heard::kDate))
    for (std::size_t u = 0; u < dialogue.size(); ++u)
      if (heard[u].is(heard::kDate) && any_short_label(heard, u, u)) read(u, u + kYearReach);
  if (any(heard::kAsksName | heard::kAsksAddress | heard::kAsksSecret)) read_answers(dialogue, heard);
  if (any(heard::kOpensSlot)) read_slots(dialogue, hearing);
  if (!nothing()) read_echoes(heard);
  if (!nothing()) read_labels(dialogue, heard);
}

void Reading::read(std::size_t first, std::size_t last, Part part) {
  for (std::size_t u = first; u <= last && u < read_.size(); ++u) {
    read_count_ += read_[u] == kNot ? 1 : 0;
    read_[u] = std::max(read_[u], part);
  }
}

// What one party dictates in parts is one run of digits and letters, until it says too much else.
void Reading::read_runs(std::span<const Utterance> dialogue, const Hearing& hearing) {
  struct Run {
    std::size_t first = 0, last = 0;  // utterances
    std::size_t unread = 0;           // the first that is not read for this run
    Mass mass;
    std::uint32_t said = 0;  // words of talk that its speaker had said with it
    bool any = false;
  };
  struct Speaker {
    std::array<Run, 2> runs;
    std::uint32_t said = 0;  // words of talk
  };
  static constexpr std::array kStreams = {&Streams::digits, &Streams::codes};
  const std::span<const Heard> heard = hearing.utterances;
  std::array<Speaker, 3> speakers;
  const auto clusters_of = [&](std::size_t u, std::size_t stream) -> const Clusters& {
    return hearing.streams_of(heard[u]).*kStreams[stream];
  };
  const auto judge = [&](Run& run, std::size_t stream) {
    const Clusters& clusters = clusters_of(run.last, stream);
    const bool enough = clusters.enough || run.mass.enough();
    const bool short_value = clusters.enough_for_short || run.mass.enough_for_short();
    if (!enough && !(short_value && any_short_label(heard, run.first, run.last))) return;
    for (; run.unread <= run.last; ++run.unread)
      if (dialogue[run.unread].role == dialogue[run.last].role && heard[run.unread].is(heard::kPieces) &&
          clusters_of(run.unread, stream).count > 0)
        read(run.unread, run.unread);
  };
  for (std::size_t u = 0; u < dialogue.size(); ++u) {
    Speaker& speaker = speakers.at(static_cast<std::size_t>(dialogue[u].role));
    for (std::size_t stream = 0; heard[u].is(heard::kPieces) && stream < kStreams.size(); ++stream) {
      const Clusters& clusters = clusters_of(u, stream);
      if (clusters.count == 0) continue;
      Run& run = speaker.runs[stream];
      if (!run.any || u - run.last > kPiecesApart || speaker.said - run.said + clusters.head > kTalkApart)
        run = {u, u, u, {}, 0, true};
      run.last = u;
      if (!run.mass.enough()) run.mass += clusters.first;
      judge(run, stream);
      if (clusters.count > 1) run = {u, u, run.unread, clusters.last, 0, true};
      run.said = speaker.said + heard[u].talk - clusters.tail;
    }
    speaker.said += heard[u].talk;
  }
}

// Behind a question for a name or an address the other side's words are read as the answer.
void Reading::read_answers(std::span<const Utterance> dialogue, std::span<const Heard> heard) {
  for (std::size_t u = 0; u < dialogue.size(); ++u) {
    if (heard[u].is(heard::kAsksSecret)) read(u, u + 1);
    const std::size_t reach = heard[u].is(heard::kAsksAddress) ? kAddressReach
                              : heard[u].is(heard::kAsksName)  ? kNameReach
                                                               : 0;
    const std::size_t last = std::min(u + reach, dialogue.size() - 1);
    for (std::size_t v = last; v > u; --v)
      if (dialogue[v].role != dialogue[u].role) {
        read(u, last);
        break;
      }
  }
}

// What is said in answer to a question for a value counts as a whole (answers.h, leftovers.h): from the
// question to the last turn that may hold a part of it. Questions and orders open a slot (slots.cpp).
void Reading::read_slots(std::span<const Utterance> dialogue, const Hearing& hearing) {
  const std::span<const Heard> heard = hearing.utterances;
  for (std::size_t u = 0; u < heard.size(); ++u) {
    if (!heard[u].is(heard::kOpensSlot)) continue;
    const bool agent = dialogue[u].role == Role::agent;
    const bool unsure = heard[u].is(heard::kAsks) && heard[u].is(heard::kTells);
    const bool asks =
        agent || heard[u].is(heard::kAsks) || dialogue[u].text.find('?') != std::string_view::npos;
    if (asks) read_slot(dialogue, hearing, u, true);
    if (!agent && (unsure || !asks) && heard[u].is(heard::kAnnounces)) read_slot(dialogue, hearing, u, false);
  }
}

// Asked for, the other side answers; announced, the same side goes on.
void Reading::read_slot(std::span<const Utterance> dialogue, const Hearing& hearing, std::size_t opener,
                        bool asked) {
  const std::span<const Heard> heard = hearing.utterances;
  std::size_t last = opener;
  std::uint32_t characters = 0;
  bool enough = false, answered = false;
  unsigned asides = 0;
  for (std::size_t v = opener + 1; v < heard.size() && v - opener < kMaxSlot; ++v) {
    const Heard& said = heard[v];
    const bool turn = (dialogue[v].role != dialogue[opener].role) == asked;
    const bool pieces = said.is(heard::kPieces);
    const bool talk = !pieces && said.talk > 2u * said.articles;  // neither idle nor a read-back
    if (!turn && talk && (said.talk > kMaxAside || ++asides > kMaxAsides)) break;
    answered = answered || turn;
    const bool other = said.is(heard::kDate | heard::kDot);
    if (pieces || other) {
      last = v;
      if (pieces) {
        const Streams& streams = hearing.streams_of(said);
        characters += std::max(streams.digits.characters(), streams.codes.characters());
      }
      enough = enough || other || characters >= kLeastAnswer;
    }
    if (turn && said.talk > kLongTurn) break;
  }
  if (enough && answered) read(opener, last + 1);
}

// Around what is read somebody may repeat a part of it.
void Reading::read_echoes(std::span<const Heard> heard) {
  const std::vector<Part> wanted = read_;
  std::size_t until = 0;
  for (std::size_t u = 0; u < heard.size(); ++u) {
    if (wanted[u] != kNot)
      until = u + kEchoReach;
    else if (u < until && heard[u].is(heard::kPieces))
      read(u, u);
  }
  for (std::size_t u = heard.size(), from = u; u-- > 0;) {
    if (wanted[u] != 0)
      from = u - std::min(u, kEchoBefore);
    else if (u >= from && heard[u].is(heard::kPieces))
      read(u, u);
  }
}

// What is read needs the label that governs it, those that stand inside a value said in parts, and what is
// said to it: by the other side, or by the same in a few words (labels.cpp).
void Reading::read_labels(std::span<const Utterance> dialogue, std::span<const Heard> heard) {
  const std::vector<Part> wanted = read_;
  const auto read_nearest = [&](std::size_t u) {
    for (std::size_t v = u; v-- > 0;) {
      if (!heard[v].is(heard::kLabel)) continue;
      read(v, v, kLabels);
      // Glued to a constant, a label's word is none (labels.cpp).
      const bool sure =
          heard[v].is(heard::kSurelyLabel) && dialogue[v].text.find(']') == std::string_view::npos;
      if (sure || u - v > kLabelReach) return;
    }
  };
  for (std::size_t u = 0; u < heard.size(); ++u) {
    if (wanted[u] == kNot) continue;
    for (std::size_t v = u + 1; v <= u + kLateReach && v < heard.size(); ++v)
      if (heard[v].is(heard::kLabel) &&
          (dialogue[v].role != dialogue[u].role || heard[v].talk <= kMostSayWhich))
        read(v, v, kLabels);
    if (!heard[u].is(heard::kGoverned)) continue;
    read_nearest(u);
    std::size_t first = u;
    std::uint32_t talk = 0;
    for (std::size_t v = u; v-- > 0 && u - v <= kPiecesApart && talk <= kTalkApart;) {
      if (dialogue[v].role != dialogue[u].role) continue;
      if (heard[v].is(heard::kPieces)) first = v;
      talk += heard[v].talk;
    }
    if (first == u) continue;
    read_nearest(first);
    for (std::size_t v = first; v < u; ++v)
      if (heard[v].is(heard::kLabel)) read(v, v, kLabels);
  }
}

}  // namespace offhook::redact::detect
