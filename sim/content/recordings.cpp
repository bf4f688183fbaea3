#include "sim/content/recordings.h"

namespace offhook::sim {

std::vector<Recording> recordings_of(const World& world, const Outline& outline) {
  if (outline.media != Media::voice) return {};
  std::vector<Recording> recordings;
  const auto add = [&](std::size_t part, std::string_view session, TimePoint start, TimePoint end,
                       std::size_t agent) {
    const std::string suffix = "/" + std::to_string(part);
    recordings.push_back({.id = world.id(outline.index, "recording" + suffix),
                          .communication_id = world.id(outline.index, session),
                          .transcript_id = world.id(outline.index, "transcript" + suffix),
                          .start = start,
                          .end = end,
                          .part = part,
                          .agent = agent});
  };
  const TimePoint first_end = outline.transferred ? outline.handed_over : outline.talked;
  add(0, "session/customer", outline.answered, first_end, outline.agent);
  if (outline.transferred) {
    add(1, "session/customer", outline.handed_over, outline.talked, outline.second_agent);
  }
  if (outline.consulted) {
    add(2, "session/consult", outline.consult_from, outline.consult_to, outline.agent);
  }
  return recordings;
}

}  // namespace offhook::sim
