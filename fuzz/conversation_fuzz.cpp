// Redacting twice changes nothing, what comes out is JSON of the same shape, and asking for spans changes no
// byte. An input that starts with a brace is a conversation and its transcripts, each ended by a NUL; any
// other is a dialogue, a turn a line, agent and customer in turns.
#include "base/check.h"
#include "base/encoding.h"
#include "fuzz/target.h"
#include "json/walk.h"
#include "redact/engine.h"

namespace offhook::redact {
namespace {

std::vector<std::string_view> split(std::string_view text, char end) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find(end), text.size());
    parts.push_back(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return parts;
}

// Containers and their ends: what redaction must not touch.
class Shape final : public json::Visitor {
 public:
  Result<void> value(const json::Visit& visit) override {
    if (visit.type == json::Type::object) seen += '{';
    if (visit.type == json::Type::array) seen += '[';
    return {};
  }
  Result<void> container_end(const json::Visit& visit) override {
    seen += visit.type == json::Type::object ? '}' : ']';
    return {};
  }
  std::string seen;
};

std::string shape_of(std::string_view document) {
  Shape shape;
  check(json::walk(document, shape).has_value(), "what was redacted is JSON");
  return std::move(shape.seen);
}

struct Redacted {
  std::vector<std::string> documents;  // those that were redacted
  bool all = true;
};

Redacted redact(const Engine& engine, const std::vector<std::string_view>& documents, bool want_spans) {
  ConversationInput input;
  input.conversation = documents.front();
  input.transcripts.assign(documents.begin() + 1, documents.end());
  input.want_spans = want_spans;
  const ConversationOutput output = engine.redact(input);
  check(output.transcripts.size() == input.transcripts.size(), "each transcript is answered for");
  Redacted redacted;
  const auto take = [&](const Result<RedactedDocument>& document) {
    redacted.documents.push_back(document ? document->bytes : std::string());
    redacted.all = redacted.all && document;
  };
  take(output.conversation);
  for (const auto& transcript : output.transcripts) take(transcript);
  return redacted;
}

void check_documents(const Engine& engine, std::string_view text) {
  const auto documents = split(text, '\0');
  if (documents.size() > 4) return;
  const Redacted once = redact(engine, documents, false);
  check(redact(engine, documents, true).documents == once.documents, "spans cost no byte");
  if (!once.all) return;
  for (std::size_t i = 0; i < documents.size(); ++i)
    check(shape_of(documents[i]) == shape_of(once.documents[i]), "the shape is kept");
  const Redacted twice = redact(engine, {once.documents.begin(), once.documents.end()}, false);
  check(twice.documents == once.documents, "redacting twice changes nothing");
}

void check_dialogue(const Engine& engine, std::string_view text) {
  std::vector<Turn> turns;
  for (const std::string_view line : split(text, '\n'))
    turns.push_back({turns.size() % 2 == 0 ? "agent" : "customer", line});
  const auto once = engine.redact_turns(turns, {});
  if (!once) return;
  for (std::size_t i = 0; i < turns.size(); ++i) turns[i].text = once->texts[i];
  const auto twice = engine.redact_turns(turns, {});
  check(twice && twice->texts == once->texts, "redacting twice changes nothing");
}

}  // namespace
}  // namespace offhook::redact

FUZZ_TARGET(conversation) {
  using namespace offhook::redact;
  static const Engine engine =
      *Engine::open(Policy::standard(), *TokenKey::parse("0123456789abcdef0123456789abcdef"));
  if (input.empty()) return;
  if (input.front() == '{')
    check_documents(engine, input);
  else
    check_dialogue(engine, input);
}
