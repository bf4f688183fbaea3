#include "cli/wiring.h"

#include <fmt/format.h>

#include <set>

#include "archive/layout.h"
#include "aws/default_provider.h"
#include "base/file.h"
#include "cli/private_file.h"
#include "cli/redact_command.h"
#include "cli/setting_error.h"
#include "cli/store_settings.h"
#include "genesys/genesys_source.h"
#include "http/url.h"
#include "json/value.h"
#include "ledger/sqlite/sqlite_ledger.h"
#include "ledger/sqlite/sqlite_request_log.h"
#include "notify/event_bridge.h"
#include "notify/webhook.h"
#include "store/local_store.h"

namespace offhook::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxInstanceBytes = 1u << 10;

// `section` has the connection's certificates: "s3" with s3.ca_file and so on.
Result<std::unique_ptr<http::Client>> make_client(const Settings& settings, const Process& process,
                                                  const std::string& section) {
  http::ClientOptions options;
  options.ca_file = settings.text(section + ".ca_file");
  options.client_certificate = settings.text(section + ".client_cert_file");
  options.client_key = settings.text(section + ".client_key_file");
  if (options.client_certificate.empty() != options.client_key.empty())
    return fail(about(settings,
                      section + (options.client_key.empty() ? ".client_cert_file" : ".client_key_file"),
                      {ErrorClass::permanent, "config.invalid",
                       fmt::format("{0}.client_cert_file and {0}.client_key_file go together", section)}));
  options.allow_http = settings.enabled("connection.allow_http");
  options.connect_timeout = settings.seconds("timeout.connect_seconds");
  options.idle_timeout = settings.seconds("timeout.idle_seconds");
  options.stop = process.stop;
  return http::make_curl_client(std::move(options));
}

Result<AwsAccess> access_aws(const Settings& settings, Process& process) {
  AwsAccess access;
  OFFHOOK_TRY(access.client, make_client(settings, process, "s3"));
  OFFHOOK_TRY(access.link_local, http::make_curl_client({.allow_http = true, .stop = process.stop}));
  OFFHOOK_TRY(access.provider, aws::make_default_provider(aws::process_environment(), *access.client,
                                                          *access.link_local, process.clock, process.random));
  return access;
}

Result<Sensitive<std::string>> secret_of(const Settings& settings, const std::string& key) {
  auto found = find_secret(settings, key);
  if (!found) return fail(about(settings, key + "_file", std::move(found).error()));
  return found;
}

// A domain as it is; an AWS region by Genesys's own table (Developer Center, "Platform API regions").
std::string domain_of(const std::string& region) {
  static const std::map<std::string, std::string> domains = {{"us-east-1", "mypurecloud.com"},
                                                             {"us-east-2", "use2.us-gov-pure.cloud"},
                                                             {"us-west-2", "usw2.pure.cloud"},
                                                             {"ca-central-1", "cac1.pure.cloud"},
                                                             {"mx-central-1", "mxc1.pure.cloud"},
                                                             {"sa-east-1", "sae1.pure.cloud"},
                                                             {"eu-west-1", "mypurecloud.ie"},
                                                             {"eu-west-2", "euw2.pure.cloud"},
                                                             {"eu-central-1", "mypurecloud.de"},
                                                             {"eu-central-2", "euc2.pure.cloud"},
                                                             {"eusc-de-east-1", "edee1.eusc-pure.cloud"},
                                                             {"me-central-1", "mec1.pure.cloud"},
                                                             {"ap-south-1", "aps1.pure.cloud"},
                                                             {"ap-southeast-1", "apse1.pure.cloud"},
                                                             {"ap-southeast-2", "mypurecloud.com.au"},
                                                             {"ap-northeast-1", "mypurecloud.jp"},
                                                             {"ap-northeast-2", "apne2.pure.cloud"},
                                                             {"ap-northeast-3", "apne3.pure.cloud"}};
  const auto found = domains.find(region);
  return found == domains.end() ? region : found->second;
}

// Filters in the API's own words.
Result<json::Value::Array> predicates(const Settings& settings, std::string_view key) {
  if (!settings.has(key)) return json::Value::Array{};
  const auto value = json::parse(settings.text(key));
  if (!value || !value->array())
    return fail(ErrorClass::permanent, "config.invalid",
                fmt::format("{} ({}) is not a JSON array of filters", key, settings.origin(key)));
  return *value->array();
}

}  // namespace

Result<StoreConnection> connect_store(const Settings& settings, Process& process,
                                      const std::string& probe_owner) {
  StoreConnection connection;
  OFFHOOK_TRY(connection.target, read_target(settings));
  if (!connection.target.folder.empty()) {
    OFFHOOK_TRY(connection.store, store::make_local_store(connection.target.folder, process.random));
    return connection;
  }
  OFFHOOK_TRY(connection.aws, access_aws(settings, process));
  OFFHOOK_TRY(store::S3Options options, store_options(settings, connection.target));
  options.probe_owner = probe_owner;
  OFFHOOK_TRY(connection.store,
              store::make_s3_store(std::move(options), *connection.aws.client, *connection.aws.provider,
                                   process.clock, process.random));
  return connection;
}

