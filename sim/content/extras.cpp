#include "sim/content/extras.h"

#include "http/url.h"

namespace offhook::sim {

namespace {

class Extras {
 public:
  Extras(const World& world, const Cast& cast, Conversation& conversation)
      : world_(world),
        customer_(cast.customer),
        conversation_(conversation),
        outline_(conversation.outline),
        dice_(world.plan().seed, conversation.outline.index, "extras") {}

  void add() {
    of_conversation();
    after_the_end();
    for (Participant& participant : conversation_.participants) {
      of_participant(participant);
      for (Session& session : participant.sessions) {
        if (participant.purpose == "acd") of_queue(session.members);
        if (participant.purpose == "agent") of_agent(session.members);
        if (participant.purpose == "customer" || participant.purpose == "external")
          of_customer(session.members);
        for (Segment& segment : session.segments) of_segment(segment.members);
      }
    }
  }

 private:
  std::string id(std::string_view purpose) const { return world_.id(outline_.index, purpose); }
  JsonObject object() const { return JsonObject(conversation_.members.escapes()); }
  std::string plant(std::string_view kind, std::string_view value, std::string_view form,
                    std::string_view place) {
    return conversation_.plants.plant(kind, value, form, place);
  }

  void of_conversation() {
    JsonObject& members = conversation_.members;
    if (dice_.chance(60)) {
      members.texts("accessAttributes", {"vip"})
          .text("associatedConversationId", id("associated"))
          .texts("consultationConversationIds", {id("consultation")})
          .time("conferenceStart", outline_.answered)
          .texts("knowledgeBaseIds", {world_.id(0, "knowledge")});
    }
    if (outline_.media == Media::message) members.time("inactivityTimeout", outline_.talked);
    if (outline_.media != Media::voice) {
      members.flag("originatingSocialMediaPublic", false).flag("selfServed", dice_.chance(100));
    } else if (dice_.chance(50)) {
      members.text("conversationInitiator", "customer")
          .flag("customerParticipation", true)
          .flag("originatingSocialMediaPublic", false)
          .flag("selfServed", false);
    }
    if (dice_.chance(50)) unknown_summary();
  }

  // A member of a later release than any document.
  void unknown_summary() {
    const std::string place = "aiEngagement.summary";
    JsonObject engagement = object();
    const std::string summary =
        plant("PERSON", customer_.full(), customer_.full(), place) + " asked for a call back on " +
        plant("PHONE", customer_.phone.e164(), customer_.phone.written(1), place) + ".";
    engagement.real("score", 0.83).text("summary", summary).raw("model", R"({"name":"r2","revision":14})");
    conversation_.members.raw("aiEngagement", std::move(engagement).take());
  }

  void after_the_end() {
    if (dice_.chance(60)) {
      const std::string tag = "vip " + plant("PERSON", customer_.full(), customer_.full(), "externalTag");
      add_late(std::chrono::hours(30), [&](JsonObject& late) { late.text("externalTag", tag); });
    }
    if (dice_.chance(80)) {
      add_late(std::chrono::hours(50), [&](JsonObject& late) { late.raw("evaluations", evaluations()); });
    }
    if (dice_.chance(80)) {
      add_late(std::chrono::hours(5), [&](JsonObject& late) { late.raw("surveys", surveys()); });
    }
    if (dice_.chance(60)) {
      add_late(std::chrono::hours(100), [&](JsonObject& late) {
        JsonObject resolution;
        resolution.time("eventTime", outline_.end + std::chrono::hours(100))
            .text("queueId", world_.queue_id(outline_.queue))
            .text("userId", world_.agent(outline_.agent).user_id)
            .number("nNextContactAvoided", 1);
        late.raw("resolutions", JsonArray().add(std::move(resolution)).json());
      });
    }
  }

  template <class Write>
  void add_late(Milliseconds after, Write write) {
    Late late{.at = outline_.end + after, .members = object()};
    write(late.members);
    conversation_.late.push_back(std::move(late));
  }

  std::string evaluations() {
    JsonObject evaluation = object();
    evaluation.flag("assigneeApplicable", true)
        .text("assigneeId", world_.id(1, "user"))
        .text("calibrationId", id("calibration"))
        .text("contextId", world_.id(0, "evaluation-context"))
        .flag("deleted", false)
        .text("evaluationId", id("evaluation"))
        .text("evaluationStatus", "Finished")
        .text("evaluatorId", world_.id(2, "user"))
        .time("eventTime", outline_.end + std::chrono::hours(50))
        .text("formId", world_.id(0, "form"))
        .text("formName", "Courtesy and accuracy")
        .text("queueId", world_.queue_id(outline_.queue))
        .flag("released", true)
        .flag("rescored", false)
        .flag("systemSubmitted", false)
        .text("userId", world_.agent(outline_.agent).user_id)
        .number("oTotalCriticalScore", 100)
        .number("oTotalScore", dice_.between(40, 100));
    return JsonArray().add(std::move(evaluation)).json();
  }

