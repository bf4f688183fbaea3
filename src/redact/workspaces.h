// Workspaces: what the redaction of a conversation works in and leaves to the next one: memory that is warm,
// the order of members, and values that need not be searched again. What is found does not depend on it.
//
// Any thread may take one; each is used by one at a time. There are as many as were ever needed at once.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/mutex.h"
#include "redact/member_order.h"
#include "redact/quiet_values.h"

namespace offhook::redact {

struct Workspace {
  explicit Workspace(const Schema& schema) : memory(new std::byte[kMemory]), order(schema) {}

  // Enough for most conversations; what needs more takes it from the heap.
  static constexpr std::size_t kMemory = 128 << 10;
  std::unique_ptr<std::byte[]> memory;
  MemberOrder order;
  QuietValues quiet;
};

class Workspaces {
 public:
  // The schema outlives them.
  explicit Workspaces(const Schema& schema) : schema_(schema) {}

  // Gives it back when it goes. The workspaces outlive it.
  class Lease {
   public:
    explicit Lease(Workspaces& from) : from_(from), workspace_(from.take()) {}
    ~Lease() { from_.give_back(std::move(workspace_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] Workspace& operator*() { return *workspace_; }

   private:
    Workspaces& from_;
    std::unique_ptr<Workspace> workspace_;
  };

 private:
  [[nodiscard]] std::unique_ptr<Workspace> take();
  void give_back(std::unique_ptr<Workspace> workspace);

  const Schema& schema_;
  Mutex mutex_;
  std::vector<std::unique_ptr<Workspace>> idle_ GUARDED_BY(mutex_);
};

}  // namespace offhook::redact
