#include "redact/schema.h"

#include <bit>

#include "base/check.h"

namespace offhook::redact {
namespace {

struct Entry {
  std::string_view path;  // `a,b` stands for both
  Field field;
};

// AnalyticsConversation and the transcript file, as the platform's SDKs and the speech and text analytics
// schema describe them. Personal are: phone and SIP addresses, e-mail and messaging addresses, names, free
// text, and ids that name a person elsewhere.
constexpr Entry kEntries[] = {
    {"id,conversationId,conversationStart,conversationEnd,conferenceStart,inactivityTimeout", Field::keep},
    {"originatingDirection,conversationInitiator,associatedConversationId,mediaStatsMinConversationMos,"
     "mediaStatsMinConversationRFactor",
     Field::keep},
    {"divisionIds[],accessAttributes[],knowledgeBaseIds[],consultationConversationIds[]", Field::keep},
    {"evaluations[].evaluationId,evaluationStatus,formId,contextId,queueId,userId,evaluatorId,assigneeId,"
     "calibrationId,eventTime,oTotalScore,oTotalCriticalScore",
     Field::keep},
    {"surveys[].surveyId,surveyFormId,surveyFormContextId,surveyStatus,surveyType,surveyPromoterScore,"
     "surveyCompletedDate,eventTime,queueId,userId,oSurveyTotalScore",
     Field::keep},
    {"resolutions[].eventTime,queueId,userId,nNextContactAvoided", Field::keep},

    {"participants[].participantId,userId,teamId,externalOrganizationId,flaggedReason", Field::keep},
    {"participants[].externalContactId", Field::person_id},
    {"participants[].purpose,participantPurpose", Field::party_purpose},
    {"participants[].participantName,name", Field::party_name},
    {"participants[].attributes.*", Field::attribute},
    {"participants[].ani,dnis,to,from,address,email", Field::address},
    {"participants[].remote", Field::display_name},
    {"participants[].queueId,flowId,flowVersion,divisionId,initialDirection,messageType,startTimeMs,"
     "endTimeMs",
     Field::keep},

    {"participants[].sessions[].ani,dnis,sessionDnis,addressFrom,addressTo,addressOther,addressSelf,"
     "screenShareAddressSelf,videoAddressSelf",
     Field::address},
    {"participants[].sessions[].cc[],bcc[],callbackNumbers[],destinationAddresses[]", Field::address},
    {"participants[].sessions[].remote,remoteNameDisplayable,callbackUserName", Field::display_name},
    {"participants[].sessions[].protocolCallId", Field::call_id},
    {"participants[].sessions[].journeyCustomerId", Field::person_id},
    {"participants[].sessions[].sessionId,peerId,mediaType,direction,journeyCustomerIdType,"
     "journeyCustomerSessionId,journeyCustomerSessionIdType,outboundContactId,outboundContactListId,"
     "outboundCampaignId,selectedAgentId,assignerId,screenMonitoredUserId,monitoredParticipantId,"
     "coachedParticipantId,bargedParticipantId,agentAssistantId,callbackScheduledTime,"
     "deliveryStatusChangeDate,detectedSpeechStart,detectedSpeechEnd,deliveryStatus,messageType,"
     "engagementSource,provider,edgeId,scriptId,skillExpressionId,roomId,cobrowseRoomId,videoRoomId,"
     "screenShareRoomId,mediaBridgeId,cobrowseRole,flowInType,flowOutType,dispositionAnalyzer,routingRule,"
     "routingRuleType,usedRouting,journeyActionId,journeyActionMapId,journeyActionMapVersion,"
     "agentBullseyeRing,mediaCount,routingRing,selectedAgentRank,timeoutSeconds,recording",
     Field::keep},
    {"participants[].sessions[].requestedRoutings[],activeSkillIds[],removedSkillIds[],"
     "eligibleAgentCounts[],waitingInteractionCounts[]",
     Field::keep},
    {"participants[].sessions[].agentGroups[].agentGroupId,agentGroupType", Field::keep},
    {"participants[].sessions[].proposedAgents[].proposedAgentId,agentRank", Field::keep},

    {"participants[].sessions[].segments[].segmentStart,segmentEnd,segmentType,disconnectType,queueId,"
     "groupId,"
     "conference,wrapUpCode,requestedLanguageId,sourceConversationId,sourceSessionId,"
     "destinationConversationId,"
     "destinationSessionId",
     Field::keep},
    {"participants[].sessions[].segments[].requestedRoutingSkillIds[],requestedRoutingUserIds[],"
     "sipResponseCodes[],q850ResponseCodes[]",
     Field::keep},
    {"participants[].sessions[].segments[].scoredAgents[].scoredAgentId,agentScore", Field::keep},
    {"participants[].sessions[].segments[].subject,wrapUpNote,errorCode,wrapUpTags[]", Field::scan},
    {"participants[].sessions[].segments[].properties[].propertyType", Field::keep},
    {"participants[].sessions[].segments[].properties[].property,value", Field::scan},

    {"participants[].sessions[].flow.flowId,flowName,flowVersion,flowType,entryType,exitReason,"
     "startingLanguage,endingLanguage,recognitionFailureReason,transferType",
     Field::keep},
    {"participants[].sessions[].flow.entryReason,transferTargetAddress", Field::address},
    {"participants[].sessions[].flow.transferTargetName", Field::maybe_name},
    {"participants[].sessions[].flow.outcomes[].flowOutcome,flowOutcomeId,flowOutcomeValue,"
     "flowOutcomeStartTimestamp,flowOutcomeEndTimestamp",
     Field::keep},
    {"participants[].sessions[].metrics[].emitDate,name,value", Field::keep},
    {"participants[].sessions[].mediaEndpointStats[].eventTime,discardedPackets,duplicatePackets,"
     "invalidPackets,overrunPackets,underrunPackets,receivedPackets,maxLatencyMs,minMos,minRFactor",
     Field::keep},
    {"participants[].sessions[].mediaEndpointStats[].codecs[]", Field::keep},

    {"organizationId,communicationId,recordingId,mediaType,conversationStartTime,startTime,handleTime,"
     "conversationDuration,uri",
     Field::keep},
    {"duration.milliseconds,words,chars", Field::keep},
    {"transcripts[]", Field::script},
    {"transcripts[].transcriptId,language,programId,engineId,engineProvider,startTime,messageType",
     Field::keep},
    {"transcripts[].features[]", Field::keep},
    {"transcripts[].duration.milliseconds,words,chars", Field::keep},
    {"transcripts[].phrases[].participantPurpose", Field::speaker},
    {"transcripts[].phrases[].text", Field::utterance},
    {"transcripts[].phrases[].decoratedText", Field::decorated},
    {"transcripts[].phrases[].stability,confidence,phraseIndex,type,startTimeMs", Field::keep},
    {"transcripts[].phrases[].offset.words,chars", Field::keep},
    {"transcripts[].phrases[].duration.milliseconds,words,chars", Field::keep},
    {"transcripts[].phrases[].words[].word", Field::word},
    {"transcripts[].phrases[].words[].confidence,startTimeMs", Field::keep},
    {"transcripts[].phrases[].words[].offset.words,chars", Field::keep},
    {"transcripts[].phrases[].words[].duration.milliseconds,words,chars", Field::keep},
    {"transcripts[].phrases[].decoratedWords[].word", Field::decorated_word},
    {"transcripts[].phrases[].decoratedWords[].confidence,startTimeMs", Field::keep},
    {"transcripts[].phrases[].decoratedWords[].offset.words,chars", Field::keep},
    {"transcripts[].phrases[].decoratedWords[].duration.milliseconds,words,chars", Field::keep},
    {"transcripts[].phrases[].alternatives[].text", Field::alternative},
    {"transcripts[].phrases[].alternatives[].confidence,startTimeMs", Field::keep},
    {"transcripts[].phrases[].alternatives[].offset.words,chars", Field::keep},
    {"transcripts[].phrases[].alternatives[].duration.milliseconds,words,chars", Field::keep},
    {"transcripts[].phrases[].alternatives[].words[].word", Field::alternative_word},
    {"transcripts[].phrases[].alternatives[].words[].confidence,startTimeMs", Field::keep},
    {"transcripts[].phrases[].alternatives[].words[].offset.words,chars", Field::keep},
    {"transcripts[].phrases[].alternatives[].words[].duration.milliseconds,words,chars", Field::keep},
    {"transcripts[].analytics.sentiment[].phrase", Field::echo},
    {"transcripts[].analytics.sentiment[].participant,phraseIndex,sentiment,startTimeMs,type", Field::keep},
    {"transcripts[].analytics.sentiment[].offset.words,chars", Field::keep},
    {"transcripts[].analytics.sentiment[].duration.milliseconds,words,chars", Field::keep},
    {"transcripts[].analytics.topics[].topicPhrase,transcriptPhrase", Field::echo},
    {"transcripts[].analytics.topics[].participant,topicId,topicName,confidence,startTimeMs,type",
     Field::keep},
    {"transcripts[].analytics.topics[].offset.words,chars", Field::keep},
    {"transcripts[].analytics.topics[].duration.milliseconds,words,chars", Field::keep},
    {"transcripts[].analytics.acoustics[].eventType,offsetMs,startTimeMs,durationMs,participant",
     Field::keep},
    {"transcripts[].analytics.acoustic[].eventType,offsetMs,startTimeMs,durationMs,participant", Field::keep},

    {"text", Field::utterance},
    {"turns[].role", Field::speaker},
    {"turns[].text", Field::utterance},
};

Field field_of(FieldAction action) {
  switch (action) {
    case FieldAction::keep:
      return Field::keep;
    case FieldAction::tokenise:
      return Field::tokenise;
    case FieldAction::drop:
      return Field::drop;
    case FieldAction::scan:
      return Field::scan;
  }
  return Field::scan;
}

}  // namespace

Schema::Node* Schema::add(std::string_view path, Field field) {
  Node* node = root_.get();
  while (!path.empty()) {
    const std::size_t end = path.find('.');
    std::string_view step = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end + 1);
    if (end != std::string_view::npos && path.empty()) return nullptr;
    int arrays = 0;
    for (; step.ends_with("[]"); ++arrays) step.remove_suffix(2);
    if (step.empty()) return nullptr;
    auto& child = step == "*" ? node->any_member : node->members[std::string(step)];
    if (!child) child = std::make_unique<Node>();
    node = child.get();
    for (; arrays > 0; --arrays) {
      if (!node->item) node->item = std::make_unique<Node>();
      node = node->item.get();
    }
  }
  if (node == root_.get()) return nullptr;
  node->field = field;
  return node;
}

