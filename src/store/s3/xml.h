// The XML of the S3 REST API, as far as it is used here. Bodies are bounded by the HTTP client; document
// types and entities of their own are never processed (pugixml has none). A body that is not what was asked
// for is Error "s3.malformed", class corrupt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/object_store.h"

namespace offhook::store::s3 {

[[nodiscard]] Result<std::string> read_upload_id(std::string_view body);

struct PartsPage {
  std::vector<model::Part> parts;  // without those whose SHA-256 the server does not state
  std::string next_marker;         // empty: the last page
};
[[nodiscard]] Result<PartsPage> read_parts(std::string_view body);

[[nodiscard]] std::string write_completion(const std::vector<model::Part>& parts);

struct Completion {
  std::string etag;
  std::string checksum_sha256;  // empty where not stated
};
[[nodiscard]] Result<Completion> read_completion(std::string_view body);

[[nodiscard]] Result<model::ObjectListing> read_listing(std::string_view body);

struct UploadsPage {
  std::vector<model::OpenUpload> uploads;
  std::string next_key;  // empty: the last page
  std::string next_id;
};
[[nodiscard]] Result<UploadsPage> read_uploads(std::string_view body);

}  // namespace offhook::store::s3
