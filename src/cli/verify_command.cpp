// `offhook verify`: reads the archive back and proves it.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "archive/verifier.h"
#include "base/file.h"
#include "cli/command.h"
#include "json/value.h"
#include "pipeline/leaks.h"
#include "pipeline/verification.h"
#include "telemetry/log.h"
#include "telemetry/progress.h"

namespace offhook::cli {
namespace {

constexpr std::uint64_t kMaxKeyFileBytes = 64u << 10;

class VerifyCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.add_option("--public-key", public_key_, "PEM file (default: that of the state folder)");
    app.add_option("--slice", slice_, "only this slice, as 20261120T000000Z-20261121T000000Z");
    app.add_flag("--leaks", leaks_,
                 "also redact every line once more: what that finds, with today's policy, is a leak");
    app.footer(
        "Reads every manifest, object and index back and checks chains, signatures, digests, trees and "
        "lines.\n"
        "Exit code 5 and one line for each finding when anything is not as it was stored; 7 when --leaks\n"
        "finds personal data. A finding names line, id and kind, never what was found.\n\n"
        "Examples:\n"
        "  offhook verify\n"
        "  offhook verify --leaks --slice 20261120T000000Z-20261121T000000Z\n"
        "  offhook verify --public-key signing-key.pub.pem --json");
  }

  Result<ExitCode> run(CommandContext& context) override {
    OFFHOOK_TRY(const StoreConnection store, connect_store(context.settings, context.process));
    OFFHOOK_TRY(const std::filesystem::path state, state_folder(context.settings));
    const std::filesystem::path key_file =
        public_key_.empty() ? state / "signing-key.pub.pem" : std::filesystem::path(public_key_);
    OFFHOOK_TRY(const std::string pem, read_file(key_file, kMaxKeyFileBytes));
    archive::VerifyOptions options;
    OFFHOOK_TRY(options.public_key, crypto::public_key_from_pem(pem));
    if (!slice_.empty()) options.slice = slice_;
    std::optional<redact::Engine> engine;
    if (leaks_) {
      OFFHOOK_TRY(engine, open_redaction(context.settings));
      options.inspect = [&engine](std::string_view line) { return pipeline::leaks_in(*engine, line); };
    }
    OFFHOOK_TRY(const std::string org, archived_org(context.settings, *store.store, store.target.prefix));

    telemetry::Progress progress({.label = "verifying", .unit = "lines"}, context.process.clock);
    std::uint64_t lines = 0, bytes = 0;
    options.progress = [&](std::string_view, const archive::VerifyReport& so_far) {
      progress.add(so_far.lines - lines, so_far.bytes - bytes);
      lines = so_far.lines;
      bytes = so_far.bytes;
    };
    OFFHOOK_TRY(
        const archive::VerifyReport report,
        pipeline::verify_archive(*store.store, store.target.prefix, org, options, state / "audit.ndjson"));
    progress.finish();
    print(report, context.json);
    if (report.passed()) return ExitCode::ok;
    const bool leaked = std::ranges::any_of(
        report.findings, [](const archive::VerifyFinding& finding) { return finding.code == "record.leak"; });
    return leaked ? ExitCode::leak : ExitCode::integrity;
  }

 private:
  static void print(const archive::VerifyReport& report, bool json) {
    if (json) {
      json::Value::Array findings;
      for (const archive::VerifyFinding& finding : report.findings)
        findings.push_back(json::Value::Object{
            {"code", finding.code}, {"subject", finding.subject}, {"detail", finding.detail}});
      const std::string text =
          json::compact(json::Value(json::Value::Object{{"event", "verify.finished"},
                                                        {"passed", report.passed()},
                                                        {"manifests", report.manifests},
                                                        {"objects", report.objects},
                                                        {"lines", report.lines},
                                                        {"bytes", report.bytes},
                                                        {"findings", std::move(findings)}}));
      std::fprintf(stdout, "%s\n", text.c_str());
      return;
    }
    for (const archive::VerifyFinding& finding : report.findings)
      std::fprintf(stdout, "%s: %s: %s\n", finding.code.c_str(), finding.subject.c_str(),
                   finding.detail.c_str());
    std::fprintf(
        stdout, "%s: %s manifests, %s objects, %s lines, %s read back\n",
        report.passed() ? "verified" : "NOT VERIFIED", telemetry::format_count(report.manifests).c_str(),
        telemetry::format_count(report.objects).c_str(), telemetry::format_count(report.lines).c_str(),
        telemetry::format_bytes(static_cast<double>(report.bytes)).c_str());
  }

  std::string public_key_;
  std::string slice_;
  bool leaks_ = false;
};

}  // namespace

std::unique_ptr<Command> make_verify_command() { return std::make_unique<VerifyCommand>(); }

}  // namespace offhook::cli
