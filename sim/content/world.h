// World: which conversations an organisation has, without holding any. Everything is a function of the plan
// and an index, and indexes are in order of conversationStart.
//
// Immutable; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace offhook::sim {

struct Plan {
  std::uint64_t conversations = 200;
  std::uint64_t seed = 1;
  TimePoint from{};  // conversations start in [from, from + days)
  int days = 1;
};

enum class Media { voice, chat, email, message, callback };

[[nodiscard]] std::string_view to_string(Media media);

// What is known of a conversation before it is written out.
struct Outline {
  std::uint64_t index = 0;
  std::string id;
  Media media = Media::voice;
  bool outbound = false;
  std::optional<std::size_t> real_call;  // index into real_calls()
  TimePoint start{};
  TimePoint queued{};        // voice: the menu ends, the queue begins
  TimePoint alerting{};      // an agent is found
  TimePoint answered{};      // voice: the recording begins
  TimePoint talked{};        // the customer's leg ends
  TimePoint end{};           // after-call work ends: conversationEnd
  bool transferred = false;  // voice: a second agent takes over
  TimePoint handed_over{};
  bool consulted = false;  // voice: somebody outside is asked while the customer holds
  TimePoint consult_from{};
  TimePoint consult_to{};
  std::size_t queue = 0;
  std::size_t division = 0;
  std::size_t agent = 0;
  std::size_t second_agent = 0;
};

struct Agent {
  std::string name;
  std::string user_id;
  std::string team_id;
};

class World {
 public:
  explicit World(Plan plan);

  [[nodiscard]] const Plan& plan() const { return plan_; }
  [[nodiscard]] std::uint64_t size() const { return plan_.conversations; }
  [[nodiscard]] TimePoint end() const { return plan_.from + std::chrono::days(plan_.days); }
  [[nodiscard]] TimePoint start_of(std::uint64_t index) const;
  [[nodiscard]] Outline outline(std::uint64_t index) const;
  [[nodiscard]] std::optional<std::uint64_t> find(std::string_view conversation_id) const;
  // The first index whose conversation starts at `time` or later.
  [[nodiscard]] std::uint64_t first_from(TimePoint time) const;

  [[nodiscard]] std::string id(std::uint64_t index, std::string_view purpose) const;
  [[nodiscard]] std::string organization_id() const { return id(0, "organization"); }
  [[nodiscard]] std::string queue_id(std::size_t queue) const { return id(queue, "queue"); }
  [[nodiscard]] static std::string_view queue_name(std::size_t queue);
  [[nodiscard]] std::string division_id(std::size_t division) const { return id(division, "division"); }
  [[nodiscard]] Agent agent(std::size_t agent) const;

 private:
  Plan plan_;
};

}  // namespace offhook::sim
