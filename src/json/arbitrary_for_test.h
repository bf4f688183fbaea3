// Random JSON texts from a seed, for property tests: every grammar rule is used, blanks and escapes included.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace offhook::json {

class ArbitraryJson {
 public:
  explicit ArbitraryJson(std::uint64_t seed) : random_(seed) {}

  std::string value(int depth = 4) {
    switch (random_.below(depth > 0 ? 7 : 5)) {
      case 0:
        return "null";
      case 1:
        return pick({"true", "false"});
      case 2:
        return pick({"0", "-0", "7", "-12", "9007199254740991", "0.5", "-1.25e+3", "1E-2", "4155550132"});
      case 3:
      case 4:
        return string();
      case 5:
        return array(depth);
      default:
        return object(depth);
    }
  }

  std::string array(int depth) {
    std::string text = "[";
    const auto size = random_.below(5);
    for (std::uint64_t i = 0; i < size; ++i) text += (i ? "," : "") + blank() + value(depth - 1) + blank();
    return text + (size ? "" : blank()) + "]";
  }

  std::string object(int depth) {
    std::string text = "{";
    const auto size = random_.below(5);
    for (std::uint64_t i = 0; i < size; ++i) {
      std::string name = string();
      name.insert(1, std::to_string(i));  // no duplicates
      text += (i ? "," : "") + blank() + name + blank() + ":" + blank() + value(depth - 1) + blank();
    }
    return text + (size ? "" : blank()) + "}";
  }

  std::string string() {
    std::string text = "\"";
    const auto size = random_.below(6);
    for (std::uint64_t i = 0; i < size; ++i)
      text += pick({"a",
                    "plain words",
                    "\\\"",
                    "\\\\",
                    "\\/",
                    "\\n",
                    "\\b\\f\\r\\t",
                    "\\u0000",
                    "\\u00e9",
                    "\\ud83d\\uDE00",
                    "\\u20ac",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\u00e9",
                    "\u20ac",
                    "\U0001F600",
                    "\u007f",
                    "5555 0132"});
    return text + "\"";
  }

  std::string blank() { return pick({"", "", "", " ", "\n", "\t\r\n "}); }

  std::string pick(std::initializer_list<std::string_view> choices) {
    return std::string(choices.begin()[random_.below(choices.size())]);
  }

  // One byte changed, added or lost.
  std::string damage(std::string text) {
    constexpr std::string_view kBytes = "\"\\{}[]:,0-.eEtfn u\x01\x1f\x80\xc3\xed\xa0\xf4\xff";
    const auto at = static_cast<std::size_t>(random_.below(text.size() + 1));
    const char byte = kBytes[random_.below(kBytes.size())];
    switch (random_.below(3)) {
      case 0:
        text.insert(at, 1, byte);
        break;
      case 1:
        text.erase(at, 1);
        break;
      default:
        if (at < text.size()) text[at] = byte;
    }
    return text;
  }

  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

 private:
  SeededRandom random_;
};

}  // namespace offhook::json
