#include "test/sim/sync_watch.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <map>

#include "base/check.h"

namespace offhook::test {
namespace {

struct State {
  SyncWatch::Seen seen;
  std::map<std::filesystem::path, std::uint64_t> durable;
};
State* watched = nullptr;

void note(int descriptor) {
  struct stat found{};
  if (watched == nullptr || ::fstat(descriptor, &found) != 0 || !S_ISREG(found.st_mode)) return;
  const auto path = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor));
  watched->durable[path] = static_cast<std::uint64_t>(found.st_size);
  watched->seen(path);
}

}  // namespace

SyncWatch::SyncWatch(Seen seen) {
  check(watched == nullptr, "one watch at a time");
  watched = new State{std::move(seen), {}};
}

SyncWatch::~SyncWatch() {
  delete watched;
  watched = nullptr;
}

std::uint64_t SyncWatch::durable_bytes(const std::filesystem::path& file) const {
  const auto known = watched->durable.find(file);
  return known == watched->durable.end() ? 0 : known->second;
}

}  // namespace offhook::test

extern "C" {

int fsync(int descriptor) {
  const long done = syscall(SYS_fsync, descriptor);
  if (done == 0) offhook::test::note(descriptor);
  return static_cast<int>(done);
}

int fdatasync(int descriptor) {
  const long done = syscall(SYS_fdatasync, descriptor);
  if (done == 0) offhook::test::note(descriptor);
  return static_cast<int>(done);
}

}  // extern "C"
