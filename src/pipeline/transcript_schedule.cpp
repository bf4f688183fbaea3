#include "pipeline/transcript_schedule.h"

#include <algorithm>
#include <cstdint>

namespace offhook::pipeline {
namespace {

using std::chrono::hours;

constexpr hours kAges[] = {hours(6), hours(24), hours(48), hours(96)};

// Of 1,000, the same for the same id everywhere (FNV-1a).
int share(std::string_view id) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char byte : id) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211u;
  return static_cast<int>(hash % 1000);
}

Milliseconds with_spread(Milliseconds age, std::string_view id) { return age + age * share(id) / 10'000; }

}  // namespace

TimePoint next_ask(std::optional<TimePoint> ended, TimePoint now, std::string_view communication,
                   std::chrono::days give_up) {
  if (!ended) return now + with_spread(hours(24), communication);
  for (const hours age : kAges) {
    const TimePoint at = *ended + with_spread(age, communication);
    if (at > now && age < give_up) return at;
  }
  return std::max(last_look(*ended, communication, give_up),
                  now + with_spread(give_up, communication) - give_up + Milliseconds(1));
}

// Later than the last moment, so that this answer settles it.
TimePoint last_look(TimePoint ended, std::string_view communication, std::chrono::days give_up) {
  return ended + with_spread(give_up, communication) + Milliseconds(1);
}

}  // namespace offhook::pipeline
