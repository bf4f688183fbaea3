// OrderedWorkers runs a function over items on n threads and hands the results back in the order of
// submission.
//
// What is in flight (queued, running, or done and not yet taken) is bounded in items and bytes: submit()
// waits. One thread submits, one takes. Destruction drops what was not taken.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace offhook::pipeline {

struct InFlightBounds {
  std::size_t items = 256;
  std::size_t bytes = 64u << 20;
};

template <class In, class Out>
class OrderedWorkers {
 public:
  OrderedWorkers(std::size_t threads, InFlightBounds bounds, std::function<Out(In)> work)
      : bounds_(bounds), work_(std::move(work)) {
    for (std::size_t i = 0; i < threads; ++i)
      threads_.emplace_back([this](std::stop_token stop) { run(stop); });
  }

  ~OrderedWorkers() {
    for (std::jthread& thread : threads_) thread.request_stop();
    work_ready_.notify_all();
  }

  // False when `stop` was requested while waiting for room.
  bool submit(In item, std::size_t bytes, std::stop_token stop = {}) {
    std::unique_lock lock(mutex_);
    const auto fits = [&] {
      return order_.empty() || (order_.size() < bounds_.items && bytes_ + bytes <= bounds_.bytes);
    };
    if (!room_.wait(lock, stop, fits)) return false;
    auto slot = std::make_shared<Slot>();
    slot->input.emplace(std::move(item));
    slot->bytes = bytes;
    bytes_ += bytes;
    order_.push_back(slot);
    todo_.push_back(std::move(slot));
    lock.unlock();
    work_ready_.notify_one();
    return true;
  }

  // No more submissions; take() then ends with nothing.
  void close() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }

  // The next result in order; nothing at the end, or when `stop` was requested.
  std::optional<Out> take(std::stop_token stop = {}) {
    std::unique_lock lock(mutex_);
    const auto ready = [&] { return order_.empty() ? closed_ : order_.front()->output.has_value(); };
    if (!changed_.wait(lock, stop, ready) || order_.empty()) return std::nullopt;
    const std::shared_ptr<Slot> slot = std::move(order_.front());
    order_.pop_front();
    bytes_ -= slot->bytes;
    lock.unlock();
    room_.notify_one();
    return std::move(slot->output);
  }

 private:
  struct Slot {
    std::optional<In> input;
    std::optional<Out> output;  // written under mutex_
    std::size_t bytes = 0;
  };

  void run(std::stop_token stop) {
    for (;;) {
      std::unique_lock lock(mutex_);
      if (!work_ready_.wait(lock, stop, [&] { return !todo_.empty(); })) return;
      const std::shared_ptr<Slot> slot = std::move(todo_.front());
      todo_.pop_front();
      lock.unlock();
      Out result = work_(std::move(*slot->input));
      lock.lock();
      slot->input.reset();
      slot->output.emplace(std::move(result));
      const bool next = !order_.empty() && order_.front() == slot;  // what take() waits for
      lock.unlock();
      if (next) changed_.notify_one();
    }
  }

  const InFlightBounds bounds_;
  const std::function<Out(In)> work_;
  std::mutex mutex_;
  std::condition_variable_any room_;
  std::condition_variable_any work_ready_;
  std::condition_variable_any changed_;
  std::deque<std::shared_ptr<Slot>> order_;
  std::deque<std::shared_ptr<Slot>> todo_;
  std::size_t bytes_ = 0;
  bool closed_ = false;
  std::vector<std::jthread> threads_;  // last: joined before what it uses goes
};

}  // namespace offhook::pipeline
