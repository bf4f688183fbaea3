// One personal value in the forms in which it is planted.
#pragma once

#include <string>
#include <string_view>

#include "sim/content/dice.h"
#include "sim/content/person.h"

namespace offhook::sim {

struct Personal {
  std::string_view kind;  // as the redaction's kinds are named
  std::string value;      // canonical
  std::string written;
  std::string spoken;
};

[[nodiscard]] Personal make_email(const Person& person);
[[nodiscard]] Personal make_card(Dice& dice);  // of a card network's test range, valid check digit
[[nodiscard]] Personal make_ssn(Dice& dice);
[[nodiscard]] Personal make_birth_date(Dice& dice);
[[nodiscard]] Personal make_address(Dice& dice);

}  // namespace offhook::sim
