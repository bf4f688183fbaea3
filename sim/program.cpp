#include "sim/program.h"

#include <csignal>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "http/server.h"
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
  std::int64_t availability_lag_seconds = 0;
  bool webhook = false;
  WebhookConfig webhook_config{};
};

void add_options(CLI::App& app, Options& options) {
  app.set_version_flag("--version", "offhook-sim " OFFHOOK_VERSION);
  app.add_option("--conversations", options.org.plan.conversations, "how many conversations there are")
      ->capture_default_str();
  app.add_option("--seed", options.org.plan.seed, "what they are is derived from it")->capture_default_str();
  app.add_option("--day", options.day, "UTC day on which they start (default: yesterday)");
  app.add_option("--days", options.org.plan.days, "over how many days from --day on they are spread")
      ->capture_default_str()
      ->check(CLI::Range(1, 3'660));
  app.add_option("--port", options.server.port, "of login and API (default: a free one)");
  app.add_option("--media-port", options.media_port, "of media (default: a free one)");
  app.add_option("--address", options.server.address, "to listen on")->capture_default_str();
  app.add_option("--rate-limit", options.org.limit.per_minute, "requests a minute and token")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_option("--tls-cert", options.server.tls_certificate, "PEM chain: serve https")
      ->check(CLI::ExistingFile);
  app.add_option("--tls-key", options.server.tls_key, "PEM key")->check(CLI::ExistingFile);
  app.add_option("--availability-lag", options.availability_lag_seconds, "of the data lake, in seconds");
  app.add_flag("--webhook", options.webhook, "take events, too: the line names \"webhook\"");
  app.add_option("--webhook-log", options.webhook_config.log, "append each event taken to this file");
  app.add_option("--webhook-secret", options.webhook_config.secret, "whsec_…: check signatures");
}

int complain(const Error& error) {
  std::fprintf(stderr, "offhook-sim: %s\n", error.message.c_str());
  return 1;
}

int serve(Options options) {
  // Blocked before any thread starts, so that only sigwait() below sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  SystemClock clock;
  if (options.day.empty()) {
    options.org.plan.from = std::chrono::floor<std::chrono::days>(clock.now()) - std::chrono::days(1);
  } else {
    const auto day = parse_rfc3339(options.day);
    if (!day) return complain(day.error());
    options.org.plan.from = std::chrono::floor<std::chrono::days>(*day);
  }
  options.org.availability_lag = std::chrono::seconds(options.availability_lag_seconds);
  Org org(options.org, clock);
  const auto answer = [&org](const http::ServerRequest& request) { return org.serve(request); };
  const auto api = http::Server::start(options.server, answer);
  if (!api) return complain(api.error());
  http::ServerOptions media_options = options.server;
  media_options.port = options.media_port;
  const auto media = http::Server::start(media_options, answer);
  if (!media) return complain(media.error());
  org.set_bases((*api)->base_url(), (*api)->base_url(), (*media)->base_url());

  JsonObject line;
  line.text("api", (*api)->base_url())
      .text("login", (*api)->base_url())
      .text("media", (*media)->base_url())
      .text("client_id", org.config().login.client_id)
      .text("client_secret", org.config().login.client_secret);
  WebhookReceiver receiver(options.webhook_config);
  std::unique_ptr<http::Server> webhook;
  if (options.webhook) {
    http::ServerOptions webhook_options = options.server;
    webhook_options.port = 0;
    auto started = http::Server::start(
        webhook_options, [&](const http::ServerRequest& request) { return receiver.serve(request); });
    if (!started) return complain(started.error());
    webhook = std::move(*started);
    line.text("webhook", webhook->base_url() + "/events");
  }
  std::puts(line.json().c_str());
  std::fflush(stdout);

  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}

}  // namespace

int run_program(int argc, const char* const* argv) {
  CLI::App app("A simulated Genesys Cloud organisation", "offhook-sim");
  Options options;
  add_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  return serve(std::move(options));
}

}  // namespace offhook::sim
