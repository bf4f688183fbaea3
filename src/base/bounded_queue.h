// BoundedQueue: hands items from some threads to others, bounded in items and in bytes.
//
// push() waits while the queue is full and pop() while it is empty; both end early when `stop` is requested.
// An item larger than the byte bound is let in when the queue is empty, so that it cannot block for ever.
// Any thread may call any member; each item goes to exactly one pop().
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace offhook {

template <class T>
class BoundedQueue {
 public:
  BoundedQueue(std::size_t max_items, std::size_t max_bytes) : max_items_(max_items), max_bytes_(max_bytes) {}

  // False when the queue is closed or `stop` was requested; the item is then dropped.
  bool push(T item, std::size_t bytes, std::stop_token stop = {}) {
    std::unique_lock lock(mutex_);
    const bool admitted = not_full_.wait(lock, stop, [&] { return closed_ || fits(bytes); });
    if (!admitted || closed_) return false;
    items_.emplace_back(std::move(item), bytes);
    bytes_ += bytes;
    lock.unlock();
    not_empty_.notify_one();
    return true;
  }

  // Nothing when the queue is closed and empty, or `stop` was requested.
  std::optional<T> pop(std::stop_token stop = {}) {
    std::unique_lock lock(mutex_);
    const bool ready = not_empty_.wait(lock, stop, [&] { return closed_ || !items_.empty(); });
    if (!ready || items_.empty()) return std::nullopt;
    auto [item, bytes] = std::move(items_.front());
    items_.pop_front();
    bytes_ -= bytes;
    lock.unlock();
    not_full_.notify_all();
    return std::move(item);
  }

  // No more pushes; what is queued can still be popped.
  void close() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    not_full_.notify_all();
    not_empty_.notify_all();
  }

  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return items_.size();
  }
  [[nodiscard]] std::size_t size_bytes() const {
    const std::scoped_lock lock(mutex_);
    return bytes_;
  }

 private:
  [[nodiscard]] bool fits(std::size_t bytes) const {
    return items_.empty() || (items_.size() < max_items_ && bytes_ + bytes <= max_bytes_);
  }

  const std::size_t max_items_;
  const std::size_t max_bytes_;
  mutable std::mutex mutex_;
  std::condition_variable_any not_full_;
  std::condition_variable_any not_empty_;
  std::deque<std::pair<T, std::size_t>> items_;
  std::size_t bytes_ = 0;
  bool closed_ = false;
};

}  // namespace offhook
