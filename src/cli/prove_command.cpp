// `offhook prove ID`: a proof that one record is in the archive, for somebody who trusts the public key
// alone.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "archive/reader.h"
#include "audit/audit_log.h"
#include "cli/command.h"
#include "pipeline/lookup.h"
#include "pipeline/proof.h"

namespace offhook::cli {
namespace {

class ProveCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.add_option("id", id_, "id of a conversation or a transcript")->required();
    app.footer(
        "Prints a JSON proof from the record's line over its object and manifest to a signed checkpoint of "
        "the\n"
        "audit log. With the line (`offhook get`) and the public key it can be checked without this "
        "program's word.\n\n"
        "Examples:\n"
        "  offhook prove 3e2b6c1e-0000-4000-8000-000000000001 > proof.json");
  }

  Result<ExitCode> run(CommandContext& context) override {
    OFFHOOK_TRY(const StoreConnection store, connect_store(context.settings, context.process));
    OFFHOOK_TRY(const std::filesystem::path state, state_folder(context.settings));
    OFFHOOK_TRY(const std::string org, archived_org(context.settings, *store.store, store.target.prefix));
    OFFHOOK_TRY(auto lines, audit::read_log(state / "audit.ndjson"));
    bool made = false;
    OFFHOOK_TRY(const crypto::SigningKey key, open_signing_key(context.settings, state, made));
    archive::Reader reader(*store.store, store.target.prefix, org);
    const auto ledger = ledger_for_reading(context.settings);
    pipeline::Lookup lookup(reader, ledger.get(), store.target.prefix, org);
    OFFHOOK_TRY(auto versions, lookup.versions(id_));
    if (versions.empty()) return fail(ErrorClass::not_found, "config.id", "the archive has no record " + id_);
    pipeline::ProofRequest request{std::move(versions.back()), std::move(lines), pipeline::log_origin(org)};
    OFFHOOK_TRY(const std::string proof, pipeline::prove_record(*store.store, reader, request, key));
    std::fprintf(stdout, "%s\n", proof.c_str());
    return ExitCode::ok;
  }

 private:
  std::string id_;
};

}  // namespace

std::unique_ptr<Command> make_prove_command() { return std::make_unique<ProveCommand>(); }

}  // namespace offhook::cli
