#include "genesys/stated_digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::genesys {
namespace {

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The sha-256 member of a list "name=value, name=value", without the colons of RFC 8941 byte sequences.
std::optional<std::string_view> sha256_member(std::string_view list) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    const std::string_view item = trimmed(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    const auto equals = item.find('=');
    if (equals == std::string_view::npos || !same_word(item.substr(0, equals), "sha-256")) continue;
    std::string_view value = item.substr(equals + 1);
    if (value.size() >= 2 && value.front() == ':' && value.back() == ':')
      value = value.substr(1, value.size() - 2);
    return value;
  }
  return std::nullopt;
}

Result<void> compare(std::string_view header, std::string_view stated, std::string_view bytes) {
  const auto digest = from_base64(stated);
  if (digest && crypto::equal(*digest, crypto::sha256(bytes))) return {};
  return fail(
      ErrorClass::corrupt, "source.digest_mismatch",
      fmt::format("{} bytes came that do not have the SHA-256 which {} states", bytes.size(), header));
}

}  // namespace

Result<void> check_stated_digests(const http::Headers& headers, std::string_view content,
                                  std::string_view whole) {
  struct Listed {
    std::string_view header;
    std::string_view bytes;
  };
  for (const auto& [header, bytes] :
       {Listed{"Repr-Digest", whole}, Listed{"Content-Digest", content}, Listed{"Digest", whole}}) {
    const auto list = headers.find(header);
    const auto stated = list ? sha256_member(*list) : std::nullopt;
    if (stated) OFFHOOK_CHECK_OK(compare(header, *stated, bytes));
  }
  constexpr std::string_view kAmazon = "x-amz-checksum-sha256";
  const auto stated = headers.find(kAmazon);
  const bool composite = stated && stated->find('-') != std::string_view::npos;
  if (stated && !composite) OFFHOOK_CHECK_OK(compare(kAmazon, *stated, whole));
  return {};
}

}  // namespace offhook::genesys
