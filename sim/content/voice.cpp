#include "sim/content/cast.h"

namespace offhook::sim {

namespace {

// One call's participants, in the order in which they join.
class VoiceBuilder {
 public:
  VoiceBuilder(const World& world, const Cast& cast, Conversation& conversation)
      : world_(world),
        cast_(cast),
        conversation_(conversation),
        outline_(conversation.outline),
        escapes_(conversation.members.escapes()),
        dice_(world.plan().seed, conversation.outline.index, "voice") {}

  void build() {
    if (outline_.outbound) {
      conversation_.participants.push_back(agent());
      conversation_.participants.push_back(customer());
    } else {
      conversation_.participants.push_back(customer());
      conversation_.participants.push_back(menu());
      conversation_.participants.push_back(queue());
      conversation_.participants.push_back(agent());
    }
    if (outline_.consulted) conversation_.participants.push_back(consultant());
    if (outline_.transferred) conversation_.participants.push_back(second_agent());
  }

 private:
  std::string phone(std::string_view form, std::string_view member) {
    return conversation_.plants.plant("PHONE", cast_.customer.phone.e164(), form,
                                      "participants.sessions." + std::string(member));
  }
  std::string name(std::string_view full, std::string_view member) {
    return conversation_.plants.plant("PERSON", full, full, "participants." + std::string(member));
  }
  std::string id(std::string_view purpose) { return world_.id(outline_.index, purpose); }
  JsonObject object() { return JsonObject(escapes_); }

  JsonObject session_members(std::string_view purpose) {
    // One call in six comes over a SIP trunk, whose address is a URI.
    const Phone& number = cast_.customer.phone;
    const bool trunk = outline_.index % 6 == 5 && !outline_.real_call;
    const std::string tel = trunk ? "sip:" + number.e164() + "@198.51.100.7:5060;user=phone" : number.tel();
    const std::string company = "tel:" + std::string(kCompanyNumber);
    JsonObject members = object();
    if (outline_.outbound) {
      members.text("ani", company);
      members.text("direction", "outbound").text("dnis", phone(tel, "dnis"));
    } else {
      members.text("ani", phone(tel, "ani")).text("direction", "inbound");
      const std::string station = "sip:" + id("station") + "@203.0.113.40:5060;transport=tcp";
      members.text("dnis", purpose == "agent" ? station : company);
    }
    members.text("mediaType", "voice").text("provider", "Edge");
    return members;
  }

  Participant customer() {
    Participant participant{.purpose = outline_.outbound ? "external" : "customer", .members = object()};
    participant.members.text("externalContactId", id("contact"))
        .text("participantId", id("participant/customer"))
        .text("participantName", name(cast_.customer.full(), "participantName"));
    Session session{.id = id("session/customer"), .members = session_members("customer"), .recorded = true};
    const std::string e164 = cast_.customer.phone.e164();
    const std::string sip_id = id("sip").substr(0, 8) + "-sip@198.51.100.24";
    session.members.text("edgeId", world_.id(outline_.agent % 4, "edge"))
        .text("protocolCallId", sip_id)
        .flag("recording", true)
        .text("remote", phone(e164, "remote"))
        .text("remoteNameDisplayable", name(cast_.customer.full(), "sessions.remoteNameDisplayable"))
        .texts("requestedRoutings", {"Standard"})
        .text("selectedAgentId", cast_.agent.user_id)
        .text("sessionDnis",
              outline_.outbound ? cast_.customer.phone.tel() : "tel:" + std::string(kCompanyNumber))
        .text("usedRouting", "Standard")
        .raw("mediaEndpointStats", endpoint_stats());
    const TimePoint connected = outline_.start + Milliseconds(19);
    session.metrics = {{connected, "nConnected", 1},
                       {outline_.talked, "tConnected", ms_between(connected, outline_.talked)}};
    Segment talk{.start = connected, .end = outline_.talked, .type = "interact", .members = object()};
    talk.closing.text("disconnectType", dice_.chance(600) ? "peer" : "endpoint");
    session.segments = {{.start = outline_.start, .end = connected, .type = "system"}, talk};
    participant.sessions.push_back(std::move(session));
    add_attributes(world_, cast_, conversation_, participant);
    return participant;
  }

  std::string endpoint_stats() {
    JsonObject stats;
    stats.texts("codecs", {"audio/opus"})
        .number("discardedPackets", dice_.between(0, 12))
        .number("duplicatePackets", 0)
        .number("invalidPackets", 0)
        .number("overrunPackets", dice_.between(0, 2))
        .number("underrunPackets", dice_.between(0, 2))
        .time("eventTime", outline_.talked)
        .number("maxLatencyMs", dice_.between(8, 140))
        .real("minMos", 4.6129)
        .real("minRFactor", 89.4)
        .number("receivedPackets", ms_between(outline_.start, outline_.talked) / 20);
    return JsonArray().add(std::move(stats)).json();
  }

