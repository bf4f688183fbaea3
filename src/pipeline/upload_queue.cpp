#include "pipeline/upload_queue.h"

namespace offhook::pipeline {

UploadQueue::UploadQueue(Uploader& uploader, const Clock& clock, Tally& tally, bool threaded,
                         std::stop_token stop)
    : uploader_(uploader), clock_(clock), tally_(tally), stop_(std::move(stop)) {
  if (threaded) thread_.emplace([this] { run(); });
}

UploadQueue::~UploadQueue() {
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  thread_.reset();
  tally_.queued_uploads = 0;
}

Result<void> UploadQueue::submit(model::ObjectRow object, archive::Seal figures) {
  if (!thread_) {
    auto uploaded = uploader_.upload(std::move(object), stop_, std::move(figures));
    if (!uploaded && !failure_) failure_ = uploaded.error();
    return state();
  }
  const std::scoped_lock lock(mutex_);
  if (failure_) return state();
  waiting_.push_back({std::move(object), std::move(figures)});
  tally_.queued_uploads = ++unfinished_;
  changed_.notify_all();
  return {};
}

Result<void> UploadQueue::wait_for_room() {
  std::unique_lock lock(mutex_);
  if (unfinished_ == 0 && finished_ == seen_finished_)
    return fail(ErrorClass::retryable, "spool.full",
                "the spool is full and holds nothing that could be uploaded: raise spool.max_bytes");
  changed_.wait(lock, [&] { return finished_ != seen_finished_ || failure_; });
  seen_finished_ = finished_;
  return state();
}

Result<void> UploadQueue::finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return unfinished_ == 0 || failure_; });
  return state();
}

Result<void> UploadQueue::state() const {
  if (failure_) return fail(*failure_);
  return {};
}

void UploadQueue::run() {
  for (;;) {
    std::unique_lock lock(mutex_);
    {
      const StageTimer timer(clock_, tally_.stages, Stage::upload, Activity::waiting_for_input);
      changed_.wait(lock, [&] { return closing_ || !waiting_.empty(); });
    }
    if (closing_ || failure_) return;
    Sealed sealed = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    auto uploaded = uploader_.upload(std::move(sealed.object), stop_, std::move(sealed.figures));
    lock.lock();
    tally_.queued_uploads = --unfinished_;
    ++finished_;
    if (!uploaded) failure_ = std::move(uploaded).error();
    lock.unlock();
    changed_.notify_all();
  }
}

}  // namespace offhook::pipeline
