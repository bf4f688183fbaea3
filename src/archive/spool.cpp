#include "archive/spool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace offhook::archive {
namespace {

constexpr std::string_view kSuffix = ".spool";

}  // namespace

Spool::Spool(std::filesystem::path folder, std::uint64_t max_bytes)
    : folder_(std::move(folder)), max_bytes_(max_bytes) {}

Result<std::unique_ptr<Spool>> Spool::open(std::filesystem::path folder, std::uint64_t max_bytes) {
  OFFHOOK_CHECK_OK(make_directories(folder));
  std::unique_ptr<Spool> spool(new Spool(std::move(folder), max_bytes));
  std::error_code error;
  const MutexLock lock(spool->mutex_);
  for (std::filesystem::directory_iterator entry(spool->folder_, error), end; !error && entry != end;
       entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (!name.ends_with(kSuffix)) continue;
    name.resize(name.size() - kSuffix.size());
    std::replace(name.begin(), name.end(), '.', '/');
    OFFHOOK_TRY(const File file, File::open(entry->path(), O_RDONLY));
    OFFHOOK_TRY(const std::uint64_t size, file.size_bytes());
    spool->sizes_[std::move(name)] = size;
    spool->used_ += size;
  }
  if (error) return fail(file_error("list", spool->folder_, error.value()));
  return spool;
}

std::filesystem::path Spool::path_of(std::string_view name) const {
  std::string file(name);  // no part of a local name has a '.' (layout.h)
  std::replace(file.begin(), file.end(), '/', '.');
  return folder_ / file.append(kSuffix);
}

Result<File*> Spool::open_file(std::string_view name) {
  const MutexLock lock(mutex_);
  if (const auto open = files_.find(name); open != files_.end()) return &open->second;
  OFFHOOK_TRY(File file, File::open(path_of(name), O_WRONLY | O_CREAT | O_APPEND));
  OFFHOOK_CHECK_OK(sync_directory(folder_));
  sizes_.try_emplace(std::string(name), 0);
  return &files_.emplace(name, std::move(file)).first->second;
}

Result<void> Spool::append(std::string_view name, const Frame& frame) {
  const std::uint64_t added = frame.bytes().size();
  {
    const MutexLock lock(mutex_);
    const auto known = sizes_.find(name);
    const std::uint64_t size = known == sizes_.end() ? 0 : known->second;
    if (size != frame.offset())
      return fail(ErrorClass::permanent, "spool.offset",
                  fmt::format("{}: a frame for byte {} meets a file of {}", name, frame.offset(), size));
    if (used_ + added > max_bytes_)
      return fail(ErrorClass::retryable, "spool.full",
                  fmt::format("the spool holds {} of at most {} bytes (spool.max_bytes)", used_, max_bytes_));
    used_ += added;  // reserved before the write, so that appends side by side keep the bound
  }
  const auto unreserve = [&](Error error) {
    const MutexLock lock(mutex_);
    used_ -= added;
    return fail(std::move(error));
  };
  auto file = open_file(name);
  if (!file) return unreserve(std::move(file).error());
  if (auto wrote = (*file)->write_all(frame.bytes()); !wrote) {
    // A part of the frame may be there: cut it, so that the same frame can be appended again.
    if (auto cut = (*file)->truncate(frame.offset()); !cut) return unreserve(std::move(cut).error());
    return unreserve(std::move(wrote).error());
  }
  const MutexLock lock(mutex_);
  sizes_.find(name)->second = frame.offset() + added;
  return {};
}

Result<void> Spool::sync(std::string_view name) {
  OFFHOOK_TRY(File* const file, open_file(name));
  return file->sync();
}

Result<void> Spool::truncate(std::string_view name, std::uint64_t size_bytes) {
  const std::uint64_t size = this->size_bytes(name);
  if (size < size_bytes)
    return fail(ErrorClass::corrupt, "spool.short",
                fmt::format("{} has {} bytes of the {} that were made durable; was it changed by another?",
                            path_of(name).string(), size, size_bytes));
  if (size == size_bytes) return {};
  OFFHOOK_TRY(File* const file, open_file(name));
  OFFHOOK_CHECK_OK(file->truncate(size_bytes));
  OFFHOOK_CHECK_OK(file->sync());
  const MutexLock lock(mutex_);
  used_ -= size - size_bytes;
  sizes_.find(name)->second = size_bytes;
  return {};
}

Result<std::string> Spool::read(std::string_view name, std::uint64_t offset, std::size_t size) const {
  OFFHOOK_TRY(const File file, File::open(path_of(name), O_RDONLY));
  return file.read_at(offset, size);
}

std::uint64_t Spool::size_bytes(std::string_view name) const {
  const MutexLock lock(mutex_);
  const auto known = sizes_.find(name);
  return known == sizes_.end() ? 0 : known->second;
}

Result<void> Spool::remove(std::string_view name) {
  const auto path = path_of(name);
  const MutexLock lock(mutex_);
  if (const auto open = files_.find(name); open != files_.end()) files_.erase(open);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return fail(file_error("remove", path, errno));
  if (const auto known = sizes_.find(name); known != sizes_.end()) {
    used_ -= known->second;
    sizes_.erase(known);
  }
  return {};
}

std::vector<std::string> Spool::names() const {
  const MutexLock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, size] : sizes_) names.push_back(name);
  return names;
}

std::uint64_t Spool::used_bytes() const {
  const MutexLock lock(mutex_);
  return used_;
}

}  // namespace offhook::archive
