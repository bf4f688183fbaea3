#include "store/local/durable_folders.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

namespace offhook::store::local {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostKnown = 1000;  // folders; beyond that all are synced anew

}  // namespace

Result<void> DurableFolders::make(const fs::path& folder) {
  fs::path made;
  for (const fs::path& part : folder) {
    const fs::path parent = made;
    made /= part;
    if (::mkdir((root_ / made).c_str(), 0750) == 0) {
      changed(parent);
    } else if (errno != EEXIST) {
      return fail(file_error("make directory", root_ / made, errno));
    }
  }
  return {};
}

void DurableFolders::changed(const fs::path& folder) {
  const MutexLock lock(mutex_);
  synced_.erase(folder);
}

Result<void> DurableFolders::settle(const fs::path& folder) {
  // The lock is held while a folder is synced, so that a name put there meanwhile is not taken for synced.
  const MutexLock lock(mutex_);
  fs::path at;
  OFFHOOK_CHECK_OK(sync_once(at));
  for (const fs::path& part : folder) OFFHOOK_CHECK_OK(sync_once(at /= part));
  return {};
}

Result<void> DurableFolders::sync_once(const fs::path& folder) {
  if (synced_.contains(folder)) return {};
  // Whoever may only read here has put no name there.
  if (const fs::path path = root_ / folder; ::access(path.c_str(), W_OK) == 0)
    OFFHOOK_CHECK_OK(sync_directory(path));
  if (synced_.size() >= kMostKnown) synced_.clear();
  synced_.insert(folder);
  return {};
}

}  // namespace offhook::store::local
