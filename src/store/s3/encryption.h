// Which encryption objects are to have, and whether an answer states it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"
#include "model/object_store.h"
#include "store/s3_store.h"

namespace offhook::store::s3 {

struct WantedEncryption {
  std::string algorithm;  // "AES256", "aws:kms", "aws:kms:dsse"
  std::string kms_key;    // empty: whichever the server takes
  bool bucket_key = false;

  // The request headers that ask for it.
  void ask(http::Headers& headers) const;
  // True where `stated` is what is wanted. A key id or alias matches the ARN that ends in it, since S3
  // answers with the ARN; an alias cannot be compared and matches any key of the right kind.
  [[nodiscard]] bool met_by(const model::Encryption& stated) const;
};

// What the answer's headers state; algorithm "none" where they are silent.
[[nodiscard]] model::Encryption stated_encryption(const http::Headers& headers);

// Error "gate.encryption" where an answer states another encryption than the one wanted. Silence passes.
[[nodiscard]] Result<void> check_stated(const WantedEncryption& wanted, const http::Headers& headers,
                                        std::string_view what);

// The rule in the answer to `GET /?encryption`; algorithm empty where there is none.
struct DefaultEncryption {
  std::string algorithm;
  std::string kms_key;
  bool bucket_key = false;
  bool blocks_customer_keys = false;  // SSE-C is blocked
};
[[nodiscard]] Result<DefaultEncryption> read_default_encryption(std::string_view body);

}  // namespace offhook::store::s3