  std::string surveys() {
    JsonObject survey = object();
    survey.time("eventTime", outline_.end + std::chrono::hours(5))
        .text("queueId", world_.queue_id(outline_.queue))
        .time("surveyCompletedDate", outline_.end + std::chrono::hours(5))
        .text("surveyFormContextId", world_.id(0, "survey-context"))
        .text("surveyFormId", world_.id(0, "survey-form"))
        .text("surveyFormName", "How did we do?")
        .text("surveyId", id("survey"))
        .flag("surveyPartialResponse", false)
        .number("surveyPromoterScore", dice_.between(0, 10))
        .text("surveyStatus", "Finished")
        .text("surveyType", "Web")
        .text("userId", world_.agent(outline_.agent).user_id)
        .number("oSurveyTotalScore", dice_.between(0, 100));
    return JsonArray().add(std::move(survey)).json();
  }

  void of_participant(Participant& participant) {
    if (participant.purpose == "agent" && dice_.chance(100)) {
      participant.members.flag("screenRecording", true);
    }
    if (participant.purpose != "customer") return;
    if (dice_.chance(100)) participant.members.text("externalOrganizationId", id("contact-organization"));
    if (dice_.chance(30)) participant.members.text("flaggedReason", "general");
    if (dice_.chance(50)) participant.members.raw("externalContacts", external_contacts());
  }

  // Not in any type, seen in captured answers: a contact as the address book has it. The line is a number.
  std::string external_contacts() {
    const std::string place = "participants.externalContacts";
    JsonObject contact = object();
    contact.text("id", id("contact"))
        .text("firstName", plant("PERSON", customer_.full(), customer_.given, place))
        .text("lastName", plant("PERSON", customer_.full(), customer_.family, place))
        .text("workEmail", plant("EMAIL", customer_.email, customer_.email, place))
        .raw("line", plant("PHONE", customer_.phone.e164(), customer_.phone.digits(), place));
    return JsonArray().add(std::move(contact)).json();
  }

  void of_queue(JsonObject& members) {
    if (!dice_.chance(150)) return;
    JsonObject group, proposed;
    group.text("agentGroupId", world_.id(3, "group")).text("agentGroupType", "Team");
    proposed.number("agentRank", 1).text("proposedAgentId", world_.agent(outline_.agent).user_id);
    members.texts("activeSkillIds", {world_.id(0, "skill"), world_.id(1, "skill")})
        .texts("removedSkillIds", {world_.id(2, "skill")})
        .number("agentBullseyeRing", 2)
        .number("routingRing", 2)
        .text("routingRule", world_.id(0, "rule"))
        .text("routingRuleType", "Bullseye")
        .text("skillExpressionId", world_.id(0, "expression"))
        .number("selectedAgentRank", 1)
        .raw("eligibleAgentCounts", "[12,4]")
        .raw("waitingInteractionCounts", "[0,3]")
        .text("flowOutType", "inqueuecall")
        .raw("agentGroups", JsonArray().add(std::move(group)).json())
        .raw("proposedAgents", JsonArray().add(std::move(proposed)).json());
  }

  void of_agent(JsonObject& members) {
    if (dice_.chance(100)) {
      members.flag("acwSkipped", false)
          .flag("agentOwned", true)
          .text("agentAssistantId", world_.id(0, "assistant"))
          .text("assignerId", world_.id(5, "user"))
          .text("scriptId", world_.id(outline_.queue, "script"))
          .text("mediaBridgeId", id("bridge"));
    }
    if (dice_.chance(40)) {
      members.text("bargedParticipantId", id("participant/barged"))
          .text("coachedParticipantId", id("participant/coached"))
          .text("monitoredParticipantId", id("participant/monitored"))
          .text("screenMonitoredUserId", world_.id(6, "user"))
          .flag("sharingScreen", true)
          .flag("cleared", false);
    }
    if (dice_.chance(40)) {
      const std::string address = world_.id(outline_.agent, "room") + "@conference.example.org";
      members.text("screenShareAddressSelf", address)
          .text("screenShareRoomId", id("screen"))
          .text("videoAddressSelf", address)
          .text("videoRoomId", id("video"))
          .text("cobrowseRole", "controller")
          .text("cobrowseRoomId", id("cobrowse"));
    }
  }

