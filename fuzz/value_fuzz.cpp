// What parse() takes is written and read back equal, and canonical JSON is a fixed point.
#include "base/check.h"
#include "fuzz/target.h"
#include "json/value.h"

namespace offhook::json {
namespace {

bool canonical_takes(const Value& value) {
  constexpr std::int64_t kBound = std::int64_t{1} << 53;
  if (const auto* integer = value.integer()) return *integer > -kBound && *integer < kBound;
  if (const auto* array = value.array()) {
    for (const Value& element : *array)
      if (!canonical_takes(element)) return false;
  }
  if (const auto* object = value.object()) {
    for (const auto& [name, member] : *object)
      if (!canonical_takes(member)) return false;
  }
  return value.real() == nullptr;
}

}  // namespace
}  // namespace offhook::json

FUZZ_TARGET(value) {
  using namespace offhook::json;
  const auto value = parse(input);
  if (!value) return;
  const auto again = parse(compact(*value));
  offhook::check(again && *again == *value, "a value reads back equal");
  if (!canonical_takes(*value)) return;
  const std::string text = canonical(*value);
  offhook::check(canonical(*parse(text)) == text, "canonical JSON is a fixed point");
}
