#include "pipeline/stored_object.h"

#include "json/value.h"

namespace offhook::pipeline {

std::string stored_text(const StoredObject& stored) {
  return json::canonical(json::Value(json::Value::Object{{"checksum", stored.checksum},
                                                         {"encryption", stored.encryption.algorithm},
                                                         {"kms_key", stored.encryption.kms_key},
                                                         {"storage_class", stored.storage_class},
                                                         {"version_id", stored.version_id},
                                                         {"index_key", stored.index_key},
                                                         {"index_size_bytes", stored.index_size_bytes},
                                                         {"index_sha256", stored.index_sha256}}));
}

Result<StoredObject> parse_stored(std::string_view text) {
  OFFHOOK_TRY(const json::Value value, json::parse(text));
  StoredObject stored;
  stored.checksum = value.text("checksum");
  stored.encryption = {std::string(value.text("encryption")), std::string(value.text("kms_key"))};
  stored.storage_class = value.text("storage_class");
  stored.version_id = value.text("version_id");
  stored.index_key = value.text("index_key");
  stored.index_size_bytes = static_cast<std::uint64_t>(value.number("index_size_bytes"));
  stored.index_sha256 = value.text("index_sha256");
  return stored;
}

}  // namespace offhook::pipeline
