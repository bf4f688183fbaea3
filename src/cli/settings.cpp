#include "cli/settings.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>

#include "base/check.h"

namespace offhook::cli {
namespace {

// Names after the key are variables that people already have (design: their order is the order of
// precedence).
const std::vector<SettingSpec>& table() {
  static const std::vector<SettingSpec> specs = {
      {"org.name",
       {"OFFHOOK_ORG"},
       "",
       "name of the organisation in the archive, [a-z0-9-]{1,40}; else its id"},
      {"org.expected_id", {}, "", "refuse to run against an organisation with another id"},

      {"genesys.api_base", {"GENESYS_API_BASE"}, "", "https://api.<domain> of the org's region"},
      {"genesys.region", {"GENESYSCLOUD_REGION"}, "", "domain (mypurecloud.de) or AWS region (eu-central-1)"},
      {"genesys.login_base", {"GENESYS_LOGIN_BASE"}, "", "where to log in, if not beside the API"},
      {"genesys.client_id", {"GENESYS_CLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_ID"}, "", "OAuth client's id"},
      {"genesys.client_secret",
       {"GENESYS_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET"},
       "",
       "OAuth client's secret",
       true},
      {"genesys.ca_file", {}, "", "PEM file of the authority that signs the API's certificate"},

      {"target.url", {"OFFHOOK_TARGET"}, "", "s3://bucket/prefix or file:///folder"},
      {"target.bucket", {"S3_BUCKET"}, "", "bucket, instead of target.url"},
      {"target.prefix", {"S3_PREFIX"}, "", "prefix in the bucket"},
      {"s3.endpoint",
       {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"},
       "",
       "S3-compatible server; AWS if not set"},
      {"s3.region", {"AWS_REGION", "AWS_DEFAULT_REGION"}, "us-east-1", "region of the bucket"},
      {"s3.addressing",
       {},
       "auto",
       "where the bucket stands in a URL: path, virtual (before the host), or auto"},
      {"s3.storage_class", {}, "STANDARD_IA", "storage class of large objects"},
      {"s3.encryption", {}, "", "AES256, aws:kms or aws:kms:dsse; else the bucket's default, said aloud"},
      {"s3.kms_key", {}, "", "ARN of the KMS key, with aws:kms"},
      {"s3.bucket_key",
       {},
       "true",
       "with aws:kms: S3 derives a key for the bucket, so that KMS is asked less"},
      {"s3.tags", {}, "", "tags of each object: name=value, by comma"},
      {"s3.lock_mode",
       {},
       "",
       "Object Lock of each object: GOVERNANCE or COMPLIANCE; else the bucket's default"},
      {"s3.lock_days", {}, "0", "days it is kept, with s3.lock_mode", false, true},
      {"s3.legal_hold", {}, "false", "put a legal hold on each object"},
      {"s3.expected_owner", {}, "", "account that must own the bucket"},
      {"s3.ca_file",
       {"AWS_CA_BUNDLE"},
       "",
       "PEM file of the authority that signs the endpoint's certificate"},
      {"s3.kms_endpoint", {"AWS_ENDPOINT_URL_KMS"}, "", "KMS, asked by the gate; AWS if not set"},
      {"s3.control_endpoint",
       {"AWS_ENDPOINT_URL_S3_CONTROL"},
       "",
       "S3 Control (the account's own access block), asked by the gate; AWS if not set"},
      {"gate.profile", {}, "standard", "standard, strict, or custom: standard, changed by gate.demands"},
      {"gate.demands", {}, "", "custom: check=require, warn or off, by comma; in the file a table"},
      {"gate.accept_unknown", {}, "", "checks, by comma, whose answer may stay unknown"},
      {"gate.lock_mode",
       {},
       "",
       "Object Lock that object_lock wants: GOVERNANCE, COMPLIANCE; either if not set"},
      {"gate.lock_days", {}, "1", "days of retention that object_lock wants", false, true},
      {"gate.retention_days",
       {},
       "0",
       "lifecycle_expiry: no rule may expire objects earlier; 0: none may at all",
       false,
       true},
      {"gate.tag_keys", {}, "", "tags, by comma, that the check tagging wants the bucket to have"},
      {"gate.interval", {}, "60", "seconds after which an upload has the gate asked again", false, true},

      {"event.webhook_url", {"EVENT_BRIDGE_URL"}, "", "where completion events go"},
      {"event.webhook_secret", {"OFFHOOK_WEBHOOK_SECRET"}, "", "signs events (whsec_…)", true},
      {"event.bus", {}, "", "EventBridge bus (name or ARN) for completion events, instead of a webhook"},
      {"event.endpoint", {"AWS_ENDPOINT_URL_EVENTS"}, "", "EventBridge, if not AWS's own"},
      {"event.ca_file", {}, "", "PEM file of the authority that signs the receiver's certificate"},

      {"redact.token_key", {"TOKENIZATION_KEY"}, "", "token key: hex:…, base64:… or text, ≥ 32 bytes", true},
      {"redact.token_key_file", {}, "", "file that holds the token key (mode 0600)"},
      {"redact.policy", {}, "", "policy file; the built-in one for the US if not set"},

      {"state.dir", {"STATE_DIRECTORY"}, "", "ledger, spool and audit log; ~/.local/state/offhook"},
      {"sign.key_file",
       {"OFFHOOK_SIGNING_KEY_FILE"},
       "",
       "Ed25519 key (PEM); made in the state folder if not set"},
      {"spool.max_bytes", {}, "2147483648", "bytes the spool may hold", false, true},
      {"archive.zstd_level", {}, "3", "zstd level, 1 to 19", false, true},
      {"source.mode", {}, "job", "job (history) or query (recent, without participant attributes)"},
      {"filters.media", {}, "", "only these media, by comma: voice, chat, email, message, callback"},
      {"filters.queue", {}, "", "only these queues (ids, by comma)"},
      {"filters.division", {}, "", "only these divisions (ids, by comma)"},
      {"filters.direction", {}, "", "only inbound or outbound"},
      {"source.page_size", {}, "1000", "conversations in one page of job results", false, true},
      {"source.head_room_percent",
       {},
       "10",
       "share of the source's request limit that is left to others",
       false,
       true},
      {"source.monthly_requests", {}, "0", "most requests in a calendar month; 0: no cap", false, true},
      {"run.workers", {}, "8", "conversations fetched and redacted at the same time", false, true},
      {"run.upload_workers", {}, "4", "parts uploaded at the same time", false, true},
      {"run.metrics", {}, "", "serve /metrics and /healthz while running: 127.0.0.1:9464"},
      {"run.trailing_days", {}, "14", "days that are read again for late changes", false, true},
      {"run.transcript_give_up_days",
       {},
       "7",
       "days after which a missing transcript is absent",
       false,
       true},
      {"connection.allow_http", {}, "false", "allow plain http to other than loopback"},
  };
  return specs;
}

const SettingSpec& find_spec(std::string_view key) {
  for (const SettingSpec& spec : table())
    if (spec.key == key) return spec;
  check(false, "a setting outside the table");
  std::abort();
}

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorClass::permanent, "config.invalid", std::move(message));
}

Result<void> validate(const SettingSpec& spec, std::string_view value, std::string_view origin) {
  if (spec.number &&
      (value.empty() || value.size() > 18 || value.find_first_not_of("0123456789") != std::string_view::npos))
    return invalid(fmt::format("{} ({}) is not a whole number", spec.key, origin));
  if ((spec.fallback == "true" || spec.fallback == "false") && value != "true" && value != "false")
    return invalid(fmt::format("{} ({}) is neither true nor false", spec.key, origin));
  return {};
}

struct FileValue {
  std::string value;
  unsigned line = 0;
};

// A list of strings, or a table of them, as the flag and the variable would have it: "a,b", "name=a,name=b".
std::optional<std::string> as_list(const toml::node& node) {
  std::string text;
  const auto add = [&](const toml::node& value, std::string_view name) {
    const auto* string = value.as_string();
    if (string == nullptr || string->get().find(',') != std::string::npos) return false;
    text += (text.empty() ? "" : ",") + (name.empty() ? "" : std::string(name) + "=") + string->get();
    return true;
  };
  if (const auto* array = node.as_array()) {
    for (const toml::node& value : *array)
      if (!add(value, "")) return std::nullopt;
    return text;
  }
  if (const auto* table = node.as_table()) {
    for (const auto& [name, value] : *table)
      if (!add(value, name.str())) return std::nullopt;
    return text;
  }
  return std::nullopt;
}

Result<std::map<std::string, FileValue>> read_toml(std::string_view text, std::string_view name) {
  std::map<std::string, FileValue> values;
  toml::table document;
  try {
    document = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return invalid(fmt::format("{}:{}: {}", name, error.source().begin.line, error.description()));
  }
  for (const auto& [section, node] : document) {
    const toml::table* members = node.as_table();
    if (!members)
      return invalid(fmt::format("{}:{}: '{}' stands outside a section; write it as [section] and key", name,
                                 node.source().begin.line, section.str()));
    for (const auto& [member, value] : *members) {
      const std::string key = fmt::format("{}.{}", section.str(), member.str());
      const unsigned line = value.source().begin.line;
      if (std::none_of(table().begin(), table().end(),
                       [&](const SettingSpec& spec) { return spec.key == key; }))
        return invalid(fmt::format("{}:{}: unknown key '{}'; `offhook config` lists them", name, line, key));
      if (const auto list = as_list(value))
        values[key] = {*list, line};
      else if (const auto* string = value.as_string())
        values[key] = {string->get(), line};
      else if (const auto* integer = value.as_integer())
        values[key] = {std::to_string(integer->get()), line};
      else if (const auto* boolean = value.as_boolean())
        values[key] = {boolean->get() ? "true" : "false", line};
      else
        return invalid(
            fmt::format("{}:{}: '{}' must be a string, a number, a boolean, or a list or table of strings",
                        name, line, key));
    }
  }
  return values;
}

}  // namespace

