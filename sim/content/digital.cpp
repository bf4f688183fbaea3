#include <array>

#include "sim/content/cast.h"

namespace offhook::sim {

namespace {

// The participants of a chat, e-mail, message or callback: customer, queue, agent.
class DigitalBuilder {
 public:
  DigitalBuilder(const World& world, const Cast& cast, Conversation& conversation)
      : world_(world),
        cast_(cast),
        conversation_(conversation),
        outline_(conversation.outline),
        escapes_(conversation.members.escapes()),
        dice_(world.plan().seed, conversation.outline.index, "digital") {
    constexpr std::array<std::string_view, 4> kTopics{"Refund for invoice ", "Broken delivery, order ",
                                                      "Address change, contract ", "Question about bill "};
    subject_ = std::string(dice_.pick(kTopics)) + std::to_string(dice_.between(10'000, 99'999)) + " - " +
               cast_.customer.full();
  }

  void build() {
    conversation_.participants.push_back(customer());
    conversation_.participants.push_back(queue());
    conversation_.participants.push_back(agent());
  }

 private:
  std::string id(std::string_view purpose) { return world_.id(outline_.index, purpose); }
  JsonObject object() { return JsonObject(escapes_); }
  std::string plant(std::string_view kind, std::string_view value, std::string_view form,
                    std::string_view member) {
    return conversation_.plants.plant(kind, value, form, "participants.sessions." + std::string(member));
  }
  std::string email(std::string_view member) {
    return plant("EMAIL", cast_.customer.email, cast_.customer.email, member);
  }
  std::string name(std::string_view member) {
    return plant("PERSON", cast_.customer.full(), cast_.customer.full(), member);
  }

  // What every session of this medium carries.
  JsonObject session_members(bool of_customer) {
    JsonObject members = object();
    const Phone& phone = cast_.customer.phone;
    switch (outline_.media) {
      case Media::email:
        members.text("addressFrom", email("addressFrom")).text("addressTo", kCompanyAddress);
        if (of_customer) {
          members.text("addressOther", kCompanyAddress).text("addressSelf", email("addressSelf"));
          if (dice_.chance(300)) members.texts("cc", {"accounts@example.com"});
        }
        members.text("provider", "PureCloud Email").number("mediaCount", dice_.between(0, 3));
        break;
      case Media::message:
        members.text("addressFrom", plant("PHONE", phone.e164(), phone.digits(), "addressFrom"))
            .text("addressTo", kCompanyNumber.substr(1));
        if (of_customer) {
          members.text("deliveryStatus", "Received")
              .text("engagementSource", "WhatsApp")
              .number("mediaCount", 0)
              .text("journeyCustomerId", id("journey"))
              .text("journeyCustomerIdType", "cookie");
        }
        members.text("messageType", "whatsapp").text("provider", "PureCloud Messaging");
        break;
      case Media::callback: {
        const std::string number(plant("PHONE", phone.e164(), phone.e164(), "callbackNumbers"));
        members.texts("callbackNumbers", {number})
            .time("callbackScheduledTime", outline_.alerting)
            .text("callbackUserName", name("callbackUserName"))
            .text("provider", "PureCloud Callback");
        if (of_customer) members.flag("skipEnabled", false).number("timeoutSeconds", 30);
        break;
      }
      default:
        members.text("provider", "PureCloud Webchat v2");
        if (of_customer) members.text("roomId", id("room") + "@conference.example.org");
        break;
    }
    members.text("direction", "inbound").text("mediaType", to_string(outline_.media));
    if (outline_.media != Media::callback) members.text("remote", name("remote"));
    return members;
  }

  Segment segment(TimePoint from, TimePoint to, std::string_view type, bool queued) {
    Segment made{.start = from, .end = to, .type = type, .members = object()};
    if (queued) made.members.text("queueId", world_.queue_id(outline_.queue));
    if (outline_.media == Media::email) {
      plant("PERSON", cast_.customer.full(), cast_.customer.full(), "segments.subject");
      made.members.text("subject", subject_);
    }
    return made;
  }

  Participant customer() {
    Participant participant{.purpose = "customer", .members = object()};
    participant.members.text("externalContactId", id("contact"))
        .text("participantId", id("participant/customer"));
    if (outline_.media == Media::email) {
      participant.members.text("participantName",
                               conversation_.plants.plant("EMAIL", cast_.customer.email, cast_.customer.email,
                                                          "participants.participantName"));
    } else {
      participant.members.text("participantName", conversation_.plants.plant("PERSON", cast_.customer.full(),
                                                                             cast_.customer.full(),
                                                                             "participants.participantName"));
    }
    Session session{.id = id("session/customer"), .members = session_members(true)};
    session.metrics = {{outline_.start, "nConnected", 1}};
    session.segments.push_back(segment(outline_.start, outline_.talked, "interact", false));
    session.segments.back().closing.text("disconnectType", "client");
    participant.sessions.push_back(std::move(session));
    add_attributes(world_, cast_, conversation_, participant);
    return participant;
  }

  Participant queue() {
    Participant participant{.purpose = "acd", .members = object()};
    participant.members.text("participantId", id("participant/acd"))
        .text("participantName", World::queue_name(outline_.queue));
    Session session{.id = id("session/acd"), .members = session_members(false)};
    session.members.text("peerId", id("session/customer"));
    session.metrics = {{outline_.queued, "nOffered", 1},
                       {outline_.alerting, "tAcd", ms_between(outline_.queued, outline_.alerting)}};
    session.segments = {segment(outline_.queued, outline_.alerting, "delay", true),
                        segment(outline_.alerting, outline_.answered, "interact", true)};
    session.segments.back().closing.text("disconnectType", "transfer");
    participant.sessions.push_back(std::move(session));
    return participant;
  }

  Participant agent() {
    Participant participant{.purpose = "agent", .members = object()};
    participant.members.text("participantId", id("participant/agent"))
        .text("participantName", conversation_.plants.plant("PERSON", cast_.agent.name, cast_.agent.name,
                                                            "participants.participantName"))
        .text("userId", cast_.agent.user_id)
        .text("teamId", cast_.agent.team_id);
    Session session{.id = id("session/agent"), .members = session_members(false)};
    session.members.text("peerId", id("session/customer"));
    const std::int64_t talk = ms_between(outline_.answered, outline_.talked);
    session.metrics = {{outline_.answered, "tAlert", ms_between(outline_.alerting, outline_.answered)},
                       {outline_.answered, "tAnswered", ms_between(outline_.queued, outline_.answered)},
                       {outline_.talked, "tTalk", talk},
                       {outline_.end, "tAcw", ms_between(outline_.talked, outline_.end)},
                       {outline_.end, "tHandle", talk + ms_between(outline_.talked, outline_.end)}};
    session.segments = {segment(outline_.alerting, outline_.answered, "alert", true),
                        segment(outline_.answered, outline_.talked, "interact", true),
                        segment(outline_.talked, outline_.end, "wrapup", true)};
    session.segments[1].closing.text("disconnectType", "client");
    session.segments[2].closing.text("wrapUpCode", world_.id(dice_.below(12), "wrapup"));
    participant.sessions.push_back(std::move(session));
    return participant;
  }

  const World& world_;
  const Cast& cast_;
  Conversation& conversation_;
  const Outline& outline_;
  Escapes escapes_;
  Dice dice_;
  std::string subject_;
};

}  // namespace

void add_digital_participants(const World& world, const Cast& cast, Conversation& conversation) {
  DigitalBuilder(world, cast, conversation).build();
}

}  // namespace offhook::sim
