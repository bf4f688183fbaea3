// Party: a known name in the forms that detectors compare with.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "redact/dialogue.h"

namespace offhook::redact::detect {

struct Party {
  std::string folded;
  std::string canonical;            // what mentions of the name get
  std::string letters;              // of the folded name
  std::vector<std::string> parts;   // the letters of each part
  std::vector<std::string> sounds;  // what speech may have been misheard for: longer parts, and all of it
};

[[nodiscard]] std::vector<Party> parties_of(std::span<const Known::Name> names);

// The letters of a name's longer parts, and of all of it.
[[nodiscard]] std::vector<std::string> sounds_of(std::string_view name);

// The letters of a folded text.
[[nodiscard]] std::string letters_of(std::string_view folded);

}  // namespace offhook::redact::detect
