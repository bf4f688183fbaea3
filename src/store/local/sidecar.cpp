#include "store/local/sidecar.h"

#include "base/file.h"
#include "json/value.h"

namespace offhook::store::local {
namespace {
constexpr std::uint64_t kMaxSidecarBytes = 64u << 10;
}

Result<void> write_sidecar(const std::filesystem::path& path, const Sidecar& sidecar) {
  json::Value::Object metadata;
  for (const auto& [name, value] : sidecar.metadata) metadata[name] = value;
  const json::Value document(json::Value::Object{{"checksum_sha256", sidecar.checksum_sha256},
                                                 {"metadata", std::move(metadata)},
                                                 {"storage_class", sidecar.storage_class}});
  OFFHOOK_CHECK_OK(make_directories(path.parent_path()));
  return write_file_durably(path, json::canonical(document));
}

Result<Sidecar> read_sidecar(const std::filesystem::path& path) {
  const auto bytes = read_file(path, kMaxSidecarBytes);
  if (!bytes && bytes.error().cls == ErrorClass::not_found) return Sidecar{};
  if (!bytes) return fail(bytes.error());
  OFFHOOK_TRY(const json::Value document, json::parse(*bytes));
  Sidecar sidecar;
  sidecar.checksum_sha256 = document.text("checksum_sha256");
  sidecar.storage_class = document.text("storage_class");
  if (const auto* metadata = document["metadata"].object())
    for (const auto& [name, value] : *metadata)
      if (const auto* text = value.string()) sidecar.metadata[name] = *text;
  return sidecar;
}

}  // namespace offhook::store::local
