#include "sim/content/transcript.h"

#include "sim/content/cast.h"
#include "sim/content/dialogue.h"

namespace offhook::sim {

namespace {

std::int64_t epoch_ms(TimePoint time) { return time.time_since_epoch().count(); }

std::string duration(std::int64_t milliseconds) {
  JsonObject object;
  object.number("milliseconds", milliseconds);
  return std::move(object).take();
}

std::string_view side(const Utterance& utterance) { return utterance.internal ? "internal" : "external"; }

// 60 to 99 %, the same for the same word at the same time.
int confidence_percent(const SpokenWord& word) {
  return static_cast<int>(60 + (hash(word.text) ^ static_cast<std::uint64_t>(word.offset_ms)) % 40);
}

// Most of a transcript are words: they are written without an object of their own.
void append_word(std::string& out, const SpokenWord& word, std::int64_t start_ms, Escapes escapes) {
  out += R"({"word":)";
  append_json_string(out, word.text, escapes);
  out += R"(,"confidence":0.)";
  append_json_number(out, confidence_percent(word));
  out += R"(,"startTimeMs":)";
  append_json_number(out, start_ms + word.offset_ms);
  out += R"(,"duration":{"milliseconds":)";
  append_json_number(out, word.duration_ms);
  out += "}}";
}

std::string phrase_json(const Utterance& utterance, std::int64_t index, std::int64_t start_ms,
                        Escapes escapes) {
  std::string words = "[";
  words.reserve(2 + utterance.words.size() * 110);
  for (const SpokenWord& word : utterance.words) {
    if (words.size() > 1) words += ',';
    append_word(words, word, start_ms, escapes);
  }
  words += ']';
  JsonObject phrase(escapes);
  phrase.text("text", utterance.text)
      .real("stability", 1.0)
      .real("confidence", confidence_percent(utterance.words.front()) / 100.0)
      .number("startTimeMs", start_ms + utterance.offset_ms())
      .raw("duration", duration(utterance.end_ms() - utterance.offset_ms()))
      .raw("words", words)
      .text("participantPurpose", side(utterance))
      .text("decoratedText", utterance.decorated)
      .number("phraseIndex", index);
  return std::move(phrase).take();
}

// Sentiment of a few customer phrases and one topic: they repeat the phrase's text, so redaction must find
// them too.
std::string analytics_json(const World& world, const std::vector<Utterance>& utterances,
                           std::int64_t start_ms, Escapes escapes) {
  JsonArray sentiment, topics, acoustics;
  for (std::size_t i = 0; i < utterances.size(); ++i) {
    const Utterance& utterance = utterances[i];
    const std::int64_t at = start_ms + utterance.offset_ms();
    const std::int64_t length = utterance.end_ms() - utterance.offset_ms();
    if (!utterance.internal && i % 5 == 3) {
      JsonObject object(escapes);
      object.text("participant", "external")
          .text("phrase", utterance.text)
          .number("startTimeMs", at)
          .raw("duration", duration(length))
          .real("sentiment", static_cast<double>(hash(utterance.text) % 200) / 100.0 - 1.0)
          .number("phraseIndex", static_cast<std::int64_t>(i));
      sentiment.add(std::move(object));
    }
    if (topics.empty() && utterance.text.find("card") != std::string::npos) {
      JsonObject object(escapes);
      object.text("participant", side(utterance))
          .text("topicId", world.id(0, "topic"))
          .text("topicName", "Payment method")
          .text("topicPhrase", "card")
          .text("transcriptPhrase", utterance.text)
          .real("confidence", 87.5)
          .number("startTimeMs", at)
          .raw("duration", duration(length));
      topics.add(std::move(object));
    }
    if (i > 0 && utterance.offset_ms() > utterances[i - 1].end_ms() + 1'000) {
      JsonObject object;
      object.text("eventType", "silence")
          .number("offsetMs", utterances[i - 1].end_ms())
          .number("startTimeMs", start_ms + utterances[i - 1].end_ms())
          .number("durationMs", utterance.offset_ms() - utterances[i - 1].end_ms())
          .text("participant", side(utterance));
      acoustics.add(std::move(object));
    }
  }
  JsonObject analytics;
  analytics.raw("sentiment", std::move(sentiment).take())
      .raw("topics", std::move(topics).take())
      .raw("acoustics", std::move(acoustics).take());
  return std::move(analytics).take();
}

std::string participants_json(const World& world, const Outline& outline, const Recording& recording,
                              Plants& plants) {
  const Cast cast = make_cast(world, outline, recording);
  const bool outbound = outline.outbound || recording.part == 2;
  const std::string tel = cast.customer.phone.tel();
  const std::string company = "tel:+18005550199";
  plants.plant("PHONE", cast.customer.phone.e164(), tel, "transcript.participants");
  const std::string& ani = outbound ? company : tel;
  const std::string& dnis = outbound ? tel : company;
  const std::string_view direction = outbound ? "outbound" : "inbound";
  JsonObject customer;
  customer.text("participantPurpose", outbound ? "external" : "customer")
      .text("initialDirection", direction)
      .text("ani", ani)
      .text("dnis", dnis)
      .text("queueId", world.queue_id(outline.queue))
      .text("divisionId", world.division_id(outline.division))
      .number("startTimeMs", epoch_ms(recording.part == 0 ? outline.start : recording.start))
      .number("endTimeMs", epoch_ms(recording.end));
  JsonObject agent;
  agent.text("participantPurpose", "agent")
      .text("userId", cast.agent.user_id)
      .text("teamId", cast.agent.team_id)
      .text("initialDirection", direction)
      .text("queueId", world.queue_id(outline.queue))
      .text("divisionId", world.division_id(outline.division))
      .text("ani", ani)
      .text("dnis", outbound
                        ? dnis
                        : "sip:" + world.id(outline.index, "station") + "@203.0.113.40:5060;transport=tcp")
      .number("startTimeMs", epoch_ms(recording.start))
      .number("endTimeMs", epoch_ms(recording.end));
  return JsonArray().add(std::move(customer)).add(std::move(agent)).json();
}

}  // namespace

std::string write_transcript(const World& world, const Outline& outline, const Recording& recording,
                             Plants& plants) {
  const Escapes escapes = escapes_of(world, outline);
  const std::vector<Utterance> utterances = make_dialogue(world, outline, recording, plants);
  const std::int64_t start_ms = epoch_ms(recording.start);
  const std::int64_t length_ms = ms_between(recording.start, recording.end);

  JsonArray phrases;
  std::int64_t index = 0;
  for (const Utterance& utterance : utterances) {
    phrases.raw(phrase_json(utterance, index++, start_ms, escapes));
  }
  JsonObject transcript(escapes);
  transcript.text("transcriptId", recording.transcript_id)
      .text("language", "en-us")
      .text("programId", world.id(0, "program"))
      .text("engineId", "r2d2")
      .number("startTime", start_ms)
      .raw("duration", duration(length_ms))
      .raw("phrases", std::move(phrases).take())
      .raw("analytics", analytics_json(world, utterances, start_ms, escapes));

  JsonObject file(escapes);
  file.text("organizationId", world.organization_id())
      .text("conversationId", outline.id)
      .text("communicationId", recording.communication_id)
      .text("recordingId", recording.id)
      .text("mediaType", "call")
      .number("conversationStartTime", epoch_ms(outline.start))
      .number("startTime", start_ms)
      .raw("duration", duration(length_ms))
      .raw("transcripts", JsonArray().add(std::move(transcript)).json())
      .raw("participants", participants_json(world, outline, recording, plants))
      .text("uri", "/transcript/v1/organizations/" + world.organization_id() + "/conversations/" +
                       outline.id + "/communications/" + recording.communication_id);
  return std::move(file).take();
}

}  // namespace offhook::sim
