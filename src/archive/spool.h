// Spool: a folder of finished frames, redacted and compressed, waiting for their upload. One file an object.
//
// What it holds survives a crash once sync() returned; what was appended after is cut off by recovery with
// truncate(). Size is bounded over all files: append() over the bound is Error "spool.full" (class
// retryable), and the caller uploads before it reads on. Any thread; calls for one name must not overlap.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "archive/object_writer.h"
#include "base/file.h"
#include "base/mutex.h"
#include "base/result.h"

namespace offhook::archive {

class Spool {
 public:
  // Makes the folder (0700) where it is missing and takes the size of what is there. One process opens it.
  [[nodiscard]] static Result<std::unique_ptr<Spool>> open(std::filesystem::path folder,
                                                           std::uint64_t max_bytes);

  // Appends to the object of this local name; the frame's offset must be the file's size ("spool.offset").
  [[nodiscard]] Result<void> append(std::string_view name, const Frame& frame);
  // Makes everything appended to `name` durable, its directory entry too.
  [[nodiscard]] Result<void> sync(std::string_view name);
  // Recovery: cuts what is past the last checkpoint. Error "spool.short", class corrupt, where the file has
  // less than the ledger says is durable. Size 0 of a file that is not there is fine.
  [[nodiscard]] Result<void> truncate(std::string_view name, std::uint64_t size_bytes);
  // Exactly `size` bytes.
  [[nodiscard]] Result<std::string> read(std::string_view name, std::uint64_t offset, std::size_t size) const;
  // 0 where there is no such file.
  [[nodiscard]] std::uint64_t size_bytes(std::string_view name) const;
  // Removing what is not there is fine.
  [[nodiscard]] Result<void> remove(std::string_view name);

  [[nodiscard]] std::vector<std::string> names() const;  // sorted
  [[nodiscard]] std::uint64_t used_bytes() const;
  [[nodiscard]] std::uint64_t max_bytes() const { return max_bytes_; }

 private:
  Spool(std::filesystem::path folder, std::uint64_t max_bytes);
  [[nodiscard]] std::filesystem::path path_of(std::string_view name) const;
  [[nodiscard]] Result<File*> open_file(std::string_view name);

  std::filesystem::path folder_;
  std::uint64_t max_bytes_;
  mutable Mutex mutex_;
  std::uint64_t used_ GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::uint64_t, std::less<>> sizes_ GUARDED_BY(mutex_);
  std::map<std::string, File, std::less<>> files_ GUARDED_BY(mutex_);  // open for appending
};

}  // namespace offhook::archive
