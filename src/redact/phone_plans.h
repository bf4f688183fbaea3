// Phone plans: E.164 of the commonest ways to write a number, without the phone library, whose parse takes
// longer than all else that is done to a conversation.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace offhook::redact {

// Nothing for all numbers that need the library. A test holds it to what the library makes of the same texts.
[[nodiscard]] std::optional<std::string> planned_phone(std::string_view text,
                                                       std::string_view default_region);

}  // namespace offhook::redact
