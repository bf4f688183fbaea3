// Policy: what is done with each kind of personal data and each field. A TOML file, versioned; the SHA-256 of
// its bytes stands in every manifest. docs/policy.md describes the file.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "redact/kind.h"

namespace offhook::redact {

// What takes the place of a finding: its token, `[KIND]`, or nothing.
enum class Replacement : std::uint8_t { token, mask, drop };

struct KindRule {
  bool enabled = true;
  double threshold = 0.5;  // findings of less confidence stay in the text
  Replacement replacement = Replacement::token;
};

// What is done with a member of a source record. `keep` spares only values that look harmless: an id, a
// time, a word; anything else is scanned all the same.
enum class FieldAction : std::uint8_t { keep, tokenise, drop, scan };

struct FieldRule {
  std::string path;  // "participants[].attributes.tier"; `*` stands for any member name
  FieldAction action{};
};

struct Policy {
  int version = 1;
  std::string hash;                      // hex SHA-256 of the file's bytes
  std::string default_region = "US";     // for national phone numbers
  std::string date_order = "MDY";        // for numeric dates: MDY, DMY or YMD
  std::vector<std::string> keep_phones;  // E.164: the company's own
  std::vector<std::string> keep_email_domains;
  std::vector<std::string> keep_names;
  std::vector<std::string>
      countries;  // whose national ids are looked for (ISO 3166); empty: all that are known
  std::array<KindRule, kKindCount> kinds{};
  std::vector<FieldRule> fields;  // over the built-in ones; a named member goes before `*`

  [[nodiscard]] const KindRule& rule(Kind kind) const { return kinds[static_cast<std::size_t>(kind)]; }

  // The built-in policy for the United States.
  [[nodiscard]] static Policy standard();
  // The TOML text of a built-in policy: "us", "uk" or "eu"; nothing for another name.
  [[nodiscard]] static std::optional<std::string_view> builtin(std::string_view name);
  // Unknown keys and wrong types are Error "policy.invalid" with the line number.
  [[nodiscard]] static Result<Policy> parse(std::string_view toml);
};

}  // namespace offhook::redact
