// A policy file is read or refused with its line, and what is read can be used.
#include "base/check.h"
#include "fuzz/target.h"
#include "redact/engine.h"

FUZZ_TARGET(policy) {
  using namespace offhook;
  auto policy = redact::Policy::parse(input);
  if (!policy) {
    check(policy.error().code == "policy.invalid", "a refusal is called so");
    return;
  }
  const auto engine =
      redact::Engine::open(std::move(*policy), std::move(*redact::TokenKey::parse(std::string(32, 'k'))));
  if (!engine) check(engine.error().code == "policy.invalid", "a refusal is called so");
}
