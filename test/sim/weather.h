// Weather: all that goes wrong during one life of the program, drawn from dice.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "test/sim/network_faults.h"

namespace offhook::test {

using Hits = std::map<std::string, std::uint64_t, std::less<>>;  // by fault, how often it struck

class Weather {
 public:
  // Draws, and lets it come over the world: until the destructor its network, disk, notifier and mortality
  // are troubled. Strikes are counted in `hits`.
  // `apart`: the second opinion's own dice, so that the rest of a seed is what it was without.
  Weather(SimulatedWorld& world, sim::Dice dice, sim::Dice apart, Hits& hits);
  ~Weather();
  Weather(const Weather&) = delete;
  Weather& operator=(const Weather&) = delete;

  // What was drawn, for people.
  [[nodiscard]] const std::string& forecast() const { return forecast_; }
  // The next answer of the outside to this request.
  [[nodiscard]] http::ServerResponse serve(const http::ServerRequest& request);

 private:
  struct Front {
    const NetworkFault* fault = nullptr;
    Call call{};
    std::uint64_t skip = 0;  // calls that pass before
    std::uint64_t times = 0;
    sim::Dice* dice = nullptr;
  };
  void draw_network();
  void draw_second_opinion();
  void draw_disk();
  void draw_death();
  void draw_events();

  SimulatedWorld& world_;
  sim::Dice dice_, apart_;
  Hits& hits_;
  std::string forecast_;
  std::vector<Front> fronts_;
};

}  // namespace offhook::test
