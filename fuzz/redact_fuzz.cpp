// Whatever the bytes: a record is redacted or refused. What comes out is JSON again and stays as it is when
// it is redacted once more.
#include <algorithm>

#include "base/check.h"
#include "fuzz/target.h"
#include "json/walk.h"
#include "redact/engine.h"

FUZZ_TARGET(redact) {
  using namespace offhook;
  static const redact::Engine engine = std::move(*redact::Engine::open(
      redact::Policy::standard(), std::move(*redact::TokenKey::parse("0123456789abcdef0123456789abcdef"))));
  const auto once = engine.redact({input, {}, true}).conversation;
  if (!once) {
    check(once.error().cls == ErrorClass::corrupt, "a record that fails is corrupt");
    return;
  }
  if (input.empty()) return;
  class Nothing final : public json::Visitor {
    Result<void> value(const json::Visit&) override { return {}; }
  } nothing;
  check(json::walk(once->bytes, nothing).has_value(), "the outcome is JSON");
  check(std::is_sorted(once->tokens.begin(), once->tokens.end()), "tokens are sorted");
  const auto twice = engine.redact({once->bytes, {}, false}).conversation;
  check(twice && twice->bytes == once->bytes, "redacting twice changes nothing");
}
