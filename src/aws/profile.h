// The shared configuration of the AWS tools: ~/.aws/config and ~/.aws/credentials (AWS SDKs and Tools
// Reference Guide, "Shared config and credentials files"). Values hold secrets: never print one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials.h"

namespace offhook::aws {

class Profiles {
 public:
  // The files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, else those in $HOME/.aws; a file
  // that is not there is empty. What both say, the credentials file decides.
  [[nodiscard]] static Result<Profiles> read(const Environment& environment);

  // AWS_PROFILE, else "default".
  [[nodiscard]] static std::string selected(const Environment& environment);

  [[nodiscard]] bool contains(std::string_view profile) const { return profiles_.contains(profile); }
  [[nodiscard]] std::optional<std::string> find(std::string_view profile, std::string_view key) const;

 private:
  using Section = std::map<std::string, std::string, std::less<>>;
  void add(std::string_view text, bool is_config);
  std::map<std::string, Section, std::less<>> profiles_;
};

// AWS_REGION, AWS_DEFAULT_REGION, then the selected profile's; empty where none says.
[[nodiscard]] Result<std::string> configured_region(const Environment& environment);

}  // namespace offhook::aws
