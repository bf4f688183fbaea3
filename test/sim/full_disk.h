// FullDisk makes writes to one device fail with ENOSPC, in this process only: it stands in front of the C
// library's write(), pwrite() and pwrite64(), for this program's own files and SQLite's alike.
//
// One at a time; not thread-safe: for simulations on one thread.
#pragma once

#include <cstdint>
#include <filesystem>

namespace offhook::test {

class FullDisk {
 public:
  // After `spare` more writes to files on the device of `folder`, the next `failing` fail.
  static void fill(const std::filesystem::path& folder, std::uint64_t spare, std::uint64_t failing);
  // Room again; returns how many writes failed.
  static std::uint64_t free();
};

}  // namespace offhook::test
