// Files: whole reads with a bound, durable writes, and directory fsync (a rename or a new name is on disk
// only after its directory was synced). Errors name path and errno; class retryable for a full disk or quota
// (code "file.full"), not_found, else permanent.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace offhook {

[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t max_bytes);

// Temporary name beside `path`, write, fsync, rename, fsync of the directory. Replaces an existing file.
[[nodiscard]] Result<void> write_file_durably(const std::filesystem::path& path, std::string_view bytes,
                                              mode_t mode = 0600);

[[nodiscard]] Result<void> make_directories(const std::filesystem::path& path, mode_t mode = 0700);
[[nodiscard]] Result<void> sync_directory(const std::filesystem::path& path);

// An open file descriptor; closed on destruction.
class File {
 public:
  [[nodiscard]] static Result<File> open(const std::filesystem::path& path, int flags, mode_t mode = 0600);
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  [[nodiscard]] Result<void> write_all(std::string_view bytes);
  // Exactly `size` bytes from `offset`; fewer is Error "file.short", class corrupt.
  [[nodiscard]] Result<std::string> read_at(std::uint64_t offset, std::size_t size) const;
  [[nodiscard]] Result<std::uint64_t> size_bytes() const;
  [[nodiscard]] Result<void> truncate(std::uint64_t size_bytes);
  [[nodiscard]] Result<void> seek_end();
  [[nodiscard]] Result<void> sync();
  [[nodiscard]] int descriptor() const { return fd_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  File(int fd, std::filesystem::path path) : fd_(fd), path_(std::move(path)) {}
  int fd_ = -1;
  std::filesystem::path path_;
};

// The Error for `errno` after `what` was tried on `path`.
[[nodiscard]] Error file_error(std::string_view what, const std::filesystem::path& path, int error_number);

}  // namespace offhook
