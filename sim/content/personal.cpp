#include "sim/content/personal.h"

#include <array>

#include "sim/content/spoken.h"

namespace offhook::sim {

namespace {

std::string random_digits(Dice& dice, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + dice.below(10));
  return text;
}

std::string two(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

struct Place {
  std::string_view town;
  std::string_view state;
  std::string_view said_state;
  std::string_view zip;
};

constexpr std::array<Place, 6> kPlaces{{{"Springfield", "IL", "illinois", "62704"},
                                        {"Forest Ranch", "CA", "california", "95942"},
                                        {"Salem", "OR", "oregon", "97301"},
                                        {"Franklin", "TN", "tennessee", "37064"},
                                        {"Georgetown", "TX", "texas", "78626"},
                                        {"Clinton", "IA", "iowa", "52732"}}};
constexpr std::array<std::string_view, 8> kStreets{"Maple", "Second", "Lakeview", "Church",
                                                   "Elm",   "Mill",   "Highland", "Washington"};

}  // namespace

Personal make_email(const Person& person) {
  return {"EMAIL", person.email, person.email, say_email(person.email)};
}

Personal make_card(Dice& dice) {
  std::string number = "424242" + random_digits(dice, 9);
  int sum = 0;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const int digit = (number[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  number += static_cast<char>('0' + (10 - sum % 10) % 10);
  std::string written;
  for (std::size_t at = 0; at < 16; at += 4) written += (at > 0 ? " " : "") + number.substr(at, 4);
  return {"CARD", number, written, say_digits(number, dice)};
}

Personal make_ssn(Dice& dice) {
  const std::string area = std::to_string(dice.between(667, 772));
  const std::string group = std::to_string(dice.between(11, 88));
  const std::string serial = std::to_string(dice.between(1001, 9899));
  const std::string digits = area + group + serial;
  return {"SSN", digits, area + "-" + group + "-" + serial, say_digits(digits, dice)};
}

Personal make_birth_date(Dice& dice) {
  const int year = static_cast<int>(dice.between(1935, 1999));
  const int month = static_cast<int>(dice.between(1, 12));
  const int day = static_cast<int>(dice.between(1, 28));
  return {"DOB", std::to_string(year) + "-" + two(month) + "-" + two(day),
          std::string(month_name(month)) + " " + std::to_string(day) + ", " + std::to_string(year),
          say_date(year, month, day)};
}

Personal make_address(Dice& dice) {
  const int number = static_cast<int>(dice.between(11, 99));
  const std::string street(dice.pick(kStreets));
  const Place& place = dice.pick(kPlaces);
  const std::string zip(place.zip);
  const std::string written = std::to_string(number) + " " + street + " Street, " + std::string(place.town) +
                              ", " + std::string(place.state) + " " + zip;
  const std::string spoken = say_number(number) + " " + lower(street) + " street " + lower(place.town) + " " +
                             std::string(place.said_state) + " " + say_digits(zip, dice);
  return {"ADDRESS", written, written, spoken};
}

}  // namespace offhook::sim
