// Prepared: what detectors make of what is known before they read, once for all dialogues of a conversation.
//
// Immutable, any thread; goes with the Known that it was made from.
#pragma once

#include <string>
#include <vector>

#include "redact/detect/known_values.h"
#include "redact/detect/names/name_parts.h"
#include "redact/detect/names/party.h"
#include "redact/detect/quiet/listener.h"
#include "redact/dialogue.h"

namespace offhook::redact {

struct Prepared {
  explicit Prepared(const Known& known)
      : listener(known),
        name_parts(known.names),
        parties(detect::parties_of(known.names)),
        texts(known.values),
        numbers(detect::known_numbers(known.values)) {}

  detect::Listener listener;
  detect::NameParts name_parts;
  std::vector<detect::Party> parties;  // as known.names
  detect::KnownTexts texts;
  std::vector<detect::KnownNumber> numbers;
};

}  // namespace offhook::redact
