// DurableFolders sees to it that names in a store's folders are on disk.
//
// A new name, of a file or of a folder, outlasts a power failure only once the folder it stands in was
// synced. A name that somebody put there and could not see to (the sync failed, or the process died before
// it) looks like any other: so a folder is synced when this process first relies on a name in it, and again
// after each new one. Any thread.
#pragma once

#include <filesystem>
#include <set>

#include "base/mutex.h"
#include "base/result.h"

namespace offhook::store::local {

// All paths are relative to the root.
class DurableFolders {
 public:
  explicit DurableFolders(std::filesystem::path root) : root_(std::move(root)) {}

  // Makes this folder, and those above it, where they are not there.
  [[nodiscard]] Result<void> make(const std::filesystem::path& folder);
  // A name was put into this folder.
  void changed(const std::filesystem::path& folder);
  // Returns when the names on the way from the root into this folder are on disk. After an Error none of
  // them may be; the next call tries again.
  [[nodiscard]] Result<void> settle(const std::filesystem::path& folder);

 private:
  [[nodiscard]] Result<void> sync_once(const std::filesystem::path& folder) REQUIRES_LOCK(mutex_);

  const std::filesystem::path root_;
  Mutex mutex_;
  std::set<std::filesystem::path> synced_ GUARDED_BY(mutex_);
};

}  // namespace offhook::store::local
