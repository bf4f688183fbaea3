// `offhook demo`: the main job, shown with a simulated organisation and a folder: archive a day, look at one
// conversation before and after, verify, run again. Nothing but this program and offhook-sim takes part.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "archive/record_line.h"
#include "base/encoding.h"
#include "cli/child.h"
#include "cli/command.h"
#include "json/value.h"

namespace offhook::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kTokenKeyBytes = 32;
// A conversation in which a caller says this kind of number is a generated one: no real call of the
// simulator's has any.
constexpr const char* kShownKind = "CARD";

using Variables = std::map<std::string, std::string>;

tl::unexpected<Error> failed(std::string message) {
  return fail(ErrorClass::permanent, "demo.failed", std::move(message));
}

// The folder to work in; taken away afterwards unless it is to be kept.
class Workplace {
 public:
  static Result<Workplace> make(const std::string& keep) {
    if (!keep.empty()) {
      const fs::path folder = fs::absolute(keep).lexically_normal();
      OFFHOOK_CHECK_OK(make_directories(folder));
      return Workplace(folder, true);
    }
    std::string name = (fs::temp_directory_path() / "offhook-demo-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) return fail(file_error("make", name, errno));
    return Workplace(name, false);
  }
  Workplace(Workplace&& other) noexcept
      : folder_(std::move(other.folder_)), kept_(std::exchange(other.kept_, true)) {}
  Workplace& operator=(Workplace&&) = delete;
  ~Workplace() {
    std::error_code ignored;
    if (!kept_) fs::remove_all(folder_, ignored);
  }
  [[nodiscard]] const fs::path& folder() const { return folder_; }

 private:
  Workplace(fs::path folder, bool kept) : folder_(std::move(folder)), kept_(kept) {}
  fs::path folder_;
  bool kept_;
};

struct Phrase {
  std::string who;
  std::string text;
};

std::vector<Phrase> phrases_of(const json::Value& document) {
  std::vector<Phrase> phrases;
  const json::Value::Array none;
  const auto items = [&none](const json::Value& value) -> const json::Value::Array& {
    return value.array() ? *value.array() : none;
  };
  for (const json::Value& transcript : items(document["transcripts"]))
    for (const json::Value& phrase : items(transcript["phrases"]))
      phrases.push_back({phrase.text("participantPurpose") == "internal" ? "agent" : "caller",
                         std::string(phrase.text("text"))});
  return phrases;
}

std::string date_of(TimePoint day) {
  return format_rfc3339(day).substr(0, std::string_view("2026-11-20").size());
}

struct Shown {
  std::string conversation;
  json::Value transcript;  // as the source sends it
};

class DemoCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.add_option("--conversations", conversations_, "so many conversations in the simulated day (60)")
        ->check(CLI::Range(20, 100'000));
    app.add_option("--keep", keep_, "keep archive and state in this folder");
    app.footer(
        "Starts offhook-sim, which is installed beside this program, and archives a day of its invented\n"
        "conversations into a temporary folder. Needs no account, no key and no network.\n\n"
        "Examples:\n"
        "  offhook demo\n"
        "  offhook demo --conversations 500 --keep /tmp/offhook-demo");
  }

  [[nodiscard]] bool reads_file() const override { return false; }

  Result<ExitCode> run(CommandContext& context) override {
    const auto today = std::chrono::floor<std::chrono::days>(context.process.clock.now());
    day_ = date_of(today - std::chrono::days(1));
    next_day_ = date_of(today);
    OFFHOOK_TRY(const Workplace workplace, Workplace::make(keep_));
    say("a simulated Genesys Cloud organisation, on this machine");
    OFFHOOK_TRY(Child sim, start_simulator());
    OFFHOOK_TRY(const json::Value organisation, json::parse(sim.read_line()));
    environment_ = environment_for(organisation, workplace.folder(), context.process.random);
    fmt::print("  {} conversations of {}, at {}\n  the archive: {}\n", conversations_, day_,
               organisation.text("api"), environment_["OFFHOOK_TARGET"]);

    say(fmt::format("offhook run --from {} --to {}", day_, next_day_));
    OFFHOOK_CHECK_OK(offhook({"run", "--from", day_, "--to", next_day_}));

    OFFHOOK_TRY(const Shown shown, find_conversation(context.process, context.stop));
    say(fmt::format("offhook get {} --transcripts: before (-) and after (+)", shown.conversation));
    OFFHOOK_CHECK_OK(show(shown));

    say("offhook verify: everything is read back and proven");
    OFFHOOK_CHECK_OK(offhook({"verify"}));

    say("offhook run once more: nothing is new, so nothing is written");
    OFFHOOK_CHECK_OK(run_again());
    if (keep_.empty())
      say("done; the folder is taken away again (--keep DIR leaves it)");
    else
      say("done; look around in " + workplace.folder().string());
    return ExitCode::ok;
  }

 private:
  static void say(const std::string& text) {
    const bool plain = ::isatty(STDOUT_FILENO) == 0 || std::getenv("NO_COLOR") != nullptr;
    fmt::print("\n{}==> {}{}\n", plain ? "" : "\033[1m", text, plain ? "" : "\033[0m");
    std::fflush(stdout);
  }

  static Variables surroundings() {
    Variables variables;
    for (const char* name : {"PATH", "HOME", "TMPDIR", "TERM", "NO_COLOR"})
      if (const char* value = std::getenv(name)) variables[name] = value;
    return variables;
  }

  Result<Child> start_simulator() const {
    const fs::path program = own_program().parent_path() / "offhook-sim";
    if (!fs::exists(program))
      return fail(ErrorClass::permanent, "config.simulator",
                  "there is no " + program.string() + ": it is installed beside offhook");
    return Child::start({program,
                         {"--conversations", std::to_string(conversations_), "--seed", "1", "--day", day_,
                          "--rate-limit", "6000", "--job-time", "0"},
                         surroundings(),
                         true});
  }

  Variables environment_for(const json::Value& organisation, const fs::path& folder, Random& random) const {
    std::array<std::uint8_t, kTokenKeyBytes> key{};
    random.fill(key);
    Variables variables = surroundings();
    variables["GENESYS_API_BASE"] = organisation.text("api");
    variables["GENESYS_CLIENT_ID"] = organisation.text("client_id");
    variables["GENESYS_CLIENT_SECRET"] = organisation.text("client_secret");
    variables["OFFHOOK_TARGET"] = "file://" + (folder / "archive").string();
    variables["OFFHOOK_STATE_DIR"] = (folder / "state").string();
    variables["OFFHOOK_ORG"] = "demo";
    variables["TOKENIZATION_KEY"] = "hex:" + to_hex(key);
    return variables;
  }

  Result<void> offhook(std::vector<std::string> arguments) const {
    const std::string command = arguments.front();
    OFFHOOK_TRY(Child child, Child::start({own_program(), std::move(arguments), environment_, false}));
    if (const int code = child.wait(); code != 0)
      return failed(fmt::format("offhook {} ended with {}", command, code));
    return {};
  }

  Result<std::string> answer_of(std::vector<std::string> arguments) const {
    const std::string command = arguments.front();
    OFFHOOK_TRY(Child child, Child::start({own_program(), std::move(arguments), environment_, true}));
    std::string text = child.read_all();
    if (const int code = child.wait(); code != 0)
      return failed(fmt::format("offhook {} ended with {}", command, code));
    return text;
  }

  // Reads the organisation as a run does, until a conversation worth showing comes.
  Result<Shown> find_conversation(Process& process, std::stop_token stop) const {
    const auto variable = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment_.find(name);
      if (found == environment_.end()) return std::nullopt;
      return found->second;
    };
    OFFHOOK_TRY(const Settings settings, Settings::resolve({}, variable, "", ""));
    OFFHOOK_TRY(const redact::Engine engine, open_redaction(settings));
    OFFHOOK_TRY(const SourceConnection connection, connect_source(settings, process));
    model::Source& source = *connection.source;
    OFFHOOK_TRY(const TimePoint from, parse_rfc3339(day_));
    OFFHOOK_TRY(const std::string job, source.begin_read({"demo", from, from + std::chrono::days(1)}));
    std::vector<std::string> records;
    const auto take = [&records](model::RawRecord record) -> Result<void> {
      records.push_back(std::move(record.bytes).reveal());
      return {};
    };
    OFFHOOK_CHECK_OK(source.read_page(job, "", take, stop));
    for (const std::string& record : records) {
      OFFHOOK_TRY(const archive::RecordHead head, archive::parse_head(record));
      for (const archive::Leg& leg : head.legs) {
        if (!leg.recorded || leg.media_type != "voice") continue;
        const auto links = source.transcripts(head.id, leg.communication, stop);
        if (!links) continue;
        OFFHOOK_TRY(const auto raw, source.fetch_transcript(links->front(), archive::kMaxRecordBytes, stop));
        const auto redacted = engine.redact({record, {raw.reveal()}, false});
        if (!redacted.transcripts.front() || !redacted.transcripts.front()->counts.contains(kShownKind))
          continue;
        OFFHOOK_TRY(json::Value transcript, json::parse(raw.reveal()));
        return Shown{head.id, std::move(transcript)};
      }
    }
    return failed("no conversation of the simulated day is worth showing");
  }

