// ObjectWriter packs lines into frames: whole lines, at most 1 MiB of raw bytes a frame unless one line is
// larger, which then has a frame of its own. The same lines and flushes give the same bytes. It holds the
// frame begun, those being compressed, at most five, and the room of as many. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <vector>

#include "archive/frame.h"
#include "archive/record_line.h"
#include "base/result.h"

namespace offhook::archive {

// A finished frame: compressed bytes and where they and their lines stand. Line numbers are positions in
// `leaves`.
class Frame {
 public:
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] std::uint64_t raw_bytes() const { return raw_bytes_; }
  [[nodiscard]] const std::vector<Digest>& leaves() const { return leaves_; }

 private:
  friend class ObjectWriter;
  Frame() = default;
  std::string bytes_;
  std::uint64_t offset_ = 0;
  std::uint64_t raw_bytes_ = 0;
  std::vector<Digest> leaves_;
};

class ObjectWriter {
 public:
  // What FrameEncoder gives, and the raw bytes again: the pages of another MiB would have to be cleared by
  // the system, which takes longer than to fill them.
  struct Pressed {
    Result<std::string> bytes;
    std::string raw;
  };
  // Compresses a frame's raw bytes on another thread.
  using Press = std::function<std::future<Pressed>(std::string raw)>;

  // Compresses on the calling thread.
  [[nodiscard]] static Result<ObjectWriter> open(int level, std::uint64_t offset = 0);
  // `offset`: durable size of the object so far (0 for a new one).
  explicit ObjectWriter(Press press, std::uint64_t offset = 0) : press_(std::move(press)), offset_(offset) {}

  // Frames that are finished by now and were not given yet. Every line comes back in exactly one frame, in
  // the order of the calls.
  [[nodiscard]] Result<std::vector<Frame>> add(const Line& line);
  // All others, the one begun too: before a checkpoint and at the object's end.
  [[nodiscard]] Result<std::vector<Frame>> flush();

  // Compressed bytes of all frames given.
  [[nodiscard]] std::uint64_t size_bytes() const { return offset_; }
  // Raw bytes and lines of the frame begun.
  [[nodiscard]] std::uint64_t held_bytes() const { return raw_.size(); }
  [[nodiscard]] std::size_t held_lines() const { return leaves_.size(); }

 private:
  struct Begun {
    std::future<Pressed> pressed;
    std::uint64_t raw_bytes = 0;
    std::vector<Digest> leaves;
  };

  void press();
  [[nodiscard]] Result<void> take(std::vector<Frame>& frames);

  Press press_;
  std::uint64_t offset_;
  std::string raw_;
  std::vector<std::string> spare_;  // room that was given back, for frames to come
  std::vector<Digest> leaves_;
  std::deque<Begun> begun_;
};

}  // namespace offhook::archive
