#include "redact/canonical.h"

#include <arpa/inet.h>
#include <phonenumbers/phonenumberutil.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "base/check.h"
#include "redact/phone_plans.h"

namespace offhook::redact {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_ascii(std::string_view text) {
  unsigned bits = 0;
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return bits < 0x80;
}
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

std::string digits_of(std::string_view text) {
  std::string digits;
  digits.reserve(text.size());
  for (const char c : text)
    if (is_digit(c)) digits += c;
  return digits;
}

std::string upper_alphanumerics(std::string_view text) {
  std::string kept;
  for (const char c : text)
    if (is_digit(c) || is_upper(to_upper(c))) kept += to_upper(c);
  return kept;
}

// Code points for which `keep` holds, all others as one space between words.
template <class Keep>
std::string words(std::string_view text, Keep keep) {
  std::string out;
  bool gap = false;
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    const std::int32_t start = i;
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0 || !keep(c)) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out.append(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
  }
  return out;
}

std::string canonical_ip(std::string_view text) {
  const std::string address(text);
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> out{};
  for (const int family : {AF_INET, AF_INET6})
    if (inet_pton(family, address.c_str(), bytes.data()) == 1 &&
        inet_ntop(family, bytes.data(), out.data(), out.size()) != nullptr)
      return out.data();
  return casefold_words(text);
}

std::string canonical_mac(std::string_view text) {
  std::string out;
  int digits = 0;
  for (const char c : text) {
    const char lower = to_lower(c);
    if (!is_digit(lower) && !(lower >= 'a' && lower <= 'f')) continue;
    if (digits > 0 && digits % 2 == 0) out += ':';
    out += lower;
    ++digits;
  }
  return out;
}

std::string canonical_url(std::string_view text) {
  std::string out(text);
  const auto scheme = text.find("://");
  const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t end = std::min(text.find_first_of("/?#", host), text.size());
  const auto user = text.substr(host, end - host).rfind('@');
  std::transform(out.begin(),
                 out.begin() + static_cast<std::ptrdiff_t>(scheme == std::string_view::npos ? 0 : scheme),
                 out.begin(), to_lower);
  const std::size_t from = user == std::string_view::npos ? host : host + user + 1;
  std::transform(out.begin() + static_cast<std::ptrdiff_t>(from),
                 out.begin() + static_cast<std::ptrdiff_t>(end),
                 out.begin() + static_cast<std::ptrdiff_t>(from), to_lower);
  return out;
}

std::optional<std::string> make_date(int year, int month, int day) {
  if (year < 1850 || year > 2150 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  std::array<char, 16> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", year, month, day);
  return out.data();
}

}  // namespace

std::string casefold(std::string_view text) {
  std::string out;
  if (is_ascii(text)) {
    out.resize(text.size());
    std::transform(text.begin(), text.end(), out.begin(), to_lower);
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  check(U_SUCCESS(status) != 0, "ICU has its own data");
  icu::StringByteSink<std::string> sink(&out);
  fold->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr,
                      status);
  check(U_SUCCESS(status) != 0, "ICU normalises any text");
  return out;
}

std::string casefold_words(std::string_view text) {
  if (is_ascii(text)) {
    std::string out(text.size(), '\0');
    char* const begin = out.data();
    char* end = begin;
    bool gap = false;
    for (const char c : text) {
      if (c == ' ' || (c >= '\t' && c <= '\r')) {  // ASCII's part of White_Space
        gap = end != begin;
        continue;
      }
      if (gap) *end++ = ' ';
      gap = false;
      *end++ = to_lower(c);
    }
    out.resize(static_cast<std::size_t>(end - begin));
    return out;
  }
  return words(casefold(text), [](UChar32 c) { return u_isUWhiteSpace(c) == 0; });
}

