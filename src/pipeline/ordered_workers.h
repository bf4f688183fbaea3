// OrderedWorkers runs a function over items on n threads and hands the results back in the order of
// submission.
//
// What is in flight (queued, running, or done and not yet taken) is bounded in items and bytes: submit()
// waits. One thread submits, one takes. Destruction drops what was not taken.
#pragma once

#include <algorithm>
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
      : bounds_(bounds), thread_count_(std::max<std::size_t>(threads, 1)), work_(std::move(work)) {
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

  static constexpr std::size_t kBatch = 8;

  void run(std::stop_token stop) {
    for (;;) {
      std::unique_lock lock(mutex_);
      if (!work_ready_.wait(lock, stop, [&] { return !todo_.empty(); })) return;
      // Where much waits, several at once: handing over small items one by one would cost more than the work.
      const std::size_t fair = todo_.size() / (2 * thread_count_);
      std::vector<std::shared_ptr<Slot>> batch;
      do {
        batch.push_back(std::move(todo_.front()));
        todo_.pop_front();
      } while (batch.size() < std::min(fair, kBatch));
      lock.unlock();
      std::vector<Out> results;
      for (const auto& slot : batch) results.push_back(work_(std::move(*slot->input)));
      lock.lock();
      bool next = false;  // what take() waits for
      for (std::size_t i = 0; i < batch.size(); ++i) {
        batch[i]->input.reset();
        batch[i]->output.emplace(std::move(results[i]));
        next = next || (!order_.empty() && order_.front() == batch[i]);
      }
      lock.unlock();
      if (next) changed_.notify_one();
    }
  }

  const InFlightBounds bounds_;
  const std::size_t thread_count_;
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
