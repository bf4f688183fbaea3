#include "cli/redact_command.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/file.h"
#include "json/value.h"
#include "json/walk.h"

namespace offhook::cli {
namespace {

constexpr std::uint64_t kMaxFileBytes = 1u << 20;

// The id of a line, as a JSON literal: its own, its recording's, its communication's or its conversation's.
class LineHead final : public json::Visitor {
 public:
  explicit LineHead(std::string_view line) : line_(line) {}

  Result<void> value(const json::Visit& visit) override {
    if (visit.path.size() != 1 || visit.path[0].is_index) return {};
    const auto member = visit.path[0].member;
    const int rank = member == "id"                ? 1
                     : member == "recordingId"     ? 2
                     : member == "communicationId" ? 3
                     : member == "conversationId"  ? 4
                                                   : 0;
    dialogue_ = dialogue_ || member == "text" || member == "turns";
    const bool scalar = visit.type == json::Type::string || visit.type == json::Type::number;
    if (rank == 0 || !scalar || (rank_ != 0 && rank_ < rank)) return {};
    rank_ = rank;
    literal_ = line_.substr(visit.span.begin, visit.span.size());
    return {};
  }
  [[nodiscard]] std::string_view literal() const { return literal_; }
  // Is it a text or turns rather than a whole record?
  [[nodiscard]] bool dialogue() const { return dialogue_; }

 private:
  std::string_view line_;
  std::string_view literal_ = "null";
  int rank_ = 0;
  bool dialogue_ = false;
};

// /turns/3/text -> 3
std::optional<std::size_t> turn_of(std::string_view path) {
  constexpr std::string_view kBefore = "/turns/";
  constexpr std::string_view kAfter = "/text";
  if (!path.starts_with(kBefore) || !path.ends_with(kAfter) || path.size() <= kBefore.size() + kAfter.size())
    return {};
  const auto digits = path.substr(kBefore.size(), path.size() - kBefore.size() - kAfter.size());
  std::size_t turn = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), turn);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  return turn;
}

void write_spans(const redact::RedactedDocument& document, std::string_view id, bool dialogue, bool explain,
                 std::ostream& out) {
  out << "{\"id\":" << id << ",\"spans\":[";
  bool first = true;
  for (const auto& span : document.spans) {
    const auto turn = turn_of(span.path);
    const bool in_text = span.path == "/text";
    if (dialogue && !turn && !in_text) continue;
    out << (first ? "{" : ",{");
    first = false;
    if (turn)
      out << "\"turn\":" << *turn << ',';
    else if (!in_text)
      out << "\"path\":" << json::quote(span.path) << ',';
    out << "\"start\":" << span.start << ",\"end\":" << span.end << ",\"type\":\"" << span.type
        << "\",\"token\":\"" << span.token << '"';
    if (explain)
      out << fmt::format(",\"confidence\":{:.2f},\"reason\":{}", span.confidence, json::quote(span.reason));
    out << '}';
  }
  out << "]}\n";
}

Result<void> redact_line(const redact::Engine& engine, const RedactOptions& options, std::string_view line,
                         std::ostream& out) {
  const bool spans = options.spans || options.explain;
  auto document = engine.redact({line, {}, spans}).conversation;
  if (!document) return fail(std::move(document).error());
  if (!spans) {
    out << document->bytes << '\n';
    return {};
  }
  LineHead head(line);
  OFFHOOK_CHECK_OK(json::walk(line, head));
  write_spans(*document, head.literal(), head.dialogue(), options.explain, out);
  return {};
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

}  // namespace

int run_redact(const redact::Engine& engine, const RedactOptions& options, std::istream& in,
               std::ostream& out, std::ostream& err) {
  std::uint64_t number = 0;
  std::uint64_t left_out = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (const auto done = redact_line(engine, options, line, out); !done) {
      ++left_out;
      err << fmt::format("offhook redact: line {} left out: {} ({})\n", number, done.error().message,
                         done.error().code);
    }
  }
  out.flush();
  if (left_out > 0) err << fmt::format("offhook redact: {} of {} lines left out\n", left_out, number);
  return left_out > 0 ? 3 : 0;
}

Result<redact::Policy> read_policy(const std::string& name) {
  if (name.empty()) return redact::Policy::standard();
  if (const auto builtin = redact::Policy::builtin(name)) return redact::Policy::parse(*builtin);
  OFFHOOK_TRY(const auto toml, read_file(name, kMaxFileBytes));
  return redact::Policy::parse(toml);
}

Result<redact::Engine> open_engine(const RedactSetup& setup) {
  std::string text = setup.key_text;
  if (!setup.key_file.empty()) {
    OFFHOOK_TRY(text, read_file(setup.key_file, kMaxFileBytes));
    text = std::string(without_line_end(text));
  }
  if (text.empty())
    return fail(ErrorClass::permanent, "config.token_key",
                "no token key: set the environment variable TOKENIZATION_KEY, or give --key-file FILE "
                "(`openssl rand -hex 32` makes one; write it as hex:…)");
  OFFHOOK_TRY(auto key, redact::TokenKey::parse(text));
  OFFHOOK_TRY(auto policy, read_policy(setup.policy));
  return redact::Engine::open(std::move(policy), std::move(key));
}

}  // namespace offhook::cli
