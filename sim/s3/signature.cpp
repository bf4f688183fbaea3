#include "sim/s3/signature.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::sim {
namespace {

constexpr std::chrono::minutes kToleratedSkew{15};

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

std::string encoded(std::string_view text, bool keep_slash) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '-' || c == '.' || c == '_' || c == '~' || (keep_slash && c == '/')) {
      result += c;
    } else {
      result += '%';
      result += kHex[byte >> 4];
      result += kHex[byte & 15];
    }
  }
  return result;
}

std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      if (const auto byte = from_hex(text.substr(i + 1, 2))) {
        result += static_cast<char>((*byte)[0]);
        i += 2;
        continue;
      }
    }
    result += text[i];
  }
  return result;
}

// "Credential=AK/20260101/us-east-1/s3/aws4_request, SignedHeaders=…, Signature=…"
std::string field(std::string_view authorization, std::string_view name) {
  const auto at = authorization.find(std::string(name) + "=");
  if (at == std::string_view::npos) return "";
  const auto begin = at + name.size() + 1;
  return std::string(authorization.substr(begin, authorization.find_first_of(", ", begin) - begin));
}

std::string header_values(const http::Headers& headers, const std::string& wanted) {
  std::string joined;
  bool first = true;
  for (const auto& [name, value] : headers) {
    if (!std::ranges::equal(name, wanted, [](unsigned char a, unsigned char b) {
          return std::tolower(a) == std::tolower(b);
        }))
      continue;
    std::string single;
    for (const std::string& word : split(value, ' ')) {
      if (word.empty()) continue;
      if (!single.empty()) single += ' ';
      single += word;
    }
    joined += (first ? "" : ",") + single;
    first = false;
  }
  return joined;
}

}  // namespace

SignatureVerdict check_signature(const http::ServerRequest& request, const SecretOf& secret_of, TimePoint now,
                                 bool encode_path_again) {
  SignatureVerdict verdict;
  const auto refuse = [&](std::string error) {
    verdict.error = std::move(error);
    return verdict;
  };
  const std::string authorization(request.headers.get("Authorization"));
  if (!authorization.starts_with("AWS4-HMAC-SHA256 ")) return refuse("AccessDenied");
  const auto credential = split(field(authorization, "Credential"), '/');
  if (credential.size() != 5 || credential[4] != "aws4_request")
    return refuse("AuthorizationHeaderMalformed");
  verdict.access_key_id = credential[0];
  verdict.region = credential[2];
  verdict.service = credential[3];
  const auto secret = secret_of(credential[0]);
  if (!secret) return refuse("InvalidAccessKeyId");
  const std::string date(request.headers.get("X-Amz-Date"));
  const auto signed_at = parse_basic(date);
  if (!signed_at || !date.starts_with(credential[1])) return refuse("AccessDenied");
  if (*signed_at > now + kToleratedSkew || *signed_at < now - kToleratedSkew)
    return refuse("RequestTimeTooSkewed");

  const std::string body_hash = to_hex(crypto::sha256(request.body));
  std::string payload_hash(request.headers.get("x-amz-content-sha256"));
  if (payload_hash.empty()) {
    if (credential[3] == "s3") return refuse("MissingSecurityHeader");
    payload_hash = body_hash;
  } else if (payload_hash != body_hash && payload_hash != "UNSIGNED-PAYLOAD") {
    return refuse("XAmzContentSHA256Mismatch");
  }

  const auto signed_names = split(field(authorization, "SignedHeaders"), ';');
  for (const auto& [name, value] : request.headers) {
    std::string lower_case;
    for (const char c : name) lower_case += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const bool must_be_signed = lower_case == "host" || lower_case.starts_with("x-amz-");
    if (must_be_signed && std::ranges::find(signed_names, lower_case) == signed_names.end())
      return refuse("AccessDenied");
  }

  std::vector<std::pair<std::string, std::string>> parameters;
  for (const std::string& pair : split(request.query(), '&')) {
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    const std::string value = equals < pair.size() ? pair.substr(equals + 1) : "";
    parameters.emplace_back(encoded(decoded(pair.substr(0, equals)), false), encoded(decoded(value), false));
  }
  std::ranges::sort(parameters);
  std::string query;
  for (const auto& [name, value] : parameters) query += (query.empty() ? "" : "&") + name + "=" + value;

  const std::string path =
      encode_path_again ? encoded(request.path(), true) : encoded(decoded(request.path()), true);
  std::string canonical = request.method + "\n" + path + "\n" + query + "\n";
  std::string names;
  for (const std::string& name : signed_names) {
    canonical += name + ":" + header_values(request.headers, name) + "\n";
    names += (names.empty() ? "" : ";") + name;
  }
  canonical += "\n" + names + "\n" + payload_hash;

  const std::string scope = credential[1] + "/" + credential[2] + "/" + credential[3] + "/" + credential[4];
  const std::string text =
      "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + to_hex(crypto::sha256(canonical));
  Digest key = crypto::hmac_sha256(as_bytes("AWS4" + *secret), credential[1]);
  for (int i = 2; i < 5; ++i) key = crypto::hmac_sha256(key, credential[static_cast<std::size_t>(i)]);
  if (to_hex(crypto::hmac_sha256(key, text)) != field(authorization, "Signature"))
    return refuse("SignatureDoesNotMatch");
  return verdict;
}

}  // namespace offhook::sim
