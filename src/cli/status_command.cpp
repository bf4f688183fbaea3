// `offhook status`: what the ledger knows: slices, what is quarantined, pending or waiting.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "cli/command.h"
#include "ledger/sqlite/sqlite_ledger.h"
#include "pipeline/certificate.h"
#include "pipeline/evidence.h"

namespace offhook::cli {
namespace {

const char* name_of(model::SliceState state) {
  switch (state) {
    case model::SliceState::planned:
      return "planned";
    case model::SliceState::reading:
      return "reading";
    case model::SliceState::read:
      return "read";
    case model::SliceState::committed:
      return "committed";
  }
  return "unknown";
}

class StatusCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.add_flag("--quarantine", quarantine_, "list what is quarantined, with reasons");
    app.footer(
        "Reads the ledger alone and changes nothing.\n\n"
        "Examples:\n"
        "  offhook status\n"
        "  offhook status --quarantine");
  }

  Result<ExitCode> run(CommandContext& context) override {
    OFFHOOK_TRY(const std::filesystem::path state, state_folder(context.settings));
    OFFHOOK_TRY(const auto ledger, ledger::open_sqlite_read_only(state / "ledger.sqlite"));
    OFFHOOK_TRY(const auto rows, ledger->slices(context.settings.text("org.name")));
    const TimePoint now = context.process.clock.now();
    for (const model::SliceRow& row : rows) {
      const auto each = [&](const auto& look) {
        return ledger->each_account(row.slice.org, row.slice.id(),
                                    [&](const model::AccountRow& account) -> Result<void> {
                                      look(account);
                                      return {};
                                    });
      };
      std::uint64_t counts[5] = {}, due = 0;
      OFFHOOK_CHECK_OK(each([&](const auto& account) {
        ++counts[static_cast<std::size_t>(account.status)];
        due += account.status == model::AccountStatus::pending && account.due <= now;
      }));
      std::fprintf(stdout,
                   "%s  %-9s  %llu manifests  %llu archived  %llu quarantined  %llu absent  %llu pending\n",
                   row.slice.id().c_str(), name_of(row.state), static_cast<unsigned long long>(row.manifests),
                   static_cast<unsigned long long>(counts[0]), static_cast<unsigned long long>(counts[1]),
                   static_cast<unsigned long long>(counts[2]), static_cast<unsigned long long>(counts[3]));
      OFFHOOK_TRY(const archive::SourceEvidence evidence, pipeline::parse_evidence(row.evidence));
      if (due > 0)
        std::fprintf(stdout, "  due: the next run asks for %llu transcripts\n",
                     static_cast<unsigned long long>(due));
      if (pipeline::is_unreconciled(evidence))
        std::fprintf(stdout, "  unreconciled: its ids could not be compared (%s)\n",
                     evidence.reconciliation->reason.c_str());
      OFFHOOK_CHECK_OK(each([](const auto& account) {
        if (account.status == model::AccountStatus::gap)
          std::fprintf(stdout, "  gap: %s %s is missing (%s)\n",
                       std::string(model::to_string(account.dataset)).c_str(), account.id.c_str(),
                       account.detail.c_str());
      }));
      if (!quarantine_) continue;
      OFFHOOK_CHECK_OK(each([](const auto& account) {
        if (account.status == model::AccountStatus::quarantined)
          std::fprintf(stdout, "  %s %s: %s (%s)\n", std::string(model::to_string(account.dataset)).c_str(),
                       account.id.c_str(), account.reason.c_str(), account.detail.c_str());
      }));
    }
    return ExitCode::ok;
  }

 private:
  bool quarantine_ = false;
};

}  // namespace

std::unique_ptr<Command> make_status_command() { return std::make_unique<StatusCommand>(); }

}  // namespace offhook::cli
