// An ObjectStore in one S3 bucket: Amazon's, or a server that speaks its protocol.
//
// Safe to share between threads; the client, provider, clock and random outlive it. Retries what the table
// in aws/retry.h allows. Every answer that states an encryption must state the one wanted; another is Error
// "gate.encryption" (permanent), and the object or part it came with is not to be listed anywhere.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "aws/credentials.h"
#include "aws/retry.h"
#include "base/clock.h"
#include "base/random.h"
#include "http/client.h"
#include "model/object_store.h"
#include "store/gate_options.h"

namespace offhook::store {

enum class Addressing {
  automatic,  // path with an endpoint of one's own or a dot in the bucket's name, else virtual-hosted
  path,
  virtual_hosted,
};

enum class EncryptionChoice {
  automatic,  // what the bucket's default says, said aloud with each object; AES256 where it has none
  aes256,
  kms,
  kms_dsse,
};

struct S3Options {
  std::string bucket{};
  std::string region{};    // empty: "us-east-1" with an endpoint, else found out
  std::string endpoint{};  // "https://127.0.0.1:8333"; empty: Amazon's for the region
  Addressing addressing = Addressing::automatic;
  // Where our own files live is `<prefix>_offhook/`: empty, or ending in '/'. Keys passed in are complete.
  std::string prefix{};

  // Objects under 128 KiB and all below _offhook/ are STANDARD whatever this says (they would be billed as
  // 128 KiB for 30 days).
  std::string storage_class = "STANDARD_IA";
  EncryptionChoice encryption = EncryptionChoice::automatic;
  std::string kms_key{};  // ARN, id or alias; empty: the account's key for S3
  bool bucket_key = true;
  std::string expected_owner{};  // account id, sent with every call; empty: any
  std::map<std::string, std::string> tags{};

  // Object Lock for each object written: "GOVERNANCE" or "COMPLIANCE" for so many days from its writing;
  // empty: the bucket's default retention alone. A legal hold has no end until somebody takes it off.
  std::string lock_mode{};
  int lock_days = 0;
  bool legal_hold = false;

  // KMS and S3 Control, asked by the gate only; empty: Amazon's for the region, and none at all with an
  // endpoint of one's own.
  std::string kms_endpoint{};
  std::string control_endpoint{};

  GateOptions gate{};
  // Begins the names of the gate's probes, so that a later life of the same owner knows what an earlier one
  // left behind. Empty: nobody's.
  std::string probe_owner{};
  aws::RetryLimits retry{};
};

// Error "config.invalid" names the option.
[[nodiscard]] Result<std::unique_ptr<model::ObjectStore>> make_s3_store(S3Options options,
                                                                        http::Client& client,
                                                                        aws::Provider& provider, Clock& clock,
                                                                        Random& random);

}  // namespace offhook::store
