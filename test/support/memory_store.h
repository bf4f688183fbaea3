// An ObjectStore in memory whose objects a test may damage. It keeps no rules but the conditional put.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "model/object_store.h"

namespace offhook::test {

class MemoryStore final : public model::ObjectStore {
 public:
  std::map<std::string, std::string, std::less<>> objects;
  std::map<std::string, std::string, std::less<>> checksums;  // what head() states
  std::uint64_t gets = 0;
  std::uint64_t bytes_read = 0;

  std::string uri() const override { return "memory://store"; }
  Result<model::GateReport> check_gate() override { return model::GateReport{}; }

  Result<model::Upload> begin_upload(const model::ObjectSpec& spec) override {
    return model::Upload{spec.key, "upload"};
  }
  Result<model::Part> upload_part(const model::Upload&, int number, std::string_view bytes,
                                  const Digest& sha256) override {
    parts_.append(bytes);
    return model::Part{number, bytes.size(), sha256, "etag"};
  }
  Result<std::vector<model::Part>> list_parts(const model::Upload&) override {
    return std::vector<model::Part>();
  }
  Result<model::ObjectInfo> complete_upload(const model::Upload& upload,
                                            const std::vector<model::Part>&) override {
    objects[upload.key] = std::exchange(parts_, {});
    return head(upload.key);
  }
  Result<void> abort_upload(const model::Upload&) override { return {}; }
  Result<std::vector<model::OpenUpload>> list_uploads(std::string_view) override {
    return std::vector<model::OpenUpload>();
  }

  Result<model::ObjectInfo> put_new(const model::ObjectSpec& spec, std::string_view bytes) override {
    if (!objects.emplace(spec.key, bytes).second)
      return fail(ErrorClass::conflict, "memory.exists", spec.key + " is there");
    return head(spec.key);
  }

  Result<model::ObjectInfo> head(std::string_view key) override {
    const auto object = objects.find(key);
    if (object == objects.end()) return fail(missing(key));
    model::ObjectInfo info;
    info.size_bytes = object->second.size();
    if (const auto stated = checksums.find(key); stated != checksums.end())
      info.checksum_sha256 = stated->second;
    info.storage_class = "STANDARD";
    return info;
  }

  Result<std::string> get(std::string_view key, std::optional<model::ByteRange> range,
                          std::uint64_t max_bytes) override {
    const auto object = objects.find(key);
    if (object == objects.end()) return fail(missing(key));
    const model::ByteRange wanted = range.value_or(model::ByteRange{0, object->second.size()});
    if (wanted.size > max_bytes) return fail(ErrorClass::permanent, "store.too_large", std::string(key));
    if (wanted.offset + wanted.size > object->second.size())
      return fail(ErrorClass::corrupt, "memory.range", "past the end of " + std::string(key));
    ++gets;
    bytes_read += wanted.size;
    return object->second.substr(wanted.offset, wanted.size);
  }

  Result<model::ObjectListing> list(std::string_view prefix, std::string_view continuation) override {
    constexpr std::size_t kPage = 3;  // small, so that paging is exercised
    model::ObjectListing listing;
    for (const auto& [key, bytes] : objects) {
      if (!key.starts_with(prefix) || key <= continuation) continue;
      if (listing.keys.size() == kPage) {
        listing.continuation = listing.keys.back();
        break;
      }
      listing.keys.push_back(key);
    }
    return listing;
  }

  Result<void> remove(std::string_view key) override {
    objects.erase(std::string(key));
    return {};
  }

 private:
  static Error missing(std::string_view key) {
    return {ErrorClass::not_found, "memory.missing", std::string(key) + " is not there"};
  }
  std::string parts_;
};

}  // namespace offhook::test
