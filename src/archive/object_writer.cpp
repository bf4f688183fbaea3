#include "archive/object_writer.h"

#include <utility>

namespace offhook::archive {

Result<ObjectWriter> ObjectWriter::open(int level, std::uint64_t offset) {
  OFFHOOK_TRY(FrameEncoder encoder, FrameEncoder::open(level));
  return ObjectWriter(std::move(encoder), offset);
}

Result<std::vector<Frame>> ObjectWriter::add(const Line& line) {
  std::vector<Frame> finished;
  const auto finish = [&]() -> Result<void> {
    OFFHOOK_TRY(auto frame, flush());
    if (frame) finished.push_back(std::move(*frame));
    return {};
  };
  if (raw_.size() + line.bytes().size() + 1 > kFrameBytes) OFFHOOK_CHECK_OK(finish());
  raw_.append(line.bytes());
  raw_.push_back('\n');
  leaves_.push_back(line.leaf());
  if (raw_.size() >= kFrameBytes) OFFHOOK_CHECK_OK(finish());
  return finished;
}

Result<std::optional<Frame>> ObjectWriter::flush() {
  if (raw_.empty()) return std::optional<Frame>();
  Frame frame;
  OFFHOOK_TRY(frame.bytes_, encoder_.compress(raw_));
  frame.offset_ = offset_;
  frame.raw_bytes_ = raw_.size();
  frame.leaves_ = std::exchange(leaves_, {});
  offset_ += frame.bytes_.size();
  raw_.clear();
  return std::optional<Frame>(std::move(frame));
}

}  // namespace offhook::archive