void Schema::tabulate(Node& node) {
  node.number = nodes_++;
  node.known.reserve(node.members.size());
  if (!node.members.empty()) node.table.resize(std::bit_ceil(2 * node.members.size()));
  for (const auto& [name, below] : node.members) {
    const Member& member = node.known.emplace_back(name, node.known.size(), *below);
    const std::size_t last = node.table.size() - 1;
    std::size_t i = member.key.hash() & last;
    while (node.table[i] != nullptr) i = (i + 1) & last;
    node.table[i] = &member;
    tabulate(*below);
  }
  for (Node* below : {node.any_member.get(), node.item.get()})
    if (below != nullptr) tabulate(*below);
}

Result<Schema> Schema::build(const Policy& policy) {
  Schema schema;
  for (const auto& [paths, field] : kEntries) {
    const std::size_t dot = paths.rfind('.');
    const std::string parent(dot == std::string_view::npos ? std::string_view{} : paths.substr(0, dot + 1));
    std::string_view names = paths.substr(parent.size());
    while (!names.empty()) {
      const std::size_t comma = std::min(names.find(','), names.size());
      Node* node = schema.add(parent + std::string(names.substr(0, comma)), field);
      check(node != nullptr, "the built-in paths are valid");
      node->subtree = field == Field::attribute;
      names.remove_prefix(std::min(comma + 1, names.size()));
    }
  }
  for (const auto& rule : policy.fields) {
    // An attribute that is scanned is known to the rest of the conversation all the same.
    const bool attribute =
        rule.action == FieldAction::scan && rule.path.starts_with("participants[].attributes.");
    Node* node = schema.add(rule.path, attribute ? Field::attribute : field_of(rule.action));
    if (node == nullptr)
      return fail(ErrorClass::permanent, "policy.invalid",
                  "policy: `" + rule.path + "` is no path such as participants[].attributes.tier");
    node->subtree = true;
  }
  schema.tabulate(*schema.root_);
  return schema;
}

}  // namespace offhook::redact
