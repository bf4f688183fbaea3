#include "redact/kind.h"

#include <array>

namespace offhook::redact {
namespace {

constexpr std::array<std::string_view, kKindCount> kFamilies = {
    "PHONE",       "EMAIL",  "SSN", "CARD",   "IBAN",    "BANK_ROUTING", "BANK_ACCOUNT", "SORT_CODE",
    "IP",          "MAC",    "URL", "PERSON", "ADDRESS", "DOB",          "PASSPORT",     "DRIVER_LICENSE",
    "NATIONAL_ID", "CRYPTO", "CVV", "EXPIRY", "SECRET",
};

bool is_country(std::string_view text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() == 2 && upper(text[0]) && upper(text[1]);
}

}  // namespace

std::string_view family(Kind kind) { return kFamilies.at(static_cast<std::size_t>(kind)); }

std::string name(Kind kind, std::string_view country) {
  std::string text(family(kind));
  if (kind == Kind::national_id && !country.empty()) text.append("_").append(country);
  return text;
}

std::optional<NamedKind> parse_kind(std::string_view name) {
  for (std::size_t i = 0; i < kFamilies.size(); ++i) {
    const auto kind = static_cast<Kind>(i);
    if (name == kFamilies[i]) return NamedKind{kind, {}};
    if (kind != Kind::national_id) continue;
    const std::size_t prefix = kFamilies[i].size() + 1;
    if (name.size() == prefix + 2 && name.starts_with(kFamilies[i]) && name[prefix - 1] == '_' &&
        is_country(name.substr(prefix)))
      return NamedKind{kind, std::string(name.substr(prefix))};
  }
  return std::nullopt;
}

}  // namespace offhook::redact
