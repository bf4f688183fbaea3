#include "sim/content/world.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "sim/content/dice.h"
#include "sim/content/ids.h"
#include "sim/content/person.h"
#include "sim/content/real_calls.h"

namespace offhook::sim {

namespace {

constexpr std::array<std::string_view, 6> kQueues{"Support", "Billing",    "Sales",
                                                  "Claims",  "Retentions", "Card services"};
constexpr std::size_t kDivisions = 3;
constexpr std::size_t kAgents = 60;

Milliseconds seconds(Dice& dice, std::int64_t low, std::int64_t high) {
  return Milliseconds(dice.between(low * 1000, high * 1000));
}

// Which real call stands at `index`: they are spread evenly over the plan.
std::optional<std::size_t> real_call_at(std::uint64_t index, std::uint64_t conversations) {
  const std::uint64_t count = std::min<std::uint64_t>(real_calls().size(), conversations);
  const std::uint64_t call = (index * count + conversations - 1) / conversations;
  if (call >= count || call * conversations / count != index) return std::nullopt;
  return call;
}

Media pick_media(Dice& dice) {
  const std::uint64_t roll = dice.below(100);
  if (roll < 60) return Media::voice;
  if (roll < 72) return Media::chat;
  if (roll < 82) return Media::email;
  if (roll < 94) return Media::message;
  return Media::callback;
}

// How long the customer's leg of a conversation without voice lasts: mostly minutes, sometimes weeks
// (conversations stay open for up to 60 days).
Milliseconds digital_length(Media media, Dice& dice) {
  const bool long_one = dice.chance(60);
  switch (media) {
    case Media::email:
      return long_one ? seconds(dice, 86'400, 40 * 86'400) : seconds(dice, 600, 20'000);
    case Media::message:
      return long_one ? seconds(dice, 86'400, 9 * 86'400) : seconds(dice, 120, 9'000);
    case Media::callback:
      return long_one ? seconds(dice, 86'400, 59 * 86'400) : seconds(dice, 300, 14'400);
    default:
      return seconds(dice, 120, 1'500);
  }
}

// One call in twelve is transferred, one in twenty-five has a consultation before.
void add_turns(Outline& outline, Dice& dice) {
  const Milliseconds talk = outline.talked - outline.answered;
  outline.second_agent = (outline.agent + 1 + dice.below(kAgents - 1)) % kAgents;
  outline.transferred = dice.chance(80);
  outline.handed_over = outline.answered + talk * 6 / 10;
  outline.consulted = dice.chance(40);
  outline.consult_from = outline.answered + talk * 3 / 10;
  outline.consult_to = outline.answered + talk * 5 / 10;
}

}  // namespace

std::string_view to_string(Media media) {
  switch (media) {
    case Media::voice:
      return "voice";
    case Media::chat:
      return "chat";
    case Media::email:
      return "email";
    case Media::message:
      return "message";
    case Media::callback:
      return "callback";
  }
  return "unknown";
}

World::World(Plan plan) : plan_(plan) {
  check(plan_.days > 0, "a plan has days");
  check(plan_.conversations < std::uint64_t{1} << 40, "a plan's indexes fit an id");
}

TimePoint World::start_of(std::uint64_t index) const {
  // One conversation in each of as many equal spaces, somewhere in its first half: starts grow with the
  // index.
  const auto span = static_cast<double>(Milliseconds(std::chrono::days(plan_.days)).count());
  const double space = span / static_cast<double>(plan_.conversations);
  Dice dice(plan_.seed, index, "start");
  const double jitter = static_cast<double>(dice.below(1000)) / 2000.0;
  return plan_.from + Milliseconds(static_cast<std::int64_t>((static_cast<double>(index) + jitter) * space));
}

std::uint64_t World::first_from(TimePoint time) const {
  std::uint64_t low = 0, high = size();
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (start_of(middle) < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

Outline World::outline(std::uint64_t index) const {
  check(index < size(), "an outline's index is of the plan");
  Dice dice(plan_.seed, index, "outline");
  Outline outline;
  outline.index = index;
  outline.id = conversation_id(plan_.seed, index);
  outline.start = start_of(index);
  outline.real_call = real_call_at(index, plan_.conversations);
  outline.media = outline.real_call ? Media::voice : pick_media(dice);
  outline.queue = dice.below(kQueues.size());
  outline.division = dice.below(kDivisions);
  outline.agent = dice.below(kAgents);
  if (outline.media == Media::voice) {
    outline.outbound = !outline.real_call && dice.chance(150);
    outline.queued = outline.start + (outline.outbound ? Milliseconds(0) : seconds(dice, 8, 40));
    outline.alerting = outline.queued + (outline.outbound ? Milliseconds(0) : seconds(dice, 2, 90));
    outline.answered = outline.alerting + seconds(dice, 2, 9);
    outline.talked =
        outline.answered + (outline.real_call ? Milliseconds(real_calls()[*outline.real_call].duration_ms)
                                              : seconds(dice, 40, 260));
  } else {
    outline.queued = outline.start + Milliseconds(dice.between(20, 400));
    const Milliseconds length = digital_length(outline.media, dice);
    outline.alerting = outline.queued + length / 10;
    outline.answered = outline.alerting + seconds(dice, 2, 9);
    outline.talked = std::max(outline.start + length, outline.answered + Milliseconds(30'000));
  }
  outline.end = outline.talked + seconds(dice, 5, 60);
  if (outline.media == Media::voice && !outline.real_call) add_turns(outline, dice);
  return outline;
}

std::optional<std::uint64_t> World::find(std::string_view conversation_id) const {
  const std::optional<std::uint64_t> index = conversation_index(plan_.seed, conversation_id);
  return index && *index < size() ? index : std::nullopt;
}

std::string World::id(std::uint64_t index, std::string_view purpose) const {
  return other_id(plan_.seed, index, purpose);
}

std::string_view World::queue_name(std::size_t queue) { return kQueues[queue % kQueues.size()]; }

Agent World::agent(std::size_t agent) const {
  Dice dice(plan_.seed, agent, "agent");
  return {.name = make_person(dice).full(), .user_id = id(agent, "user"), .team_id = id(agent % 7, "team")};
}

}  // namespace offhook::sim
