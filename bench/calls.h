// Conversations in array form (a bare array, transcripts inline as strings), made up: every name and number
// is fictitious. A given share of the utterances holds personal data, in as many spellings as people use.
#pragma once

#include <string>

#include "base/random.h"

namespace offhook::bench {

inline std::string plain_utterance(Random& random) {
  static constexpr const char* kUtterances[] = {
      "thank you for calling how can i help you today",
      "yes i was wondering about the delivery it has not come and it should have been here on tuesday",
      "let me have a look at that for you it will just take a moment",
      "okay so what i can see here is that the parcel left the warehouse in the morning",
      "i really do not understand why nobody told me about this the last time that i called",
      "i am sorry to hear that and i will make sure that somebody looks into it right away",
      "is there anything else that i can help you with",
      "no that would be everything thanks a lot for your help and have a nice day",
      "the order is from the week before and the tracking page says that it is on its way",
      "so you would like to change the plan from the basic one to the family one is that right",
      "we can offer you a refund or we can send another one whichever is better for you",
      "it makes this noise when i switch it on and then the light on the left goes red",
      "right and did you try to take out the battery and put it back in again",
      "your order 88-20417 was sent in two parcels, the second one arrives on 12 March at 3:30 pm",
      "the invoice says 49.90 but on the page it was 39.90 plus 5 percent for the shipping",
  };
  return kUtterances[random.below(std::size(kUtterances))];
}

inline std::string personal_utterance(Random& random) {
  static constexpr const char* kDigits[] = {"zero", "one", "two",   "three", "four",
                                            "five", "six", "seven", "eight", "nine"};
  std::string digits;
  std::string spoken;
  for (int i = 0; i < 10; ++i) {
    const auto digit = i == 0 ? 2 + random.below(8) : i == 3 ? 5 : random.below(10);
    digits += static_cast<char>('0' + digit);
    spoken += std::string(i ? " " : "") + kDigits[digit];
  }
  switch (random.below(6)) {
    case 0:
      return "my number is " + spoken;
    case 1:
      return "you can reach me at " + digits.substr(0, 3) + "-" + digits.substr(3, 3) + "-" +
             digits.substr(6);
    case 2:
      return "it is dana" + digits.substr(0, 3) + "@example.com";
    case 3:
      return "my email is dana dot example at example dot com";
    case 4:
      return "the card is 4111 1111 1111 1111 and it expires in twelve twenty eight";
    default:
      return "my name is dana example and my social is 219-09-" + digits.substr(6);
  }
}

inline std::string conversation(Random& random, int percent) {
  std::string json =
      R"({"conversationId":")" + random.uuid() +
      R"(","conversationStart":"2026-03-10T14:00:05.101Z","conversationEnd":"2026-03-10T14:09:42.266Z",)"
      R"("originatingDirection":"inbound","divisionIds":[")" +
      random.uuid() + R"("],"participants":[)";
  for (const auto* purpose : {"customer", "agent"}) {
    json +=
        std::string(json.ends_with('[') ? "" : ",") + R"({"participantId":")" + random.uuid() +
        R"(","purpose":")" + purpose + R"(","sessions":[{"sessionId":")" + random.uuid() +
        R"(","mediaType":"voice","direction":"inbound","provider":"Edge","recording":true,"metrics":[)"
        R"({"emitDate":"2026-03-10T14:00:05.120Z","name":"nConnected","value":1},)"
        R"({"emitDate":"2026-03-10T14:09:12.151Z","name":"tConnected","value":547031}],"segments":[)"
        R"({"segmentStart":"2026-03-10T14:00:05.101Z","segmentEnd":"2026-03-10T14:00:05.120Z","segmentType":"system","conference":false},)"
        R"({"segmentStart":"2026-03-10T14:00:05.120Z","segmentEnd":"2026-03-10T14:09:12.151Z","segmentType":"interact","conference":false,"disconnectType":"endpoint","queueId":")" +
        random.uuid() + R"("}]}]})";
  }
  json += R"(],"transcripts":[)";
  const auto utterances = 6 + random.below(20);
  for (std::uint64_t i = 0; i < utterances; ++i)
    json += std::string(i ? "," : "") + '"' +
            (random.below(100) < static_cast<std::uint64_t>(percent) ? personal_utterance(random)
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
