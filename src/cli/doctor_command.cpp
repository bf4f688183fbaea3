// `offhook doctor`: looks whether store and source are fit for a run, and sends no content.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "cli/command.h"
#include "cli/health.h"
#include "cli/store_settings.h"
#include "genesys/access.h"
#include "json/value.h"

namespace offhook::cli {
namespace {

// Who looks does not want to wait for minutes.
constexpr int kTries = 2;

class DoctorCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.add_flag("--print-role", print_role_, "print the policy of the program's role, and do nothing else");
    app.add_flag("--print-bucket-policy", print_bucket_policy_, "print the bucket's policy");
    app.add_flag("--print-kms-policy", print_kms_policy_, "print the KMS key's policy");
    app.add_flag("--terraform", terraform_, "print policies as Terraform, not JSON");
    app.add_option("--role-arn", role_arn_, "the program's role, for the key's policy");
    app.footer(
        "Checks the token key, the store with the gate of `offhook run`, the source's login and each "
        "permission,\n"
        "the clock, the spool's disk and the receiver of events. All that is wrong is listed at once.\n\n"
        "Examples:\n"
        "  offhook doctor\n"
        "  offhook doctor --print-role --print-bucket-policy --terraform");
  }

  Result<ExitCode> run(CommandContext& context) override {
    if (print_role_ || print_bucket_policy_ || print_kms_policy_) return print_policies(context.settings);
    // What is wrong with one thing does not hide what is wrong with another.
    check_token_key(context);
    check_store(context);
    check_source(context);
    checks_.push_back(check_clock(time_servers_, context.process.clock));
    check_state(context);
    check_events(context);
    const ExitCode exit_code = exit_code_of(checks_);
    context.json ? print_json(exit_code) : print();
    return exit_code;
  }

 private:
  void check_token_key(CommandContext& context) {
    const auto engine = open_redaction(context.settings);
    checks_.push_back(engine ? passed("token key", "id " + engine->key().id())
                             : failed("token key", engine.error()));
  }

  void check_store(CommandContext& context) {
    store_ = connect_store(context.settings, context.process);
    if (!store_) return checks_.push_back(failed("store", store_.error()));
    if (store_->aws.client) {
      const std::string endpoint =
          context.settings.has("s3.endpoint")
              ? context.settings.text("s3.endpoint")
              : fmt::format("https://s3.{}.amazonaws.com", context.settings.text("s3.region"));
      time_servers_.push_back({"the store", endpoint, store_->aws.client.get()});
    }
    const auto gate = store_->store->check_gate();
    if (!gate) return checks_.push_back(failed("gate", gate.error()));
    for (const model::GateFinding& finding : gate->findings) {
      const bool refused =
          finding.verdict == model::Verdict::fail || finding.verdict == model::Verdict::unknown;
      checks_.push_back({finding.verdict, "gate " + finding.code, finding.seen,
                         finding.verdict == model::Verdict::pass ? "" : finding.mend,
                         refused ? ExitCode::gate : ExitCode::ok});
    }
  }

  // Each permission by itself, then what a run asks first.
  void check_source(CommandContext& context) {
    Process& process = context.process;
    auto options = source_options(context.settings, process);
    if (!options) return checks_.push_back(failed("source", options.error()));
    auto client = source_client(context.settings, process);
    if (!client) return checks_.push_back(failed("source", client.error()));
    source_client_ = std::move(*client);
    time_servers_.push_back({"the source", options->api_base, source_client_.get()});
    options->retry.max_attempts = std::min(options->retry.max_attempts, kTries);
    const auto findings = genesys::check_access(*options, *source_client_, process.clock, process.random);
    if (!findings) return checks_.push_back(failed("source", findings.error()));
    bool granted = true;
    for (const genesys::AccessFinding& finding : *findings) {
      granted = granted && finding.granted;
      const std::string name = "source: may " + finding.what;
      if (finding.granted)
        checks_.push_back(passed(name, finding.permission.empty() ? "yes" : finding.permission));
      else
        checks_.push_back({model::Verdict::fail, name, finding.detail, "", ExitCode::refused});
    }
    if (!granted) return;
    if (auto asked = ask_source(context); !asked) checks_.push_back(failed("source", asked.error()));
  }

