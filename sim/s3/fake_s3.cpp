#include "sim/s3/fake_s3.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/encoding.h"
#include "crypto/sha256.h"
#include "http/url.h"
#include "sim/s3/reply.h"
#include "sim/s3/signature.h"

namespace offhook::sim {

using http::ServerRequest;
using http::ServerResponse;

struct FakeS3::Call {
  const ServerRequest& request;
  std::string operation;
  std::string bucket_name;
  std::string key;
  std::map<std::string, std::string> query;
  Bucket* bucket = nullptr;
  bool damage_stored = false;

  bool asks(const std::string& name) const { return query.contains(name); }
  std::string parameter(const std::string& name) const {
    const auto found = query.find(name);
    return found == query.end() ? "" : found->second;
  }
  std::string header(std::string_view name) const { return std::string(request.headers.get(name)); }
};

namespace {

constexpr std::size_t kPage = 1000;
constexpr std::string_view kMetadata = "x-amz-meta-";
constexpr std::string_view kLock = "x-amz-object-lock-";

std::string composite(const std::vector<const StoredPart*>& parts) {
  std::string digests;
  for (const StoredPart* part : parts) {
    const auto digest = from_base64(part->checksum_sha256).value();
    digests.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  }
  return fmt::format("{}-{}", to_base64(crypto::sha256(digests)), parts.size());
}

// An ETag like Amazon's in form; no digest of anything here.
std::string etag_of(std::string_view bytes) {
  return "\"" + to_hex(crypto::sha256(bytes)).substr(0, 32) + "\"";
}

// Header fields whose name begins with `prefix`, without it, in lower case.
std::map<std::string, std::string> fields_after(std::string_view prefix, const ServerRequest& request) {
  std::map<std::string, std::string> fields;
  for (const auto& [name, value] : request.headers) {
    std::string lower_case = name;
    std::ranges::transform(lower_case, lower_case.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (lower_case.starts_with(prefix)) fields[lower_case.substr(prefix.size())] = value;
  }
  return fields;
}

// What the request says of an object beside its bytes. A bucket without Object Lock refuses its headers.
bool describe(const ServerRequest& request, const BucketSetup& setup, StoredObject& object) {
  object.metadata = fields_after(kMetadata, request);
  object.lock = fields_after(kLock, request);
  object.tags = request.headers.get("x-amz-tagging");
  return object.lock.empty() || setup.settings.contains("object-lock");
}

StatedEncryption encryption_for(const ServerRequest& request, const BucketSetup& setup) {
  StatedEncryption asked{std::string(request.headers.get("x-amz-server-side-encryption")),
                         std::string(request.headers.get("x-amz-server-side-encryption-aws-kms-key-id"))};
  if (asked.algorithm.empty()) return setup.default_encryption;
  const auto arn = setup.key_arns.find(asked.kms_key);
  if (arn != setup.key_arns.end()) asked.kms_key = arn->second;
  return asked;
}

void state(const StatedEncryption& encryption, http::Headers& headers) {
  if (encryption.algorithm.empty()) return;
  headers.set("x-amz-server-side-encryption", encryption.algorithm);
  if (!encryption.kms_key.empty())
    headers.set("x-amz-server-side-encryption-aws-kms-key-id", encryption.kms_key);
}

bool is_storage_class(std::string_view name) {
  constexpr std::array<std::string_view, 8> kClasses = {
      "STANDARD",   "STANDARD_IA", "ONEZONE_IA",   "INTELLIGENT_TIERING",
      "GLACIER_IR", "GLACIER",     "DEEP_ARCHIVE", "REDUCED_REDUNDANCY"};
  return std::ranges::find(kClasses, name) != kClasses.end();
}

// Where a bucket's name stands: before ".s3." in the host, else first in the path.
void split_target(const ServerRequest& request, std::string& bucket, std::string& key) {
  const std::string_view host = request.host();
  std::string_view path = request.path();
  path.remove_prefix(1);
  const auto dot = host.find(".s3.");
  if (dot != std::string_view::npos) {
    bucket = host.substr(0, dot);
    key = http::percent_decode(path);
    return;
  }
  const auto slash = std::min(path.find('/'), path.size());
  bucket = http::percent_decode(path.substr(0, slash));
  key = slash < path.size() ? http::percent_decode(path.substr(slash + 1)) : "";
}

// The region in "s3.REGION.amazonaws.com"; empty for an endpoint of one's own.
std::string region_of_host(std::string_view host) {
  const auto at = host.find("s3.");
  const auto end = host.find(".amazonaws.com");
  if (at == std::string_view::npos || end == std::string_view::npos || end <= at + 3) return "";
  return std::string(host.substr(at + 3, end - at - 3));
}

std::string operation_of(const ServerRequest& request, const std::string& key,
                         const std::map<std::string, std::string>& query) {
  const std::string& method = request.method;
  if (key.empty()) {
    if (method == "HEAD") return "HeadBucket";
    if (query.contains("list-type")) return "ListObjectsV2";
    if (query.contains("uploads")) return "ListMultipartUploads";
    return query.empty() ? "ListObjects" : "GetBucket:" + query.begin()->first;
  }
  if (method == "POST")
    return query.contains("uploads") ? "CreateMultipartUpload" : "CompleteMultipartUpload";
  if (method == "PUT") return query.contains("partNumber") ? "UploadPart" : "PutObject";
  if (method == "DELETE") return query.contains("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
  if (query.contains("uploadId")) return "ListParts";
  return method == "HEAD" ? "HeadObject" : "GetObject";
}

}  // namespace

void FakeS3::make_bucket(std::string name, BucketSetup setup) {
  const MutexLock lock(mutex_);
  buckets_[std::move(name)].setup = std::move(setup);
}
void FakeS3::set_up(const std::string& bucket, BucketSetup setup) {
  const MutexLock lock(mutex_);
  buckets_.at(bucket).setup = std::move(setup);
}
void FakeS3::add_fault(Fault fault) {
  const MutexLock lock(mutex_);
  faults_.add(std::move(fault));
}
void FakeS3::clear_faults() {
  const MutexLock lock(mutex_);
  faults_.clear();
}
void FakeS3::set_clock_offset(Milliseconds offset) {
  const MutexLock lock(mutex_);
  clock_offset_ = offset;
}
void FakeS3::set_min_part_bytes(std::uint64_t bytes) {
  const MutexLock lock(mutex_);
  min_part_bytes_ = bytes;
}
std::map<std::string, StoredObject> FakeS3::objects(const std::string& bucket) const {
  const MutexLock lock(mutex_);
  return buckets_.at(bucket).objects;
}
std::size_t FakeS3::open_uploads(const std::string& bucket) const {
  const MutexLock lock(mutex_);
  return buckets_.at(bucket).uploads.size();
}
std::vector<std::string> FakeS3::calls() const {
  const MutexLock lock(mutex_);
  return calls_;
}
int FakeS3::count(std::string_view operation) const {
  const MutexLock lock(mutex_);
  return static_cast<int>(std::ranges::count(calls_, operation));
}
void FakeS3::forget_calls() {
  const MutexLock lock(mutex_);
  calls_.clear();
}

std::string FakeS3::next_id(std::string_view kind) { return fmt::format("{}-{:08}", kind, ++ids_); }

ServerResponse FakeS3::serve(const ServerRequest& request) {
  const MutexLock lock(mutex_);
  Call call{.request = request, .operation = {}, .bucket_name = {}, .key = {}, .query = {}};
  split_target(request, call.bucket_name, call.key);
  for (auto& [name, value] : http::parse_query(request.query())) call.query[name] = value;
  call.operation = operation_of(request, call.key, call.query);
  calls_.push_back(call.operation);
  const TimePoint now = clock_.now() + clock_offset_;

  ServerResponse response = route(call);
  response.headers.set("Date", http_date(now));
  response.headers.set("x-amz-request-id", next_id("request"));
  if (request.method == "HEAD" && response.status >= 300) response.body.clear();
  return response;
}

// Everything that is looked at before the operation itself: who asks, of which bucket, in which region.
ServerResponse FakeS3::route(Call& call) {
  const auto secret_of = [](std::string_view id) -> std::optional<std::string> {
    if (id == kAccessKeyId) return std::string(kSecret);
    return std::nullopt;
  };
  const auto signature = check_signature(call.request, secret_of, clock_.now() + clock_offset_, false);
  if (!signature.error.empty())
    return error_reply(signature.error == "XAmzContentSHA256Mismatch"      ? 400
                       : signature.error == "AuthorizationHeaderMalformed" ? 400
                                                                           : 403,
                       signature.error);
  const auto found = buckets_.find(call.bucket_name);
  if (found == buckets_.end()) return error_reply(404, "NoSuchBucket");
  call.bucket = &found->second;
  const BucketSetup& setup = call.bucket->setup;

  ServerResponse response;
  const std::string host_region = region_of_host(call.request.host());
  if (!host_region.empty() && host_region != setup.region) {
    response = error_reply(301, "PermanentRedirect");
  } else if (signature.region != setup.region) {
    response = error_reply(400, "AuthorizationHeaderMalformed", "<Region>" + setup.region + "</Region>");
  } else if (const std::string owner = call.header("x-amz-expected-bucket-owner");
             !owner.empty() && owner != setup.owner) {
    response = error_reply(403, "AccessDenied");
  } else {
    response = with_faults(call);
  }
  if (call.operation == "HeadBucket" || response.status == 301)
    response.headers.set("x-amz-bucket-region", setup.region);
  return response;
}

ServerResponse FakeS3::with_faults(Call& call) {
  const auto act = [&]() -> ServerResponse {
    const std::string& operation = call.operation;
    if (operation == "HeadBucket") return head_bucket(call);
    if (operation == "ListObjectsV2") return list_objects(call);
    if (operation == "ListMultipartUploads") return list_uploads(call);
    if (operation.starts_with("GetBucket:")) return setting(call);
    if (operation == "CreateMultipartUpload") return create_upload(call);
    if (operation == "UploadPart") return upload_part(call);
    if (operation == "ListParts") return list_parts(call);
    if (operation == "CompleteMultipartUpload") return complete_upload(call);
    if (operation == "AbortMultipartUpload") return abort_upload(call);
    if (operation == "PutObject") return put_object(call);
    if (operation == "DeleteObject") return delete_object(call);
    if (operation == "GetObject" || operation == "HeadObject") return get_object(call);
    return error_reply(501, "NotImplemented");
  };
  const auto fault = faults_.strike(call.operation);
  if (!fault) return act();
  ServerResponse response;
  switch (fault->kind) {
    case FaultKind::slow_down:
      return error_reply(503, "SlowDown");
    case FaultKind::throttled:
      return error_reply(429, "TooManyRequests");
    case FaultKind::internal_error:
      return error_reply(500, "InternalError");
    case FaultKind::internal_error_after:
      act();
      return error_reply(500, "InternalError");
    case FaultKind::unavailable:
      return error_reply(503, "ServiceUnavailable");
    case FaultKind::request_timeout:
      return error_reply(400, "RequestTimeout");
    case FaultKind::reset_before:
      response.reset_before_response = true;
      return response;
    case FaultKind::reset_after:
      response = act();
      response.reset_before_response = true;
      return response;
    case FaultKind::error_in_success:
      response = error_reply(200, "InternalError");
      // Amazon keeps the connection alive with white space while it works.
      response.body.insert(0, "   \n  ");
      return response;
    case FaultKind::conflict:
      return error_reply(409, "ConditionalRequestConflict");
    case FaultKind::precondition_failed:
      return error_reply(412, "PreconditionFailed");
    case FaultKind::no_such_upload:
      return error_reply(404, "NoSuchUpload");
    case FaultKind::access_denied:
      return error_reply(403, "AccessDenied");
    case FaultKind::expired_token:
      return error_reply(400, "ExpiredToken");
    case FaultKind::bad_digest:
      return error_reply(400, "BadDigest");
    case FaultKind::damage_stored:
      call.damage_stored = true;
      return act();
    case FaultKind::wrong_checksum_stated:
      response = act();
      if (response.headers.find("x-amz-checksum-sha256"))
        response.headers.set("x-amz-checksum-sha256", to_base64(crypto::sha256("something else")));
      if (const auto at = response.body.find("<ChecksumSHA256>"); at != std::string::npos)
        response.body[at + 16] = response.body[at + 16] == 'A' ? 'B' : 'A';
      return response;
    case FaultKind::slow:
      response = act();
      response.pause = fault->pause;
      return response;
    case FaultKind::cut_body:
      response = act();
      response.cut_after_bytes = response.body.size() / 2;
      return response;
  }
  return act();
}

ServerResponse FakeS3::head_bucket(Call& /*call*/) { return {}; }

ServerResponse FakeS3::setting(Call& call) {
  const std::string name = call.operation.substr(std::string_view("GetBucket:").size());
  const auto& settings = call.bucket->setup.settings;
  if (const auto found = settings.find(name); found != settings.end()) {
    if (found->second.status != 200) return error_reply(found->second.status, found->second.body);
    ServerResponse response = xml_reply(found->second.body);
    if (name == "policy") response.body = found->second.body;  // the one setting that is JSON
    return response;
  }
  return unset_setting(name);
}

ServerResponse FakeS3::list_objects(Call& call) {
  const std::string prefix = call.parameter("prefix");
  const std::string after = call.parameter("continuation-token");
  std::string body;
  std::string last;
  std::size_t listed = 0;
  bool more = false;
  for (auto entry = call.bucket->objects.lower_bound(prefix);
       entry != call.bucket->objects.end() && entry->first.starts_with(prefix); ++entry) {
    if (!after.empty() && entry->first <= after) continue;
    if (listed == kPage) {
      more = true;
      break;
    }
    ++listed;
    last = entry->first;
    // Form encoding, as Amazon's encoding-type=url: a space is '+'.
    std::string encoded = http::percent_encode(entry->first, true);
    for (std::size_t at = encoded.find("%20"); at != std::string::npos; at = encoded.find("%20"))
      encoded.replace(at, 3, "+");
    body +=
        fmt::format("<Contents><Key>{}</Key><Size>{}</Size></Contents>", encoded, entry->second.bytes.size());
  }
  return xml_reply(fmt::format(
      "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>{}</IsTruncated>{}{}</"
      "ListBucketResult>",
      more, more ? "<NextContinuationToken>" + xml_text(last) + "</NextContinuationToken>" : "", body));
}

ServerResponse FakeS3::list_uploads(Call& call) {
  std::string body;
  for (const auto& [id, upload] : call.bucket->uploads)
    if (upload.key.starts_with(call.parameter("prefix")))
      body += fmt::format("<Upload><Key>{}</Key><UploadId>{}</UploadId><Initiated>{}</Initiated></Upload>",
                          xml_text(upload.key), id, format_rfc3339(upload.initiated));
  return xml_reply("<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>" + body +
                   "</ListMultipartUploadsResult>");
}

ServerResponse FakeS3::create_upload(Call& call) {
  const BucketSetup& setup = call.bucket->setup;
  if (!is_storage_class(call.header("x-amz-storage-class").empty() ? "STANDARD"
                                                                   : call.header("x-amz-storage-class")))
    return error_reply(400, "InvalidStorageClass");
  const StatedEncryption encryption = encryption_for(call.request, setup);
  if (setup.refuses_writes ||
      std::ranges::find(setup.refused_encryptions, encryption.algorithm) != setup.refused_encryptions.end())
    return error_reply(403, "AccessDenied");
  OpenUpload upload;
  upload.key = call.key;
  upload.initiated = clock_.now();
  if (!describe(call.request, setup, upload.object)) return error_reply(400, "InvalidRequest");
  upload.object.encryption = encryption;
  if (const auto cls = call.request.headers.find("x-amz-storage-class")) upload.object.storage_class = *cls;
  const std::string id = next_id("upload");
  call.bucket->uploads[id] = std::move(upload);
  ServerResponse response =
      xml_reply(fmt::format("<InitiateMultipartUploadResult><Bucket>{}</Bucket><Key>{}</Key><UploadId>{}"
                            "</UploadId></InitiateMultipartUploadResult>",
                            call.bucket_name, xml_text(call.key), id));
  state(setup.create_states.value_or(encryption), response.headers);
  response.headers.set("x-amz-checksum-algorithm", "SHA256");
  return response;
}

ServerResponse FakeS3::upload_part(Call& call) {
  const auto upload = call.bucket->uploads.find(call.parameter("uploadId"));
  if (upload == call.bucket->uploads.end() || upload->second.key != call.key)
    return error_reply(404, "NoSuchUpload");
  int number = 0;
  const std::string text = call.parameter("partNumber");
  std::from_chars(text.data(), text.data() + text.size(), number);
  if (number < 1 || number > 10'000) return error_reply(400, "InvalidArgument");
  StoredPart part{call.request.body, to_base64(crypto::sha256(call.request.body)),
                  etag_of(call.request.body)};
  const std::string stated = call.header("x-amz-checksum-sha256");
  if (!stated.empty() && stated != part.checksum_sha256) return error_reply(400, "BadDigest");
  if (call.damage_stored && !part.bytes.empty()) {
    part.bytes[0] = static_cast<char>(part.bytes[0] ^ 1);
    part.checksum_sha256 = to_base64(crypto::sha256(part.bytes));
  }
  ServerResponse response;
  response.headers.set("ETag", part.etag);
  response.headers.set("x-amz-checksum-sha256", part.checksum_sha256);
  state(call.bucket->setup.part_states.value_or(upload->second.object.encryption), response.headers);
  upload->second.parts[number] = std::move(part);
  return response;
}

ServerResponse FakeS3::list_parts(Call& call) {
  const auto upload = call.bucket->uploads.find(call.parameter("uploadId"));
  if (upload == call.bucket->uploads.end()) return error_reply(404, "NoSuchUpload");
  int after = 0;
  const std::string marker = call.parameter("part-number-marker");
  std::from_chars(marker.data(), marker.data() + marker.size(), after);
  std::string body;
  std::size_t listed = 0;
  int last = 0;
  bool more = false;
  for (auto part = upload->second.parts.upper_bound(after); part != upload->second.parts.end(); ++part) {
    if (listed++ == kPage) {
      more = true;
      break;
    }
    last = part->first;
    body += fmt::format(
        "<Part><PartNumber>{}</PartNumber><Size>{}</Size><ETag>{}</ETag><ChecksumSHA256>{}"
        "</ChecksumSHA256></Part>",
        part->first, part->second.bytes.size(), xml_text(part->second.etag), part->second.checksum_sha256);
  }
  return xml_reply(
      fmt::format("<ListPartsResult><IsTruncated>{}</IsTruncated>{}{}</ListPartsResult>", more,
                  more ? fmt::format("<NextPartNumberMarker>{}</NextPartNumberMarker>", last) : "", body));
}

ServerResponse FakeS3::complete_upload(Call& call) {
  const std::string id = call.parameter("uploadId");
  const auto upload = call.bucket->uploads.find(id);
  const auto answer = [&](const StoredObject& object) {
    ServerResponse response = xml_reply(
        fmt::format("<CompleteMultipartUploadResult><Bucket>{}</Bucket><Key>{}</Key><ETag>{}</ETag>"
                    "<ChecksumSHA256>{}</ChecksumSHA256></CompleteMultipartUploadResult>",
                    call.bucket_name, xml_text(call.key), xml_text(object.etag), object.checksum_sha256));
    state(call.bucket->setup.objects_state.value_or(object.encryption), response.headers);
    response.headers.set("x-amz-version-id", object.version_id);
    return response;
  };
  if (upload == call.bucket->uploads.end()) {
    const auto completed = call.bucket->completed_uploads.find(id);
    if (completed == call.bucket->completed_uploads.end()) return error_reply(404, "NoSuchUpload");
    const auto object = call.bucket->objects.find(completed->second);
    return object == call.bucket->objects.end() ? error_reply(404, "NoSuchUpload") : answer(object->second);
  }
  if (call.header("If-None-Match") == "*" && call.bucket->objects.contains(call.key))
    return error_reply(412, "PreconditionFailed");

  std::vector<const StoredPart*> parts;
  StoredObject object = upload->second.object;
  int expected = 1;
  for (const CompletedPart& named : read_completion(call.request.body)) {
    if (named.number != expected++) return error_reply(400, "InvalidPartOrder");
    const auto part = upload->second.parts.find(named.number);
    if (part == upload->second.parts.end() || part->second.etag != named.etag)
      return error_reply(400, "InvalidPart");
    if (named.checksum_sha256.empty()) return error_reply(400, "InvalidRequest");
    if (part->second.checksum_sha256 != named.checksum_sha256) return error_reply(400, "InvalidPart");
    if (!parts.empty() && parts.back()->bytes.size() < min_part_bytes_)
      return error_reply(400, "EntityTooSmall");
    parts.push_back(&part->second);
    object.bytes += part->second.bytes;
  }
  if (parts.empty()) return error_reply(400, "MalformedXML");
  const std::string size = call.header("x-amz-mp-object-size");
  if (!size.empty() && size != std::to_string(object.bytes.size())) return error_reply(400, "InvalidRequest");
  object.checksum_sha256 = composite(parts);
  object.etag = fmt::format("\"{}-{}\"", etag_of(object.bytes).substr(1, 32), parts.size());
  object.version_id = next_id("version");
  StoredObject& stored = call.bucket->objects[call.key] = std::move(object);
  call.bucket->uploads.erase(upload);
  call.bucket->completed_uploads[id] = call.key;
  return answer(stored);
}

ServerResponse FakeS3::abort_upload(Call& call) {
  if (call.bucket->uploads.erase(call.parameter("uploadId")) == 0) return error_reply(404, "NoSuchUpload");
  ServerResponse response;
  response.status = 204;
  return response;
}

ServerResponse FakeS3::put_object(Call& call) {
  const BucketSetup& setup = call.bucket->setup;
  if (call.header("If-None-Match") == "*" && call.bucket->objects.contains(call.key))
    return error_reply(412, "PreconditionFailed");
  const StatedEncryption encryption = encryption_for(call.request, setup);
  if (setup.refuses_writes ||
      std::ranges::find(setup.refused_encryptions, encryption.algorithm) != setup.refused_encryptions.end())
    return error_reply(403, "AccessDenied");
  StoredObject object;
  object.bytes = call.request.body;
  object.checksum_sha256 = to_base64(crypto::sha256(object.bytes));
  const std::string stated = call.header("x-amz-checksum-sha256");
  if (!stated.empty() && stated != object.checksum_sha256) return error_reply(400, "BadDigest");
  if (const auto cls = call.request.headers.find("x-amz-storage-class")) {
    if (!is_storage_class(*cls)) return error_reply(400, "InvalidStorageClass");
    object.storage_class = *cls;
  }
  if (call.damage_stored && !object.bytes.empty()) {
    object.bytes[0] = static_cast<char>(object.bytes[0] ^ 1);
    object.checksum_sha256 = to_base64(crypto::sha256(object.bytes));
  }
  object.etag = etag_of(object.bytes);
  if (!describe(call.request, setup, object)) return error_reply(400, "InvalidRequest");
  object.encryption = encryption;
  object.version_id = next_id("version");
  ServerResponse response;
  response.headers.set("ETag", object.etag);
  response.headers.set("x-amz-checksum-sha256", object.checksum_sha256);
  response.headers.set("x-amz-version-id", object.version_id);
  state(setup.part_states.value_or(encryption), response.headers);
  call.bucket->objects[call.key] = std::move(object);
  return response;
}

ServerResponse FakeS3::get_object(Call& call) {
  const auto found = call.bucket->objects.find(call.key);
  if (found == call.bucket->objects.end()) return error_reply(404, "NoSuchKey");
  const StoredObject& object = found->second;
  ServerResponse response;
  response.headers.set("ETag", object.etag);
  response.headers.set("x-amz-version-id", object.version_id);
  for (const auto& [name, value] : object.metadata) response.headers.set("x-amz-meta-" + name, value);
  if (object.storage_class != "STANDARD") response.headers.set("x-amz-storage-class", object.storage_class);
  if (call.header("x-amz-checksum-mode") == "ENABLED")
    response.headers.set("x-amz-checksum-sha256", object.checksum_sha256);
  state(call.bucket->setup.objects_state.value_or(object.encryption), response.headers);
  if (call.request.method == "HEAD") {
    response.content_length = object.bytes.size();
    return response;
  }
  const std::string range = call.header("Range");
  if (range.starts_with("bytes=")) {
    std::size_t first = 0;
    std::size_t last = 0;
    const auto dash = range.find('-');
    std::from_chars(range.data() + 6, range.data() + dash, first);
    std::from_chars(range.data() + dash + 1, range.data() + range.size(), last);
    if (first >= object.bytes.size()) return error_reply(416, "InvalidRange");
    response.status = 206;
    response.body = object.bytes.substr(first, last - first + 1);
    return response;
  }
  response.body = object.bytes;
  return response;
}

ServerResponse FakeS3::delete_object(Call& call) {
  call.bucket->objects.erase(call.key);
  ServerResponse response;
  response.status = 204;
  return response;
}

}  // namespace offhook::sim
