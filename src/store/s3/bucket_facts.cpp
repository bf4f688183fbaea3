#include "store/s3/bucket_facts.h"

#include <fmt/format.h>

#include <array>

#include "aws/service_error.h"
#include "base/crash_point.h"
#include "base/encoding.h"
#include "crypto/sha256.h"
#include "http/url.h"
#include "store/s3/xml.h"

namespace offhook::store::s3 {
namespace {

constexpr std::string_view kProbe = "offhook probe 01";  // 16 bytes, the same always

constexpr std::array<std::string_view, 12> kSettings = {
    "encryption", "policy",    "policyStatus", "acl",         "publicAccessBlock", "ownershipControls",
    "versioning", "lifecycle", "object-lock",  "replication", "logging",           "tagging"};

AnswerKind kind_of(int status) {
  switch (status) {
    case 200:
      return AnswerKind::given;
    case 404:
      return AnswerKind::absent;
    case 401:
    case 403:
      return AnswerKind::denied;
    case 405:
    case 501:
      return AnswerKind::unsupported;
    default:
      return AnswerKind::unclear;
  }
}

class Gatherer {
 public:
  Gatherer(BucketClient& bucket, const S3Options& options) : bucket_(bucket), options_(options) {}

  Answer answer(std::string question, http::Response response) {
    const aws::ServiceError error =
        response.status == 200 ? aws::ServiceError{} : aws::parse_service_error(response);
    Answer result{kind_of(response.status),
                  {},
                  fmt::format("{}{}{}", response.status, error.code.empty() ? "" : " ", error.code)};
    facts_.evidence.push_back({std::move(question), result.seen, to_hex(crypto::sha256(response.body)),
                               std::string(response.headers.get("x-amz-request-id"))});
    result.body = std::move(response.body);
    return result;
  }

  Result<void> ask_bucket() {
    OFFHOOK_TRY(auto head, bucket_.send({.method = "HEAD"}));
    facts_.region = head.response.headers.get("x-amz-bucket-region");
    facts_.on_amazon = bucket_.on_amazon();
    facts_.over_tls = bucket_.over_tls();
    facts_.loopback = bucket_.on_loopback();
    facts_.head = answer("HEAD bucket", std::move(head.response));
    return {};
  }

  Result<void> ask_settings() {
    for (const std::string_view name : kSettings) {
      OFFHOOK_TRY(auto reply, bucket_.send({.query = std::string(name)}));
      facts_.settings.emplace(name, answer(fmt::format("GET ?{}", name), std::move(reply.response)));
    }
    return {};
  }

  // Begins an upload as for content, looks at what the answer states, and where it is silent sends 16
  // constant bytes and looks at that answer. The upload is taken back in any case.
  Result<ProbeAnswer> probe(const WantedEncryption& wanted, std::string_view question, Random& random) {
    const std::string key = options_.prefix + "_offhook/probe/" +
                            (options_.probe_owner.empty() ? "" : options_.probe_owner + "-") + random.uuid();
    BucketClient::Call begin{.method = "POST", .key = key, .query = "uploads"};
    begin.headers.set("x-amz-checksum-algorithm", "SHA256");
    wanted.ask(begin.headers);
    OFFHOOK_TRY(auto begun, bucket_.send(begin));
    ProbeAnswer result;
    result.accepted = begun.response.status == 200;
    if (!result.accepted) {
      result.seen = answer(std::string(question), std::move(begun.response)).seen;
      return result;
    }
    crash_point("after-probe-begin");
    OFFHOOK_TRY(const std::string id, read_upload_id(begun.response.body));
    const std::string upload = "uploadId=" + http::percent_encode(id);
    result.stated = stated_encryption(begun.response.headers);
    result.stated_by = "CreateMultipartUpload";
    answer(std::string(question), std::move(begun.response));
    if (result.stated.algorithm == "none") {
      OFFHOOK_TRY(
          auto sent,
          bucket_.send({.method = "PUT", .key = key, .query = "partNumber=1&" + upload, .body = kProbe}));
      if (sent.response.status == 200) result.stated = stated_encryption(sent.response.headers);
      result.stated_by = "UploadPart";
      answer(fmt::format("{}, part", question), std::move(sent.response));
    }
    OFFHOOK_TRY(auto aborted, bucket_.send({.method = "DELETE", .key = key, .query = upload}));
    answer(fmt::format("{}, taken back", question), std::move(aborted.response));
    result.seen = fmt::format("{} states {}{}{}", result.stated_by, result.stated.algorithm,
                              result.stated.kms_key.empty() ? "" : " under ", result.stated.kms_key);
    return result;
  }

  // S3 Control API Reference, GetPublicAccessBlock.
  Result<void> ask_account(const OtherServices& others) {
    facts_.account_public_access = {AnswerKind::unsupported, {}, "not asked"};
    if (others.control == nullptr) return {};
    if (options_.expected_owner.empty()) {
      facts_.account_public_access = {AnswerKind::unclear, {}, "not asked: the account is not configured"};
      return {};
    }
    aws::ServiceClient::Call call;
    call.request.url = others.control_endpoint + "/v20180820/configuration/publicAccessBlock";
    call.request.headers.set("x-amz-account-id", options_.expected_owner);
    OFFHOOK_TRY(auto reply, others.control->send(std::move(call)));
    facts_.account_public_access = answer("account publicAccessBlock", std::move(reply.response));
    return {};
  }

  BucketFacts& facts() { return facts_; }

 private:
  BucketClient& bucket_;
  const S3Options& options_;
  BucketFacts facts_;
};

}  // namespace

const Answer& BucketFacts::setting(std::string_view name) const {
  static const Answer kNotAsked{AnswerKind::unclear, {}, "not asked"};
  const auto found = settings.find(name);
  return found == settings.end() ? kNotAsked : found->second;
}

Result<BucketFacts> gather_facts(BucketClient& bucket, const S3Options& options,
                                 const WantedEncryption& wanted, const OtherServices& others,
                                 bool negative_probe, Random& random) {
  Gatherer gatherer(bucket, options);
  OFFHOOK_CHECK_OK(gatherer.ask_bucket());
  BucketFacts& facts = gatherer.facts();
  if (facts.head.kind != AnswerKind::given) return std::move(facts);
  OFFHOOK_CHECK_OK(gatherer.ask_settings());
  OFFHOOK_CHECK_OK(gatherer.ask_account(others));
  if (wanted.algorithm.starts_with("aws:kms") && !wanted.kms_key.empty() && others.kms != nullptr) {
    facts.key = aws::describe_key(*others.kms, others.kms_endpoint, wanted.kms_key);
    // KMS silent is another matter than KMS refusing.
    if (!*facts.key && facts.key->error().worth_retrying()) return fail(std::move(*facts.key).error());
  }
  OFFHOOK_TRY(facts.probe, gatherer.probe(wanted, "encryption probe", random));
  if (negative_probe && wanted.algorithm.starts_with("aws:kms")) {
    OFFHOOK_TRY(facts.negative_probe, gatherer.probe({"AES256", "", false}, "negative probe", random));
  }
  return std::move(facts);
}

}  // namespace offhook::store::s3
