// Whole e-mail: a labelled value that is an e-mail address and nothing else. It is told at a glance, where a
// search would read the value with all that may stand in it.
#pragma once

#include <optional>
#include <string_view>

#include "redact/mark.h"

namespace offhook::redact {

// Nothing unless the text is an address of the plain form (RFC 5321's dot-string at a host name of letters)
// and no word of the label, which is given in lower case, may tell a detector that it is something else: a
// password may look like an address. Then it is what a search would find.
[[nodiscard]] std::optional<Mark> whole_email(std::string_view text, std::string_view label);

}  // namespace offhook::redact
