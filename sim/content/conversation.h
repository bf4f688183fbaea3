// A conversation before it is written: the tree of participants, sessions, segments and metrics, with the
// time of each, so that it can be written as it stood at any moment.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "sim/content/json_text.h"
#include "sim/content/plants.h"
#include "sim/content/world.h"

namespace offhook::sim {

struct Metric {
  TimePoint emitted{};
  std::string_view name;
  std::int64_t value = 0;
};

struct Segment {
  TimePoint start{};
  TimePoint end{};
  std::string_view type;
  JsonObject members{};  // besides segmentStart, segmentEnd, segmentType
  JsonObject closing{};  // members known only when the segment has ended
};

struct Session {
  std::string id;
  JsonObject members{};  // besides sessionId, metrics, segments
  std::vector<Metric> metrics{};
  std::vector<Segment> segments{};
  bool recorded = false;  // `recording`: there is a transcript
};

struct Participant {
  std::string_view purpose;
  JsonObject members{};  // besides purpose, sessions, attributes
  std::vector<Session> sessions{};
  std::vector<std::pair<std::string, std::string>> attributes{};
};

// What comes into a record after the conversation has ended: the record changes.
struct Late {
  TimePoint at{};
  JsonObject members{};
};

struct Conversation {
  Outline outline;
  JsonObject members{};  // besides id, start, end, direction, participants
  std::vector<Participant> participants{};
  std::vector<Late> late{};
  Plants plants{Plants::Keep::no};
};

// The same conversation at every call.
[[nodiscard]] Conversation make_conversation(const World& world, const Outline& outline,
                                             Plants::Keep keep = Plants::Keep::no);

enum class Attributes { with, without };  // the job's type has them, the query's has not

// The record as a server writes it that knows what happened until `as_of`.
[[nodiscard]] std::string write_record(const Conversation& conversation, TimePoint as_of,
                                       Attributes attributes);

}  // namespace offhook::sim