  void of_customer(JsonObject& members) {
    if (outline_.media == Media::voice) {
      of_caller(members);
      return;
    }
    if (outline_.media == Media::email && dice_.chance(200)) {
      members.texts("bcc", {plant("EMAIL", customer_.email, customer_.email, "participants.sessions.bcc")});
    }
    if (outline_.media == Media::message && dice_.chance(200)) {
      members.flag("authenticated", true)
          .flag("deliveryPushed", true)
          .time("deliveryStatusChangeDate", outline_.answered)
          .text("extendedDeliveryStatus", "delivered to handset");
    }
    if (dice_.chance(100)) {
      members.text("journeyActionId", id("journey-action"))
          .text("journeyActionMapId", world_.id(0, "journey-map"))
          .number("journeyActionMapVersion", 3)
          .text("journeyCustomerSessionId", plant("EMAIL", customer_.email, customer_.email,
                                                  "participants.sessions.journeyCustomerSessionId"))
          .text("journeyCustomerSessionIdType", "web");
    }
  }

  void of_caller(JsonObject& members) {
    if (dice_.chance(150)) {
      // An address as a SIP URI: the user part is percent-encoded.
      const std::string user = http::percent_encode(customer_.email);
      plant("EMAIL", customer_.email, user, "participants.sessions.destinationAddresses");
      plant("PHONE", customer_.phone.e164(), customer_.phone.digits(),
            "participants.sessions.destinationAddresses");
      members.texts("destinationAddresses", {"sip:" + user + "@203.0.113.77:5061;transport=tls",
                                             "sip:" + customer_.phone.digits() + "@198.51.100.7;user=phone"});
    }
    if (dice_.chance(60)) {
      members.time("detectedSpeechStart", outline_.answered)
          .time("detectedSpeechEnd", outline_.talked)
          .text("dispositionAnalyzer", "amd")
          .text("dispositionName", "disposition.classification.callable.person")
          .text("errorCodeDescription", "The far end did not answer in time")
          .flag("snippetRecording", false);
    }
    if (outline_.outbound) {
      members.text("outboundCampaignId", world_.id(0, "campaign"))
          .text("outboundContactId", id("outbound-contact"))
          .text("outboundContactListId", world_.id(0, "contact-list"));
    }
    if (dice_.chance(50)) {
      JsonObject identity = object();
      identity
          .text("displayName",
                plant("PERSON", customer_.full(), customer_.full(), "participants.sessions.callerIdentity"))
          .raw("line", plant("PHONE", customer_.phone.e164(), customer_.phone.digits(),
                             "participants.sessions.callerIdentity"));
      members.raw("callerIdentity", std::move(identity).take());
    }
  }

  void of_segment(JsonObject& members) {
    if (dice_.chance(20)) {
      members.flag("audioMuted", false)
          .flag("videoMuted", true)
          .text("errorCode", "error.ininedgecontrol.connection.station.invalid")
          .text("groupId", world_.id(3, "group"))
          .raw("q850ResponseCodes", "[16]")
          .raw("sipResponseCodes", "[200]");
    }
    if (dice_.chance(20)) {
      JsonObject scored;
      scored.number("agentScore", 87).text("scoredAgentId", world_.agent(outline_.agent).user_id);
      members.text("requestedLanguageId", world_.id(0, "language"))
          .texts("requestedRoutingSkillIds", {world_.id(0, "skill")})
          .texts("requestedRoutingUserIds", {world_.agent(outline_.agent).user_id})
          .raw("scoredAgents", JsonArray().add(std::move(scored)).json());
    }
    if (dice_.chance(15)) {
      members.text("sourceConversationId", id("source-conversation"))
          .text("sourceSessionId", id("source-session"))
          .text("destinationConversationId", id("destination-conversation"))
          .text("destinationSessionId", id("destination-session"));
    }
    if (dice_.chance(25)) {
      const std::string place = "participants.sessions.segments.properties";
      JsonObject property = object();
      property.text("property", "customer.email")
          .text("propertyType", "string")
          .text("value", plant("EMAIL", customer_.email, customer_.email, place));
      members.raw("properties", JsonArray().add(std::move(property)).json())
          .texts("wrapUpTags", {"callback", plant("PERSON", customer_.full(), customer_.full(),
                                                  "participants.sessions.segments.wrapUpTags")});
    }
  }

  const World& world_;
  const Person& customer_;
  Conversation& conversation_;
  const Outline& outline_;
  Dice dice_;
};

}  // namespace

void add_extras(const World& world, const Cast& cast, Conversation& conversation) {
  Extras(world, cast, conversation).add();
}

}  // namespace offhook::sim
