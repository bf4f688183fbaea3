// What is said in calls, made up: every name and number is fictitious. Values come in as many spellings as
// people use.
//
// Utterances are put together from parts, so that hardly one comes twice: what is measured must not live on
// repetition. One plain utterance in twenty holds what only looks personal (orders, prices, times).
#pragma once

#include <array>
#include <string>

#include "base/random.h"

namespace offhook::bench {

template <std::size_t N>
inline std::string_view pick(Random& random, const std::array<std::string_view, N>& list) {
  return list[random.below(N)];
}

inline std::string number(Random& random, int digits) {
  std::string text(1, static_cast<char>('1' + random.below(9)));
  for (int i = 1; i < digits; ++i) text += static_cast<char>('0' + random.below(10));
  return text;
}

// Clauses of who, does, what and when, out of hundreds of words: no two sentences are alike.
inline std::string clause(Random& random) {
  static constexpr auto kDeterminer = std::to_array<std::string_view>(
      {"the", "my", "our", "your", "this", "that", "another", "the same", "some", "every", "any other"});
  static constexpr auto kAdjective = std::to_array<std::string_view>(
      {"new",     "broken",   "monthly",  "wrong",    "blue",     "regular", "missing",  "annual",
       "cheaper", "faulty",   "original", "smaller",  "damaged",  "weekly",  "heavy",    "wireless",
       "extra",   "previous", "basic",    "premium",  "upgraded", "current", "shared",   "temporary",
       "loud",    "standard", "local",    "outdated", "official", "slow",    "detailed", "promised"});
  static constexpr auto kNoun = std::to_array<std::string_view>(
      {"delivery", "subscription", "router",  "charge",     "refund",    "warehouse",    "discount",
       "contract", "machine",      "box",     "engineer",   "upgrade",   "website",      "driver",
       "cable",    "plan",         "battery", "parcel",     "letter",    "installation", "screen",
       "printer",  "branch",       "meter",   "heating",    "insurance", "repair",       "warranty",
       "shelf",    "sofa",         "kettle",  "dishwasher", "receipt",   "voucher",      "coupon",
       "network",  "signal",       "noise",   "button",     "light",     "manual",       "adapter",
       "deposit",  "statement",    "payment", "bill",       "tariff",    "lease",        "garden"});
  static constexpr auto kVerb = std::to_array<std::string_view>({"has not reached",
                                                                 "was supposed to replace",
                                                                 "keeps blocking",
                                                                 "should have cancelled",
                                                                 "did not fix",
                                                                 "is still waiting for",
                                                                 "was sent without",
                                                                 "looks different from",
                                                                 "came before",
                                                                 "never showed",
                                                                 "needs",
                                                                 "was mixed up with",
                                                                 "got lost with",
                                                                 "agreed to change",
                                                                 "turned out to need",
                                                                 "cannot be used with",
                                                                 "was ordered with",
                                                                 "has been returned with",
                                                                 "went through after",
                                                                 "stopped accepting",
                                                                 "explained",
                                                                 "belongs to",
                                                                 "arrived behind",
                                                                 "depends on"});
  static constexpr auto kWhen = std::to_array<std::string_view>(
      {"since the weekend",     "before the holidays",     "in the morning",      "when we tried again",
       "a couple of weeks ago", "as far as we understand", "after the update",    "until further notice",
       "which is annoying",     "for no obvious reason",   "on tuesday evening",  "like last time",
       "without any warning",   "because of the weather",  "as soon as possible", "at the moment",
       "during the storm",      "every other week",        "despite the notice",  "by mistake"});
  const auto thing = [&] {
    std::string text(pick(random, kDeterminer));
    if (random.below(2) == 0) text += " " + std::string(pick(random, kAdjective));
    return text + " " + std::string(pick(random, kNoun));
  };
  std::string text = thing() + " " + std::string(pick(random, kVerb)) + " " + thing();
  if (random.below(2) == 0) text += " " + std::string(pick(random, kWhen));
  return text;
}

inline std::string small_talk(Random& random) {
  static constexpr auto kOpen = std::to_array<std::string_view>({"so",
                                                                 "well",
                                                                 "okay so",
                                                                 "right and",
                                                                 "i mean",
                                                                 "yeah",
                                                                 "to be honest",
                                                                 "um",
                                                                 "alright",
                                                                 "as i said",
                                                                 "you know",
                                                                 "no",
                                                                 "i think",
                                                                 "let me see",
                                                                 "sorry",
                                                                 "i understand",
                                                                 "thank you",
                                                                 "yes",
                                                                 "but",
                                                                 "and",
                                                                 "just so you know",
                                                                 "it seems",
                                                                 "i heard that",
                                                                 "can you see if",
                                                                 "do you know why",
                                                                 "we can check if",
                                                                 "maybe"});
  static constexpr auto kLink =
      std::to_array<std::string_view>({" and ", " but ", " because ", " so that ", " while ", " although ",
                                       " which means that ", " unless "});
  if (random.below(6) == 0) return std::string(pick(random, kOpen));
  std::string text = std::string(pick(random, kOpen)) + " " + clause(random);
  if (random.below(3) == 0) text += std::string(pick(random, kLink)) + clause(random);
  return text;
}

inline std::string hard_negative(Random& random) {
  switch (random.below(4)) {
    case 0:
      return "your order " + number(random, 2) + "-" + number(random, 5) +
             " was sent in two parcels, the second one arrives on 12 March at 3:30 pm";
    case 1:
      return "the invoice says " + number(random, 2) + ".90 but on the page it was " + number(random, 2) +
             ".50 plus 5 percent for the shipping";
    case 2:
      return "it takes three to five working days and one of them may be a monday";
    default:
      return "we paid a hundred and twenty dollars for it two years ago";
  }
}

inline std::string plain_utterance(Random& random) {
  return random.below(20) == 0 ? hard_negative(random) : small_talk(random);
}

inline std::string personal_utterance(Random& random, std::string_view name) {
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
      return "my name is " + std::string(name) + " and my social is 219-09-" + digits.substr(6);
  }
}

}  // namespace offhook::bench
