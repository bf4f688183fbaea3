// What can go wrong between the program and the outside, by name: each fault strikes one request.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "sim/content/dice.h"
#include "test/sim/simulated_world.h"

namespace offhook::test {

// What a request is for.
enum class Call {
  login,
  availability,
  submit,
  status,
  results,
  links,  // of transcripts
  media,
  query,  // totals and ids, as a second opinion
  by_id,
  bucket,  // what the gate asks, and listings
  create_upload,
  upload_part,
  list_parts,
  complete_upload,
  abort_upload,
  put,
  get,
  head,
  other,
};
[[nodiscard]] Call call_of(const http::ServerRequest& request);

struct NetworkFault {
  std::string_view name;
  std::vector<Call> calls;  // that it can strike
  unsigned in_a_row = 1;    // so many calls at most
  // Serves the request with the fault; nothing where it cannot strike this one.
  std::function<std::optional<http::ServerResponse>(SimulatedWorld&, const http::ServerRequest&, sim::Dice&)>
      strike;
};

[[nodiscard]] const std::vector<NetworkFault>& network_faults();
// Those of the questions that a slice is reconciled with. Drawn apart: they are few in a life, and its last.
[[nodiscard]] const std::vector<NetworkFault>& second_opinion_faults();

}  // namespace offhook::test
