#include "aws/metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aws/service_error.h"
#include "base/file.h"
#include "http/url.h"
#include "json/value.h"

namespace offhook::aws {
namespace {

constexpr Milliseconds kPatience{1000};
constexpr std::uint64_t kMaxAnswer = 64u << 10;

http::Request metadata_request(std::string method, std::string url) {
  http::Request request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.connect_timeout = kPatience;
  request.idle_timeout = kPatience;
  request.total_timeout = kPatience * 2;
  request.max_response_bytes = kMaxAnswer;
  return request;
}

// Two tries; another status than 200 is an Error as well.
Result<std::string> fetch(http::Client& client, const http::Request& request, std::string_view what) {
  for (int attempt = 1;; ++attempt) {
    auto response = client.send(request);
    if (response && response->status == 200) return std::move(response->body);
    const bool again = attempt < 2 && (!response || response->status >= 500);
    if (again) continue;
    if (!response) return fail(std::move(response).error());
    return fail(to_error(parse_service_error(*response), "metadata", what));
  }
}

bool may_be_plain(const http::Url& url) {
  constexpr std::array<std::string_view, 3> kContainerHosts = {"169.254.170.2", "169.254.170.23",
                                                               "[fd00:ec2::23]"};
  return url.is_loopback() || std::ranges::find(kContainerHosts, url.host) != kContainerHosts.end();
}

}  // namespace

Result<Credentials> read_credentials_json(std::string_view text, std::string_view source) {
  const auto malformed = [&] {
    return fail(ErrorClass::permanent, "aws.credentials_malformed",
                fmt::format("{} gave no credentials that can be read", source));
  };
  const auto document = json::parse(text);
  if (!document) return malformed();
  Credentials credentials{
      std::string(document->text("AccessKeyId")), Sensitive(std::string(document->text("SecretAccessKey"))),
      Sensitive(std::string(document->text(document->text("Token").empty() ? "SessionToken" : "Token")))};
  if (credentials.access_key_id.empty() || credentials.secret_access_key.reveal().empty()) return malformed();
  if (const std::string_view expiration = document->text("Expiration"); !expiration.empty()) {
    const auto expires = parse_rfc3339(expiration);
    if (!expires) return malformed();
    credentials.expires = *expires;
  }
  return credentials;
}

bool has_container_credentials(const Environment& environment) {
  return environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ||
         environment("AWS_CONTAINER_CREDENTIALS_FULL_URI");
}

Result<Credentials> container_credentials(const Environment& environment, http::Client& client) {
  std::string url = environment("AWS_CONTAINER_CREDENTIALS_FULL_URI").value_or("");
  if (const auto relative = environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"))
    url = "http://169.254.170.2" + *relative;
  const auto parsed = http::parse_url(url);
  if (!parsed || (parsed->scheme == "http" && !may_be_plain(*parsed)))
    return fail(ErrorClass::permanent, "aws.container_url",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or http to this machine or to the "
                "addresses of ECS and EKS");
  http::Request request = metadata_request("GET", url);
  std::string token = environment("AWS_CONTAINER_AUTHORIZATION_TOKEN").value_or("");
  // The file wins and is read anew: it rotates.
  if (const auto file = environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
    OFFHOOK_TRY(token, read_file(*file, kMaxAnswer));
    while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
  }
  if (!token.empty()) request.headers.set("Authorization", token);
  OFFHOOK_TRY(const std::string body, fetch(client, request, "container credentials"));
  return read_credentials_json(body, "the container's credentials endpoint");
}

Result<Credentials> instance_credentials(const Environment& environment, http::Client& client) {
  const Error none{ErrorClass::permanent, "aws.no_credentials",
                   "no AWS credentials in the environment, a profile, a container or EC2"};
  std::string disabled = environment("AWS_EC2_METADATA_DISABLED").value_or("");
  std::ranges::transform(disabled, disabled.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (disabled == "true") return fail(none);
  const std::string base =
      environment("AWS_EC2_METADATA_SERVICE_ENDPOINT").value_or("http://169.254.169.254");

  http::Request ask = metadata_request("PUT", base + "/latest/api/token");
  ask.headers.set("X-aws-ec2-metadata-token-ttl-seconds", "21600");
  const auto token = fetch(client, ask, "EC2 metadata token");
  if (!token) return fail(none);

  const std::string folder = base + "/latest/meta-data/iam/security-credentials/";
  http::Request list = metadata_request("GET", folder);
  list.headers.set("X-aws-ec2-metadata-token", *token);
  OFFHOOK_TRY(std::string role, fetch(client, list, "EC2 instance role"));
  role = role.substr(0, role.find('\n'));
  http::Request get = metadata_request("GET", folder + http::percent_encode(role));
  get.headers.set("X-aws-ec2-metadata-token", *token);
  OFFHOOK_TRY(const std::string body, fetch(client, get, "EC2 instance credentials"));
  return read_credentials_json(body, "EC2's metadata service");
}

}  // namespace offhook::aws
