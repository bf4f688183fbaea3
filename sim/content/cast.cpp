#include "sim/content/cast.h"

#include "sim/content/extras.h"
#include "sim/content/real_calls.h"

namespace offhook::sim {

Cast make_cast(const World& world, const Outline& outline) {
  Dice dice(world.plan().seed, outline.index, "cast");
  Cast cast{.customer = {}, .agent = world.agent(outline.agent)};
  if (outline.real_call) {
    const RealCall& call = real_calls()[*outline.real_call];
    cast.customer = make_person(call.caller_name, dice);
    cast.agent.name = call.agent_name;
  } else {
    cast.customer = make_person(dice);
  }
  return cast;
}

Cast make_cast(const World& world, const Outline& outline, const Recording& recording) {
  Cast cast = make_cast(world, outline);
  if (recording.part == 1) cast.agent = world.agent(recording.agent);
  if (recording.part == 2) {
    Dice dice(world.plan().seed, outline.index, "consulted");
    cast.customer = make_person(dice);
  }
  return cast;
}

Escapes escapes_of(const World& world, const Outline& outline) {
  Dice dice(world.plan().seed, outline.index, "escapes");
  return dice.chance(125) ? Escapes::ascii : Escapes::minimal;
}

Conversation make_conversation(const World& world, const Outline& outline, Plants::Keep keep) {
  const Cast cast = make_cast(world, outline);
  Conversation conversation{
      .outline = outline, .members = JsonObject(escapes_of(world, outline)), .plants = Plants(keep)};
  conversation.members.texts("divisionIds", {world.division_id(outline.division)});
  if (outline.media == Media::voice) {
    Dice dice(world.plan().seed, outline.index, "quality");
    const double mos = static_cast<double>(dice.between(35'000, 48'800)) / 10'000.0;
    conversation.members.real("mediaStatsMinConversationMos", mos);
    conversation.members.real("mediaStatsMinConversationRFactor",
                              static_cast<double>(dice.between(700, 930)) / 10.0);
    add_voice_participants(world, cast, conversation);
  } else {
    conversation.members.text("conversationInitiator", "customer").flag("customerParticipation", true);
    add_digital_participants(world, cast, conversation);
  }
  if (!outline.real_call) add_extras(world, cast, conversation);
  return conversation;
}

}  // namespace offhook::sim
