#include "aws/default_provider.h"

#include <fmt/format.h>

#include "aws/caching_provider.h"
#include "aws/credential_process.h"
#include "aws/metadata.h"
#include "aws/profile.h"
#include "aws/sts.h"

namespace offhook::aws {
namespace {

// A role's profile may name another that names another; nobody means more than a few.
constexpr int kMaxDepth = 5;

Error invalid(std::string message) { return {ErrorClass::permanent, "aws.profile", std::move(message)}; }

class Builder {
 public:
  Builder(Environment environment, http::Client& client, http::Client& link_local, Clock& clock,
          Random& random)
      : environment_(std::move(environment)),
        client_(client),
        link_local_(link_local),
        clock_(clock),
        random_(random) {}

  Result<std::unique_ptr<Provider>> build() {
    if (environment_("AWS_ACCESS_KEY_ID") && environment_("AWS_SECRET_ACCESS_KEY"))
      return make_environment_provider(environment_);
    OFFHOOK_TRY(profiles_, Profiles::read(environment_));
    OFFHOOK_TRY(region_, configured_region(environment_));
    if (region_.empty()) region_ = "us-east-1";

    const std::string profile = Profiles::selected(environment_);
    if (environment_("AWS_PROFILE") && !profiles_.contains(profile))
      return fail(invalid(fmt::format("AWS_PROFILE names the profile \"{}\", which no file has", profile)));
    OFFHOOK_TRY(auto from_profile, of_profile(profile, 0));
    if (from_profile) return from_profile;

    const auto token_file = environment_("AWS_WEB_IDENTITY_TOKEN_FILE");
    const auto role_arn = environment_("AWS_ROLE_ARN");
    if (token_file && role_arn)
      return web_identity({*role_arn, environment_("AWS_ROLE_SESSION_NAME").value_or(""), "", ""},
                          *token_file);
    if (has_container_credentials(environment_)) return container();
    return instance();
  }

 private:
  std::string sts_endpoint() const {
    for (const char* variable : {"AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"})
      if (auto endpoint = environment_(variable)) {
        while (endpoint->ends_with('/')) endpoint->pop_back();
        return *endpoint;
      }
    return fmt::format("https://sts.{}.amazonaws.com{}", region_, region_.starts_with("cn-") ? ".cn" : "");
  }

  std::unique_ptr<Provider> caching(Fetch fetch) const {
    return make_caching_provider(std::move(fetch), clock_, random_);
  }
  std::unique_ptr<Provider> container() const {
    return caching([environment = environment_, &client = link_local_] {
      return container_credentials(environment, client);
    });
  }
  std::unique_ptr<Provider> instance() const {
    return caching([environment = environment_, &client = link_local_] {
      return instance_credentials(environment, client);
    });
  }
  std::unique_ptr<Provider> web_identity(Role role, std::string token_file) const {
    return caching(
        [role = std::move(role), token_file = std::move(token_file), endpoint = sts_endpoint(),
         &client = client_] { return assume_role_with_web_identity(role, token_file, endpoint, client); });
  }

  std::unique_ptr<Provider> keys_of(const std::string& profile) const {
    const auto id = profiles_.find(profile, "aws_access_key_id");
    const auto secret = profiles_.find(profile, "aws_secret_access_key");
    if (!id || !secret) return nullptr;
    return make_static_provider(
        {*id, Sensitive(*secret), Sensitive(profiles_.find(profile, "aws_session_token").value_or(""))});
  }

  // Null where the profile says nothing of credentials.
  Result<std::unique_ptr<Provider>> of_profile(const std::string& profile, int depth) {
    if (depth > kMaxDepth) return fail(invalid("profiles name each other as source_profile without end"));
    if (const auto role_arn = profiles_.find(profile, "role_arn")) return of_role(profile, *role_arn, depth);
    if (auto keys = keys_of(profile)) return keys;
    if (const auto command = profiles_.find(profile, "credential_process"))
      return caching([command = *command] { return run_credential_process(command); });
    if (profiles_.find(profile, "sso_start_url") || profiles_.find(profile, "sso_session"))
      return fail(
          invalid(fmt::format("profile \"{}\" logs in by SSO: use credential_process = "
                              "aws configure export-credentials --profile {}",
                              profile, profile)));
    return std::unique_ptr<Provider>();
  }

  Result<std::unique_ptr<Provider>> of_role(const std::string& profile, const std::string& role_arn,
                                            int depth) {
    const auto value = [&](std::string_view key) { return profiles_.find(profile, key).value_or(""); };
    Role role{role_arn, value("role_session_name"), value("external_id"), value("duration_seconds")};
    if (const std::string file = value("web_identity_token_file"); !file.empty())
      return web_identity(std::move(role), file);
    OFFHOOK_TRY(auto base, base_of(profile, value("source_profile"), value("credential_source"), depth));
    // The base is the fetch's alone; a function must be copyable, hence shared.
    return caching(
        [role = std::move(role), base = std::shared_ptr<Provider>(std::move(base)), endpoint = sts_endpoint(),
         region = region_, &client = client_, &clock = clock_,
         &random = random_] { return assume_role(role, *base, endpoint, region, client, clock, random); });
  }

  Result<std::unique_ptr<Provider>> base_of(const std::string& profile, const std::string& source_profile,
                                            const std::string& credential_source, int depth) {
    if (!source_profile.empty()) {
      // A profile may name itself: its own keys then.
      if (source_profile == profile) {
        if (auto keys = keys_of(profile)) return keys;
        return fail(invalid(fmt::format("profile \"{}\" is its own source_profile without keys", profile)));
      }
      OFFHOOK_TRY(auto base, of_profile(source_profile, depth + 1));
      if (!base)
        return fail(invalid(fmt::format("source_profile \"{}\" has no credentials", source_profile)));
      return base;
    }
    if (credential_source == "Environment") return make_environment_provider(environment_);
    if (credential_source == "EcsContainer") return container();
    if (credential_source == "Ec2InstanceMetadata") return instance();
    return fail(invalid(fmt::format(
        "profile \"{}\" has a role_arn without source_profile, credential_source or web_identity_token_file",
        profile)));
  }

  const Environment environment_;
  http::Client& client_;
  http::Client& link_local_;
  Clock& clock_;
  Random& random_;
  Profiles profiles_;
  std::string region_;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_default_provider(Environment environment, http::Client& client,
                                                        http::Client& link_local, Clock& clock,
                                                        Random& random) {
  return Builder(std::move(environment), client, link_local, clock, random).build();
}

}  // namespace offhook::aws
