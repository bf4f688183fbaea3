// What S3 would keep beside an object, as a small JSON file.
#pragma once

#include <filesystem>

#include "model/object_store.h"

namespace offhook::store::local {

struct Sidecar {
  std::map<std::string, std::string> metadata;
  std::string storage_class = "STANDARD";
  std::string checksum_sha256;  // base64, "…-N" for an object of several parts
};

[[nodiscard]] Result<void> write_sidecar(const std::filesystem::path& path, const Sidecar& sidecar);
// An object that came here by other means (a copy of the archive) has none: empty metadata and checksum.
[[nodiscard]] Result<Sidecar> read_sidecar(const std::filesystem::path& path);

}  // namespace offhook::store::local
