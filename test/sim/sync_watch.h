// SyncWatch stands in front of the C library's fsync() and fdatasync(), in this process: it knows how many
// bytes of each file the disk has for certain.
//
// One at a time; not thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

namespace offhook::test {

class SyncWatch {
 public:
  // Called whenever a file is made durable, with its path.
  using Seen = std::function<void(const std::filesystem::path&)>;
  explicit SyncWatch(Seen seen);
  ~SyncWatch();
  SyncWatch(const SyncWatch&) = delete;
  SyncWatch& operator=(const SyncWatch&) = delete;

  // 0 for a file that was never synced.
  [[nodiscard]] std::uint64_t durable_bytes(const std::filesystem::path& file) const;
};

}  // namespace offhook::test
