#include "redact/quiet_values.h"

#include <algorithm>
#include <string>

#include "json/name_key.h"
#include "redact/known.h"

namespace offhook::redact {
namespace {

std::size_t place_of(const FieldText& value) {
  return json::NameKey::of(value.text).hash() + 31 * json::NameKey::of(value.label).hash() +
         static_cast<std::size_t>(value.field);
}

// Those that are searched for whatever a detector finds.
bool is_searched(Field field) { return field == Field::scan || field == Field::attribute; }

}  // namespace

bool QuietValues::has(const FieldText& value, const KnownWords& known) const {
  const Entry& entry = entries_[place_of(value) % kEntries];
  const std::string_view bytes(entry.bytes.data(), entry.bytes.size());
  return entry.used && entry.field == value.field && bytes.substr(0, entry.label) == value.label &&
         bytes.substr(entry.label, entry.text) == value.text && !known.may_stand_in(entry.plain);
}

void QuietValues::add(const FieldText& value) {
  if (!is_searched(value.field) || value.label.size() + value.text.size() > kLongest) return;
  const std::string words = words_of_key(value.label);
  // Of a name it is the queues' names that decide.
  if (is_name_key(words, true, value.text)) return;
  const auto plain = PlainValue::of(words, value.text);
  if (!plain) return;
  Entry& entry = entries_[place_of(value) % kEntries];
  std::copy(value.text.begin(), value.text.end(),
            std::copy(value.label.begin(), value.label.end(), entry.bytes.begin()));
  entry.label = static_cast<std::uint8_t>(value.label.size());
  entry.text = static_cast<std::uint8_t>(value.text.size());
  entry.field = value.field;
  entry.used = true;
  entry.plain = *plain;
}

}  // namespace offhook::redact
