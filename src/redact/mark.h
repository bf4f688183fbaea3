// Mark: a span of one text that is to be replaced, whoever found it: a detector, a field's meaning, or the
// same words in another place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "redact/kind.h"
#include "redact/policy.h"
#include "redact/token_key.h"

namespace offhook::redact {

struct Mark {
  std::size_t start = 0;  // bytes of the text, half open, never inside a code point
  std::size_t end = 0;
  Kind kind{};
  std::string country;
  std::string canonical;  // sensitive
  double confidence = 1.0;
  const char* reason = "";
  bool blank = false;  // a further piece of a value whose first piece takes the token
  // A number in JSON that is held in a string: the token needs quotes of its own, escaped once less than the
  // strings are nested.
  int quotes = 0;
};

// Makes a list of marks ready to be replaced: sorted, without overlaps, without those that the policy spares
// or that lie in a token of ours, each widened until its neighbours are neither letters nor digits. The
// policy's lists hold canonical values.
void settle(std::string_view text, const Policy& policy, std::vector<Mark>& marks);

// What stands in the mark's place afterwards.
[[nodiscard]] std::string replacement(const Mark& mark, const Policy& policy, const TokenKey& key);

// As the inside of a JSON string.
[[nodiscard]] bool needs_escape(std::string_view text);
[[nodiscard]] std::string escaped(std::string_view text);

// Where tokens and constants of ours already stand in a text, and markers of the source's own redaction
// (`[card number]`).
struct Occupied {
  std::size_t start = 0;
  std::size_t end = 0;
  bool marker = false;  // the source's, not ours
};
[[nodiscard]] std::vector<Occupied> occupied(std::string_view text);

}  // namespace offhook::redact
