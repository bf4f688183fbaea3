// Bodies as Genesys Cloud sends them, made up: every name and number is fictitious.
#pragma once

#include <string>

#include "base/random.h"

namespace offhook::bench {

inline std::string sentence(Random& random) {
  static constexpr const char* kWords[] = {"thank",  "you",   "for",  "calling", "my",     "order", "has",
                                           "not",    "come",  "yet",  "could",   "please", "check", "the",
                                           "status", "again", "sure", "one",     "moment", "what",  "is"};
  std::string text = "so";
  for (auto left = 4 + random.below(16); left > 0; --left)
    text += std::string(" ") + kWords[random.below(std::size(kWords))];
  return text;
}

// A transcript whose phrases come as text alone, or with each word by itself (small values, deep nesting).
inline std::string transcript(Random& random, bool with_words) {
  std::string json =
      R"({"conversationId":")" + random.uuid() + R"(","mediaType":"call","transcripts":[{"phrases":[)";
  for (int phrase = 0; phrase < 40; ++phrase) {
    const std::string text = sentence(random);
    json += std::string(phrase ? "," : "") + R"({"text":")" + text +
            R"(","confidence":0.93,"startTimeMs":1773151277620,"duration":{"milliseconds":1710})";
    if (with_words) {
      json += R"(,"words":[)";
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        json += std::string(at ? "," : "") + R"({"word":")" + text.substr(at, end - at) +
                R"(","confidence":0.99,"startTimeMs":1773151277620,"duration":{"milliseconds":180}})";
        at = end + 1;
      }
      json += "]";
    }
    json += R"(,"participantPurpose":"external"})";
  }
  return json + "]}]}";
}

// `{"conversations":[...],"cursor":"..."}` of at least `size` bytes.
inline std::string page(std::size_t size, bool with_words) {
  SeededRandom random(1);
  std::string body = R"({"conversations":[)" + transcript(random, with_words);
  while (body.size() < size) body += "," + transcript(random, with_words);
  return body + R"(],"cursor":"eyJ"})";
}

}  // namespace offhook::bench
