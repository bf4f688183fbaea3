// `offhook ledger rebuild`: makes a lost ledger anew from the archive.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "cli/command.h"
#include "ledger/sqlite/sqlite_ledger.h"
#include "pipeline/rebuild.h"
#include "telemetry/progress.h"

namespace offhook::cli {
namespace {

class LedgerCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.require_subcommand(1);
    app.add_subcommand("rebuild", "make a lost ledger anew from manifests and indexes");
    app.footer(
        "The state folder must hold no ledger. What a crash had left unfinished is read again by the next "
        "run.\n\n"
        "Examples:\n"
        "  offhook ledger rebuild");
  }

  Result<ExitCode> run(CommandContext& context) override {
    OFFHOOK_TRY(const StoreConnection store, connect_store(context.settings, context.process));
    OFFHOOK_TRY(const std::filesystem::path state, state_folder(context.settings));
    OFFHOOK_TRY(const std::string org, archived_org(context.settings, *store.store, store.target.prefix));
    OFFHOOK_TRY(const auto ledger, ledger::open_sqlite(state / "ledger.sqlite"));
    telemetry::Progress progress({.label = "rebuilding", .unit = "records"}, context.process.clock);
    std::uint64_t records = 0;
    pipeline::RebuildOptions options{org, store.target.prefix, state / "audit.ndjson", {}};
    options.progress = [&](const pipeline::RebuildReport& so_far) {
      progress.add(so_far.records - records);
      records = so_far.records;
    };
    OFFHOOK_TRY(const pipeline::RebuildReport report,
                pipeline::rebuild_ledger(*store.store, *ledger, options));
    progress.finish();
    std::fprintf(
        stdout, "rebuilt: %s manifests, %s objects, %s records, %s audit lines\n",
        telemetry::format_count(report.manifests).c_str(), telemetry::format_count(report.objects).c_str(),
        telemetry::format_count(report.records).c_str(), telemetry::format_count(report.audit_lines).c_str());
    return ExitCode::ok;
  }
};

}  // namespace

std::unique_ptr<Command> make_ledger_command() { return std::make_unique<LedgerCommand>(); }

}  // namespace offhook::cli