  Participant menu() {
    Participant participant{.purpose = "ivr", .members = object()};
    participant.members.text("participantId", id("participant/ivr")).text("participantName", "Main menu");
    Session session{.id = id("session/ivr"), .members = session_members("ivr")};
    const std::string outcome = world_.id(0, "outcome");
    JsonObject result = object();
    result.text("flowOutcome", outcome + ":SUCCESS")
        .text("flowOutcomeId", outcome)
        .text("flowOutcomeValue", "SUCCESS")
        .time("flowOutcomeStartTimestamp", outline_.start + Milliseconds(1'000))
        .time("flowOutcomeEndTimestamp", outline_.queued);
    JsonObject flow = object();
    flow.text("endingLanguage", "en-us")
        .text("entryReason", "tel:" + std::string(kCompanyNumber))
        .text("entryType", "dnis")
        .text("exitReason", "TRANSFER")
        .text("flowId", world_.id(0, "flow"))
        .text("flowName", "Main menu")
        .text("flowType", "INBOUNDCALL")
        .text("flowVersion", "27.0")
        .text("startingLanguage", "en-us")
        .flag("issuedCallback", false)
        .text("transferType", "ACD")
        .raw("outcomes", JsonArray().add(std::move(result)).json());
    if (!outline_.real_call && dice_.chance(60)) {
      // A flow that transfers to a person's own line.
      Dice dice(world_.plan().seed, outline_.index, "transfer-target");
      const Person target = make_person(dice);
      flow.text("transferTargetAddress",
                conversation_.plants.plant("PHONE", target.phone.e164(), target.phone.tel(),
                                           "participants.sessions.flow"))
          .text("transferTargetName", name(target.full(), "sessions.flow.transferTargetName"))
          .text("recognitionFailureReason", "NOMATCH");
    } else {
      flow.text("transferTargetAddress", world_.queue_id(outline_.queue))
          .text("transferTargetName", World::queue_name(outline_.queue));
    }
    session.members.text("peerId", id("session/customer"))
        .text("remote", name(cast_.customer.full(), "sessions.remote"))
        .raw("flow", std::move(flow).take());
    const TimePoint from = outline_.start + Milliseconds(39);
    const std::int64_t took = ms_between(from, outline_.queued);
    session.metrics = {{from, "nFlow", 1}, {outline_.queued, "tFlow", took}, {outline_.queued, "tIvr", took}};
    Segment segment{.start = from, .end = outline_.queued, .type = "ivr", .members = object()};
    segment.closing.text("disconnectType", "transfer");
    session.segments.push_back(std::move(segment));
    participant.sessions.push_back(std::move(session));
    return participant;
  }

  Participant queue() {
    Participant participant{.purpose = "acd", .members = object()};
    participant.members.text("participantId", id("participant/acd"))
        .text("participantName", World::queue_name(outline_.queue));
    Session session{.id = id("session/acd"), .members = session_members("acd")};
    session.members.text("flowInType", "ivr")
        .text("peerId", id("session/customer"))
        .text("remote", name(cast_.customer.full(), "sessions.remote"));
    session.metrics = {{outline_.queued, "nOffered", 1},
                       {outline_.alerting, "tAcd", ms_between(outline_.queued, outline_.alerting)}};
    Segment wait = queue_segment(outline_.queued, outline_.alerting, "delay");
    Segment alert = queue_segment(outline_.alerting, outline_.answered, "interact");
    alert.closing.text("disconnectType", "transfer");
    session.segments = {std::move(wait), std::move(alert)};
    participant.sessions.push_back(std::move(session));
    return participant;
  }

  Segment queue_segment(TimePoint from, TimePoint to, std::string_view type) {
    Segment segment{.start = from, .end = to, .type = type, .members = object(), .closing = object()};
    segment.members.text("queueId", world_.queue_id(outline_.queue));
    return segment;
  }

  // One agent's part of the call.
  struct Turn {
    Agent agent;
    std::string suffix;
    TimePoint alerting{};
    TimePoint answered{};
    TimePoint talked{};
    TimePoint end{};
    TimePoint hold_from{};
    TimePoint hold_to{};
  };

  Participant agent() {
    Turn turn{.agent = cast_.agent,
              .suffix = "agent",
              .alerting = outline_.alerting,
              .answered = outline_.answered,
              .talked = outline_.transferred ? outline_.handed_over : outline_.talked,
              .end = outline_.transferred ? outline_.handed_over + Milliseconds(7'300) : outline_.end};
    if (outline_.consulted) {
      turn.hold_from = outline_.consult_from;
      turn.hold_to = outline_.consult_to;
    } else if (dice_.chance(300)) {
      const Milliseconds talk = turn.talked - turn.answered;
      turn.hold_from = turn.answered + talk / 2;
      turn.hold_to = turn.hold_from + talk / 8;
    }
    return agent(turn);
  }

  Participant second_agent() {
    return agent({.agent = world_.agent(outline_.second_agent),
                  .suffix = "agent2",
                  .alerting = outline_.handed_over - Milliseconds(3'000),
                  .answered = outline_.handed_over,
                  .talked = outline_.talked,
                  .end = outline_.end});
  }

  Participant agent(const Turn& turn) {
    Participant participant{.purpose = "agent", .members = object()};
    participant.members.text("participantId", id("participant/" + turn.suffix))
        .text("participantName", name(turn.agent.name, "participantName"))
        .text("userId", turn.agent.user_id)
        .text("teamId", turn.agent.team_id);
    Session session{.id = id("session/" + turn.suffix), .members = session_members("agent")};
    session.members.text("peerId", id("session/customer"))
        .text("remote", name(cast_.customer.full(), "sessions.remote"))
        .texts("requestedRoutings", {"Standard"})
        .text("sessionDnis",
              outline_.outbound ? cast_.customer.phone.tel() : "tel:" + std::string(kCompanyNumber))
        .text("usedRouting", "Standard");
    const std::int64_t talk = ms_between(turn.answered, turn.talked);
    const std::int64_t held = ms_between(turn.hold_from, turn.hold_to);
    const std::int64_t after = ms_between(turn.talked, turn.end);
    session.metrics = {{turn.answered, "tAlert", ms_between(turn.alerting, turn.answered)},
                       {turn.answered, "tAnswered", ms_between(outline_.queued, turn.answered)},
                       {turn.talked, "tTalk", talk - held}};
    if (held > 0) session.metrics.push_back({turn.hold_to, "tHeld", held});
    if (turn.talked < outline_.talked) session.metrics.push_back({turn.talked, "nTransferred", 1});
    session.metrics.push_back({turn.end, "tAcw", after});
    session.metrics.push_back({turn.end, "tHandle", talk + after});
    session.segments.push_back(queue_segment(turn.alerting, turn.answered, "alert"));
    if (held > 0) {
      session.segments.push_back(queue_segment(turn.answered, turn.hold_from, "interact"));
      session.segments.push_back(queue_segment(turn.hold_from, turn.hold_to, "hold"));
    }
    const TimePoint resumed = held > 0 ? turn.hold_to : turn.answered;
    session.segments.push_back(queue_segment(resumed, turn.talked, "interact"));
    session.segments.back().closing.text("disconnectType",
                                         turn.talked < outline_.talked ? "transfer" : "peer");
    session.segments.push_back(wrap_up(turn));
    participant.sessions.push_back(std::move(session));
    return participant;
  }

  // Somebody outside whom the agent rings while the customer holds: recorded on a communication of its own.
  Participant consultant() {
    const Cast cast = make_cast(world_, outline_, recordings_of(world_, outline_).back());
    const Person& person = cast.customer;
    Participant participant{.purpose = "external", .members = object()};
    participant.members.text("participantId", id("participant/consult"))
        .text("participantName", name(person.full(), "participantName"));
    Session session{.id = id("session/consult"), .members = object(), .recorded = true};
    session.members.text("ani", "tel:" + std::string(kCompanyNumber))
        .text("direction", "outbound")
        .text("dnis", conversation_.plants.plant("PHONE", person.phone.e164(), person.phone.tel(),
                                                 "participants.sessions.dnis"))
        .text("mediaType", "voice")
        .text("peerId", id("session/agent"))
        .text("provider", "Edge")
        .flag("recording", true)
        .text("remote", name(person.full(), "sessions.remote"));
    session.metrics = {
        {outline_.consult_from, "nConsult", 1},
        {outline_.consult_to, "tConnected", ms_between(outline_.consult_from, outline_.consult_to)}};
    Segment talk{
        .start = outline_.consult_from, .end = outline_.consult_to, .type = "interact", .members = object()};
    talk.closing.text("disconnectType", "endpoint");
    session.segments.push_back(std::move(talk));
    participant.sessions.push_back(std::move(session));
    return participant;
  }

  Segment wrap_up(const Turn& turn) {
    Segment segment = queue_segment(turn.talked, turn.end, "wrapup");
    segment.closing.text("wrapUpCode", world_.id(dice_.below(12), "wrapup"));
    if (!outline_.real_call && dice_.chance(250)) {
      constexpr std::string_view kPlace = "participants.sessions.segments.wrapUpNote";
      const Person& person = cast_.customer;
      const std::string number = person.phone.written(dice_.below(5));
      conversation_.plants.plant("PHONE", person.phone.e164(), number, kPlace);
      conversation_.plants.plant("PERSON", person.full(), person.full(), kPlace);
      segment.closing.text("wrapUpNote",
                           person.full() + " gave new card, call back on " + number + " if declined");
    }
    return segment;
  }

  const World& world_;
  const Cast& cast_;
  Conversation& conversation_;
  const Outline& outline_;
  Escapes escapes_;
  Dice dice_;
};

}  // namespace

void add_voice_participants(const World& world, const Cast& cast, Conversation& conversation) {
  VoiceBuilder(world, cast, conversation).build();
}

}  // namespace offhook::sim
