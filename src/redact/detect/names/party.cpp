#include "redact/detect/names/party.h"

#include <algorithm>
#include <utility>

#include "redact/canonical.h"
#include "redact/detect/script.h"

namespace offhook::redact::detect {

std::vector<Party> parties_of(std::span<const Known::Name> names) {
  std::vector<Party> parties;
  parties.reserve(names.size());
  for (const Known::Name& name : names) {
    Party party{fold(name.full), casefold_words(name.full), {}, {}, sounds_of(name.full)};
    party.letters = letters_of(party.folded);
    for (std::size_t at = 0; at < party.folded.size();) {
      const std::size_t stop = std::min(party.folded.find_first_of(" -,.", at), party.folded.size());
      party.parts.push_back(letters_of(std::string_view(party.folded).substr(at, stop - at)));
      at = stop + 1;
    }
    parties.push_back(std::move(party));
  }
  return parties;
}

std::vector<std::string> sounds_of(std::string_view name) {
  std::vector<std::string> sounds;
  std::string letters, whole;
  for (const char c : fold(name)) {
    if (c >= 'a' && c <= 'z') {
      letters += c;
      whole += c;
    } else if (!letters.empty()) {
      if (letters.size() >= 3) sounds.push_back(letters);
      letters.clear();
    }
  }
  if (letters.size() >= 3) sounds.push_back(letters);
  sounds.push_back(std::move(whole));
  return sounds;
}

std::string letters_of(std::string_view folded) {
  std::string letters;
  for (const char c : folded)
    if (c >= 'a' && c <= 'z') letters += c;
  return letters;
}

}  // namespace offhook::redact::detect
