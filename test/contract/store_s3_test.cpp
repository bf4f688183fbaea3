// The contract against a real server. It is told by the environment where one is, and skips without:
// OFFHOOK_TEST_S3_ENDPOINT, OFFHOOK_TEST_S3_BUCKET, OFFHOOK_TEST_S3_CA (a file), the AWS credentials, and
// OFFHOOK_TEST_S3_LACKS (words: digests checksums listing gone classes) for what the server is known not to
// do.
#include <cstdlib>

#include "base/clock.h"
#include "base/random.h"
#include "http/client.h"
#include "store/s3_store.h"
#include "test/contract/store_contract.h"

namespace offhook::test {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool lacks(std::string_view what) {
  return environment("OFFHOOK_TEST_S3_LACKS").find(what) != std::string::npos;
}

struct Server {
  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<http::Client> client =
      http::make_curl_client({.ca_file = environment("OFFHOOK_TEST_S3_CA")}).value();
  std::unique_ptr<aws::Provider> provider = aws::make_environment_provider(aws::process_environment());
  std::unique_ptr<model::ObjectStore> store =
      store::make_s3_store({.bucket = environment("OFFHOOK_TEST_S3_BUCKET"),
                            .endpoint = environment("OFFHOOK_TEST_S3_ENDPOINT")},
                           *client, *provider, clock, random)
          .value();
};

std::vector<StoreCase> servers() {
  if (environment("OFFHOOK_TEST_S3_ENDPOINT").empty()) return {};
  return {{.name = "server",
           .open =
               [] {
                 auto owner = std::make_shared<Server>();
                 return std::shared_ptr<model::ObjectStore>(owner, owner->store.get());
               },
           .checks_digests = !lacks("digests"),
           .states_checksums = !lacks("checksums"),
           .lists_checksums = !lacks("listing"),
           .tells_gone_uploads = !lacks("gone"),
           .keeps_storage_class = !lacks("classes")}};
}

}  // namespace

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StoreContract);
INSTANTIATE_TEST_SUITE_P(S3, StoreContract, testing::ValuesIn(servers()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace offhook::test