Result<genesys::Options> source_options(const Settings& settings, Process& process) {
  OFFHOOK_CHECK_OK(settings.require_choice());
  genesys::Options options;
  if (settings.has("genesys.api_base") || !settings.has("genesys.region")) {
    OFFHOOK_TRY(options.api_base, settings.require("genesys.api_base"));
  } else {
    options.api_base = "https://api." + domain_of(settings.text("genesys.region"));
  }
  options.login_base = settings.text("genesys.login_base");
  OFFHOOK_TRY(options.client_id, settings.require("genesys.client_id"));
  for (const char* key : {"genesys.api_base", "genesys.login_base"})
    if (settings.has(key) && !http::parse_url(settings.text(key)))
      return fail(about(settings, key,
                        {ErrorClass::permanent, "config.invalid", "is no URL: write it as https://host"}));
  OFFHOOK_TRY(options.client_secret, secret_of(settings, "genesys.client_secret"));
  if (options.client_secret.reveal().empty()) OFFHOOK_CHECK_OK(settings.require("genesys.client_secret"));
  options.filters.queues = settings.list("filters.queue");
  options.filters.divisions = settings.list("filters.division");
  options.filters.directions = settings.list("filters.direction");
  options.filters.media = settings.list("filters.media");
  OFFHOOK_TRY(options.filters.conversation_filters, predicates(settings, "filters.conversation"));
  OFFHOOK_TRY(options.filters.segment_filters, predicates(settings, "filters.segment"));
  options.mode = settings.text("source.mode") == "job" ? genesys::ReadMode::job : genesys::ReadMode::query;
  options.job_page_size = static_cast<int>(settings.number("source.page_size"));
  options.query_page_size = static_cast<int>(settings.number("source.query_page_size"));
  options.connect_timeout = settings.seconds("timeout.connect_seconds");
  options.idle_timeout = settings.seconds("timeout.idle_seconds");
  options.retry = {settings.seconds("retry.base_seconds"), settings.seconds("retry.cap_seconds"),
                   static_cast<int>(settings.number("retry.tries"))};
  options.budget.assumed_per_minute = static_cast<int>(settings.number("source.assumed_per_minute"));
  options.budget.head_room = settings.decimal("source.head_room_percent") / 100;
  options.budget.pages_weight = static_cast<int>(settings.number("source.pages_weight"));
  options.budget.transcripts_weight = static_cast<int>(settings.number("source.transcripts_weight"));
  options.budget.monthly_cap = settings.number("source.monthly_requests");
  options.stop = process.stop;
  return options;
}

Result<std::unique_ptr<http::Client>> source_client(const Settings& settings, Process& process) {
  return make_client(settings, process, "genesys");
}

Result<SourceConnection> connect_source(const Settings& settings, Process& process) {
  OFFHOOK_TRY(genesys::Options options, source_options(settings, process));
  SourceConnection connection;
  OFFHOOK_TRY(connection.client, source_client(settings, process));
  OFFHOOK_TRY(const fs::path state, state_folder(settings));
  OFFHOOK_TRY(connection.requests,
              ledger::open_request_log(state / "requests.sqlite", options.client_id, process.random.uuid()));
  options.budget.log = connection.requests.get();
  OFFHOOK_TRY(connection.source,
              genesys::make_source(std::move(options), *connection.client, process.clock, process.random));
  return connection;
}

Result<NotifierConnection> connect_notifier(const Settings& settings, Process& process) {
  NotifierConnection connection;
  if (settings.has("event.bus")) {
    if (settings.has("event.webhook_url"))
      return fail(ErrorClass::permanent, "config.invalid",
                  "event.bus and event.webhook_url are both set: choose one");
    OFFHOOK_TRY(connection.aws, access_aws(settings, process));
    notify::EventBridgeOptions options{settings.text("s3.region"), settings.text("event.bus"),
                                       settings.text("event.endpoint")};
    OFFHOOK_TRY(connection.notifier,
                notify::make_event_bridge(std::move(options), *connection.aws.client,
                                          *connection.aws.provider, process.clock, process.random));
    return connection;
  }
  if (!settings.has("event.webhook_url")) return connection;
  OFFHOOK_TRY(connection.client, make_client(settings, process, "event"));
  notify::WebhookOptions options;
  options.url = settings.text("event.webhook_url");
  OFFHOOK_TRY(options.secret, secret_of(settings, "event.webhook_secret"));
  options.allow_http = settings.enabled("connection.allow_http");
  auto webhook = notify::make_webhook(std::move(options), *connection.client, process.clock);
  if (!webhook)
    return fail(about(settings,
                      webhook.error().code == "webhook.secret" ? "event.webhook_secret" : "event.webhook_url",
                      std::move(webhook).error()));
  connection.notifier = std::move(*webhook);
  return connection;
}

