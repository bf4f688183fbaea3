// Prints what the gate finds in a real bucket, one finding a line: verdict, code, what was seen. Told by its
// arguments as NAME=VALUE (endpoint, ca, bucket, prefix, region, owner, kms_key, kms_endpoint,
// control_endpoint, profile) and by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; for the end-to-end tests.
#include <cstdio>
#include <map>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "http/client.h"
#include "store/s3_store.h"

int main(int count, char** arguments) {
  using namespace offhook;
  std::map<std::string, std::string> given;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    const auto equals = std::min(argument.find('='), argument.size() - 1);
    given[argument.substr(0, equals)] = argument.substr(equals + 1);
  }
  store::S3Options options{.bucket = given["bucket"],
                           .region = given["region"],
                           .endpoint = given["endpoint"],
                           .prefix = given["prefix"],
                           .kms_key = given["kms_key"],
                           .expected_owner = given["owner"],
                           .kms_endpoint = given["kms_endpoint"],
                           .control_endpoint = given["control_endpoint"]};
  if (!options.kms_key.empty()) options.encryption = store::EncryptionChoice::kms;
  if (!given["profile"].empty()) options.gate.profile = given["profile"];
  SystemClock clock;
  SystemRandom random;
  const auto client = http::make_curl_client({.ca_file = given["ca"]});
  const auto provider = aws::make_environment_provider(aws::process_environment());
  if (!client) return 2;
  const auto made = store::make_s3_store(std::move(options), **client, *provider, clock, random);
  if (!made) return 2;
  const auto report = (*made)->check_gate();
  if (!report) {
    std::printf("error %s %s\n", report.error().code.c_str(), report.error().message.c_str());
    return 2;
  }
  for (const auto& finding : report->findings)
    std::printf("%s %s %s\n", std::string(to_string(finding.verdict)).c_str(), finding.code.c_str(),
                finding.seen.c_str());
  return report->passed() ? 0 : 6;
}
