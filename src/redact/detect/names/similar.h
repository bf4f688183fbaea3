// Similar: does a name as speech recognition wrote it sound like one that is known? ("rock regret",
// Rodriguez)
#pragma once

#include <string_view>

namespace offhook::redact::detect {

// Both folded, letters only. Bounded edit distance of the spellings, or of their consonants by sound.
[[nodiscard]] bool sounds_like(std::string_view heard, std::string_view known);

}  // namespace offhook::redact::detect
