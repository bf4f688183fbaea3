// search: detection until it finds nothing more.
//
// What was replaced changes what the words around it mean to a detector, so texts are searched again with
// tokens in place until a round finds nothing: this is what makes redacting twice change nothing.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "redact/dialogue.h"
#include "redact/mark.h"

namespace offhook::redact {

// Adds to the settled marks of each utterance; those given at the start are in place from the first round.
// Where there are none at all, before or afterwards, the list may be empty.
[[nodiscard]] Result<void> search(std::span<const Utterance> dialogue, const Known& known,
                                  const Policy& policy, std::vector<std::vector<Mark>>& marks);

}  // namespace offhook::redact
