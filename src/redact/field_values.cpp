#include "redact/field_values.h"

#include <bit>
#include <utility>

namespace offhook::redact {
namespace {

constexpr std::size_t kFirstSize = 64;  // more than half as many distinct values are rare

std::uint32_t key_of(const FieldText& text) {
  const auto hash = json::NameKey::of(text.text).hash() + 31 * json::NameKey::of(text.label).hash();
  return static_cast<std::uint32_t>(hash) + static_cast<std::uint32_t>(text.field) * 0x9e3779b9u;
}

bool same(const FieldValue& a, const FieldValue& b) {
  return a.key == b.key && a.text.field == b.text.field && a.string == b.string && a.document == b.document &&
         a.text.business == b.text.business && a.text.text == b.text.text && a.text.label == b.text.label;
}

}  // namespace

FieldValue& FieldValues::of(const FieldText& text, bool string, std::uint32_t document) {
  if (2 * count_ >= table_.size()) grow();
  FieldValue value(memory_);
  value.text = text;
  value.string = string;
  value.document = document;
  value.key = key_of(text);
  FieldValue*& place = place_of(value);
  if (place == nullptr) {
    place = &values_.emplace_back(std::move(value));
    ++count_;
  }
  return *place;
}

FieldValue*& FieldValues::place_of(const FieldValue& value) {
  const std::size_t last = table_.size() - 1;
  std::size_t i = value.key & last;
  while (table_[i] != nullptr && !same(*table_[i], value)) i = (i + 1) & last;
  return table_[i];
}

void FieldValues::grow() {
  table_.assign(table_.empty() ? kFirstSize : 2 * table_.size(), nullptr);
  for (FieldValue& value : values_) place_of(value) = &value;
}

}  // namespace offhook::redact