Result<redact::Engine> open_redaction(const Settings& settings) {
  RedactSetup setup;
  OFFHOOK_TRY(const Sensitive<std::string> key, secret_of(settings, "redact.token_key"));
  setup.key_text = key.reveal();
  if (setup.key_text.empty()) OFFHOOK_CHECK_OK(settings.require("redact.token_key"));
  setup.policy = settings.text("redact.policy");
  auto engine = open_engine(setup);
  if (engine) return engine;
  const bool of_key = engine.error().code == "config.token_key";
  if (!of_key) return fail(about(settings, "redact.policy", std::move(engine).error().within(setup.policy)));
  return fail(about(settings, settings.has("redact.token_key") ? "redact.token_key" : "redact.token_key_file",
                    std::move(engine).error()));
}

Result<std::vector<redact::TokenKey>> open_old_keys(const Settings& settings) {
  std::vector<redact::TokenKey> keys;
  for (const std::string& file : settings.list("redact.old_token_key_files")) {
    OFFHOOK_TRY(const Sensitive<std::string> text, read_secret_file(file));
    OFFHOOK_TRY(redact::TokenKey key, redact::TokenKey::parse(text.reveal()));
    keys.push_back(std::move(key));
  }
  return keys;
}

Result<fs::path> state_folder(const Settings& settings) {
  fs::path folder = settings.text("state.dir");
  if (folder.empty()) {
    const auto home = process_environment()("HOME");
    if (!home)
      return fail(ErrorClass::permanent, "config.missing", "state.dir is not set and there is no HOME");
    folder = fs::path(*home) / ".local/state/offhook";
  }
  OFFHOOK_CHECK_OK(make_directories(folder));
  return folder;
}

Result<std::string> instance_id(const fs::path& state, Random& random) {
  const fs::path path = state / "instance";
  auto text = read_file(path, kMaxInstanceBytes);
  if (text) return text;
  if (text.error().cls != ErrorClass::not_found) return text;
  std::string made = random.uuid();
  OFFHOOK_CHECK_OK(write_file_durably(path, made));
  return made;
}

std::unique_ptr<model::Ledger> ledger_for_reading(const Settings& settings) {
  const auto state = state_folder(settings);
  if (!state) return nullptr;
  auto ledger = ledger::open_sqlite_read_only(*state / "ledger.sqlite");
  return ledger ? std::move(*ledger) : nullptr;
}

Result<crypto::SigningKey> open_signing_key(const Settings& settings, const fs::path& state, bool& made) {
  made = false;
  const bool configured = settings.has("sign.key_file");
  const fs::path path = configured ? fs::path(settings.text("sign.key_file")) : state / "signing-key.pem";
  auto pem = read_private_file(path);
  const auto named = [&](Error error) {
    return configured ? about(settings, "sign.key_file", std::move(error)) : std::move(error);
  };
  if (!pem && (configured || pem.error().cls != ErrorClass::not_found))
    return fail(named(std::move(pem).error()));
  if (pem) {
    auto key = crypto::SigningKey::from_pem(*pem);
    if (!key) return fail(named(std::move(key).error()));
    return key;
  }
  crypto::SigningKey key = crypto::SigningKey::generate();
  // In this order, so that whoever finds the key finds its public half, too, wherever we are ended.
  OFFHOOK_CHECK_OK(write_file_durably(state / "signing-key.pub.pem", key.public_pem(), 0644));
  OFFHOOK_CHECK_OK(write_file_durably(path, key.to_pem()));
  made = true;
  return key;
}

Result<std::string> source_org(const Settings& settings, model::Source& source) {
  OFFHOOK_TRY(const std::string id, source.organization_id());
  const std::string& expected = settings.text("org.expected_id");
  if (!expected.empty() && expected != id)
    return fail(ErrorClass::permanent, "config.org",
                "the source is organisation " + id + ", org.expected_id says " + expected);
  const std::string name = settings.has("org.name") ? settings.text("org.name") : id;
  OFFHOOK_CHECK_OK(archive::check_org_name(name));
  return name;
}

Result<std::string> archived_org(const Settings& settings, model::ObjectStore& store,
                                 const std::string& prefix) {
  if (settings.has("org.name")) return settings.text("org.name");
  const std::string start = (prefix.empty() ? "" : prefix + "/") + "_offhook/manifests/org=";
  std::set<std::string> orgs;
  std::string continuation;
  do {
    OFFHOOK_TRY(const model::ObjectListing page, store.list(start, continuation));
    for (const std::string& key : page.keys)
      orgs.insert(key.substr(start.size(), key.find('/', start.size()) - start.size()));
    continuation = page.continuation;
  } while (!continuation.empty());
  if (orgs.size() == 1) return *orgs.begin();
  if (orgs.empty())
    return fail(
        ErrorClass::permanent, "config.org",
        fmt::format("{} holds no archive below prefix '{}': is it the right one?", store.uri(), prefix));
  return fail(ErrorClass::permanent, "config.org",
              fmt::format("the archive holds {} organisations: choose one with OFFHOOK_ORG or --org-name",
                          orgs.size()));
}

}  // namespace offhook::cli
