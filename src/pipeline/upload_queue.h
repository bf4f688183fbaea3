// UploadQueue uploads sealed objects beside the reading of a slice, one after the other, on a thread of its
// own.
//
// submit(), wait_for_room() and finish() are for one thread, the slice's. After the first failure nothing
// more is uploaded; that Error comes back from every later call. What was not uploaded stays in the spool and
// the ledger.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "pipeline/uploader.h"

namespace offhook::pipeline {

class UploadQueue {
 public:
  // Without a thread submit() uploads before it returns.
  UploadQueue(Uploader& uploader, const Clock& clock, Tally& tally, bool threaded, std::stop_token stop);
  ~UploadQueue();

  [[nodiscard]] Result<void> submit(model::ObjectRow object, archive::Seal figures);
  // Returns when an upload has finished since the last call; Error "spool.full" when none is under way.
  [[nodiscard]] Result<void> wait_for_room();
  // Waits for all that was submitted.
  [[nodiscard]] Result<void> finish();

 private:
  void run();
  [[nodiscard]] Result<void> state() const;  // the first failure, if any

  Uploader& uploader_;
  const Clock& clock_;
  Tally& tally_;
  const std::stop_token stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  struct Sealed {
    model::ObjectRow object;
    archive::Seal figures;
  };
  std::deque<Sealed> waiting_;
  std::size_t unfinished_ = 0;
  std::uint64_t finished_ = 0;
  std::uint64_t seen_finished_ = 0;
  std::optional<Error> failure_;
  bool closing_ = false;
  std::optional<std::jthread> thread_;
};

}  // namespace offhook::pipeline
