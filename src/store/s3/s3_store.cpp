#include "store/s3_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/service_error.h"
#include "base/encoding.h"
#include "crypto/composite.h"
#include "crypto/sha256.h"
#include "http/url.h"
#include "store/s3/bucket_client.h"
#include "store/s3/encryption.h"
#include "store/s3/gate.h"
#include "store/s3/xml.h"

namespace offhook::store {
namespace {

using model::ObjectInfo;
using model::ObjectSpec;
using model::Part;
using model::Upload;
using s3::BucketClient;
using s3::WantedEncryption;

// Classes other than STANDARD bill an object as at least 128 KiB (S3 User Guide, "storage classes").
constexpr std::uint64_t kSmallObjectBytes = 128u << 10;
// S3 answers a completion at once and may keep the connection for minutes while it joins the parts.
constexpr Milliseconds kCompletionIdleTimeout{600'000};
constexpr std::size_t kMaxParts = 10'000;

bool is_ours(std::string_view key) {
  return key.starts_with("_offhook/") || key.find("/_offhook/") != std::string_view::npos;
}

Error with_advice(Error error) {
  if (error.code == "s3.invalid_storage_class")
    error.message += "; the server does not know the storage class: set s3.storage_class to one it has";
  return error;
}

class S3Store final : public model::ObjectStore {
 public:
  S3Store(S3Options options, std::unique_ptr<BucketClient> bucket, http::Client& http,
          aws::Provider& provider, Clock& clock, Random& random)
      : options_(std::move(options)),
        bucket_(std::move(bucket)),
        http_(http),
        provider_(provider),
        clock_(clock),
        random_(random) {}

  std::string uri() const override { return "s3://" + options_.bucket; }

  Result<model::GateReport> check_gate() override {
    auto report = ask_gate();
    // Nothing stored is damaged and nothing of ours is wrong: whoever answers does not answer as S3 does.
    if (!report && (report.error().cls == ErrorClass::corrupt ||
                    (report.error().cls == ErrorClass::permanent && report.error().code.starts_with("s3."))))
      return fail(ErrorClass::permanent, "gate.unreadable",
                  report.error().message + "; is the endpoint an S3 server?");
    return report;
  }

  Result<Upload> begin_upload(const ObjectSpec& spec) override {
    OFFHOOK_TRY(const WantedEncryption wanted, wanted_encryption());
    BucketClient::Call call{.method = "POST", .key = spec.key, .query = "uploads"};
    describe(spec, kSmallObjectBytes, wanted, call.headers);
    call.headers.set("x-amz-checksum-algorithm", "SHA256");
    call.headers.set("x-amz-checksum-type", "COMPOSITE");
    auto answer = bucket_->expect(call);
    if (!answer) return fail(with_advice(std::move(answer).error()));
    OFFHOOK_TRY(std::string id, s3::read_upload_id(answer->response.body));
    Upload upload{spec.key, std::move(id)};
    if (auto stated = s3::check_stated(wanted, answer->response.headers, spec.key); !stated) {
      // No content has gone out, so nothing is lost by taking the upload back; it expires if this fails.
      static_cast<void>(abort_upload(upload));
      return fail(std::move(stated).error());
    }
    return upload;
  }

  Result<Part> upload_part(const Upload& upload, int number, std::string_view bytes,
                           const Digest& sha256) override {
    OFFHOOK_TRY(const WantedEncryption wanted, wanted_encryption());
    const std::string checksum = to_base64(sha256);
    BucketClient::Call call{
        .method = "PUT",
        .key = upload.key,
        .query = fmt::format("partNumber={}&uploadId={}", number, http::percent_encode(upload.id)),
        .headers = {{"x-amz-checksum-sha256", checksum}},
        .body = bytes,
        .payload_hash = to_hex(sha256)};
    OFFHOOK_TRY(const auto answer, bucket_->expect(call));
    const http::Headers& headers = answer.response.headers;
    OFFHOOK_CHECK_OK(s3::check_stated(wanted, headers, upload.key));
    const auto stated = headers.find("x-amz-checksum-sha256");
    if (stated && *stated != checksum)
      return fail(ErrorClass::corrupt, "s3.checksum_mismatch",
                  fmt::format("part {} of {} was stored with another SHA-256 than sent", number, upload.key));
    Part part{number, bytes.size(), sha256, std::string(headers.get("ETag"))};
    if (part.etag.empty())
      return fail(ErrorClass::corrupt, "s3.malformed",
                  fmt::format("part {} of {} was taken without an ETag", number, upload.key));
    return part;
  }

  Result<std::vector<Part>> list_parts(const Upload& upload) override {
    std::vector<Part> parts;
    std::string marker;
    do {
      BucketClient::Call call{.key = upload.key, .query = "uploadId=" + http::percent_encode(upload.id)};
      if (!marker.empty()) call.query += "&part-number-marker=" + http::percent_encode(marker);
      OFFHOOK_TRY(const auto answer, bucket_->expect(call));
      OFFHOOK_TRY(s3::PartsPage page, s3::read_parts(answer.response.body));
      std::ranges::move(page.parts, std::back_inserter(parts));
      if (page.next_marker == marker) break;
      marker = std::move(page.next_marker);
    } while (!marker.empty() && parts.size() < kMaxParts);
    return parts;
  }

  Result<ObjectInfo> complete_upload(const Upload& upload, const std::vector<Part>& parts) override {
    OFFHOOK_TRY(const WantedEncryption wanted, wanted_encryption());
    ObjectInfo info;
    std::vector<Digest> digests;
    for (const Part& part : parts) {
      info.size_bytes += part.size_bytes;
      digests.push_back(part.sha256);
    }
    const std::string body = s3::write_completion(parts);
    BucketClient::Call call{.method = "POST",
                            .key = upload.key,
                            .query = "uploadId=" + http::percent_encode(upload.id),
                            .headers = {{"Content-Type", "application/xml"},
                                        {"If-None-Match", "*"},
                                        {"x-amz-mp-object-size", std::to_string(info.size_bytes)}},
                            .body = body,
                            .idle_timeout = kCompletionIdleTimeout,
                            .error_in_success = true};
    OFFHOOK_TRY(const auto answer, bucket_->expect(call));
    const http::Response& response = answer.response;
    OFFHOOK_TRY(s3::Completion completion, s3::read_completion(response.body));
    OFFHOOK_TRY(info.encryption, prove_encrypted(wanted, response.headers, upload.key));
    info.etag = std::move(completion.etag);
    info.checksum_sha256 = std::move(completion.checksum_sha256);
    if (!info.checksum_sha256.empty() && info.checksum_sha256 != crypto::composite_sha256(digests))
      return fail(ErrorClass::corrupt, "s3.checksum_mismatch",
                  fmt::format("{} was completed with another checksum than its parts have", upload.key));
    info.storage_class = class_of(upload.key, "", info.size_bytes);  // as asked for
    info.version_id = response.headers.get("x-amz-version-id");
    return info;
  }

  Result<void> abort_upload(const Upload& upload) override {
    BucketClient::Call call{
        .method = "DELETE", .key = upload.key, .query = "uploadId=" + http::percent_encode(upload.id)};
    OFFHOOK_TRY(const auto answer, bucket_->expect(call));
    return {};
  }

  Result<ObjectInfo> put_new(const ObjectSpec& spec, std::string_view bytes) override {
    OFFHOOK_TRY(const WantedEncryption wanted, wanted_encryption());
    const Digest sha256 = crypto::sha256(bytes);
    const std::string checksum = to_base64(sha256);
    BucketClient::Call call{.method = "PUT",
                            .key = spec.key,
                            .headers = {{"If-None-Match", "*"}, {"x-amz-checksum-sha256", checksum}},
                            .body = bytes,
                            .payload_hash = to_hex(sha256),
                            .retry_conflict = true};
    describe(spec, bytes.size(), wanted, call.headers);
    OFFHOOK_TRY(const auto answer, bucket_->send(call));
    const http::Response& response = answer.response;
    if (response.status == 412 && answer.uncertain_before) {
      // Our own earlier try may be what is there: the same bytes under the same metadata.
      OFFHOOK_TRY(ObjectInfo there, head(spec.key));
      if (there.checksum_sha256 == checksum && there.size_bytes == bytes.size() &&
          there.metadata == spec.metadata)
        return there;
    }
    if (response.status < 200 || response.status >= 300)
      return fail(with_advice(BucketClient::refusal(call, response)));
    const auto stated = response.headers.find("x-amz-checksum-sha256");
    if (stated && *stated != checksum)
      return fail(ErrorClass::corrupt, "s3.checksum_mismatch",
                  fmt::format("{} was stored with another SHA-256 than sent", spec.key));
    ObjectInfo info;
    OFFHOOK_TRY(info.encryption, prove_encrypted(wanted, response.headers, spec.key));
    info.size_bytes = bytes.size();
    info.etag = response.headers.get("ETag");
    info.checksum_sha256 = stated.value_or("");
    info.metadata = spec.metadata;
    info.storage_class = class_of(spec.key, spec.storage_class, bytes.size());
    info.version_id = response.headers.get("x-amz-version-id");
    return info;
  }

  Result<ObjectInfo> head(std::string_view key) override {
    BucketClient::Call call{
        .method = "HEAD", .key = std::string(key), .headers = {{"x-amz-checksum-mode", "ENABLED"}}};
    OFFHOOK_TRY(const auto answer, bucket_->expect(call));
    ObjectInfo info;
    for (const auto& [name, value] : answer.response.headers) {
      std::string lower_case = name;
      std::ranges::transform(lower_case, lower_case.begin(),
                             [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      constexpr std::string_view kMetadata = "x-amz-meta-";
      if (lower_case.starts_with(kMetadata)) info.metadata[lower_case.substr(kMetadata.size())] = value;
    }
    const http::Headers& headers = answer.response.headers;
    info.size_bytes = std::strtoull(std::string(headers.get("Content-Length")).c_str(), nullptr, 10);
    info.etag = headers.get("ETag");
    info.checksum_sha256 = headers.get("x-amz-checksum-sha256");
    info.encryption = s3::stated_encryption(headers);
    info.storage_class = headers.find("x-amz-storage-class").value_or("STANDARD");
    info.version_id = headers.get("x-amz-version-id");
    return info;
  }

  Result<std::string> get(std::string_view key, std::optional<model::ByteRange> range,
                          std::uint64_t max_bytes) override {
    if (range && range->size == 0) return std::string();
    const auto too_large = [&] {
      return fail(ErrorClass::permanent, "store.too_large",
                  fmt::format("{} is larger than the {} bytes allowed here", key, max_bytes));
    };
    if (range && range->size > max_bytes) return too_large();
    // An error's body must fit as well.
    constexpr std::uint64_t kErrorBytes = 64u << 10;
    BucketClient::Call call{.key = std::string(key), .max_response_bytes = std::max(max_bytes, kErrorBytes)};
    if (range)
      call.headers.set("Range", fmt::format("bytes={}-{}", range->offset, range->offset + range->size - 1));
    else
      call.headers.set("x-amz-checksum-mode", "ENABLED");
    auto answer = bucket_->expect(call);
    if (!answer && answer.error().code == "http.too_large") return too_large();
    if (!answer) return fail(std::move(answer).error());
    http::Response& response = answer->response;
    if (response.body.size() > max_bytes) return too_large();
    if (range && (response.status != 206 || response.body.size() != range->size))
      return fail(ErrorClass::corrupt, "s3.range",
                  fmt::format("{}: {} bytes from {} were asked for, {} came with status {}", key, range->size,
                              range->offset, response.body.size(), response.status));
    // A composite ("…-N") is not the body's digest and is left to whoever knows the part size.
    const auto stated = response.headers.find("x-amz-checksum-sha256");
    if (!range && stated && stated->find('-') == std::string_view::npos &&
        *stated != to_base64(crypto::sha256(response.body)))
      return fail(ErrorClass::corrupt, "s3.checksum_mismatch",
                  fmt::format("{} arrived with another SHA-256 than it was stored with", key));
    return std::move(response.body);
  }

  Result<model::ObjectListing> list(std::string_view prefix, std::string_view continuation) override {
    BucketClient::Call call{.query = "list-type=2&encoding-type=url&prefix=" + http::percent_encode(prefix)};
    if (!continuation.empty()) call.query += "&continuation-token=" + http::percent_encode(continuation);
    OFFHOOK_TRY(const auto answer, bucket_->expect(call));
    return s3::read_listing(answer.response.body);
  }

  Result<std::vector<model::OpenUpload>> list_uploads(std::string_view prefix) override {
    const std::string question = "uploads&encoding-type=url&prefix=" + http::percent_encode(prefix);
    std::vector<model::OpenUpload> uploads;
    s3::UploadsPage page;
    do {
      BucketClient::Call call{.query = question};
      if (!page.next_key.empty())
        call.query += "&key-marker=" + http::percent_encode(page.next_key) +
                      "&upload-id-marker=" + http::percent_encode(page.next_id);
      OFFHOOK_TRY(const auto answer, bucket_->expect(call));
      OFFHOOK_TRY(page, s3::read_uploads(answer.response.body));
      std::ranges::move(page.uploads, std::back_inserter(uploads));
    } while (!page.next_key.empty());
    return uploads;
  }

  Result<void> remove(std::string_view key) override {
    BucketClient::Call call{.method = "DELETE", .key = std::string(key)};
    OFFHOOK_TRY(const auto answer, bucket_->expect(call));
    return {};
  }

 private:
  std::string class_of(std::string_view key, const std::string& asked, std::uint64_t size_bytes) const {
    if (size_bytes < kSmallObjectBytes || is_ours(key)) return "STANDARD";
    return asked.empty() ? options_.storage_class : asked;
  }

  void describe(const ObjectSpec& spec, std::uint64_t size_bytes, const WantedEncryption& wanted,
                http::Headers& headers) const {
    headers.set("Content-Type", spec.content_type);
    for (const auto& [name, value] : spec.metadata) headers.set("x-amz-meta-" + name, value);
    if (const std::string cls = class_of(spec.key, spec.storage_class, size_bytes); cls != "STANDARD")
      headers.set("x-amz-storage-class", cls);
    std::string tags;
    for (const auto& [name, value] : options_.tags)
      tags += (tags.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
    if (!tags.empty()) headers.set("x-amz-tagging", tags);
    if (!options_.lock_mode.empty()) {
      headers.set("x-amz-object-lock-mode", options_.lock_mode);
      headers.set("x-amz-object-lock-retain-until-date",
                  format_rfc3339(clock_.now() + std::chrono::days(options_.lock_days)));
    }
    if (options_.legal_hold) headers.set("x-amz-object-lock-legal-hold", "ON");
    wanted.ask(headers);
  }

  // What the answer to a completed write states, or HEAD where the answer is silent. An object of ours that
  // is not encrypted as wanted is taken back: the write was conditional and has just succeeded, so it is
  // ours.
  Result<model::Encryption> prove_encrypted(const WantedEncryption& wanted, const http::Headers& headers,
                                            const std::string& key) {
    model::Encryption stated = s3::stated_encryption(headers);
    if (stated.algorithm == "none") {
      OFFHOOK_TRY(ObjectInfo seen, head(key));
      stated = std::move(seen.encryption);
    }
    const bool met = wanted.algorithm.empty() ? stated.algorithm != "none" : wanted.met_by(stated);
    if (met) return stated;
    static_cast<void>(remove(key));  // if this fails, no manifest lists it, and the Error says why
    return fail(ErrorClass::permanent, "gate.encryption",
                fmt::format("{}: the bucket states {} {}, wanted is {} {}; the object was taken back", key,
                            stated.algorithm, stated.kms_key, wanted.algorithm, wanted.kms_key));
  }

  Result<model::GateReport> ask_gate() {
    OFFHOOK_TRY(const WantedEncryption wanted, wanted_encryption());
    const std::string region = bucket_->region();
    const std::string domain =
        fmt::format("{}.amazonaws.com{}", region, region.starts_with("cn-") ? ".cn" : "");
    const auto endpoint = [&](const std::string& configured, std::string amazons) {
      return !configured.empty() || !bucket_->on_amazon() ? configured : std::move(amazons);
    };
    const auto client = [&](const std::string& service, aws::SigningRules rules) {
      return aws::ServiceClient({{region, service}, rules, options_.retry}, http_, provider_, clock_,
                                random_);
    };
    aws::ServiceClient kms = client("kms", aws::kServiceRules);
    aws::ServiceClient control = client("s3", aws::kS3Rules);
    s3::OtherServices others;
    others.kms_endpoint = endpoint(options_.kms_endpoint, "https://kms." + domain);
    others.control_endpoint =
        endpoint(options_.control_endpoint, "https://" + options_.expected_owner + ".s3-control." + domain);
    if (!others.kms_endpoint.empty()) others.kms = &kms;
    if (!others.control_endpoint.empty()) others.control = &control;
    return s3::check_gate(*bucket_, options_, wanted, others, random_);
  }

  // Configured, or found out once from the bucket's default.
  Result<WantedEncryption> wanted_encryption() {
    switch (options_.encryption) {
      case EncryptionChoice::aes256:
        return WantedEncryption{"AES256", "", false};
      case EncryptionChoice::kms:
        return WantedEncryption{"aws:kms", options_.kms_key, options_.bucket_key};
      case EncryptionChoice::kms_dsse:
        return WantedEncryption{"aws:kms:dsse", options_.kms_key, false};
      case EncryptionChoice::automatic:
        break;
    }
    {
      const MutexLock lock(mutex_);
      if (found_) return *found_;
    }
    OFFHOOK_TRY(const auto answer, bucket_->send({.query = "encryption"}));
    WantedEncryption wanted{"AES256", "", false};
    switch (answer.response.status) {
      case 200: {
        OFFHOOK_TRY(const auto by_default, s3::read_default_encryption(answer.response.body));
        if (!by_default.algorithm.empty())
          wanted = {by_default.algorithm, by_default.kms_key, by_default.bucket_key};
        break;
      }
      case 403:
        // Not allowed to look: nothing is asked for, and the probe of the gate shows what the bucket does.
        wanted = {};
        break;
      case 404:
        // A bucket that is not there yet may come with a default of its own.
        if (aws::parse_service_error(answer.response).code == "NoSuchBucket") return wanted;
        break;
      case 501:
        break;
      default:
        return fail(BucketClient::refusal({.query = "encryption"}, answer.response));
    }
    const MutexLock lock(mutex_);
    if (!found_) found_ = std::move(wanted);
    return *found_;
  }

  const S3Options options_;
  const std::unique_ptr<BucketClient> bucket_;
  http::Client& http_;
  aws::Provider& provider_;
  Clock& clock_;
  Random& random_;
  Mutex mutex_;
  std::optional<WantedEncryption> found_ GUARDED_BY(mutex_);
};

}  // namespace

Result<std::unique_ptr<model::ObjectStore>> make_s3_store(S3Options options, http::Client& client,
                                                          aws::Provider& provider, Clock& clock,
                                                          Random& random) {
  OFFHOOK_CHECK_OK(validate(options.gate));
  OFFHOOK_TRY(auto bucket, BucketClient::open(options, client, provider, clock, random));
  return std::make_unique<S3Store>(std::move(options), std::move(bucket), client, provider, clock, random);
}

}  // namespace offhook::store
