#include "sim/content/spoken.h"

#include <algorithm>
#include <array>

namespace offhook::sim {

namespace {

constexpr std::array<std::string_view, 20> kSmall{"zero",    "one",     "two",       "three",    "four",
                                                  "five",    "six",     "seven",     "eight",    "nine",
                                                  "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                                  "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens{"",      "",      "twenty",  "thirty", "forty",
                                                 "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 20> kOrdinals{
    "",           "first",     "second",    "third",       "fourth",     "fifth",     "sixth",
    "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",   "thirteenth",
    "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};

std::string ordinal(int day) {
  if (day < 20) return std::string(kOrdinals[static_cast<std::size_t>(day)]);
  if (day == 20) return "twentieth";
  if (day == 30) return "thirtieth";
  return (day < 30 ? "twenty " : "thirty ") + std::string(kOrdinals[static_cast<std::size_t>(day % 10)]);
}

}  // namespace

std::string say_digits(std::string_view digits, Dice& dice) {
  const bool oh = dice.chance(700);
  const bool doubles = dice.chance(200);
  std::string words;
  for (std::size_t at = 0; at < digits.size();) {
    if (!words.empty()) words += ' ';
    const auto digit = static_cast<std::size_t>(digits[at] - '0');
    const std::string_view word = digit == 0 && oh ? "oh" : kSmall[digit];
    std::size_t run = 1;
    while (at + run < digits.size() && digits[at + run] == digits[at]) ++run;
    if (doubles && run >= 2) {
      words += run >= 3 ? "triple " : "double ";
      at += std::min<std::size_t>(run, 3);
    } else {
      ++at;
    }
    words += word;
  }
  return words;
}

std::string say_email(std::string_view email) {
  std::string words;
  bool glue = true;  // the next letter continues a word
  for (const char c : email) {
    std::string_view word;
    switch (c) {
      case '.':
        word = "dot";
        break;
      case '@':
        word = "at";
        break;
      case '_':
        word = "underscore";
        break;
      case '-':
        word = "dash";
        break;
      case '+':
        word = "plus";
        break;
      default:
        if (c >= '0' && c <= '9') word = kSmall[static_cast<std::size_t>(c - '0')];
        break;
    }
    if (!words.empty() && (!word.empty() || !glue)) words += ' ';
    if (word.empty()) {
      words += c;
    } else {
      words += word;
    }
    glue = word.empty();
  }
  return words;
}

std::string say_number(int value) {
  if (value < 20) return std::string(kSmall[static_cast<std::size_t>(value)]);
  std::string words(kTens[static_cast<std::size_t>(value / 10)]);
  if (value % 10 != 0) words += " " + std::string(kSmall[static_cast<std::size_t>(value % 10)]);
  return words;
}

std::string_view month_name(int month) { return kMonths[static_cast<std::size_t>(month - 1)]; }

std::string say_date(int year, int month, int day) {
  std::string words = lower(month_name(month)) + " " + ordinal(day) + " " + say_number(year / 100) + " ";
  const int rest = year % 100;
  if (rest == 0) return words + "hundred";
  return words + (rest < 10 ? "oh " : "") + say_number(rest);
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string lower(std::string_view ascii) {
  std::string text(ascii);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace offhook::sim
