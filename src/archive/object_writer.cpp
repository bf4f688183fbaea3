#include "archive/object_writer.h"

#include <chrono>
#include <memory>
#include <utility>

namespace offhook::archive {
namespace {

// Of one object, on their way: enough to keep two threads at work.
constexpr std::size_t kMaxPressed = 4;

}  // namespace

Result<ObjectWriter> ObjectWriter::open(int level, std::uint64_t offset) {
  OFFHOOK_TRY(FrameEncoder encoder, FrameEncoder::open(level));
  const auto shared = std::make_shared<FrameEncoder>(std::move(encoder));
  return ObjectWriter(
      [shared](const std::string& raw) {
        std::promise<Result<std::string>> done;
        done.set_value(shared->compress(raw));
        return done.get_future();
      },
      offset);
}

Result<std::vector<Frame>> ObjectWriter::add(const Line& line) {
  if (raw_.size() + line.bytes().size() + 1 > kFrameBytes) press();
  if (raw_.empty()) raw_.reserve(kFrameBytes);
  raw_.append(line.bytes());
  raw_.push_back('\n');
  leaves_.push_back(line.leaf());
  if (raw_.size() >= kFrameBytes) press();

  std::vector<Frame> finished;
  const auto is_ready = [this] {
    return pressed_.front().bytes.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  };
  while (!pressed_.empty() && (pressed_.size() > kMaxPressed || is_ready())) OFFHOOK_CHECK_OK(take(finished));
  return finished;
}

Result<std::vector<Frame>> ObjectWriter::flush() {
  press();
  std::vector<Frame> finished;
  while (!pressed_.empty()) OFFHOOK_CHECK_OK(take(finished));
  return finished;
}

void ObjectWriter::press() {
  if (raw_.empty()) return;
  const std::uint64_t size = raw_.size();
  pressed_.push_back({press_(std::exchange(raw_, {})), size, std::exchange(leaves_, {})});
}

Result<void> ObjectWriter::take(std::vector<Frame>& frames) {
  Pressed pressed = std::move(pressed_.front());
  pressed_.pop_front();
  Frame frame;
  OFFHOOK_TRY(frame.bytes_, pressed.bytes.get());
  frame.offset_ = offset_;
  frame.raw_bytes_ = pressed.raw_bytes;
  frame.leaves_ = std::move(pressed.leaves);
  offset_ += frame.bytes_.size();
  frames.push_back(std::move(frame));
  return {};
}

}  // namespace offhook::archive
