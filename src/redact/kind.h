// Kind: what sort of personal data a finding is. Names are the tokens' prefixes (formats, keys and tokens).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offhook::redact {

// National ids carry their country apart (NATIONAL_ID_GB, …); see Finding::country.
enum class Kind : std::uint8_t {
  phone,
  email,
  ssn,
  card,
  iban,
  bank_routing,
  bank_account,
  sort_code,
  ip,
  mac,
  url,
  person,
  address,
  dob,
  passport,
  driver_license,
  national_id,
  crypto,
  cvv,
  expiry,
  secret,  // these become constants, never tokens
};
inline constexpr int kKindCount = static_cast<int>(Kind::secret) + 1;

// "PHONE", "EMAIL", …, "CVV", "EXPIRY", "SECRET"; `country` (ISO 3166, upper case) for
// national_id only; without it, of a country that the text does not tell.
[[nodiscard]] std::string name(Kind kind, std::string_view country = {});
// The same without the country: "NATIONAL_ID".
[[nodiscard]] std::string_view family(Kind kind);

struct NamedKind {
  Kind kind{};
  std::string country;
};
// The way back; nothing for a name that is not exactly one of ours.
[[nodiscard]] std::optional<NamedKind> parse_kind(std::string_view name);

[[nodiscard]] constexpr bool is_constant(Kind kind) {
  return kind == Kind::cvv || kind == Kind::expiry || kind == Kind::secret;
}

}  // namespace offhook::redact
