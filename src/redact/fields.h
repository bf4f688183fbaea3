// Fields: what is personal in the value of a single field, outside dialogues: addresses, names, attributes,
// free text, unknown members, long numbers.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "redact/document.h"
#include "redact/known.h"
#include "redact/mark.h"

namespace offhook::redact {

// The text of one field with what decides about it.
struct FieldText {
  Field field{};
  std::string_view text;
  std::string_view label;  // the member's name, decoded; may be empty
  bool business = false;   // it belongs to a queue, a flow or a machine (known.h)
};

// The name of the member that holds a leaf, or its companion's value; empty where nothing is made of it.
[[nodiscard]] std::string_view label_of(const Document& document, const Leaf& leaf);
// The same, if it says something about the value, and is not content itself.
[[nodiscard]] std::string_view telling_label(std::string_view label, const KnownBuilder& known);

// Settled marks.
[[nodiscard]] Result<std::vector<Mark>> field_marks(const FieldText& field, const KnownBuilder& known,
                                                    const Policy& policy);

}  // namespace offhook::redact
