// PlantedValues finds what must not be anywhere but in memory: the personal values that the simulator planted
// in a world's conversations, and the program's secrets.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "test/sim/simulated_world.h"

namespace offhook::test {

class PlantedValues {
 public:
  explicit PlantedValues(const SimulatedWorld& world);

  // What stands in the text, by kind; never the value.
  [[nodiscard]] std::vector<std::string> in(std::string_view text) const;
  [[nodiscard]] std::size_t size() const { return forms_.size(); }

 private:
  struct Form {
    std::string text;
    std::string kind;
  };
  void add(std::string text, std::string_view kind);

  std::unordered_multimap<std::uint32_t, Form> forms_;  // by their first four bytes
  std::bitset<1u << 16> begins_;                        // whether any begins with these two bytes
};

}  // namespace offhook::test
