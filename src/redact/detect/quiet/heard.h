// Heard: what a short look at one utterance tells (listener.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "redact/detect/quiet/cluster.h"
#include "redact/detect/quiet/vocabulary.h"

namespace offhook::redact::detect {

namespace heard {
enum : std::uint32_t {
  // In the order of the traits in vocabulary.h.
  kDate = 1u << 0,  // a month or an ordinal
  kAsksAddress = 1u << 1,
  kLabel = 1u << 2,
  kShortLabel = 1u << 3,  // of values with few digits
  kAsksSecret = 1u << 4,
  kOpensSlot = 1u << 5,  // a label of what answers are read for (slots.h)
  kAnnounces = 1u << 6,  // one of those that need no question

  kLoud = 1u << 7,            // to be read whatever stands around it
  kGoverned = 1u << 8,        // has something whose meaning a label decides
  kDot = 1u << 9,             // says "dot"
  kSpellsAddress = 1u << 10,  // with "at" and "dot"
  kAsksName = 1u << 11,
  kAsksPlace = 1u << 12,  // for a part of an address: the town, the unit
  kAnything = (1u << 13) - 1,
  kPieces = 1u << 13,       // has clusters
  kSurelyLabel = 1u << 14,  // kLabel may be wrong, this is not
  kAsks = 1u << 15,         // has a word of questions or orders
  kTells = 1u << 16,        // may have none
};

// What the notes of an utterance's words say by themselves.
constexpr std::uint32_t of_notes(Traits notes) {
  static_assert(trait::kDate >> trait::kFlagsAt == kDate &&
                trait::kToldLabel >> trait::kFlagsAt == kAnnounces);
  auto flags = static_cast<std::uint32_t>(notes >> trait::kFlagsAt) & (2 * kAnnounces - 1);
  if ((notes & trait::kDate) != 0) flags |= kGoverned;
  if ((notes & trait::kLabel) != 0) flags |= kSurelyLabel;
  return flags;
}
}  // namespace heard

struct Heard {
  std::uint32_t flags = 0;
  std::uint16_t talk = 0;      // words that say something
  std::uint16_t articles = 0;  // "a" and "i", which may be letters
  std::uint32_t streams = 0;   // with kPieces: which of the dialogue's streams (Hearing)

  [[nodiscard]] bool is(std::uint32_t flag) const { return (flags & flag) != 0; }
};

// The clusters of an utterance that has some.
struct Streams {
  Clusters digits;
  Clusters codes;
};

// Of a dialogue, by utterance.
struct Hearing {
  std::vector<Heard> utterances;
  std::vector<Streams> streams;
  std::uint32_t flags = 0;  // of all of them

  // The utterances at `places` have other texts now, which `again` heard.
  void renew(std::span<const std::size_t> places, const Hearing& again) {
    flags |= again.flags;
    for (std::size_t i = 0; i < places.size(); ++i) {
      Heard& heard = utterances[places[i]];
      heard = again.utterances[i];
      if (!heard.is(heard::kPieces)) continue;
      streams.push_back(again.streams_of(heard));
      heard.streams = static_cast<std::uint32_t>(streams.size() - 1);
    }
  }
  [[nodiscard]] const Streams& streams_of(const Heard& utterance) const { return streams[utterance.streams]; }
};

}  // namespace offhook::redact::detect