  Result<void> show(const Shown& shown) const {
    OFFHOOK_TRY(const std::string lines, answer_of({"get", shown.conversation, "--transcripts"}));
    const std::size_t second = lines.find('\n') + 1;
    OFFHOOK_TRY(const json::Value archived,
                json::parse(lines.substr(second, lines.find('\n', second) - second)));
    const std::vector<Phrase> before = phrases_of(shown.transcript), after = phrases_of(archived);
    if (before.size() != after.size() || before.empty()) return failed("the archive has another transcript");
    bool changed = false;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i].text == after[i].text) {
        fmt::print("  {:>6}    {}\n", before[i].who, before[i].text);
      } else {
        fmt::print("  {:>6}  - {}\n  {:>6}  + {}\n", before[i].who, before[i].text, "", after[i].text);
        changed = true;
      }
    }
    if (!changed) return failed("the conversation came out unredacted");
    return {};
  }

  Result<void> run_again() const {
    OFFHOOK_TRY(const std::string lines, answer_of({"run", "--from", day_, "--to", next_day_, "--json"}));
    const std::size_t end = lines.find_last_not_of('\n') + 1;
    const std::size_t start =
        lines.rfind('\n', end - 1) == std::string::npos ? 0 : lines.rfind('\n', end - 1) + 1;
    OFFHOOK_TRY(const json::Value report, json::parse(lines.substr(start, end - start)));
    fmt::print("  {} conversations unchanged, {} bytes written\n",
               report["conversations"].number("unchanged"), report.number("stored_bytes"));
    if (report.number("stored_bytes") != 0) return failed("the second run wrote something");
    return {};
  }

  std::uint64_t conversations_ = 60;
  std::string keep_;
  std::string day_;
  std::string next_day_;
  Variables environment_;
};

}  // namespace

std::unique_ptr<Command> make_demo_command() { return std::make_unique<DemoCommand>(); }

}  // namespace offhook::cli