  Result<void> ask_source(CommandContext& context) {
    OFFHOOK_TRY(const SourceConnection source, connect_source(context.settings, context.process));
    OFFHOOK_TRY(const std::string org, source.source->organization_id());
    const std::string& expected = context.settings.text("org.expected_id");
    if (!expected.empty() && org != expected)
      return fail(ErrorClass::permanent, "config.org",
                  "the source is organisation " + org + ", org.expected_id says " + expected);
    checks_.push_back(passed("source", "organisation " + org));
    OFFHOOK_TRY(const TimePoint until, source.source->available_until());
    checks_.push_back(passed("source", "data is complete up to " + format_rfc3339(until)));
    return {};
  }

  void check_state(CommandContext& context) {
    const auto state = state_folder(context.settings);
    if (!state) return checks_.push_back(failed("spool", state.error()));
    checks_.push_back(
        check_spool(*state, bytes_in(*state / "spool"), context.settings.number("spool.max_bytes")));
  }

  static std::uint64_t bytes_in(const std::filesystem::path& folder) {
    std::uint64_t bytes = 0;
    std::error_code error;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder, error);
         !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
      std::error_code gone;  // a run may be under way
      if (const auto size = entry->file_size(gone); entry->is_regular_file(gone) && !gone) bytes += size;
    }
    return bytes;
  }

  void check_events(CommandContext& context) {
    const Settings& settings = context.settings;
    const auto connection = connect_notifier(settings, context.process);
    if (!connection) return checks_.push_back(failed("events", connection.error()));
    if (!connection->notifier) return checks_.push_back(passed("events", "nobody is told"));
    const std::string destination = connection->notifier->destination();
    if (!settings.has("event.bus")) {
      checks_.push_back(check_receiver(destination, settings.text("event.webhook_url"), *connection->client));
      if (!settings.has("event.webhook_secret") && !settings.has("event.webhook_secret_file"))
        checks_.push_back({model::Verdict::warn, "event signature", "events are not signed",
                           "set OFFHOOK_WEBHOOK_SECRET", ExitCode::ok});
      return;
    }
    const std::string endpoint =
        settings.has("event.endpoint")
            ? settings.text("event.endpoint")
            : fmt::format("https://events.{}.amazonaws.com", settings.text("s3.region"));
    checks_.push_back(check_receiver(destination, endpoint, *connection->aws.client));
  }

  void print() const {
    for (const Check& check : checks_) {
      std::string text = fmt::format("{}  {}: {}\n", to_string(check.verdict), check.name, check.seen);
      if (!check.mend.empty()) text += fmt::format("      {}\n", check.mend);
      std::fwrite(text.data(), 1, text.size(), stdout);
    }
  }

  void print_json(ExitCode exit_code) const {
    json::Value::Array checks;
    for (const Check& check : checks_)
      checks.push_back(json::Value::Object{{"name", check.name},
                                           {"verdict", to_string(check.verdict)},
                                           {"seen", check.seen},
                                           {"mend", check.mend}});
    const json::Value::Object members{{"event", "doctor.finished"},
                                      {"exit_code", static_cast<int>(exit_code)},
                                      {"checks", std::move(checks)}};
    const std::string text = json::compact(json::Value(members)) + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
  }

  Result<ExitCode> print_policies(const Settings& settings) const {
    OFFHOOK_TRY(const Target target, read_target(settings));
    store::LeastPrivilege wanted = least_privilege(settings, target);
    wanted.role_arn = role_arn_;
    const auto format = terraform_ ? store::PolicyFormat::terraform : store::PolicyFormat::json;
    using Policy = Result<std::string> (*)(const store::LeastPrivilege&, store::PolicyFormat);
    const std::pair<bool, Policy> policies[] = {{print_role_, store::role_policy},
                                                {print_bucket_policy_, store::bucket_policy},
                                                {print_kms_policy_, store::kms_policy}};
    for (const auto& [asked, policy] : policies) {
      if (!asked) continue;
      OFFHOOK_TRY(const std::string text, policy(wanted, format));
      std::fprintf(stdout, "%s\n", text.c_str());
    }
    return ExitCode::ok;
  }

  bool print_role_ = false;
  bool print_bucket_policy_ = false;
  bool print_kms_policy_ = false;
  bool terraform_ = false;
  std::string role_arn_;
  // What the checks found, and what they keep open for those that follow.
  std::vector<Check> checks_;
  Result<StoreConnection> store_;
  std::unique_ptr<http::Client> source_client_;
  std::vector<TimeServer> time_servers_;
};

}  // namespace

std::unique_ptr<Command> make_doctor_command() { return std::make_unique<DoctorCommand>(); }

}  // namespace offhook::cli
