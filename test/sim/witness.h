// Witness stands between the program and the outside for a whole simulation: it sees every request and every
// answer, sums them up in a digest, and complains of what must never happen in between.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "crypto/sha256.h"
#include "test/sim/weather.h"

namespace offhook::test {

class Witness {
 public:
  Witness(SimulatedWorld& world, Hits& hits) : world_(world), hits_(hits) {}

  // Has the request served by `serve`, and remembers both.
  [[nodiscard]] http::ServerResponse watch(const http::ServerRequest& request,
                                           const http::ServerFunction& serve);
  void begin_life();

  // Two simulations with the same digest said and heard the same, byte by byte, at the same times.
  [[nodiscard]] std::string digest() const;
  [[nodiscard]] std::uint64_t requests() const { return requests_; }
  [[nodiscard]] std::uint64_t peak_bytes() const { return peak_bytes_; }
  // Every body that was sent to the store, by key.
  [[nodiscard]] const std::map<std::string, std::set<std::string>>& sent() const { return sent_; }
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

  std::function<void(const std::string&)> tell = [](const std::string&) {};  // each request, for people

 private:
  void before(const http::ServerRequest& request, Call call);
  void after(const http::ServerRequest& request, Call call, const http::ServerResponse& response);
  void note_memory();

  SimulatedWorld& world_;
  Hits& hits_;
  crypto::Sha256 sum_;
  std::uint64_t requests_ = 0;
  std::optional<TimePoint> not_before_;  // what the last 429 asked for
  std::uint64_t base_bytes_ = 0;
  std::uint64_t peak_bytes_ = 0;
  std::map<std::string, std::set<std::string>> sent_;
  std::vector<std::string> complaints_;
};

}  // namespace offhook::test
