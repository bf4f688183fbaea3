// StoredObject: what the store confirmed about an uploaded object and its index, kept in the ledger until the
// manifest lists it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/object_store.h"

namespace offhook::pipeline {

struct StoredObject {
  std::string checksum;  // composite, as S3 computes it from our part digests
  model::Encryption encryption;
  std::string storage_class;
  std::string version_id;
  std::string index_key;
  std::uint64_t index_size_bytes = 0;
  std::string index_sha256;
};

[[nodiscard]] std::string stored_text(const StoredObject& stored);
[[nodiscard]] Result<StoredObject> parse_stored(std::string_view text);

}  // namespace offhook::pipeline
