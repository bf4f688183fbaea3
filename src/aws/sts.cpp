#include "aws/sts.h"

#include <fmt/format.h>

#include <pugixml.hpp>

#include "aws/service_client.h"
#include "base/file.h"
#include "http/url.h"

namespace offhook::aws {
namespace {

constexpr std::uint64_t kMaxTokenBytes = 64u << 10;

std::string form(std::string_view action, const Role& role) {
  std::string body = fmt::format(
      "Action={}&Version=2011-06-15&RoleArn={}&RoleSessionName={}", action, http::percent_encode(role.arn),
      http::percent_encode(role.session_name.empty() ? "offhook" : role.session_name));
  if (!role.external_id.empty()) body += "&ExternalId=" + http::percent_encode(role.external_id);
  if (!role.duration_seconds.empty())
    body += "&DurationSeconds=" + http::percent_encode(role.duration_seconds);
  return body;
}

http::Request request(const std::string& endpoint, std::string_view body) {
  http::Request made;
  made.method = "POST";
  made.url = endpoint + "/";
  made.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  made.body = body;
  return made;
}

Result<Credentials> read(const http::Response& response, std::string_view action, const Role& role) {
  if (response.status != 200)
    return fail(to_error(parse_service_error(response), "sts", fmt::format("{} {}", action, role.arn)));
  pugi::xml_document document;
  if (document.load_buffer(response.body.data(), response.body.size())) {
    const auto node = document.child(fmt::format("{}Response", action).c_str())
                          .child(fmt::format("{}Result", action).c_str())
                          .child("Credentials");
    const auto expires = parse_rfc3339(node.child_value("Expiration"));
    if (node && expires && *node.child_value("AccessKeyId") != '\0')
      return Credentials{node.child_value("AccessKeyId"),
                         Sensitive(std::string(node.child_value("SecretAccessKey"))),
                         Sensitive(std::string(node.child_value("SessionToken"))), *expires};
  }
  return fail(ErrorClass::corrupt, "sts.malformed", fmt::format("{} answered without credentials", action));
}

}  // namespace

Result<Credentials> assume_role(const Role& role, Provider& base, const std::string& endpoint,
                                const std::string& region, http::Client& client, Clock& clock,
                                Random& random) {
  ServiceClient sts({{region, "sts"}, kServiceRules, {}}, client, base, clock, random);
  const std::string body = form("AssumeRole", role);
  ServiceClient::Call call;
  call.request = request(endpoint, body);
  OFFHOOK_TRY(const auto answer, sts.send(std::move(call)));
  return read(answer.response, "AssumeRole", role);
}

Result<Credentials> assume_role_with_web_identity(const Role& role, const std::string& token_file,
                                                  const std::string& endpoint, http::Client& client) {
  OFFHOOK_TRY(std::string token, read_file(token_file, kMaxTokenBytes));
  while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
  const std::string body =
      form("AssumeRoleWithWebIdentity", role) + "&WebIdentityToken=" + http::percent_encode(token);
  OFFHOOK_TRY(const auto response, client.send(request(endpoint, body)));
  return read(response, "AssumeRoleWithWebIdentity", role);
}

}  // namespace offhook::aws