std::span<const SettingSpec> setting_specs() { return table(); }

std::string flag_name(std::string_view key) {
  std::string name = "--" + std::string(key);
  std::replace_if(name.begin(), name.end(), [](char c) { return c == '.' || c == '_'; }, '-');
  return name;
}

std::string variable_name(std::string_view key) {
  std::string name = "OFFHOOK_" + std::string(key);
  for (char& c : name) c = c == '.' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  return name;
}

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (!value || !*value) return std::nullopt;
    return std::string(value);
  };
}

Result<Settings> Settings::resolve(const std::map<std::string, std::string>& flags,
                                   const Environment& environment, std::string_view file_text,
                                   std::string_view file_name) {
  OFFHOOK_TRY(auto in_file, read_toml(file_text, file_name));
  Settings settings;
  for (const SettingSpec& spec : table()) {
    const std::string key(spec.key);
    Effective effective{std::string(spec.fallback), spec.fallback.empty() ? "not set" : "default"};
    if (const auto found = in_file.find(key); found != in_file.end())
      effective = {found->second.value, fmt::format("file {}:{}", file_name, found->second.line)};

    std::vector<std::string> variables = {variable_name(key)};
    variables.insert(variables.end(), spec.aliases.begin(), spec.aliases.end());
    for (const std::string& variable : variables) {
      if (auto value = environment(variable)) {
        effective = {std::move(*value), "environment " + variable};
        break;
      }
    }
    if (const auto flag = flags.find(key); flag != flags.end() && !spec.secret)
      effective = {flag->second, "flag " + flag_name(key)};

    if (effective.origin != "not set") OFFHOOK_CHECK_OK(validate(spec, effective.value, effective.origin));
    settings.values_.emplace(key, std::move(effective));
  }
  return settings;
}

