#include "aws/kms.h"

#include <fmt/format.h>

#include "json/value.h"

namespace offhook::aws {

Result<KmsKey> describe_key(ServiceClient& kms, std::string_view endpoint, std::string_view key) {
  const std::string body = json::canonical(json::Value::Object{{"KeyId", std::string(key)}});
  ServiceClient::Call call;
  call.request.method = "POST";
  call.request.url = std::string(endpoint) + "/";
  call.request.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                          {"X-Amz-Target", "TrentService.DescribeKey"}};
  call.request.body = body;
  OFFHOOK_TRY(const auto answer, kms.send(std::move(call)));
  if (answer.response.status != 200)
    return fail(to_error(parse_service_error(answer.response), "kms", fmt::format("DescribeKey {}", key)));
  OFFHOOK_TRY(const json::Value document, json::parse(answer.response.body));
  const json::Value& metadata = document["KeyMetadata"];
  return KmsKey{std::string(metadata.text("Arn")),
                std::string(metadata.text("KeyState")),
                std::string(metadata.text("KeyManager")),
                std::string(metadata.text("KeySpec").empty() ? metadata.text("CustomerMasterKeySpec")
                                                             : metadata.text("KeySpec")),
                std::string(metadata.text("KeyUsage")),
                !metadata["DeletionDate"].is_null()};
}

}  // namespace offhook::aws
