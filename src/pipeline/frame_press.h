// FramePress compresses frames on threads of its own, beside the one that packs a slice.
//
// press() is for any thread; it waits while more frames than threads are waiting. Its futures are fulfilled
// in any order, each with what archive::FrameEncoder gives and the raw bytes. Destruction finishes what was
// begun.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "archive/frame.h"
#include "archive/object_writer.h"
#include "base/bounded_queue.h"
#include "base/result.h"

namespace offhook::pipeline {

class FramePress {
 public:
  // Error "archive.level" outside 1–19.
  [[nodiscard]] static Result<std::unique_ptr<FramePress>> open(int level, std::size_t threads);
  ~FramePress();

  [[nodiscard]] std::future<archive::ObjectWriter::Pressed> press(std::string raw);

 private:
  using Task = std::packaged_task<archive::ObjectWriter::Pressed(archive::FrameEncoder&)>;

  explicit FramePress(std::vector<archive::FrameEncoder> encoders);

  std::vector<archive::FrameEncoder> encoders_;  // one a thread
  BoundedQueue<Task> queue_;
  std::vector<std::jthread> threads_;  // last: joined before what it uses goes
};

}  // namespace offhook::pipeline
