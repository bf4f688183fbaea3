// Engine: finds personal data in conversations and replaces it with tokens, following a policy.
//
// Pure: no I/O, no clock, no threads, no global state. Immutable once opened; const members may be called
// from any thread. Never returns partly redacted text: any doubt is an Error (class corrupt), and the caller
// quarantines the record. Redacting what was redacted changes nothing.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sensitive.h"
#include "redact/kind.h"
#include "redact/policy.h"
#include "redact/token_key.h"

namespace offhook::redact {

// One replaced span. Offsets are bytes of the text it was found in: a turn's UTF-8 text, or, in whole
// records, the decoded string value that `path` (RFC 6901) names.
struct Span {
  std::string path;  // empty for turns
  std::optional<std::size_t> turn;
  std::size_t start = 0;
  std::size_t end = 0;
  std::string type;   // the token's KIND, or CVV, EXPIRY, SECRET
  std::string token;  // what stands there now
  double confidence = 1.0;
  std::string reason;  // for people (--explain); names rules, never content
};

// Findings by type: "PHONE" -> 3.
using Counts = std::map<std::string, std::uint64_t>;

struct RedactedDocument {
  std::string bytes;
  std::vector<std::string> tokens;  // distinct, sorted; constants are not among them
  Counts counts;
  std::vector<Span> spans;  // filled only where asked for
};

// A conversation's record and its transcripts, redacted together: names, numbers and addresses of one decide
// what is personal data in another. A document that fails has its Error in its place; the others are
// unaffected by it.
struct ConversationInput {
  std::string_view conversation;  // empty: transcripts alone
  std::vector<std::string_view> transcripts;
  bool want_spans = false;
};
struct ConversationOutput {
  Result<RedactedDocument> conversation;
  std::vector<Result<RedactedDocument>> transcripts;
};

struct Turn {
  std::string role;  // agent, customer, or anything else
  std::string_view text;
};
// What is known about one party. Fields may be empty.
struct Party {
  std::string purpose;
  std::string name;
  std::vector<std::string> addresses;  // ani, dnis, addressFrom, remote, e-mail … as written
  std::map<std::string, std::string> attributes;
};
struct RedactedTurns {
  std::vector<std::string> texts;
  std::vector<Span> spans;
  Counts counts;
};

class Engine {
 public:
  [[nodiscard]] static Result<Engine> open(Policy policy, TokenKey key);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  [[nodiscard]] ConversationOutput redact(const ConversationInput& input) const;
  [[nodiscard]] Result<RedactedTurns> redact_turns(std::span<const Turn> turns,
                                                   std::span<const Party> parties) const;

  [[nodiscard]] const TokenKey& key() const;
  [[nodiscard]] const Policy& policy() const;
  // Engine and libphonenumber versions, for the manifest.
  [[nodiscard]] static std::string version();
  [[nodiscard]] static std::string phone_library_version();

 private:
  struct State;
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace offhook::redact
