#include "aws/credentials.h"

#include <cstdlib>

namespace offhook::aws {
namespace {

class EnvironmentProvider final : public Provider {
 public:
  explicit EnvironmentProvider(Environment environment) : environment_(std::move(environment)) {}

  Result<Credentials> credentials() override {
    auto id = environment_("AWS_ACCESS_KEY_ID");
    auto secret = environment_("AWS_SECRET_ACCESS_KEY");
    if (!id || !secret)
      return fail(ErrorClass::permanent, "aws.no_credentials",
                  "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set");
    return Credentials{std::move(*id), Sensitive(std::move(*secret)),
                       Sensitive(environment_("AWS_SESSION_TOKEN").value_or(""))};
  }

 private:
  Environment environment_;
};

class StaticProvider final : public Provider {
 public:
  explicit StaticProvider(Credentials credentials) : credentials_(std::move(credentials)) {}
  Result<Credentials> credentials() override { return credentials_; }

 private:
  Credentials credentials_;
};

}  // namespace

Environment process_environment() {
  return [](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    if (value == nullptr || *value == '\0') return std::nullopt;
    return std::string(value);
  };
}

std::unique_ptr<Provider> make_environment_provider(Environment environment) {
  return std::make_unique<EnvironmentProvider>(std::move(environment));
}

std::unique_ptr<Provider> make_static_provider(Credentials credentials) {
  return std::make_unique<StaticProvider>(std::move(credentials));
}

}  // namespace offhook::aws
