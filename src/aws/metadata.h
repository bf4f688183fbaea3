// Credentials that the machine or the container hands out: ECS and EKS by a URL in the environment, EC2 by
// its metadata service, version 2 only (EC2 User Guide, "Use IMDSv2").
#pragma once

#include "aws/credentials.h"
#include "http/client.h"

namespace offhook::aws {

// Whether the environment names a container's credentials.
[[nodiscard]] bool has_container_credentials(const Environment& environment);

// Plain http only to this machine and to the addresses that containers use; another is refused
// ("aws.container_url"), since the token would go out unprotected. `client` may speak plain http.
[[nodiscard]] Result<Credentials> container_credentials(const Environment& environment, http::Client& client);

// One second of patience and two tries, since off EC2 nobody answers. Never falls back to version 1. Code
// "aws.no_credentials" where there is no metadata service, or AWS_EC2_METADATA_DISABLED=true.
[[nodiscard]] Result<Credentials> instance_credentials(const Environment& environment, http::Client& client);

// The JSON of credential_process, containers and EC2: AccessKeyId, SecretAccessKey, Token or SessionToken,
// Expiration. Error "aws.credentials_malformed" names `source`, never the text.
[[nodiscard]] Result<Credentials> read_credentials_json(std::string_view text, std::string_view source);

}  // namespace offhook::aws
