// zstd frames: independent, with content size and checksum, window at most 8 MiB, no skippable frames (what
// Trino, Spark, DuckDB and Athena all read; formats, object).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct ZSTD_CCtx_s;

namespace offhook::archive {

inline constexpr std::uint64_t kFrameBytes = 1u << 20;      // raw bytes of a frame, unless one line is larger
inline constexpr std::uint64_t kMaxFrameBytes = 65u << 20;  // raw bytes of any frame: one line of 64 MiB

// FrameEncoder compresses one frame after another with the same settings. Not thread-safe.
class FrameEncoder {
 public:
  static constexpr int kDefaultLevel = 1;  // docs/decisions/zstd-level.md
  // Error "archive.level" outside 1–19.
  [[nodiscard]] static Result<FrameEncoder> open(int level = kDefaultLevel);
  [[nodiscard]] Result<std::string> compress(std::string_view raw);
  [[nodiscard]] int level() const { return level_; }
  // "1.5.4": bytes depend on it, so the manifest names it.
  [[nodiscard]] static std::string library_version();

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };
  FrameEncoder(std::unique_ptr<ZSTD_CCtx_s, Free> context, int level)
      : context_(std::move(context)), level_(level) {}
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  int level_;
  std::unique_ptr<char[]> room_;  // for a frame of the usual size while it is made
};

// The raw bytes of exactly one frame. Error class corrupt: "archive.frame" (cut, flipped, skippable, more
// than one, no size or checksum), "archive.frame_too_large" (states more than `max_bytes`, at most
// kMaxFrameBytes).
[[nodiscard]] Result<std::string> decompress_frame(std::string_view frame,
                                                   std::uint64_t max_bytes = kMaxFrameBytes);

// The lines of a frame's raw bytes, each without its LF, numbered from 0. Error "archive.frame" where the
// last one is not ended.
using LineOfFrame = std::function<Result<void>(std::uint32_t line, std::string_view bytes)>;
[[nodiscard]] Result<void> split_lines(std::string_view raw, const LineOfFrame& sink);

// FrameCutter cuts a stream of frames as it arrives, in any chunking, and hands each on with its offset.
// Memory: one frame and one chunk. Not thread-safe.
class FrameCutter {
 public:
  using Sink = std::function<Result<void>(std::uint64_t offset, std::string_view frame)>;
  explicit FrameCutter(Sink sink) : sink_(std::move(sink)) {}
  [[nodiscard]] Result<void> feed(std::string_view chunk);
  // Error "archive.frame" if the last frame is not whole.
  [[nodiscard]] Result<void> finish();

 private:
  Sink sink_;
  std::string held_;
  std::uint64_t offset_ = 0;  // of held_ in the stream
};

}  // namespace offhook::archive
