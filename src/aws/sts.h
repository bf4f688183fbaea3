// The two ways of STS to temporary credentials (AWS STS API Reference).
#pragma once

#include <string>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "http/client.h"

namespace offhook::aws {

struct Role {
  std::string arn;
  std::string session_name;  // empty: "offhook"
  std::string external_id;
  std::string duration_seconds;
};

// `endpoint`: "https://sts.REGION.amazonaws.com", or one of one's own.
[[nodiscard]] Result<Credentials> assume_role(const Role& role, Provider& base, const std::string& endpoint,
                                              const std::string& region, http::Client& client, Clock& clock,
                                              Random& random);

// Unsigned: the token says who asks. The file is read anew each time, since it rotates.
[[nodiscard]] Result<Credentials> assume_role_with_web_identity(const Role& role,
                                                                const std::string& token_file,
                                                                const std::string& endpoint,
                                                                http::Client& client);

}  // namespace offhook::aws
