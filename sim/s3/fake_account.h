// FakeAccount is what stands around a bucket in an AWS account: KMS keys, the account's own public access
// block, and STS. Signatures are verified as by the services. Any thread.
#pragma once

#include <map>
#include <string>

#include "base/clock.h"
#include "base/mutex.h"
#include "http/message.h"
#include "sim/s3/bucket.h"

namespace offhook::sim {

struct FakeKey {
  std::string state = "Enabled";
  std::string manager = "CUSTOMER";
  std::string spec = "SYMMETRIC_DEFAULT";
  std::string usage = "ENCRYPT_DECRYPT";
  bool deletion_planned = false;
};

class FakeAccount {
 public:
  static constexpr std::string_view kId = "111122223333";

  explicit FakeAccount(const Clock& clock) : clock_(clock) {}

  // KMS, S3 Control and STS, told apart by the host; 404 for another.
  [[nodiscard]] http::ServerResponse serve(const http::ServerRequest& request);
  [[nodiscard]] static bool is_for_account(const http::ServerRequest& request);

  void add_key(std::string arn, FakeKey key);
  void add_alias(std::string alias, std::string arn);
  void refuse_kms();  // 400 AccessDeniedException to everything
  void set_public_access(SettingAnswer answer);
  // STS gives out these: access key id and secret of every session.
  static constexpr std::string_view kSessionKeyId = "ASIASESSION";
  static constexpr std::string_view kSessionSecret = "session-secret";
  static constexpr std::string_view kSessionToken = "session-token";
  [[nodiscard]] int sessions() const;
  [[nodiscard]] std::string last_sts_body() const;

 private:
  http::ServerResponse kms(const http::ServerRequest& request) REQUIRES_LOCK(mutex_);
  http::ServerResponse sts(const http::ServerRequest& request) REQUIRES_LOCK(mutex_);

  const Clock& clock_;
  mutable Mutex mutex_;
  std::map<std::string, FakeKey> keys_ GUARDED_BY(mutex_);
  std::map<std::string, std::string> aliases_ GUARDED_BY(mutex_);
  bool kms_refuses_ GUARDED_BY(mutex_) = false;
  SettingAnswer public_access_ GUARDED_BY(mutex_){404, "NoSuchPublicAccessBlockConfiguration"};
  int sessions_ GUARDED_BY(mutex_) = 0;
  std::string last_sts_body_ GUARDED_BY(mutex_);
};

}  // namespace offhook::sim
