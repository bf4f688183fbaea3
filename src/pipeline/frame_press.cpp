#include "pipeline/frame_press.h"

#include <cstdint>
#include <utility>

namespace offhook::pipeline {

Result<std::unique_ptr<FramePress>> FramePress::open(int level, std::size_t threads) {
  std::vector<archive::FrameEncoder> encoders;
  for (std::size_t i = 0; i < threads; ++i) {
    OFFHOOK_TRY(archive::FrameEncoder encoder, archive::FrameEncoder::open(level));
    encoders.push_back(std::move(encoder));
  }
  return std::unique_ptr<FramePress>(new FramePress(std::move(encoders)));
}

FramePress::FramePress(std::vector<archive::FrameEncoder> encoders)
    : encoders_(std::move(encoders)), queue_(encoders_.size(), SIZE_MAX) {
  for (archive::FrameEncoder& encoder : encoders_)
    threads_.emplace_back([this, &encoder] {
      while (auto task = queue_.pop()) (*task)(encoder);
    });
}

FramePress::~FramePress() { queue_.close(); }

std::future<archive::ObjectWriter::Pressed> FramePress::press(std::string raw) {
  Task task([raw = std::move(raw)](archive::FrameEncoder& encoder) mutable {
    Result<std::string> bytes = encoder.compress(raw);
    return archive::ObjectWriter::Pressed{std::move(bytes), std::move(raw)};
  });
  auto done = task.get_future();
  queue_.push(std::move(task), 0);
  return done;
}

}  // namespace offhook::pipeline
