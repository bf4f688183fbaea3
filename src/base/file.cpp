#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace offhook {

namespace fs = std::filesystem;

Error file_error(std::string_view what, const fs::path& path, int error_number) {
  ErrorClass cls = ErrorClass::permanent;
  std::string code = "file.failed";
  if (error_number == ENOENT) {
    cls = ErrorClass::not_found;
    code = "file.not_found";
  } else if (error_number == ENOSPC || error_number == EDQUOT) {
    cls = ErrorClass::retryable;
    code = "file.full";
  } else if (error_number == EEXIST) {
    cls = ErrorClass::conflict;
    code = "file.exists";
  }
  return {cls, std::move(code),
          fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(error_number))};
}

Result<File> File::open(const fs::path& path, int flags, mode_t mode) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  if (fd < 0) return fail(file_error("open", path, errno));
  return File(fd, path);
}

File::File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = std::exchange(other.fd_, -1);
    path_ = std::move(other.path_);
  }
  return *this;
}

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> File::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd_, bytes.data(), bytes.size());
    if (wrote < 0) {
      if (errno == EINTR) continue;
      return fail(file_error("write", path_, errno));
    }
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

Result<std::string> File::read_at(std::uint64_t offset, std::size_t size) const {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got = ::pread(fd_, bytes.data() + have, size - have, static_cast<off_t>(offset + have));
    if (got < 0) {
      if (errno == EINTR) continue;
      return fail(file_error("read", path_, errno));
    }
    if (got == 0)
      return fail(ErrorClass::corrupt, "file.short",
                  fmt::format("{} ends at byte {}, {} wanted", path_.string(), offset + have, offset + size));
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

Result<std::uint64_t> File::size_bytes() const {
  struct stat info{};
  if (::fstat(fd_, &info) != 0) return fail(file_error("stat", path_, errno));
  return static_cast<std::uint64_t>(info.st_size);
}

Result<void> File::truncate(std::uint64_t size_bytes) {
  if (::ftruncate(fd_, static_cast<off_t>(size_bytes)) != 0)
    return fail(file_error("truncate", path_, errno));
  return {};
}

Result<void> File::seek_end() {
  if (::lseek(fd_, 0, SEEK_END) < 0) return fail(file_error("seek", path_, errno));
  return {};
}

Result<void> File::sync() {
  if (::fsync(fd_) != 0) return fail(file_error("sync", path_, errno));
  return {};
}

Result<std::string> read_file(const fs::path& path, std::uint64_t max_bytes) {
  OFFHOOK_TRY(const File file, File::open(path, O_RDONLY));
  std::string bytes;
  for (;;) {
    char buffer[65536];
    const ssize_t got = ::read(file.descriptor(), buffer, sizeof buffer);
    if (got < 0) {
      if (errno == EINTR) continue;
      return fail(file_error("read", path, errno));
    }
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (bytes.size() > max_bytes)
      return fail(ErrorClass::permanent, "file.too_large",
                  fmt::format("{} is larger than {} bytes", path.string(), max_bytes));
  }
}

Result<void> write_file_durably(const fs::path& path, std::string_view bytes, mode_t mode) {
  const fs::path temporary = path.string() + ".tmp";
  {
    OFFHOOK_TRY(File file, File::open(temporary, O_WRONLY | O_CREAT | O_TRUNC, mode));
    OFFHOOK_CHECK_OK(file.write_all(bytes));
    OFFHOOK_CHECK_OK(file.sync());
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return fail(file_error("rename to", path, errno));
  return sync_directory(path.has_parent_path() ? path.parent_path() : fs::path("."));
}

Result<void> make_directories(const fs::path& path, mode_t mode) {
  fs::path made;
  for (const fs::path& part : path) {
    made /= part;
    if (::mkdir(made.c_str(), mode) != 0 && errno != EEXIST && errno != EISDIR)
      return fail(file_error("make directory", made, errno));
  }
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return fail(file_error("stat", path, errno));
  if (!S_ISDIR(info.st_mode)) return fail(file_error("make directory", path, ENOTDIR));
  return {};
}

Result<void> sync_directory(const fs::path& path) {
  OFFHOOK_TRY(File directory, File::open(path, O_RDONLY | O_DIRECTORY));
  return directory.sync();
}

}  // namespace offhook
