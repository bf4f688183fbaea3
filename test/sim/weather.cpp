#include "test/sim/weather.h"

#include <fmt/format.h>

#include "test/sim/full_disk.h"

namespace offhook::test {
namespace {

// About how many such calls a life makes: a fault that waits for more of them would rarely strike.
std::uint64_t calls_of_a_life(Call call, std::uint64_t conversations) {
  switch (call) {
    case Call::results:
      return 1 + conversations / 5;
    case Call::links:
    case Call::media:
      return 1 + conversations / 2;
    case Call::bucket:
      return 8;
    case Call::create_upload:
    case Call::upload_part:
    case Call::complete_upload:
    case Call::head:
    case Call::status:
      return 2;
    case Call::put:
      return 3;
    default:
      return 1;
  }
}

// Requests and transactions of a life, likewise.
std::uint64_t steps_of_a_life(std::uint64_t conversations) { return 100 + 6 * conversations; }

}  // namespace

Weather::Weather(SimulatedWorld& world, sim::Dice dice, sim::Dice apart, Hits& hits)
    : world_(world), dice_(dice), apart_(apart), hits_(hits) {
  draw_network();
  draw_second_opinion();
  draw_disk();
  draw_death();
  draw_events();
}

Weather::~Weather() {
  if (const std::uint64_t failed = FullDisk::free()) hits_["disk_full"] += failed;
  if (world_.mortality.died()) ++hits_["death"];
  world_.mortality.live_until(Mortality::kNever);
  world_.notifier.trouble = [](SimulatedNotifier::Moment) { return Result<void>(); };
}

void Weather::draw_network() {
  const std::uint64_t conversations = world_.org.world().size();
  for (std::uint64_t number = dice_.below(6); number > 0; --number) {
    Front front;
    front.fault = &dice_.pick(network_faults());
    front.call = dice_.pick(front.fault->calls);
    front.skip = dice_.below(calls_of_a_life(front.call, conversations));
    front.times = 1 + dice_.below(front.fault->in_a_row);
    front.dice = &dice_;
    forecast_ += fmt::format(" {}(call {}, after {}, times {})", front.fault->name,
                             static_cast<int>(front.call), front.skip, front.times);
    fronts_.push_back(front);
  }
}

void Weather::draw_second_opinion() {
  if (!apart_.chance(400)) return;
  Front front;
  front.fault = &apart_.pick(second_opinion_faults());
  front.call = apart_.pick(front.fault->calls);
  front.skip = apart_.below(2);
  front.times = 1 + apart_.below(front.fault->in_a_row);
  front.dice = &apart_;
  forecast_ += fmt::format(" {}(call {}, after {}, times {})", front.fault->name,
                           static_cast<int>(front.call), front.skip, front.times);
  fronts_.push_back(front);
}

void Weather::draw_disk() {
  if (!dice_.chance(150)) return;
  const std::uint64_t spare = dice_.below(200), failing = 1 + dice_.below(3);
  forecast_ += fmt::format(" disk_full(after {} writes, {} fail)", spare, failing);
  FullDisk::fill(world_.disk.path(), spare, failing);
}

void Weather::draw_death() {
  if (!dice_.chance(600)) return;
  const std::uint64_t step = dice_.below(steps_of_a_life(world_.org.world().size()));
  forecast_ += fmt::format(" death(at step {})", step);
  world_.mortality.live_until(step);
}

void Weather::draw_events() {
  if (!dice_.chance(250)) return;
  const bool lost = dice_.chance(500);
  const std::uint64_t times = 1 + dice_.below(5);
  forecast_ += fmt::format(" {}(times {})", lost ? "event_answer_lost" : "event_refused", times);
  const auto moment = lost ? SimulatedNotifier::Moment::after : SimulatedNotifier::Moment::before;
  world_.notifier.trouble = [this, moment, lost, left = times](SimulatedNotifier::Moment now) mutable {
    if (now != moment || left == 0) return Result<void>();
    --left;
    ++hits_[lost ? "event_answer_lost" : "event_refused"];
    return Result<void>(fail(ErrorClass::retryable, "test.event", "the receiver is in trouble"));
  };
}

http::ServerResponse Weather::serve(const http::ServerRequest& request) {
  const Call call = call_of(request);
  Front* striking = nullptr;
  for (Front& front : fronts_) {
    if (front.call != call || front.times == 0) continue;
    if (front.skip > 0)
      --front.skip;
    else if (!striking)
      striking = &front;
  }
  if (striking) {
    if (auto answer = striking->fault->strike(world_, request, *striking->dice)) {
      --striking->times;
      ++hits_[std::string(striking->fault->name)];
      return std::move(*answer);
    }
  }
  return world_.route(request);
}

}  // namespace offhook::test
