// Slots: what a question leaves open. An utterance that names a kind of value and gives none opens a slot;
// the turns behind it are the answer, until the asker names something else or talks of other things, or the
// answer has gone on for too long. Back-channel and read-backs leave it open.
//
// A label points at its slot from behind as well: "that was my card number" (labels.h, `confirms`).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "redact/detect/labels.h"
#include "redact/detect/script.h"

namespace offhook::redact::detect {

constexpr std::size_t kMaxSlot = 16;       // utterances of one slot
constexpr std::uint32_t kLeastAnswer = 3;  // characters of the shortest value that is read from answers
// Labels that open a slot for answers.h and leftovers.h.
constexpr Labels kAnswered =
    label::kEmail | label::kDob | label::kExpiry | label::kCard | label::kSsn | label::kItin | label::kPhone |
    label::kAccount | label::kRouting | label::kSortCode | label::kIban | label::kPassport | label::kLicence |
    label::kNino | label::kNhs | label::kSin | label::kTfn | label::kAadhaar | label::kPan | label::kMbi |
    label::kNationalId | label::kOtp | label::kPin | label::kCvv;

// Of them those that answers.h reads also where the speaker announces the value.
constexpr Labels kAnnounced = label::kEmail | label::kDob | label::kExpiry;
constexpr std::size_t kMaxAside = 8;   // words the asker may say of something else …
constexpr unsigned kMaxAsides = 2;     // … and how often
constexpr std::size_t kLongTurn = 24;  // words of an answer that tells a story

struct Slot {
  Labels mask = 0;
  bool asked = false;                 // by a question or an order; else the speaker announces a value
  std::uint32_t opener = 0;           // the utterance that opens it
  std::uint32_t end = 0;              // utterances [opener, end)
  std::vector<std::uint32_t> turns;   // of them, those that answer; in order
  std::vector<std::uint32_t> echoes;  // the other side's in between
};

// In order of their openers.
[[nodiscard]] std::vector<Slot> find_slots(const Script& script, const std::vector<Label>& labels);

// The words that make an utterance a question or an order.
[[nodiscard]] std::vector<std::string_view> asking_words();

// Does the utterance say nothing but "okay", "mm-hmm", "go ahead"?
[[nodiscard]] bool idle(const Script& script, std::size_t utterance);

}  // namespace offhook::redact::detect
