// `offhook doctor`: looks whether store and source are fit for a run, and sends no content.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "cli/command.h"
#include "cli/store_settings.h"

namespace offhook::cli {
namespace {

class DoctorCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.add_flag("--print-role", print_role_, "print the policy of the program's role, and do nothing else");
    app.add_flag("--print-bucket-policy", print_bucket_policy_, "print the bucket's policy");
    app.add_flag("--print-kms-policy", print_kms_policy_, "print the KMS key's policy");
    app.add_flag("--terraform", terraform_, "print policies as Terraform, not JSON");
    app.add_option("--role-arn", role_arn_, "the program's role, for the key's policy");
    app.footer(
        "Checks the store with the gate of `offhook run`, the token key, and the source's login and "
        "permissions.\n\n"
        "Examples:\n"
        "  offhook doctor\n"
        "  offhook doctor --print-role --print-bucket-policy --terraform");
  }

  Result<ExitCode> run(CommandContext& context) override {
    if (print_role_ || print_bucket_policy_ || print_kms_policy_) return print_policies(context.settings);
    OFFHOOK_TRY(const redact::Engine engine, open_redaction(context.settings));
    std::fprintf(stdout, "pass  token key: id %s\n", engine.key().id().c_str());
    OFFHOOK_TRY(const StoreConnection store, connect_store(context.settings, context.process));
    OFFHOOK_TRY(const model::GateReport gate, store.store->check_gate());
    for (const model::GateFinding& finding : gate.findings) {
      std::fprintf(stdout, "%s  gate %s: %s\n", std::string(to_string(finding.verdict)).c_str(),
                   finding.code.c_str(), finding.seen.c_str());
      if (finding.verdict != model::Verdict::pass && !finding.mend.empty())
        std::fprintf(stdout, "      %s\n", finding.mend.c_str());
    }
    // What is wrong with the store does not hide what is wrong with the source, nor the other way round.
    auto source = check_source(context);
    if (gate.passed() && !source) return fail(std::move(source).error());
    if (!source) std::fprintf(stdout, "fail  source: %s\n", source.error().message.c_str());
    return gate.passed() ? ExitCode::ok : ExitCode::gate;
  }

 private:
  static Result<void> check_source(CommandContext& context) {
    OFFHOOK_TRY(const SourceConnection source, connect_source(context.settings, context.process));
    OFFHOOK_TRY(const std::string org, source.source->organization_id());
    std::fprintf(stdout, "pass  source: organisation %s\n", org.c_str());
    OFFHOOK_TRY(const TimePoint until, source.source->available_until());
    std::fprintf(stdout, "pass  source: data is complete up to %s\n", format_rfc3339(until).c_str());
    return {};
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
};

}  // namespace

std::unique_ptr<Command> make_doctor_command() { return std::make_unique<DoctorCommand>(); }

}  // namespace offhook::cli
