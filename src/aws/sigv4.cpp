#include "aws/sigv4.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/encoding.h"
#include "crypto/sha256.h"
#include "http/url.h"

namespace offhook::aws {
namespace {

using http::percent_decode;
using http::percent_encode;

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::array<std::string_view, 7> kUnsignedHeaders = {
    "authorization", "connection", "expect", "te", "upgrade", "user-agent", "x-amzn-trace-id"};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Outer blanks gone, inner runs of them to one space.
std::string trimmed(std::string_view value) {
  std::string result;
  for (const char c : value) {
    if (!is_blank(c))
      result += c;
    else if (!result.empty() && result.back() != ' ')
      result += ' ';
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

// Name to value; fields of one name are joined with ',' in their order.
std::map<std::string, std::string> headers_to_sign(const http::Headers& headers) {
  std::map<std::string, std::string> result;
  for (const auto& [name, value] : headers) {
    const std::string key = lower(name);
    if (std::ranges::find(kUnsignedHeaders, key) != kUnsignedHeaders.end()) continue;
    const auto [place, is_new] = result.try_emplace(key, trimmed(value));
    if (!is_new) place->second += "," + trimmed(value);
  }
  return result;
}

// RFC 3986 §5.2.4 and runs of slashes to one; a final slash stays.
std::string normalized_path(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_with_slash = true;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, end - at);
    ends_with_slash = end < path.size();
    at = end + 1;
    if (segment.empty() || segment == ".") {
      if (segment == ".") ends_with_slash = true;
      continue;
    }
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
      ends_with_slash = true;
    } else {
      kept.push_back(segment);
    }
  }
  std::string result = "/";
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (i > 0) result += '/';
    result += kept[i];
  }
  if (ends_with_slash && !kept.empty()) result += '/';
  return result;
}

std::string canonical_path(std::string_view path, SigningRules rules) {
  std::string text(path.empty() ? std::string_view("/") : path);
  if (rules.normalize_path) text = normalized_path(text);
  return percent_encode(rules.encode_path_again ? text : percent_decode(text), true);
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  std::size_t at = 0;
  while (at < query.size()) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string_view pair = query.substr(at, end - at);
    at = end + 1;
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view();
    pairs.emplace_back(percent_encode(percent_decode(pair.substr(0, equals))),
                       percent_encode(percent_decode(value)));
  }
  std::ranges::sort(pairs);
  std::string result;
  for (const auto& [name, value] : pairs) {
    if (!result.empty()) result += '&';
    result += name + "=" + value;
  }
  return result;
}

std::string day(TimePoint time) { return format_basic(time).substr(0, 8); }

}  // namespace

std::string SigningScope::text(TimePoint time) const {
  return day(time) + "/" + region + "/" + service + "/aws4_request";
}

std::string signed_headers(const http::Headers& headers) {
  std::string result;
  for (const auto& [name, value] : headers_to_sign(headers)) {
    if (!result.empty()) result += ';';
    result += name;
  }
  return result;
}

std::string canonical_request(const SigningSubject& subject, SigningRules rules) {
  std::string result(subject.method);
  result += '\n' + canonical_path(subject.path, rules) + '\n' + canonical_query(subject.query) + '\n';
  for (const auto& [name, value] : headers_to_sign(subject.headers)) result += name + ":" + value + "\n";
  result += '\n' + signed_headers(subject.headers) + '\n';
  result += subject.payload_hash;
  return result;
}

std::string string_to_sign(std::string_view canonical, const SigningScope& scope, TimePoint time) {
  return std::string(kAlgorithm) + "\n" + format_basic(time) + "\n" + scope.text(time) + "\n" +
         to_hex(crypto::sha256(canonical));
}

std::string Signer::signature(std::string_view text, const Credentials& credentials, TimePoint time) const {
  const std::string today = day(time);
  const Digest secret = crypto::sha256(credentials.secret_access_key.reveal());
  Digest key;
  {
    const MutexLock lock(mutex_);
    if (key_day_ != today || key_of_secret_ != secret) {
      const std::string seed = "AWS4" + credentials.secret_access_key.reveal();
      key_ = crypto::hmac_sha256(as_bytes(seed), today);
      key_ = crypto::hmac_sha256(key_, scope_.region);
      key_ = crypto::hmac_sha256(key_, scope_.service);
      key_ = crypto::hmac_sha256(key_, "aws4_request");
      key_day_ = today;
      key_of_secret_ = secret;
    }
    key = key_;
  }
  return to_hex(crypto::hmac_sha256(key, text));
}

Result<void> Signer::sign(http::Request& request, std::string_view payload_hash,
                          const Credentials& credentials, TimePoint time) const {
  OFFHOOK_TRY(const http::Url url, http::parse_url(request.url));
  if (!request.headers.find("Host")) request.headers.set("Host", url.authority());
  request.headers.set("X-Amz-Date", format_basic(time));
  if (const std::string& token = credentials.session_token.reveal(); !token.empty())
    request.headers.set("X-Amz-Security-Token", token);
  if (rules_.payload_header) request.headers.set("x-amz-content-sha256", std::string(payload_hash));

  const SigningSubject subject{request.method, url.path, url.query, request.headers, payload_hash};
  const std::string text = string_to_sign(canonical_request(subject, rules_), scope_, time);
  request.headers.set("Authorization", std::string(kAlgorithm) + " Credential=" + credentials.access_key_id +
                                           "/" + scope_.text(time) +
                                           ", SignedHeaders=" + signed_headers(request.headers) +
                                           ", Signature=" + signature(text, credentials, time));
  return {};
}

std::string Signer::signed_query(const SigningSubject& subject, const Credentials& credentials,
                                 TimePoint time, std::chrono::seconds valid_for) const {
  std::string query(subject.query);
  const auto add = [&query](std::string_view name, std::string_view value) {
    if (!query.empty()) query += '&';
    query += std::string(name) + "=" + percent_encode(value);
  };
  add("X-Amz-Algorithm", kAlgorithm);
  add("X-Amz-Credential", credentials.access_key_id + "/" + scope_.text(time));
  add("X-Amz-Date", format_basic(time));
  add("X-Amz-Expires", std::to_string(valid_for.count()));
  if (const std::string& token = credentials.session_token.reveal(); !token.empty())
    add("X-Amz-Security-Token", token);
  add("X-Amz-SignedHeaders", signed_headers(subject.headers));
  const SigningSubject extended{subject.method, subject.path, query, subject.headers, subject.payload_hash};
  const std::string text = string_to_sign(canonical_request(extended, rules_), scope_, time);
  return query + "&X-Amz-Signature=" + signature(text, credentials, time);
}

}  // namespace offhook::aws
