// Conversations in array form (a bare array, transcripts inline as strings), made up: every name and number
// is fictitious.
//
// Sizes are those of conversations as the detail job was seen to give them, 7 to 22 kB of metadata each, 14
// on average, with calls of 40 to 160 utterances: 36 % of the bytes are what was said. A given share of the
// utterances holds personal data.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "base/random.h"
#include "bench/calls.h"

namespace offhook::bench {

// JSON of members, without the braces around them.
class Metadata {
 public:
  explicit Metadata(Random& random) : random_(random) {
    static constexpr auto kGiven = std::to_array<std::string_view>(
        {"Dana", "Rosa", "Peter", "Ingrid", "Samuel", "Yusuf", "Carla", "Tomas", "Helen", "Victor"});
    static constexpr auto kFamily = std::to_array<std::string_view>(
        {"Example", "Okafor", "Lindgren", "Whitfield", "Moreno", "Petrov", "Hathaway", "Castellanos"});
    customer_ = std::string(pick(random, kGiven)) + " " + std::string(pick(random, kFamily));
    ani_ = "+1415555" + number(random, 4);
  }

  [[nodiscard]] const std::string& customer() const { return customer_; }

  [[nodiscard]] std::string members() {
    std::string json = R"("conversationId":)" + id() + R"(,"conversationStart":)" + time() +
                       R"(,"conversationEnd":)" + time() + R"(,"divisionIds":[)" + id() +
                       R"(],"mediaStatsMinConversationMos":4.6129,"mediaStatsMinConversationRFactor":89.4)"
                       R"(,"originatingDirection":"inbound","participants":[)" +
                       caller() + "," + menu();
    for (auto left = 1 + random_.below(4); left > 0; --left) json += "," + queue() + "," + agent();
    return json + "]";
  }

