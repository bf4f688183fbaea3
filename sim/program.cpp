#include "sim/program.h"

#include <csignal>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "base/file.h"
#include "base/mutex.h"
#include "http/server.h"
#include "json/value.h"
#include "sim/content/answer_key.h"
#include "sim/content/json_text.h"
#include "sim/org.h"
#include "sim/webhook.h"

namespace offhook::sim {

namespace {

struct Options {
  OrgConfig org;
  std::string day;
  http::ServerOptions server;
  int media_port = 0;
  std::filesystem::path faults;
  std::filesystem::path contents;
  std::filesystem::path answer_key;
  std::filesystem::path request_log;
  bool webhook = false;
  WebhookConfig webhook_config{};
};

void add_content_options(CLI::App& app, Options& options) {
  Plan& plan = options.org.plan;
  app.add_option("--conversations", plan.conversations, "how many conversations there are")
      ->capture_default_str();
  app.add_option("--seed", plan.seed, "what they are is derived from it")->capture_default_str();
  app.add_option("--day", options.day, "UTC day on which they start (default: yesterday)");
  app.add_option("--days", plan.days, "over how many days from --day on they are spread")
      ->capture_default_str()
      ->check(CLI::Range(1, 3'660));
  app.add_option("--answer-key", options.answer_key, "write every planted personal value to this file");
  app.add_flag("--bare-array", options.org.query.bare_array,
               "the query answers with one JSON array of everything, transcripts inline");
  app.add_option("--repeat", options.org.query.repeat,
                 "with --bare-array: the contents of so many conversations again and again, for speed");
  app.add_option("--repeat-file", options.contents,
                 "with --bare-array: these records, one a line, again and again under ids of their own")
      ->check(CLI::ExistingFile);
}

void add_server_options(CLI::App& app, Options& options) {
  http::ServerOptions& server = options.server;
  app.add_option("--port", server.port, "of login and API (default: a free one)");
  app.add_option("--media-port", options.media_port, "of media (default: a free one)");
  app.add_option("--address", server.address, "to listen on")->capture_default_str();
  auto* certificate = app.add_option("--tls-cert", server.tls_certificate, "PEM chain: serve https")
                          ->check(CLI::ExistingFile);
  auto* key = app.add_option("--tls-key", server.tls_key, "PEM key")->check(CLI::ExistingFile);
  certificate->needs(key);
  key->needs(certificate);
  app.add_option("--request-log", options.request_log,
                 "append the line \"METHOD PATH\" of each request to this file");
  app.add_flag("--webhook", options.webhook, "take events, too: the line names \"webhook\"");
  app.add_option("--webhook-log", options.webhook_config.log, "append each event taken to this file");
  app.add_option("--webhook-secret", options.webhook_config.secret, "whsec_…: check signatures");
}

// A duration given in seconds.
void add_seconds(CLI::App& app, const std::string& name, Milliseconds& target, const std::string& help) {
  app.add_option_function<std::int64_t>(
         name, [&target](std::int64_t value) { target = std::chrono::seconds(value); }, help)
      ->check(CLI::NonNegativeNumber);
}

void add_behaviour_options(CLI::App& app, Options& options) {
  OrgConfig& org = options.org;
  app.add_option("--rate-limit", org.limit.per_minute, "requests a minute and token")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_flag_callback(
      "--sliding-window", [&org] { org.limit.window = Window::sliding; }, "count the last 60 s");
  app.add_option("--rival", org.limit.rival_per_minute, "requests a minute that others make");
  add_seconds(app, "--token-life", org.login.token_life, "seconds until a token expires (86400)");
  app.add_option_function<std::int64_t>(
      "--idle-timeout", [&org](std::int64_t value) { org.login.idle_timeout = std::chrono::seconds(value); },
      "seconds until an unused token dies (HIPAA organisations: 900)");
  app.add_option("--lost-rows", org.jobs.lost, "conversations, by number, that the data lake lacks")
      ->delimiter(',');
  add_seconds(app, "--availability-lag", org.availability_lag, "seconds by which the data lake lags (0)");
  app.add_option_function<std::int64_t>(
         "--job-time",
         [&org](std::int64_t value) {
           org.jobs.pending = std::chrono::seconds(value);
           if (value == 0) org.jobs.queued = Milliseconds(0);
         },
         "seconds a job is PENDING (2.6); 0: it is ready at once")
      ->check(CLI::NonNegativeNumber);
  add_seconds(app, "--job-life", org.jobs.life, "seconds until its results expire (86400)");
  app.add_flag_callback(
      "--exact", [&org] { org.query.loose = false; }, "exact totals and no repeated rows in the query");
  add_seconds(app, "--transcript-delay", org.transcripts.delay,
              "seconds from a call's end to its transcript (0)");
  app.add_option("--late-transcripts", org.transcripts.late_per_thousand, "of a thousand, up to 48 h");
  app.add_option("--missing-transcripts", org.transcripts.missing_per_thousand, "of a thousand");
  add_seconds(app, "--url-life", org.media.url_life, "seconds a signed URL is good (3600)");
  app.add_flag_callback("--no-ranges", [&org] { org.media.ranges = false; }, "media ignores Range");
  app.add_flag_callback("--no-etags", [&org] { org.media.etags = false; }, "media states no ETag");
  app.add_flag("--gzip", org.media.gzip, "media compresses for those who accept it");
  const std::map<std::string, DigestStyle> styles{{"none", DigestStyle::none},
                                                  {"s3", DigestStyle::s3},
                                                  {"repr", DigestStyle::repr},
                                                  {"content", DigestStyle::content},
                                                  {"legacy", DigestStyle::legacy}};
  app.add_option("--digest", org.media.digest, "which digest media states (none)")
      ->transform(CLI::CheckedTransformer(styles));
  app.add_option("--faults", options.faults, "script of faults, see docs/simulator.md")
      ->check(CLI::ExistingFile);
}

int complain(std::string_view message) {
  std::fprintf(stderr, "offhook-sim: %.*s\n", static_cast<int>(message.size()), message.data());
  return 1;
}

// Records to repeat: each needs an id whose place another's can take.
Result<std::vector<std::string>> read_contents(const std::filesystem::path& path) {
  constexpr std::size_t kMaxBytes = 64u << 20;
  OFFHOOK_TRY(const std::string text, read_file(path, kMaxBytes));
  std::vector<std::string> records;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto record = json::parse(line);
    if (!record || record->text("conversationId").size() != kIdSize ||
        line.find(kConversationId) == std::string::npos)
      return fail(
          ErrorClass::permanent, "sim.contents",
          fmt::format("{}: line {} is no record that begins its conversationId of {} characters with {}",
                      path.string(), records.size() + 1, kIdSize, kConversationId));
    records.push_back(std::move(line));
  }
  return records;
}

Result<void> prepare(Options& options, const Clock& clock) {
  TimePoint day = clock.now() - std::chrono::days(1);
  if (!options.day.empty()) {
    OFFHOOK_TRY(day, parse_rfc3339(options.day));
  }
  options.org.plan.from = std::chrono::floor<std::chrono::days>(day);
  if (!options.contents.empty()) {
    OFFHOOK_TRY(options.org.query.contents, read_contents(options.contents));
  }
  if (!options.faults.empty()) {
    OFFHOOK_TRY(const std::string script, read_file(options.faults, 16u << 20));
    OFFHOOK_TRY(options.org.faults, parse_faults(script));
  }
  return {};
}

// Every server of the program; they stop with it.
class Servers {
 public:
  Servers(const Options& options, Clock& clock)
      : options_(options), org_(options.org, clock), receiver_(options.webhook_config) {}

  Org& org() { return org_; }

  // The line that says where everything is.
  Result<std::string> start() {
    if (!options_.request_log.empty()) {
      log_.open(options_.request_log, std::ios::app);
      if (!log_) return fail(ErrorClass::permanent, "sim.log", "the request log could not be opened");
    }
    const auto answer = [this](const http::ServerRequest& request) {
      if (log_.is_open()) {
        const MutexLock lock(log_mutex_);
        log_ << request.method << ' ' << request.path() << std::endl;
      }
      return org_.serve(request);
    };
    http::ServerOptions media = options_.server, events = options_.server;
    media.port = options_.media_port;
    events.port = 0;
    OFFHOOK_TRY(api_, http::Server::start(options_.server, answer));
    OFFHOOK_TRY(media_, http::Server::start(media, answer));
    const std::string api = api_->base_url();
    org_.set_bases(api, api, media_->base_url());
    JsonObject line;
    line.text("api", api)
        .text("login", api)
        .text("media", media_->base_url())
        .text("client_id", org_.config().login.client_id)
        .text("client_secret", org_.config().login.client_secret);
    if (options_.webhook) {
      OFFHOOK_TRY(webhook_, http::Server::start(events, [this](const http::ServerRequest& request) {
                    return receiver_.serve(request);
                  }));
      line.text("webhook", webhook_->base_url() + "/events");
    }
    return std::move(line).take();
  }

 private:
  const Options& options_;
  Org org_;
  WebhookReceiver receiver_;
  Mutex log_mutex_;
  std::ofstream log_;
  std::unique_ptr<http::Server> api_, media_, webhook_;
};

int serve(Options options) {
  // Blocked before any thread starts, so that only sigwait() below sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  SystemClock clock;
  if (const auto prepared = prepare(options, clock); !prepared) return complain(prepared.error().message);
  Servers servers(options, clock);
  if (!options.answer_key.empty()) {
    std::ofstream key(options.answer_key, std::ios::trunc);
    write_answer_key(servers.org().world(), options.org.query.bare_array, key);
    if (!key.flush()) return complain("the answer key could not be written");
  }
  const auto line = servers.start();
  if (!line) return complain(line.error().message);
  std::puts(line->c_str());
  std::fflush(stdout);

  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}

}  // namespace

int run_program(int argc, const char* const* argv) {
  CLI::App app("A simulated Genesys Cloud organisation", "offhook-sim");
  app.set_version_flag("--version", "offhook-sim " OFFHOOK_VERSION);
  Options options;
  add_content_options(app, options);
  add_server_options(app, options);
  add_behaviour_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return serve(std::move(options));
}

}  // namespace offhook::sim
