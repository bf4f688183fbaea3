#include "pipeline/delivery_schedule.h"

#include <algorithm>
#include <array>

namespace offhook::pipeline {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<Milliseconds, 9> kSchedule = {seconds(5), minutes(5), minutes(30), hours(2), hours(5),
                                                   hours(10),  hours(14),  hours(20),   hours(24)};

}  // namespace

Milliseconds delivery_delay(int attempts, Random& random) {
  const auto index = static_cast<std::size_t>(std::max(1, attempts) - 1);
  const Milliseconds delay = kSchedule[std::min(index, kSchedule.size() - 1)];
  return delay - Milliseconds(static_cast<Milliseconds::rep>(random.unit() * 0.1 *
                                                             static_cast<double>(delay.count())));
}

}  // namespace offhook::pipeline
