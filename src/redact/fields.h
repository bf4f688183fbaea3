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
  std::string_view label;    // the member's name, decoded; may be empty
  std::string_view purpose;  // of the participant it belongs to; may be empty
};

// What the member's name, or its companion's value, says about a leaf; empty where that is content itself.
[[nodiscard]] std::string_view label_of(const Document& document, const Leaf& leaf,
                                        const KnownBuilder& known);

// Settled marks.
[[nodiscard]] Result<std::vector<Mark>> field_marks(const FieldText& field, const KnownBuilder& known,
                                                    const Policy& policy);

}  // namespace offhook::redact
