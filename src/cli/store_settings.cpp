#include "cli/store_settings.h"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "http/url.h"

namespace offhook::cli {
namespace {

tl::unexpected<Error> invalid(const Settings& settings, std::string_view key, std::string_view why) {
  return fail(ErrorClass::permanent, "config.invalid",
              fmt::format("{} ({}) {}", key, settings.origin(key), why));
}

// One of a few words.
template <class Value, std::size_t N>
Result<Value> choice(const Settings& settings, std::string_view key,
                     const std::array<std::pair<std::string_view, Value>, N>& words) {
  std::string allowed;
  for (const auto& [word, value] : words) {
    if (settings.text(key) == word) return value;
    if (!word.empty()) allowed += (allowed.empty() ? "" : ", ") + std::string(word);
  }
  return invalid(settings, key, "must be one of " + allowed);
}

Result<int> days(const Settings& settings, std::string_view key) {
  const std::uint64_t number = settings.number(key);
  if (number > static_cast<std::uint64_t>(std::numeric_limits<int>::max()))
    return invalid(settings, key, "is too large");
  return static_cast<int>(number);
}

// "name=value, name=value"
Result<std::map<std::string, std::string>> pairs(const Settings& settings, std::string_view key) {
  std::map<std::string, std::string> result;
  for (const std::string& pair : settings.list(key)) {
    const std::size_t equals = pair.find('=');
    if (equals == 0 || equals == std::string::npos)
      return invalid(settings, key, fmt::format("must be name=value, by comma; not '{}'", pair));
    if (!result.emplace(pair.substr(0, equals), pair.substr(equals + 1)).second)
      return invalid(settings, key, fmt::format("names '{}' twice", pair.substr(0, equals)));
  }
  return result;
}

Result<store::GateOptions> gate_options(const Settings& settings) {
  store::GateOptions gate;
  gate.profile = settings.text("gate.profile");
  for (std::string& check : settings.list("gate.accept_unknown"))
    gate.accept_unknown.insert(std::move(check));
  OFFHOOK_TRY(const auto demands, pairs(settings, "gate.demands"));
  for (const auto& [check, word] : demands) {
    const bool known = word == "require" || word == "warn" || word == "off";
    if (!known) return invalid(settings, "gate.demands", "demands require, warn or off; not '" + word + "'");
    gate.demands[check] = word == "require" ? store::Demand::require
                          : word == "warn"  ? store::Demand::warn
                                            : store::Demand::off;
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kModes{
      {{"", ""}, {"GOVERNANCE", "GOVERNANCE"}, {"COMPLIANCE", "COMPLIANCE"}}};
  OFFHOOK_TRY(gate.lock_mode, choice(settings, "gate.lock_mode", kModes));
  OFFHOOK_TRY(gate.lock_days, days(settings, "gate.lock_days"));
  OFFHOOK_TRY(gate.retention_days, days(settings, "gate.retention_days"));
  gate.tag_keys = settings.list("gate.tag_keys");
  return gate;
}

}  // namespace

Result<store::S3Options> store_options(const Settings& settings, const Target& target) {
  store::S3Options options;
  options.bucket = target.bucket;
  options.prefix = target.prefix.empty() ? "" : target.prefix + "/";
  options.endpoint = settings.text("s3.endpoint");
  if (!options.endpoint.empty() && !http::parse_url(options.endpoint))
    return invalid(settings, "s3.endpoint", "is no URL: write it as https://host");
  // Left out where nobody set it: the store then finds the bucket's own region.
  if (settings.origin("s3.region") != "default") options.region = settings.text("s3.region");
  constexpr std::array<std::pair<std::string_view, store::Addressing>, 3> kAddressing{
      {{"auto", store::Addressing::automatic},
       {"path", store::Addressing::path},
       {"virtual", store::Addressing::virtual_hosted}}};
  OFFHOOK_TRY(options.addressing, choice(settings, "s3.addressing", kAddressing));
  options.storage_class = settings.text("s3.storage_class");
  constexpr std::array<std::pair<std::string_view, store::EncryptionChoice>, 4> kEncryptions{
      {{"", store::EncryptionChoice::automatic},
       {"AES256", store::EncryptionChoice::aes256},
       {"aws:kms", store::EncryptionChoice::kms},
       {"aws:kms:dsse", store::EncryptionChoice::kms_dsse}}};
  OFFHOOK_TRY(options.encryption, choice(settings, "s3.encryption", kEncryptions));
  options.kms_key = settings.text("s3.kms_key");
  options.bucket_key = settings.enabled("s3.bucket_key");
  options.expected_owner = settings.text("s3.expected_owner");
  OFFHOOK_TRY(options.tags, pairs(settings, "s3.tags"));
  options.lock_mode = settings.text("s3.lock_mode");
  OFFHOOK_TRY(options.lock_days, days(settings, "s3.lock_days"));
  options.legal_hold = settings.enabled("s3.legal_hold");
  options.kms_endpoint = settings.text("s3.kms_endpoint");
  options.control_endpoint = settings.text("s3.control_endpoint");
  OFFHOOK_TRY(options.gate, gate_options(settings));
  options.retry.max_attempts = static_cast<int>(settings.number("retry.s3_tries"));
  return options;
}

store::LeastPrivilege least_privilege(const Settings& settings, const Target& target) {
  store::LeastPrivilege wanted;
  wanted.bucket = target.bucket;
  wanted.prefix = target.prefix.empty() ? "" : target.prefix + "/";
  // Where nobody set it the bucket decides, and a policy must not name another region.
  if (settings.origin("s3.region") != "default") wanted.region = settings.text("s3.region");
  wanted.account = settings.text("s3.expected_owner");
  wanted.kms_key = settings.text("s3.kms_key");
  wanted.tags = settings.has("s3.tags");
  wanted.lock = settings.has("s3.lock_mode");
  wanted.legal_hold = settings.enabled("s3.legal_hold");
  return wanted;
}

}  // namespace offhook::cli