 private:
  [[nodiscard]] std::string id() { return '"' + random_.uuid() + '"'; }
  [[nodiscard]] std::string time() {
    return R"("2026-03-10T14:0)" + number(random_, 1) + ":1" + number(random_, 1) + "." + number(random_, 3) +
           R"(Z")";
  }

  [[nodiscard]] std::string metrics(std::span<const std::string_view> names) {
    std::string json = R"("metrics":[)";
    for (const auto name : names)
      json += std::string(json.ends_with('[') ? "" : ",") + R"({"emitDate":)" + time() + R"(,"name":")" +
              std::string(name) + R"(","value":)" + number(random_, 5) + "}";
    return json + "]";
  }

  [[nodiscard]] std::string segments(std::span<const std::string_view> types, bool queued) {
    std::string json = R"("segments":[)";
    for (const auto type : types)
      json +=
          std::string(json.ends_with('[') ? "" : ",") + R"({"segmentStart":)" + time() + R"(,"segmentEnd":)" +
          time() + (queued ? R"(,"queueId":)" + id() : std::string()) + R"(,"segmentType":")" +
          std::string(type) + R"(","conference":false)" +
          (type == "wrapup" ? R"(,"wrapUpCode":)" + id() + R"(,"wrapUpNote":"refund sent, customer content")"
                            : R"(,"disconnectType":"transfer")") +
          "}";
    return json + "]";
  }

  // Open: what it returns goes on with members of the session.
  [[nodiscard]] std::string participant(std::string_view purpose, std::string_view name,
                                        const std::string& ids = {}) {
    return R"({"participantId":)" + id() + R"(,"participantName":")" + std::string(name) +
           R"(","purpose":")" + std::string(purpose) + '"' + ids + R"(,"sessions":[{"sessionId":)" + id() +
           R"(,"ani":"tel:)" + ani_ +
           R"(","dnis":"tel:+18005550199","direction":"inbound","mediaType":"voice","provider":"Edge",)";
  }

  [[nodiscard]] std::string caller() {
    static constexpr auto kMetrics = std::to_array<std::string_view>({"nConnected", "tConnected"});
    static constexpr auto kSegments = std::to_array<std::string_view>({"system", "interact"});
    return participant("customer", customer_) + R"("recording":true,"edgeId":)" + id() + R"(,"remote":")" +
           ani_ + R"(","remoteNameDisplayable":")" + customer_ +
           R"(","requestedRoutings":["Standard"],"selectedAgentId":)" + id() +
           R"(,"usedRouting":"Standard","mediaEndpointStats":[{"codecs":["audio/opus"],"discardedPackets":4,)" +
           R"("eventTime":)" + time() +
           R"(,"maxLatencyMs":62,"minMos":4.6129,"minRFactor":89.4,"receivedPackets":)" + number(random_, 5) +
           "}]," + metrics(kMetrics) + "," + segments(kSegments, false) +
           R"(}],"attributes":{"ivr.menu":"billing","verified":"true","scriptId":)" + id() +
           R"(,"accountTier":"Gold","customerEmail":"dana)" + number(random_, 3) + R"(@example.com"}})";
  }

  [[nodiscard]] std::string menu() {
    static constexpr auto kMetrics = std::to_array<std::string_view>({"nFlow", "tFlow", "tFlowOut", "tIvr"});
    static constexpr auto kSegments = std::to_array<std::string_view>({"ivr"});
    return participant("ivr", "Main menu") + R"("peerId":)" + id() +
           R"(,"flow":{"endingLanguage":"en-us","entryReason":"tel:+18005550199","entryType":"dnis",)"
           R"("exitReason":"TRANSFER","flowId":)" +
           id() +
           R"(,"flowName":"Main menu","flowType":"INBOUNDCALL","flowVersion":"27.0","startingLanguage":"en-us",)"
           R"("transferTargetAddress":)" +
           id() + R"(,"transferTargetName":"Support","transferType":"ACD","outcomes":[{"flowOutcomeId":)" +
           id() + R"(,"flowOutcomeValue":"SUCCESS","flowOutcomeStartTimestamp":)" + time() +
           R"(,"flowOutcomeEndTimestamp":)" + time() + "}]}," + metrics(kMetrics) + "," +
           segments(kSegments, false) + "}]}";
  }

  [[nodiscard]] std::string queue() {
    static constexpr auto kMetrics = std::to_array<std::string_view>({"nOffered", "oServiceLevel", "tAcd"});
    static constexpr auto kSegments = std::to_array<std::string_view>({"delay", "interact"});
    return participant("acd", "Support") + R"("flowInType":"ivr","peerId":)" + id() + R"(,"remote":")" +
           customer_ + R"(",)" + metrics(kMetrics) + "," + segments(kSegments, true) + "}]}";
  }

  [[nodiscard]] std::string agent() {
    static constexpr auto kMetrics =
        std::to_array<std::string_view>({"tAlert", "tAnswered", "nTransferred", "tHeld", "tHeldComplete",
                                         "tTalk", "tTalkComplete", "tAcw", "tHandle"});
    static constexpr auto kSegments = std::to_array<std::string_view>(
        {"alert", "interact", "hold", "interact", "hold", "interact", "hold", "interact", "wrapup"});
    return participant("agent", "Robin Agent", R"(,"userId":)" + id() + R"(,"teamId":)" + id()) +
           R"("peerId":)" + id() + R"(,"remote":")" + customer_ +
           R"(","requestedRoutings":["Standard"],"usedRouting":"Standard",)" + metrics(kMetrics) + "," +
           segments(kSegments, true) + "}]}";
  }

  Random& random_;
  std::string customer_;
  std::string ani_;
};

inline std::string conversation(Random& random, int percent) {
  Metadata metadata(random);
  std::string json = "{" + metadata.members() + R"(,"transcripts":[)";
  const auto utterances = 40 + random.below(121);
  for (std::uint64_t i = 0; i < utterances; ++i)
    json += std::string(i ? "," : "") + '"' +
            (random.below(100) < static_cast<std::uint64_t>(percent)
                 ? personal_utterance(random, metadata.customer())
                 : plain_utterance(random)) +
            '"';
  return json + "]}";
}

// A bare array of at least `size` bytes.
inline std::string array_form(std::size_t size, int percent) {
  SeededRandom random(7);
  std::string body = "[" + conversation(random, percent);
  while (body.size() < size) body += "," + conversation(random, percent);
  return body + "]";
}

}  // namespace offhook::bench
