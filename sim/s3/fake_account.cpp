#include "sim/s3/fake_account.h"

#include <fmt/format.h>

#include "json/value.h"
#include "sim/s3/fake_s3.h"
#include "sim/s3/reply.h"
#include "sim/s3/signature.h"

namespace offhook::sim {

using http::ServerRequest;
using http::ServerResponse;

namespace {

std::optional<std::string> secret_of(std::string_view id) {
  if (id == FakeS3::kAccessKeyId) return std::string(FakeS3::kSecret);
  return std::nullopt;
}

ServerResponse json_reply(int status, const json::Value& body) {
  ServerResponse response;
  response.status = status;
  response.headers.set("Content-Type", "application/x-amz-json-1.1");
  response.body = json::compact(body);
  return response;
}

ServerResponse json_error(std::string_view type) {
  return json_reply(400, json::Value::Object{{"__type", std::string(type)}, {"message", "the fake refuses"}});
}

std::string sts_error(std::string_view code) {
  return fmt::format(
      "<ErrorResponse><Error><Code>{}</Code><Message>the fake refuses</Message></Error>"
      "<RequestId>fake</RequestId></ErrorResponse>",
      code);
}

}  // namespace

bool FakeAccount::is_for_account(const ServerRequest& request) {
  const std::string_view host = request.host();
  return host.starts_with("kms.") || host.starts_with("sts.") ||
         host.find(".s3-control.") != std::string_view::npos;
}

void FakeAccount::add_key(std::string arn, FakeKey key) {
  const MutexLock lock(mutex_);
  keys_[std::move(arn)] = std::move(key);
}
void FakeAccount::add_alias(std::string alias, std::string arn) {
  const MutexLock lock(mutex_);
  aliases_[std::move(alias)] = std::move(arn);
}
void FakeAccount::refuse_kms() {
  const MutexLock lock(mutex_);
  kms_refuses_ = true;
}
void FakeAccount::set_public_access(SettingAnswer answer) {
  const MutexLock lock(mutex_);
  public_access_ = std::move(answer);
}
int FakeAccount::sessions() const {
  const MutexLock lock(mutex_);
  return sessions_;
}
std::string FakeAccount::last_sts_body() const {
  const MutexLock lock(mutex_);
  return last_sts_body_;
}

ServerResponse FakeAccount::serve(const ServerRequest& request) {
  const MutexLock lock(mutex_);
  const std::string_view host = request.host();
  if (host.starts_with("sts.")) return sts(request);
  const bool is_kms = host.starts_with("kms.");
  const auto signature = check_signature(request, secret_of, clock_.now(), is_kms);
  if (!signature.error.empty()) return error_reply(403, signature.error);
  if (is_kms) return kms(request);
  if (host.find(".s3-control.") == std::string_view::npos) return error_reply(404, "UnknownService");
  if (request.headers.get("x-amz-account-id") != kId || !host.starts_with(kId))
    return error_reply(403, "AccessDenied");
  if (public_access_.status == 200) return xml_reply(public_access_.body);
  return error_reply(public_access_.status, public_access_.body);
}

ServerResponse FakeAccount::kms(const ServerRequest& request) {
  if (kms_refuses_) return json_error("AccessDeniedException");
  if (request.headers.get("X-Amz-Target") != "TrentService.DescribeKey")
    return json_error("UnknownOperationException");
  const auto body = json::parse(request.body);
  if (!body) return json_error("SerializationException");
  std::string wanted(body->text("KeyId"));
  if (const auto alias = aliases_.find(wanted); alias != aliases_.end()) wanted = alias->second;
  for (const auto& [arn, key] : keys_) {
    if (arn != wanted && !arn.ends_with("/" + wanted)) continue;
    json::Value::Object metadata{{"Arn", arn},
                                 {"KeyState", key.state},
                                 {"KeyManager", key.manager},
                                 {"KeySpec", key.spec},
                                 {"KeyUsage", key.usage}};
    if (key.deletion_planned) metadata["DeletionDate"] = std::int64_t{1800000000};
    return json_reply(200, json::Value::Object{{"KeyMetadata", std::move(metadata)}});
  }
  return json_error("NotFoundException");
}

ServerResponse FakeAccount::sts(const ServerRequest& request) {
  last_sts_body_ = request.body;
  const bool by_token = request.body.find("Action=AssumeRoleWithWebIdentity") != std::string::npos;
  if (!by_token) {
    const auto signature = check_signature(request, secret_of, clock_.now(), true);
    if (!signature.error.empty()) {
      ServerResponse response = xml_reply(sts_error(signature.error));
      response.status = 403;
      return response;
    }
  }
  ++sessions_;
  const std::string action = by_token ? "AssumeRoleWithWebIdentity" : "AssumeRole";
  const std::string expires = format_rfc3339(clock_.now() + std::chrono::hours(1));
  return xml_reply(fmt::format(
      "<{0}Response><{0}Result><Credentials><AccessKeyId>{1}</AccessKeyId><SecretAccessKey>{2}"
      "</SecretAccessKey><SessionToken>{3}</SessionToken><Expiration>{4}</Expiration></Credentials>"
      "</{0}Result></{0}Response>",
      action, kSessionKeyId, kSessionSecret, kSessionToken, expires));
}

}  // namespace offhook::sim
