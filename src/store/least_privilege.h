// The permissions that an archive needs and no more, written out to be pasted: what the program's role may
// do, what the bucket refuses to everybody, who may use the key. As IAM's JSON or as Terraform.
#pragma once

#include <string>

#include "base/result.h"

namespace offhook::store {

struct LeastPrivilege {
  std::string bucket{};
  std::string prefix{};    // empty, or ending in '/'
  std::string region{};    // for KMS: "us-east-1"
  std::string account{};   // twelve digits; needed for the key's policy
  std::string kms_key{};   // ARN; empty: objects are encrypted as AES256
  std::string role_arn{};  // the program's; needed for the key's policy
  bool tags = false;       // objects are tagged
  bool lock = false;       // objects carry a retention of their own
  bool legal_hold = false;
};

enum class PolicyFormat { json, terraform };

// Error "config.invalid" names what is missing.
[[nodiscard]] Result<std::string> role_policy(const LeastPrivilege& wanted, PolicyFormat format);
[[nodiscard]] Result<std::string> bucket_policy(const LeastPrivilege& wanted, PolicyFormat format);
[[nodiscard]] Result<std::string> kms_policy(const LeastPrivilege& wanted, PolicyFormat format);

}  // namespace offhook::store
