#include "archive/object_writer.h"

#include <chrono>
#include <memory>
#include <utility>

namespace offhook::archive {
namespace {

// Of one object, on their way: enough to keep two threads at work.
constexpr std::size_t kMaxBegun = 4;

}  // namespace

Result<ObjectWriter> ObjectWriter::open(int level, std::uint64_t offset) {
  OFFHOOK_TRY(FrameEncoder encoder, FrameEncoder::open(level));
  const auto shared = std::make_shared<FrameEncoder>(std::move(encoder));
  return ObjectWriter(
      [shared](std::string raw) {
        std::promise<Pressed> done;
        Result<std::string> bytes = shared->compress(raw);
        done.set_value({std::move(bytes), std::move(raw)});
        return done.get_future();
      },
      offset);
}

Result<std::vector<Frame>> ObjectWriter::add(const Line& line) {
  if (raw_.size() + line.bytes().size() + 1 > kFrameBytes) press();
  if (raw_.empty()) {
    if (!spare_.empty()) {
      raw_ = std::move(spare_.back());
      spare_.pop_back();
    }
    raw_.reserve(kFrameBytes);
  }
  raw_.append(line.bytes());
  raw_.push_back('\n');
  leaves_.push_back(line.leaf());
  if (raw_.size() >= kFrameBytes) press();

  std::vector<Frame> finished;
  const auto is_ready = [this] {
    return begun_.front().pressed.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  };
  while (!begun_.empty() && (begun_.size() > kMaxBegun || is_ready())) OFFHOOK_CHECK_OK(take(finished));
  return finished;
}

Result<std::vector<Frame>> ObjectWriter::flush() {
  press();
  std::vector<Frame> finished;
  while (!begun_.empty()) OFFHOOK_CHECK_OK(take(finished));
  return finished;
}

void ObjectWriter::press() {
  if (raw_.empty()) return;
  const std::uint64_t size = raw_.size();
  begun_.push_back({press_(std::exchange(raw_, {})), size, std::exchange(leaves_, {})});
}

Result<void> ObjectWriter::take(std::vector<Frame>& frames) {
  Begun begun = std::move(begun_.front());
  begun_.pop_front();
  Pressed pressed = begun.pressed.get();
  Frame frame;
  OFFHOOK_TRY(frame.bytes_, std::move(pressed.bytes));
  frame.offset_ = offset_;
  frame.raw_bytes_ = begun.raw_bytes;
  frame.leaves_ = std::move(begun.leaves);
  offset_ += frame.bytes_.size();
  frames.push_back(std::move(frame));
  // The room of one large line would be kept for nothing.
  if (pressed.raw.capacity() == kFrameBytes && spare_.size() <= kMaxBegun) {
    pressed.raw.clear();
    spare_.push_back(std::move(pressed.raw));
  }
  return {};
}

}  // namespace offhook::archive
