#include "redact/address.h"

#include <algorithm>
#include <array>
#include <string>

#include "redact/canonical.h"
#include "redact/document.h"

namespace offhook::redact {
namespace {

constexpr std::array<std::string_view, 18> kSchemes = {
    "tel",   "sip", "sips", "mailto", "sms",       "smsto",    "whatsapp", "callto", "fax",
    "viber", "im",  "xmpp", "pres",   "messenger", "telegram", "skype",    "line",   "apple"};
constexpr std::array<std::string_view, 17> kPlaceholders = {
    "anonymous", "unknown",  "private",        "restricted",       "unavailable",
    "blocked",   "withheld", "guest",          "web visitor",      "wireless caller",
    "customer",  "caller",   "unknown caller", "toll free caller", "mobile",
    "n/a",       "null"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// RFC 3986 §2.1; what is no escape stays.
std::string percent_decoded(std::string_view text) {
  if (text.find('%') == std::string_view::npos) return std::string(text);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// "tel:", "sip:" … at the start; 0 where there is none.
std::size_t scheme_size(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return 0;
  const std::string scheme = casefold(text.substr(0, colon));
  return std::find(kSchemes.begin(), kSchemes.end(), scheme) == kSchemes.end() ? 0 : colon + 1;
}

bool looks_like_phone(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (is_digit(c))
      ++digits;
    else if (c != '+' && c != '-' && c != '.' && c != '(' && c != ')' && c != ' ' && c != '/')
      return false;
  }
  return digits >= 3 && digits <= 17;
}

bool looks_like_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t\r\n<>\"") == std::string_view::npos;
}

}  // namespace

std::vector<Mark> address_parts(std::string_view text, const Policy& policy) {
  const std::size_t scheme = scheme_size(text);
  const auto rest = text.substr(scheme);
  // Of `user@host;parameters` in a URI the host stays: it names a machine of the platform's.
  const bool sip = scheme > 0 && casefold(text.substr(0, 3)) == "sip";
  std::size_t user_end = rest.size();
  const auto ends_user = [&](char c) { return c == ';' || c == '?' || (sip && c == '@'); };
  if (scheme > 0)
    user_end = static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), ends_user) - rest.begin());
  const auto user = rest.substr(0, user_end);
  const std::string decoded = percent_decoded(user);
  if (decoded.empty() || is_uuid(decoded) || is_token(user)) return {};
  const auto mark = [&](Kind kind, std::string canonical_value, const char* reason) {
    return std::vector<Mark>{
        {scheme, scheme + user.size(), kind, {}, std::move(canonical_value), 1.0, reason}};
  };
  if (sip && rest.substr(user_end, 1) != "@") return {};  // `sip:host`
  if (looks_like_phone(decoded))
    return mark(Kind::phone, canonical_phone(decoded, policy.default_region), "an address field holds it");
  if (looks_like_email(decoded)) return mark(Kind::email, casefold(decoded), "an address field holds it");
  if (sip) {
    const auto host = rest.substr(user_end, rest.find_first_of(":;?", user_end) - user_end);
    return mark(Kind::email, casefold(decoded + std::string(host)), "an address field holds it");
  }
  if (const auto found = occupied(text); !found.empty()) return {};
  return mark(Kind::person, casefold_words(decoded), "an address field holds it");
}

bool is_placeholder_name(std::string_view text) {
  return std::find(kPlaceholders.begin(), kPlaceholders.end(), casefold_words(text)) != kPlaceholders.end();
}

std::string name_in_speaking_order(std::string_view text) {
  constexpr std::array<std::string_view, 9> kSuffixes = {"jr",  "jr.", "sr",  "sr.", "ii",
                                                         "iii", "md",  "phd", "esq"};
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos || text.find(',', comma + 1) != std::string_view::npos)
    return std::string(text);
  const auto trim = [](std::string_view part) {
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    return part;
  };
  const auto family = trim(text.substr(0, comma));
  const auto given = trim(text.substr(comma + 1));
  if (family.empty() || given.empty() ||
      std::find(kSuffixes.begin(), kSuffixes.end(), casefold(given)) != kSuffixes.end())
    return std::string(text);
  return std::string(given) + " " + std::string(family);
}

}  // namespace offhook::redact
