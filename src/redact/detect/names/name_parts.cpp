#include "redact/detect/names/name_parts.h"

#include <algorithm>

#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/script.h"

namespace offhook::redact::detect {
namespace {

bool no_part(std::string_view folded) {
  for (const std::string_view word : {"mr", "mrs", "ms", "dr", "guest", "unknown"})
    if (folded == word) return true;
  return folded.empty();
}

}  // namespace

NameParts::NameParts(std::span<const Known::Name> names) {
  for (std::size_t n = 0; n < names.size(); ++n) {
    const Utterance text{Role::other, names[n].full};
    const auto name = Script::read({&text, 1});
    if (!name) continue;
    const auto words = name->words();
    // "guest-48213" is no name
    if (std::any_of(words.begin(), words.end(), [](const Word& word) { return word.digits; })) continue;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string_view part = name->fold(i);
      if (!words[i].letters || words[i].is(kDigit) || no_part(part)) continue;
      const bool word = word_kinds(part).word || function_word(part) || particle(part) ||
                        words[i].is(kMonth) || part.ends_with("day");
      add(part, word, n);
    }
  }
}

const NameParts::Part* NameParts::find(std::string_view folded) const {
  const auto place = std::lower_bound(parts_.begin(), parts_.end(), folded,
                                      [](const Part& p, std::string_view text) { return p.text < text; });
  return place != parts_.end() && place->text == folded ? &*place : nullptr;
}

void NameParts::add(std::string_view folded, bool word, std::size_t name) {
  begins_.add(folded);
  auto place = std::lower_bound(parts_.begin(), parts_.end(), folded,
                                [](const Part& p, std::string_view text) { return p.text < text; });
  if (place == parts_.end() || place->text != folded)
    place = parts_.insert(place, {std::string(folded), {}, word});
  if (place->names.empty() || place->names.back() != name) place->names.push_back(name);
}

}  // namespace offhook::redact::detect
