#include "http/url.h"

#include <algorithm>
#include <charconv>

namespace offhook::http {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_unreserved(char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string decode(std::string_view text, bool form) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high >= 0 && low >= 0) {
        result += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    result += form && text[i] == '+' ? ' ' : text[i];
  }
  return result;
}

bool valid_host(std::string_view host) {
  if (host.starts_with('[')) {
    return host.size() > 3 && host.ends_with(']') &&
           std::ranges::all_of(host.substr(1, host.size() - 2),
                               [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; });
  }
  return !host.empty() && std::ranges::all_of(host, is_unreserved);
}

bool valid_port(std::string_view port) {
  int number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  return error == std::errc() && end == port.data() + port.size() && number >= 1 && number <= 65535;
}

Error invalid(std::string_view why) {
  return {ErrorClass::permanent, "url.invalid", "a URL is invalid: " + std::string(why)};
}

}  // namespace

std::string Url::authority() const { return port.empty() ? host : host + ":" + port; }

std::string Url::to_string() const {
  return scheme + "://" + authority() + path + (query.empty() ? "" : "?" + query);
}

bool Url::is_loopback() const {
  if (host == "localhost" || host.ends_with(".localhost") || host == "[::1]") return true;
  if (!host.starts_with("127.")) return false;
  int dots = 0;
  for (std::size_t i = 0; i < host.size(); ++i) {
    if (host[i] == '.' && i + 1 < host.size() && is_digit(host[i + 1])) {
      ++dots;
    } else if (!is_digit(host[i])) {
      return false;
    }
  }
  return dots == 3;
}

Result<Url> parse_url(std::string_view text) {
  // Blanks, controls and raw UTF-8 have no place in a URL; let through, they could forge a request line.
  if (std::ranges::any_of(text, [](char c) { return c <= ' ' || c >= '\x7f'; }))
    return fail(invalid("it contains a character that must be percent-encoded"));

  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return fail(invalid("it does not begin with https:// or http://"));
  Url url;
  url.scheme = lower_case(text.substr(0, colon));
  if (url.scheme != "https" && url.scheme != "http")
    return fail(invalid("only https and http are understood"));
  text.remove_prefix(colon + 3);
  if (text.find('#') != std::string_view::npos) return fail(invalid("it has a fragment"));

  const auto rest = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, rest);
  text.remove_prefix(rest);
  if (authority.find('@') != std::string_view::npos)
    return fail(invalid("it carries user information; credentials have settings of their own"));

  const auto bracket = authority.rfind(']');
  const auto port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (port != std::string_view::npos) {
    url.port = authority.substr(port + 1);
    if (!valid_port(url.port)) return fail(invalid("its port is not a number from 1 to 65535"));
    authority = authority.substr(0, port);
  }
  if (!valid_host(authority)) return fail(invalid("its host is not a name or an address"));
  url.host = lower_case(authority);

  const auto mark = text.find('?');
  url.path = text.substr(0, mark);
  if (url.path.empty()) url.path = "/";
  if (mark != std::string_view::npos) url.query = text.substr(mark + 1);
  return url;
}

std::string percent_encode(std::string_view text, bool keep_slash) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c) || (keep_slash && c == '/')) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return result;
}

std::string percent_decode(std::string_view text) { return decode(text, false); }

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> result;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view item = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (item.empty()) continue;
    const auto equals = item.find('=');
    result.emplace_back(decode(item.substr(0, equals), true),
                        equals == std::string_view::npos ? "" : decode(item.substr(equals + 1), true));
  }
  return result;
}

}  // namespace offhook::http
