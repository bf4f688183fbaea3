#include "pipeline/known_record.h"

#include <algorithm>

#include "base/encoding.h"

namespace offhook::pipeline {

bool is_unchanged(const Services& services, const std::optional<model::KnownRecord>& known,
                  std::string_view raw, bool partial) {
  if (!known) return false;
  if (partial && !known->partial) return true;
  const redact::TokenKey* key = &services.engine.key();
  if (known->key != key->id()) {
    const auto old = std::ranges::find(services.old_keys, known->key, &redact::TokenKey::id);
    if (old == services.old_keys.end()) return false;
    key = &*old;
  }
  return known->commitment == to_hex(key->commitment(raw));
}

}  // namespace offhook::pipeline
