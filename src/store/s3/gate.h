// The gate of an S3 bucket: gathers what the bucket says of itself, proves the encryption with a constant
// part that is taken back, and judges. docs/gate.md has the table of checks.
#pragma once

#include "base/random.h"
#include "store/s3/bucket_client.h"
#include "store/s3/encryption.h"

namespace offhook::store::s3 {

[[nodiscard]] Result<model::GateReport> check_gate(BucketClient& bucket, const S3Options& options,
                                                   const WantedEncryption& wanted, Random& random);

}  // namespace offhook::store::s3
