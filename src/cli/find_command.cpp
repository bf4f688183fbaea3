// `offhook find --phone …`: the records that hold a given value, found by its token.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>

#include "archive/layout.h"
#include "archive/reader.h"
#include "cli/command.h"
#include "json/value.h"
#include "redact/canonical.h"

namespace offhook::cli {
namespace {

using redact::Kind;

// Kinds that become tokens; the others are constants, which say nothing of their value.
constexpr Kind kKinds[] = {Kind::phone,       Kind::email,        Kind::ssn,          Kind::card,
                           Kind::iban,        Kind::bank_routing, Kind::bank_account, Kind::sort_code,
                           Kind::ip,          Kind::mac,          Kind::url,          Kind::person,
                           Kind::address,     Kind::dob,          Kind::passport,     Kind::driver_license,
                           Kind::national_id, Kind::crypto};

// "BANK_ACCOUNT" -> "--bank-account".
std::string flag_of(Kind kind) {
  std::string flag = "--" + std::string(redact::family(kind));
  for (char& c : flag) c = c == '_' ? '-' : (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  return flag;
}

class FindCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    auto* values = app.add_option_group("Value", "What to look for: one of");
    for (const Kind kind : kKinds)
      values->add_option_function<std::string>(
          flag_of(kind),
          [this, kind](const std::string& value) {
            kind_ = kind;
            value_ = Sensitive<std::string>(value);
          },
          fmt::format("a value of kind {}, in any spelling", redact::family(kind)));
    values->require_option(1);
    app.add_option("--country", country_, "of --national-id: GB, DE, …");
    app.footer(
        "Makes the value's token with the token key and searches the indexes of the archive for it; no "
        "object is\n"
        "read. Prints a line of JSON for each record. A value given as - is read from standard input, so "
        "that\n"
        "neither the shell's history nor the list of processes has it.\n\n"
        "Examples:\n"
        "  offhook find --phone '+1 415 555 0132'\n"
        "  offhook find --email - < address.txt\n"
        "  offhook find --person 'Patricia Brown' | jq -r .conversation | sort -u");
  }

  Result<ExitCode> run(CommandContext& context) override {
    if (value_.reveal() == "-") {
      std::getline(std::cin, value_.reveal());
      while (value_.reveal().ends_with('\r')) value_.reveal().pop_back();
    }
    OFFHOOK_TRY(const redact::Engine engine, open_redaction(context.settings));
    const std::string canonical = redact::canonical(kind_, value_.reveal(), engine.policy());
    if (canonical.empty())
      return fail(ErrorClass::permanent, "config.value",
                  fmt::format("{}: there is nothing in it", flag_of(kind_)));
    const std::string token = engine.key().token(kind_, canonical, country_);
    OFFHOOK_TRY(const StoreConnection store, connect_store(context.settings, context.process));
    OFFHOOK_TRY(const std::string org, archived_org(context.settings, *store.store, store.target.prefix));
    archive::Reader reader(*store.store, store.target.prefix, org);
    OFFHOOK_TRY(const auto manifests, reader.load());
    OFFHOOK_TRY(const auto found, reader.find_token(manifests, token));
    for (const archive::Found& record : found) print(record);
    std::fprintf(stderr, "%s stands in %zu records\n", token.c_str(), found.size());
    return ExitCode::ok;
  }

 private:
  static void print(const archive::Found& found) {
    const bool transcript = found.object.dataset == model::Dataset::transcripts;
    const json::Value::Object members{{"dataset", std::string(model::to_string(found.object.dataset))},
                                      {"id", found.line.id},
                                      {"conversation", transcript ? found.line.conversation : found.line.id},
                                      {"version", static_cast<std::uint64_t>(found.line.version)},
                                      {"archived_at", format_rfc3339(found.archived_at)},
                                      {"object", found.object.key}};
    std::fprintf(stdout, "%s\n", json::compact(members).c_str());
  }

  Kind kind_ = Kind::phone;
  Sensitive<std::string> value_;
  std::string country_;
};

}  // namespace

std::unique_ptr<Command> make_find_command() { return std::make_unique<FindCommand>(); }

}  // namespace offhook::cli