std::optional<std::string> parse_phone(std::string_view text, std::string_view default_region) {
  if (auto number = planned_phone(text, default_region)) return number;
  namespace phone = i18n::phonenumbers;
  const auto& library = *phone::PhoneNumberUtil::GetInstance();
  phone::PhoneNumber number;
  if (library.Parse(std::string(text), std::string(default_region), &number) !=
          phone::PhoneNumberUtil::NO_PARSING_ERROR ||
      !library.IsPossibleNumber(number))
    return std::nullopt;
  std::string canonical;
  library.Format(number, phone::PhoneNumberUtil::E164, &canonical);
  if (number.has_extension() && !number.extension().empty()) canonical += ";ext=" + number.extension();
  return canonical;
}

std::optional<std::string> international_phone(std::string_view digits) {
  namespace phone = i18n::phonenumbers;
  const auto& library = *phone::PhoneNumberUtil::GetInstance();
  phone::PhoneNumber number;
  if (library.Parse("+" + std::string(digits), "ZZ", &number) != phone::PhoneNumberUtil::NO_PARSING_ERROR ||
      !library.IsPossibleNumber(number))
    return std::nullopt;
  std::string e164;
  library.Format(number, phone::PhoneNumberUtil::E164, &e164);
  return e164;
}

std::string canonical_phone(std::string_view text, std::string_view default_region) {
  auto parsed = parse_phone(text, default_region);
  return parsed ? std::move(*parsed) : digits_of(text);
}

std::string canonical_address(std::string_view text) {
  return words(casefold(text), [](UChar32 c) {
    return u_isalnum(c) != 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;  // combining marks belong to letters
  });
}

std::optional<std::string> canonical_date(std::string_view text, std::string_view order) {
  std::vector<int> numbers;
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_digit(text[i])) {
      if (std::string_view("-/. ").find(text[i]) == std::string_view::npos || widths.empty())
        return std::nullopt;
      ++i;
      continue;
    }
    std::size_t end = i;
    int value = 0;
    for (; end < text.size() && is_digit(text[end]) && end - i < 9; ++end)
      value = value * 10 + (text[end] - '0');
    numbers.push_back(value);
    widths.push_back(end - i);
    i = end;
  }
  if (widths.size() == 1 && widths[0] == 8)
    return make_date(numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100);
  if (widths.size() != 3) return std::nullopt;
  if (widths[0] == 4) return make_date(numbers[0], numbers[1], numbers[2]);
  if (widths[2] != 4 || widths[0] > 2 || widths[1] > 2) return std::nullopt;
  const bool day_first = order == "DMY" ? numbers[1] <= 12 : numbers[0] > 12;
  return day_first ? make_date(numbers[2], numbers[1], numbers[0])
                   : make_date(numbers[2], numbers[0], numbers[1]);
}

std::string canonical(Kind kind, std::string_view text, const Policy& policy) {
  switch (kind) {
    case Kind::phone:
      return canonical_phone(text, policy.default_region);
    case Kind::email:
      return casefold(text);
    case Kind::card:
    case Kind::ssn:
    case Kind::bank_routing:
    case Kind::bank_account:
    case Kind::sort_code:
      return digits_of(text);
    case Kind::iban:
    case Kind::passport:
    case Kind::driver_license:
    case Kind::national_id:
      return upper_alphanumerics(text);
    case Kind::ip:
      return canonical_ip(text);
    case Kind::mac:
      return canonical_mac(text);
    case Kind::url:
      return canonical_url(text);
    case Kind::person:
      return casefold_words(text);
    case Kind::address:
      return canonical_address(text);
    case Kind::dob: {
      auto date = canonical_date(text, policy.date_order);
      return date ? std::move(*date) : casefold_words(text);
    }
    case Kind::crypto:
    case Kind::cvv:
    case Kind::expiry:
    case Kind::secret:
      return std::string(text);
  }
  return std::string(text);
}

Policy with_canonical_lists(Policy policy) {
  for (auto& phone : policy.keep_phones) phone = canonical_phone(phone, policy.default_region);
  for (auto& domain : policy.keep_email_domains) domain = casefold(domain);
  for (auto& name : policy.keep_names) name = casefold_words(name);
  return policy;
}

}  // namespace offhook::redact
