// People of the simulated world: names of many cultures, and contact data from ranges reserved for fiction
// (NANP 555-01xx, Ofcom 7700 900xxx, Bundesnetzagentur 030 23125xxx, ARCEP 01 99 00 xx xx, ACMA 0491 57x;
// e-mail under RFC 2606 domains).
#pragma once

#include <string>

#include "sim/content/dice.h"

namespace offhook::sim {

struct Phone {
  std::string country = "1";  // calling code
  std::string national;       // significant digits
  std::string trunk;          // what a caller at home puts before them

  [[nodiscard]] std::string e164() const { return "+" + country + national; }
  [[nodiscard]] std::string digits() const { return country + national; }
  [[nodiscard]] std::string tel() const { return "tel:" + e164(); }
  [[nodiscard]] std::string at_home() const { return trunk + national; }
  // As people write it: five ways for NANP numbers, one for others.
  [[nodiscard]] std::string written(std::size_t style) const;
};

struct Person {
  std::string given;
  std::string family;
  std::string email;
  Phone phone;
  std::string said;  // the full name as an English recogniser writes it: lower case, ASCII
  [[nodiscard]] std::string full() const { return given + " " + family; }
};

[[nodiscard]] Person make_person(Dice& dice);
// A person of that name, with made-up contact data.
[[nodiscard]] Person make_person(std::string_view full_name, Dice& dice);
[[nodiscard]] Phone make_us_phone(Dice& dice);

}  // namespace offhook::sim
