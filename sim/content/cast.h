// Cast: who takes part in a conversation, and the small words every builder of participants needs.
#pragma once

#include <string>

#include "sim/content/conversation.h"
#include "sim/content/dice.h"
#include "sim/content/person.h"
#include "sim/content/recordings.h"
#include "sim/content/world.h"

namespace offhook::sim {

inline constexpr std::string_view kCompanyNumber = "+18005550199";
inline constexpr std::string_view kCompanyAddress = "support@example.org";

struct Cast {
  Person customer;
  Agent agent;
};

[[nodiscard]] Cast make_cast(const World& world, const Outline& outline);
// Who speaks on one recording: the second agent after a transfer, somebody outside in a consultation.
[[nodiscard]] Cast make_cast(const World& world, const Outline& outline, const Recording& recording);

// The record's own writing style: one in eight escapes all that is not ASCII.
[[nodiscard]] Escapes escapes_of(const World& world, const Outline& outline);

[[nodiscard]] inline std::int64_t ms_between(TimePoint from, TimePoint to) { return (to - from).count(); }

// Participants of each medium; the conversation's plants note what was planted.
void add_voice_participants(const World& world, const Cast& cast, Conversation& conversation);
void add_digital_participants(const World& world, const Cast& cast, Conversation& conversation);

// What flows and integrations wrote to the customer's participant.
void add_attributes(const World& world, const Cast& cast, Conversation& conversation, Participant& customer);

}  // namespace offhook::sim
