// Prepared: what detectors make of what is known before they read, once for all dialogues of a conversation.
//
// Immutable, any thread; goes with the Known that it was made from.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "redact/detect/known_values.h"
#include "redact/detect/names/name_parts.h"
#include "redact/detect/names/party.h"
#include "redact/detect/quiet/listener.h"
#include "redact/dialogue.h"

namespace offhook::redact {

// What is made of the names alone; values become known more often.
struct PreparedNames {
  explicit PreparedNames(std::vector<Known::Name> names)
      : of(std::move(names)), parties(detect::parties_of(of)), parts(of), listener(parties) {}

  std::vector<Known::Name> of;
  std::vector<detect::Party> parties;  // as `of`
  detect::NameParts parts;
  detect::Listener listener;
};

struct Prepared {
  explicit Prepared(const Known& known, const Prepared* earlier = nullptr)
      : names(earlier != nullptr && earlier->names->of == known.names
                  ? earlier->names
                  : std::make_shared<const PreparedNames>(known.names)),
        listener(names->listener),
        texts(known.values),
        numbers(detect::known_numbers(known.values)) {
    listener.learn_values(known.values);
  }

  std::shared_ptr<const PreparedNames> names;
  detect::Listener listener;
  detect::KnownTexts texts;
  std::vector<detect::KnownNumber> numbers;
};

}  // namespace offhook::redact
