#include "pipeline/write_once.h"

#include <fmt/format.h>

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::pipeline {

Result<bool> write_once(model::ObjectStore& store, const SmallObject& object, std::string_view bytes) {
  model::ObjectSpec spec;
  spec.key = object.key;
  spec.content_type = object.content_type;
  spec.metadata = {{"sha256", to_hex(crypto::sha256(bytes))}, {"offhook-version", OFFHOOK_VERSION}};
  auto put = store.put_new(spec, bytes);
  if (put) return true;
  // Refused, or the answer was lost: what is there decides.
  const ErrorClass cls = put.error().cls;
  if (cls != ErrorClass::conflict && cls != ErrorClass::retryable) return fail(std::move(put).error());
  auto present = store.get(object.key, std::nullopt, bytes.size() + 1);
  if (present && *present == bytes) return false;
  if (cls == ErrorClass::retryable && !present && present.error().cls == ErrorClass::not_found)
    return fail(std::move(put).error());
  if (!present && present.error().code != "store.too_large") return fail(std::move(present).error());
  return fail(ErrorClass::conflict, "store.conflict",
              fmt::format("{} exists with other bytes: another writer works on this archive", object.key));
}

}  // namespace offhook::pipeline
