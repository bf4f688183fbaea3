// `offhook doctor`: looks whether store and source are fit for a run, and sends no content.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "cli/command.h"

namespace offhook::cli {
namespace {

const char* word(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::pass:
      return "pass";
    case model::Verdict::warn:
      return "warn";
    case model::Verdict::fail:
      return "FAIL";
    case model::Verdict::unknown:
      return "UNKNOWN";
  }
  return "UNKNOWN";
}

class DoctorCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.footer(
        "Checks the store with the gate of `offhook run`, the token key, and the source's login and "
        "permissions.\n\n"
        "Examples:\n"
        "  offhook doctor");
  }

  Result<ExitCode> run(CommandContext& context) override {
    OFFHOOK_TRY(const redact::Engine engine, open_redaction(context.settings));
    std::fprintf(stdout, "pass  token key: id %s\n", engine.key().id().c_str());
    OFFHOOK_TRY(const StoreConnection store, connect_store(context.settings, context.process));
    OFFHOOK_TRY(const model::GateReport gate, store.store->check_gate());
    for (const model::GateFinding& finding : gate.findings) {
      std::fprintf(stdout, "%s  gate %s: %s\n", word(finding.verdict), finding.code.c_str(),
                   finding.seen.c_str());
      if (finding.verdict != model::Verdict::pass && !finding.mend.empty())
        std::fprintf(stdout, "      %s\n", finding.mend.c_str());
    }
    OFFHOOK_TRY(const SourceConnection source,
                connect_source(context.settings, context.process, context.stop));
    OFFHOOK_TRY(const std::string org, source.source->organization_id());
    std::fprintf(stdout, "pass  source: organisation %s\n", org.c_str());
    OFFHOOK_TRY(const TimePoint until, source.source->available_until());
    std::fprintf(stdout, "pass  source: data is complete up to %s\n", format_rfc3339(until).c_str());
    return gate.passed() ? ExitCode::ok : ExitCode::gate;
  }
};

}  // namespace

std::unique_ptr<Command> make_doctor_command() { return std::make_unique<DoctorCommand>(); }

}  // namespace offhook::cli
