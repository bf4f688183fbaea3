#include "sim/content/conversation.h"

namespace offhook::sim {

namespace {

std::string metrics_json(const Session& session, TimePoint as_of) {
  JsonArray array;
  for (const Metric& metric : session.metrics) {
    if (metric.emitted > as_of) continue;
    JsonObject object;
    object.time("emitDate", metric.emitted).text("name", metric.name).number("value", metric.value);
    array.add(std::move(object));
  }
  return array.empty() ? std::string() : std::move(array).take();
}

std::string segments_json(const Session& session, TimePoint as_of) {
  JsonArray array;
  for (const Segment& segment : session.segments) {
    if (segment.start > as_of) continue;
    JsonObject object(segment.members.escapes());
    object.time("segmentStart", segment.start);
    const bool ended = segment.end <= as_of;
    if (ended) object.time("segmentEnd", segment.end);
    object.text("segmentType", segment.type).flag("conference", false).splice(segment.members);
    if (ended) object.splice(segment.closing);
    array.add(std::move(object));
  }
  return array.empty() ? std::string() : std::move(array).take();
}

std::string sessions_json(const Participant& participant, TimePoint as_of) {
  JsonArray array;
  for (const Session& session : participant.sessions) {
    const std::string segments = segments_json(session, as_of);
    if (segments.empty()) continue;
    JsonObject object(session.members.escapes());
    object.splice(session.members).text("sessionId", session.id);
    if (const std::string metrics = metrics_json(session, as_of); !metrics.empty()) {
      object.raw("metrics", metrics);
    }
    object.raw("segments", segments);
    array.add(std::move(object));
  }
  return array.empty() ? std::string() : std::move(array).take();
}

}  // namespace

std::string write_record(const Conversation& conversation, TimePoint as_of, Attributes attributes) {
  const Outline& outline = conversation.outline;
  const Escapes escapes = conversation.members.escapes();
  JsonObject record(escapes);
  if (outline.end <= as_of) record.time("conversationEnd", outline.end);
  record.text("conversationId", outline.id).time("conversationStart", outline.start);
  record.splice(conversation.members);
  record.text("originatingDirection", outline.outbound ? "outbound" : "inbound");
  for (const Late& late : conversation.late) {
    if (late.at <= as_of) record.splice(late.members);
  }
  JsonArray participants;
  for (const Participant& participant : conversation.participants) {
    const std::string sessions = sessions_json(participant, as_of);
    if (sessions.empty()) continue;
    JsonObject object(escapes);
    object.splice(participant.members).text("purpose", participant.purpose).raw("sessions", sessions);
    if (attributes == Attributes::with) {
      JsonObject map(escapes);
      for (const auto& [name, value] : participant.attributes) map.text(name, value);
      object.raw("attributes", std::move(map).take());
    }
    participants.add(std::move(object));
  }
  record.raw("participants", std::move(participants).take());
  return std::move(record).take();
}

}  // namespace offhook::sim
