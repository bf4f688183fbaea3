#include "redact/policy.h"

#include <toml++/toml.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::redact {
namespace {

constexpr std::string_view kUs = R"(# Personal data as it is said and written in the United States.
version = 1
default_region = "US"
date_order = "MDY"
)";
constexpr std::string_view kUk = R"(# Personal data as it is said and written in the United Kingdom.
version = 1
default_region = "GB"
date_order = "DMY"
)";
constexpr std::string_view kEu =
    R"(# Personal data as it is said and written in the European Union. National phone numbers are read as German
# ones unless default_region names another country.
version = 1
default_region = "DE"
date_order = "DMY"
)";

auto invalid(const toml::node& node, const std::string& what) {
  return fail(ErrorClass::permanent, "policy.invalid",
              "policy, line " + std::to_string(node.source().begin.line) + ": " + what);
}

template <class T>
Result<T> read(const toml::node& node, std::string_view key, const char* type) {
  if (const auto value = node.value_exact<T>()) return *value;
  return invalid(node, "`" + std::string(key) + "` must be " + type);
}

Result<std::string> text(const toml::node& node, std::string_view key) {
  return read<std::string>(node, key, "a string");
}

Result<std::vector<std::string>> texts(const toml::node& node, std::string_view key) {
  const auto* array = node.as_array();
  if (array == nullptr) return invalid(node, "`" + std::string(key) + "` must be an array of strings");
  std::vector<std::string> values;
  for (const auto& element : *array) {
    OFFHOOK_TRY(auto value, text(element, key));
    values.push_back(std::move(value));
  }
  return values;
}

template <class T, std::size_t N>
Result<T> choice(const toml::node& node, std::string_view key,
                 const std::array<std::pair<const char*, T>, N>& choices) {
  std::string known;
  const auto value = node.value_exact<std::string>();
  for (const auto& [name, meaning] : choices) {
    if (value == name) return meaning;
    known.append(known.empty() ? "" : ", ").append(name);
  }
  return invalid(node, "`" + std::string(key) + "` must be one of " + known);
}

Result<void> read_keep(const toml::node& node, Policy& policy) {
  const auto* table = node.as_table();
  if (table == nullptr) return invalid(node, "`keep` must be a table");
  for (const auto& [key, value] : *table) {
    OFFHOOK_TRY(auto values, texts(value, key.str()));
    if (key == "phones") {
      policy.keep_phones = std::move(values);
    } else if (key == "email_domains") {
      policy.keep_email_domains = std::move(values);
    } else if (key == "names") {
      policy.keep_names = std::move(values);
    } else {
      return invalid(value, "unknown key `keep." + std::string(key.str()) + "`");
    }
  }
  return {};
}

Result<void> read_kind(std::string_view kind, const toml::node& node, KindRule& rule) {
  constexpr std::array<std::pair<const char*, Replacement>, 3> kReplacements = {
      {{"token", Replacement::token}, {"mask", Replacement::mask}, {"drop", Replacement::drop}}};
  if (const auto enabled = node.value_exact<bool>()) {
    rule.enabled = *enabled;
    return {};
  }
  const auto* table = node.as_table();
  if (table == nullptr)
    return invalid(node, "`kinds." + std::string(kind) + "` must be true, false or a table");
  for (const auto& [key, value] : *table) {
    if (key == "enabled") {
      OFFHOOK_TRY(rule.enabled, read<bool>(value, key.str(), "true or false"));
    } else if (key == "threshold") {
      OFFHOOK_TRY(rule.threshold, read<double>(value, key.str(), "a number such as 0.5"));
      if (!(rule.threshold >= 0 && rule.threshold <= 1))
        return invalid(value, "`threshold` must be from 0.0 to 1.0");
    } else if (key == "replace") {
      OFFHOOK_TRY(rule.replacement, choice(value, key.str(), kReplacements));
    } else {
      return invalid(value, "unknown key `kinds." + std::string(kind) + "." + std::string(key.str()) + "`");
    }
  }
  return {};
}

Result<void> read_kinds(const toml::node& node, Policy& policy) {
  const auto* table = node.as_table();
  if (table == nullptr) return invalid(node, "`kinds` must be a table");
  for (const auto& [key, value] : *table) {
    bool known = false;
    for (int i = 0; i < kKindCount; ++i) {
      if (key != family(static_cast<Kind>(i))) continue;
      OFFHOOK_CHECK_OK(read_kind(key.str(), value, policy.kinds[static_cast<std::size_t>(i)]));
      known = true;
    }
    if (!known) return invalid(value, "unknown kind `" + std::string(key.str()) + "`");
  }
  return {};
}

Result<void> read_fields(const toml::node& node, Policy& policy) {
  constexpr std::array<std::pair<const char*, FieldAction>, 4> kActions = {
      {{"keep", FieldAction::keep},
       {"tokenise", FieldAction::tokenise},
       {"drop", FieldAction::drop},
       {"scan", FieldAction::scan}}};
  const auto* table = node.as_table();
  if (table == nullptr) return invalid(node, "`fields` must be a table");
  for (const auto& [key, value] : *table) {
    OFFHOOK_TRY(const auto action, choice(value, key.str(), kActions));
    policy.fields.push_back({std::string(key.str()), action});
  }
  return {};
}

Result<void> read_member(std::string_view key, const toml::node& node, Policy& policy) {
  if (key == "version") {
    OFFHOOK_TRY(const auto version, read<std::int64_t>(node, key, "1"));
    if (version != 1) return invalid(node, "this program reads policies of `version = 1`");
  } else if (key == "default_region") {
    OFFHOOK_TRY(policy.default_region, text(node, key));
    const auto& region = policy.default_region;
    if (region.size() != 2 ||
        !std::all_of(region.begin(), region.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
      return invalid(node, "`default_region` must be two capital letters (ISO 3166)");
  } else if (key == "date_order") {
    OFFHOOK_TRY(policy.date_order, text(node, key));
    if (policy.date_order != "MDY" && policy.date_order != "DMY" && policy.date_order != "YMD")
      return invalid(node, "`date_order` must be one of MDY, DMY, YMD");
  } else if (key == "countries") {
    OFFHOOK_TRY(policy.countries, texts(node, key));
  } else if (key == "keep") {
    return read_keep(node, policy);
  } else if (key == "kinds") {
    return read_kinds(node, policy);
  } else if (key == "fields") {
    return read_fields(node, policy);
  } else {
    return invalid(node, "unknown key `" + std::string(key) + "`");
  }
  return {};
}

}  // namespace

std::optional<std::string_view> Policy::builtin(std::string_view name) {
  if (name == "us") return kUs;
  if (name == "uk") return kUk;
  if (name == "eu") return kEu;
  return std::nullopt;
}

Policy Policy::standard() {
  auto policy = parse(kUs);
  check(policy.has_value(), "the built-in policy is valid");
  return std::move(*policy);
}

Result<Policy> Policy::parse(std::string_view toml) {
  toml::table table;
  try {
    table = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    return fail(ErrorClass::permanent, "policy.invalid",
                "policy, line " + std::to_string(error.source().begin.line) +
                    ": not valid TOML: " + std::string(error.description()));
  }
  Policy policy;
  if (!table.contains("version"))
    return fail(ErrorClass::permanent, "policy.invalid", "policy, line 1: `version = 1` is missing");
  for (const auto& [key, node] : table) OFFHOOK_CHECK_OK(read_member(key.str(), node, policy));
  policy.hash = to_hex(crypto::sha256(toml));
  return policy;
}

}  // namespace offhook::redact
