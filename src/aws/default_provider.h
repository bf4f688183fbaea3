// Where credentials come from when nothing is said: the order of the AWS SDKs.
//
//   1. environment      AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
//   2. profile          keys; role_arn with source_profile, credential_source or web_identity_token_file;
//                       credential_process
//   3. web identity     AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN
//   4. container        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, …_FULL_URI
//   5. EC2              the instance's role
//
// The first that is configured is taken, and its failure is not hidden by trying the next.
#pragma once

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "http/client.h"

namespace offhook::aws {

// Both clients, clock and random outlive the provider. `link_local` may speak plain http and should not go
// through a proxy: it reaches the machine's own metadata addresses only.
[[nodiscard]] Result<std::unique_ptr<Provider>> make_default_provider(Environment environment,
                                                                      http::Client& client,
                                                                      http::Client& link_local, Clock& clock,
                                                                      Random& random);

}  // namespace offhook::aws