const std::string& Settings::text(std::string_view key) const {
  return values_.at(std::string(find_spec(key).key)).value;
}

Sensitive<std::string> Settings::secret(std::string_view key) const {
  return Sensitive<std::string>(text(key));
}

std::uint64_t Settings::number(std::string_view key) const { return std::stoull(text(key)); }

std::vector<std::string> Settings::list(std::string_view key) const {
  std::vector<std::string> parts;
  const std::string& value = text(key);
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t comma = std::min(value.find(',', at), value.size());
    const std::size_t first = value.find_first_not_of(' ', at), last = value.find_last_not_of(' ', comma - 1);
    if (first < comma) parts.push_back(value.substr(first, last - first + 1));
    at = comma + 1;
  }
  return parts;
}

const std::string& Settings::origin(std::string_view key) const {
  return values_.at(std::string(find_spec(key).key)).origin;
}

Result<std::string> Settings::require(std::string_view key) const {
  if (has(key)) return text(key);
  const SettingSpec& spec = find_spec(key);
  const std::string variable = spec.aliases.empty() ? variable_name(key) : std::string(spec.aliases.front());
  const std::size_t dot = key.find('.');
  return fail(
      ErrorClass::permanent, "config.missing",
      fmt::format("{} is not set ({}): set the variable {}, or write `{} = …` under [{}] in offhook.toml",
                  key, spec.help, variable, key.substr(dot + 1), key.substr(0, dot)));
}

}  // namespace offhook::cli
