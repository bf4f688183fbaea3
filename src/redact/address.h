// Addresses: fields such as ani, remote or addressFrom hold a phone number, an e-mail address, a SIP or tel
// URI, a messaging handle or a name; what it is, the value tells.
#pragma once

#include <string_view>
#include <vector>

#include "redact/mark.h"
#include "redact/policy.h"

namespace offhook::redact {

// The personal parts of an address. Of a URI only the user part: scheme, host and parameters stay. Nothing
// for a UUID (ids of queues, flows and users stand in such fields too) and for an empty text. What is none of
// these is one mark over the whole text: a handle, of kind person.
[[nodiscard]] std::vector<Mark> address_parts(std::string_view text, const Policy& policy);

// Is it one of the placeholders that stand where a caller's name is unknown ("Wireless Caller")?
[[nodiscard]] bool is_placeholder_name(std::string_view text);

// "Escobedo Luna, Ximena" -> "Ximena Escobedo Luna"; other texts unchanged.
[[nodiscard]] std::string name_in_speaking_order(std::string_view text);

}  // namespace offhook::redact
