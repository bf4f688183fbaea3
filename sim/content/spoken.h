// How people say what is written: digits, addresses and dates as a recogniser writes them down.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/content/dice.h"

namespace offhook::sim {

// "three one seven five five five oh one four two"; now and then "double five" and "zero" for "oh".
[[nodiscard]] std::string say_digits(std::string_view digits, Dice& dice);

// "dana dot baker at example dot com".
[[nodiscard]] std::string say_email(std::string_view email);

// 0..99: "forty two".
[[nodiscard]] std::string say_number(int value);

// "march third nineteen eighty four".
[[nodiscard]] std::string say_date(int year, int month, int day);
[[nodiscard]] std::string_view month_name(int month);  // "March"

[[nodiscard]] std::vector<std::string> split_words(std::string_view text);
[[nodiscard]] std::string lower(std::string_view ascii);

}  // namespace offhook::sim
