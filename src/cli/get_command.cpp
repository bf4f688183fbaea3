// `offhook get ID`: one conversation, or one transcript, out of the archive.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "archive/reader.h"
#include "cli/command.h"
#include "pipeline/lookup.h"

namespace offhook::cli {
namespace {

class GetCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.add_option("id", id_, "id of a conversation or a transcript")->required();
    app.add_flag("--transcripts", transcripts_, "also the transcripts of the conversation");
    app.add_option("--as-of", as_of_, "as the archive had it at that time: a date or RFC 3339");
    app.footer(
        "Prints the newest version of the record, one line of JSON each; redacted, as it is stored.\n\n"
        "Examples:\n"
        "  offhook get 3e2b6c1e-0000-4000-8000-000000000001 --transcripts | jq .\n"
        "  offhook get 3e2b6c1e-0000-4000-8000-000000000001 --as-of 2026-11-20");
  }

  Result<ExitCode> run(CommandContext& context) override {
    OFFHOOK_TRY(const StoreConnection store, connect_store(context.settings, context.process));
    OFFHOOK_TRY(const std::string org, archived_org(context.settings, *store.store, store.target.prefix));
    if (!as_of_.empty()) {
      auto time = parse_rfc3339(as_of_);
      if (!time) return fail(ErrorClass::permanent, "config.as_of", "--as-of is " + time.error().message);
      latest_ = *time;
    }
    archive::Reader reader(*store.store, store.target.prefix, org);
    const auto ledger = ledger_for_reading(context.settings);
    pipeline::Lookup lookup(reader, ledger.get(), store.target.prefix, org);
    OFFHOOK_TRY(auto records, lookup.versions(id_));
    leave_out_later(records);
    if (!records.empty()) OFFHOOK_CHECK_OK(print(reader, records.back()));
    if (transcripts_) {
      OFFHOOK_TRY(auto versions, lookup.transcripts(id_));
      leave_out_later(versions);
      for (std::size_t i = 0; i < versions.size(); ++i) {
        const bool newest = i + 1 == versions.size() || versions[i + 1].line.id != versions[i].line.id;
        if (newest) OFFHOOK_CHECK_OK(print(reader, versions[i]));
      }
    }
    if (!records.empty()) return ExitCode::ok;
    return fail(ErrorClass::not_found, "config.id",
                "the archive has no record " + id_ + (as_of_.empty() ? "" : " of that time"));
  }

 private:
  static Result<void> print(archive::Reader& reader, const archive::Found& found) {
    OFFHOOK_TRY(const std::string line, reader.read(found));
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    return {};
  }

  void leave_out_later(std::vector<archive::Found>& versions) const {
    std::erase_if(versions, [this](const archive::Found& found) { return found.archived_at > latest_; });
  }

  std::string id_;
  std::string as_of_;
  TimePoint latest_ = TimePoint::max();
  bool transcripts_ = false;
};

}  // namespace

std::unique_ptr<Command> make_get_command() { return std::make_unique<GetCommand>(); }

}  // namespace offhook::cli
