// Dialogue: what was said or written in one conversation, as detectors see it: utterances in order, each
// plain UTF-8 text. Everything that holds text is brought to this shape first: phrases of a transcript,
// turns, single fields.
//
// find() is the whole detection: pure and deterministic, no state between calls, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "redact/kind.h"
#include "redact/policy.h"

namespace offhook::redact {

// What find() makes of what is known before it reads; made once for many searches.
struct Prepared;

enum class Role : std::uint8_t { agent, customer, other };

struct Utterance {
  Role role = Role::other;
  std::string_view text;  // valid UTF-8
};

// What the conversation's own metadata knows: personal data wherever it is said or written in it.
struct Known {
  // One party's full name as written, with the canonical value its mentions get (formats: PERSON).
  struct Name {
    std::string full;
    Role role = Role::other;
    bool operator==(const Name&) const = default;
  };
  // A value some field or attribute holds; `canonical` as the token needs it.
  struct Value {
    Kind kind{};
    std::string text;
    std::string canonical;
  };
  std::vector<Name> names;
  std::vector<Value> values;
  std::shared_ptr<const Prepared> prepared = nullptr;  // prepare() of the above, if it was called
};

// What `earlier` (null: nothing) was made of the same names is taken over from it.
[[nodiscard]] std::shared_ptr<const Prepared> prepare(const Known& known, const Prepared* earlier = nullptr);

// What a token of ours ends in, where a text is searched again with tokens in place; detectors need not see
// which.
inline constexpr std::string_view kTokenEnd = "-abcdef0123abcdef";

struct Finding {
  std::size_t utterance = 0;
  std::size_t start = 0;  // bytes in that utterance; spans never split a code point and never overlap
  std::size_t end = 0;
  Kind kind{};
  std::string country;    // of a national id
  std::string canonical;  // sensitive: what the token is made of (formats, canonical values)
  double confidence = 1.0;
  const char* reason = "";  // the rule, for people; a literal
  // Pieces of one value said over several utterances share an entity and a canonical value; 0: stands alone.
  std::uint32_t entity = 0;
};

// Findings in order of (utterance, start). Error (class corrupt) where a text is not valid UTF-8 or a
// detector fails.
[[nodiscard]] Result<std::vector<Finding>> find(std::span<const Utterance> dialogue, const Known& known,
                                                const Policy& policy);

// The same without leaving out the utterances that cannot hold anything (detect/quiet/): for tests, which
// hold both together.
[[nodiscard]] Result<std::vector<Finding>> find_reading_all(std::span<const Utterance> dialogue,
                                                            const Known& known, const Policy& policy);

}  // namespace offhook::redact
