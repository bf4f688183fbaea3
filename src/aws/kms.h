// What KMS says of a key (KMS API Reference, DescribeKey).
#pragma once

#include <string>

#include "aws/service_client.h"

namespace offhook::aws {

struct KmsKey {
  std::string arn;
  std::string state;    // "Enabled", "Disabled", "PendingDeletion", …
  std::string manager;  // "CUSTOMER" or "AWS"
  std::string spec;     // "SYMMETRIC_DEFAULT"
  std::string usage;    // "ENCRYPT_DECRYPT"
  bool deletion_planned = false;
};

// `endpoint` is "https://kms.REGION.amazonaws.com" or one of one's own; `key` an id, an ARN or an alias,
// which is looked up in the caller's account. Error classes as the service's; code "kms.not_found_exception"
// for no such key.
[[nodiscard]] Result<KmsKey> describe_key(ServiceClient& kms, std::string_view endpoint,
                                          std::string_view key);

}  // namespace offhook::aws
