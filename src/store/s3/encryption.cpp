#include "store/s3/encryption.h"

#include <fmt/format.h>

#include <pugixml.hpp>

namespace offhook::store::s3 {

void WantedEncryption::ask(http::Headers& headers) const {
  if (algorithm.empty()) return;
  headers.set("x-amz-server-side-encryption", algorithm);
  if (algorithm == "AES256") return;
  if (!kms_key.empty()) headers.set("x-amz-server-side-encryption-aws-kms-key-id", kms_key);
  if (bucket_key && algorithm == "aws:kms")
    headers.set("x-amz-server-side-encryption-bucket-key-enabled", "true");
}

bool WantedEncryption::met_by(const model::Encryption& stated) const {
  if (algorithm != stated.algorithm) return false;
  if (kms_key.empty() || stated.kms_key.empty() || kms_key == stated.kms_key) return true;
  const bool is_alias = kms_key.starts_with("alias/") || kms_key.find(":alias/") != std::string::npos;
  return is_alias || stated.kms_key.ends_with("/" + kms_key) || kms_key.ends_with("/" + stated.kms_key);
}

model::Encryption stated_encryption(const http::Headers& headers) {
  model::Encryption stated;
  if (const auto algorithm = headers.find("x-amz-server-side-encryption")) stated.algorithm = *algorithm;
  stated.kms_key = headers.get("x-amz-server-side-encryption-aws-kms-key-id");
  return stated;
}

Result<void> check_stated(const WantedEncryption& wanted, const http::Headers& headers,
                          std::string_view what) {
  const model::Encryption stated = stated_encryption(headers);
  if (stated.algorithm == "none" || wanted.algorithm.empty() || wanted.met_by(stated)) return {};
  return fail(ErrorClass::permanent, "gate.encryption",
              fmt::format("{}: the bucket states {}{}{}, wanted is {}{}{}", what, stated.algorithm,
                          stated.kms_key.empty() ? "" : " under ", stated.kms_key, wanted.algorithm,
                          wanted.kms_key.empty() ? "" : " under ", wanted.kms_key));
}

Result<DefaultEncryption> read_default_encryption(std::string_view body) {
  pugi::xml_document document;
  if (document.load_buffer(body.data(), body.size(), pugi::parse_default, pugi::encoding_utf8))
    if (const auto root = document.child("ServerSideEncryptionConfiguration")) {
      DefaultEncryption found;
      for (const pugi::xml_node rule : root.children("Rule")) {
        if (const auto by_default = rule.child("ApplyServerSideEncryptionByDefault")) {
          found.algorithm = by_default.child_value("SSEAlgorithm");
          found.kms_key = by_default.child_value("KMSMasterKeyID");
          found.bucket_key = rule.child("BucketKeyEnabled").text().as_bool();
        }
        for (const pugi::xml_node type : rule.child("BlockedEncryptionTypes").children("EncryptionType"))
          if (std::string_view(type.child_value()) == "SSE-C") found.blocks_customer_keys = true;
      }
      return found;
    }
  return fail(ErrorClass::corrupt, "s3.malformed", "the answer is no encryption configuration");
}

}  // namespace offhook::store::s3
