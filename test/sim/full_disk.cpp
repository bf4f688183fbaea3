#include "test/sim/full_disk.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/check.h"

namespace offhook::test {
namespace {

struct State {
  bool armed = false;
  dev_t device = 0;
  std::uint64_t spare = 0;
  std::uint64_t failing = 0;
  std::uint64_t failed = 0;
};
State state;

bool is_full_for(int descriptor) {
  if (!state.armed) return false;
  struct stat found{};
  if (::fstat(descriptor, &found) != 0 || !S_ISREG(found.st_mode) || found.st_dev != state.device)
    return false;
  if (state.spare > 0) {
    --state.spare;
    return false;
  }
  if (state.failing == 0) return false;
  --state.failing;
  ++state.failed;
  return true;
}

}  // namespace

void FullDisk::fill(const std::filesystem::path& folder, std::uint64_t spare, std::uint64_t failing) {
  struct stat found{};
  check(::stat(folder.c_str(), &found) == 0, "the folder to fill is there");
  state = {true, found.st_dev, spare, failing, 0};
}

std::uint64_t FullDisk::free() {
  state.armed = false;
  return state.failed;
}

}  // namespace offhook::test

namespace {

ssize_t refuse() {
  errno = ENOSPC;
  return -1;
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  if (offhook::test::is_full_for(descriptor)) return refuse();
  return syscall(SYS_write, descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  if (offhook::test::is_full_for(descriptor)) return refuse();
  return syscall(SYS_pwrite64, descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
  if (offhook::test::is_full_for(descriptor)) return refuse();
  return syscall(SYS_pwrite64, descriptor, bytes, size, offset);
}

}  // extern "C"
