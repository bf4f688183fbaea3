// `offhook get ID`: one conversation, or one transcript, out of the archive.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "archive/reader.h"
#include "cli/command.h"

namespace offhook::cli {
namespace {

class GetCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.add_option("id", id_, "id of a conversation or a transcript")->required();
    app.add_flag("--transcripts", transcripts_, "also the transcripts of the conversation");
    app.footer(
        "Prints the newest version of the record, one line of JSON each; redacted, as it is stored.\n\n"
        "Examples:\n"
        "  offhook get 3e2b6c1e-0000-4000-8000-000000000001 --transcripts | jq .");
  }

  Result<ExitCode> run(CommandContext& context) override {
    OFFHOOK_TRY(const StoreConnection store, connect_store(context.settings, context.process));
    OFFHOOK_TRY(const std::string org, archived_org(context.settings, *store.store, store.target.prefix));
    archive::Reader reader(*store.store, store.target.prefix, org);
    OFFHOOK_TRY(const auto manifests, reader.load());
    bool found = false;
    for (const model::Dataset dataset : {model::Dataset::conversations, model::Dataset::transcripts}) {
      OFFHOOK_TRY(const auto versions, reader.find(manifests, dataset, id_));
      if (versions.empty()) continue;
      OFFHOOK_CHECK_OK(print(reader, versions.back()));
      found = true;
    }
    if (transcripts_) {
      OFFHOOK_TRY(const auto versions, reader.find_transcripts(manifests, id_));
      for (std::size_t i = 0; i < versions.size(); ++i) {
        const bool newest = i + 1 == versions.size() || versions[i + 1].line.id != versions[i].line.id;
        if (newest) OFFHOOK_CHECK_OK(print(reader, versions[i]));
      }
    }
    if (found) return ExitCode::ok;
    return fail(ErrorClass::not_found, "config.id", "the archive has no record " + id_);
  }

 private:
  static Result<void> print(archive::Reader& reader, const archive::Found& found) {
    OFFHOOK_TRY(const std::string line, reader.read(found));
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    return {};
  }

  std::string id_;
  bool transcripts_ = false;
};

}  // namespace

std::unique_ptr<Command> make_get_command() { return std::make_unique<GetCommand>(); }

}  // namespace offhook::cli
