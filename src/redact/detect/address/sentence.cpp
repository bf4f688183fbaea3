#include "redact/detect/address/parts.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect::address {

Sentence read_sentence(const Context& context, std::size_t utterance) {
  const Script& script = context.script;
  const std::size_t begin = script.begin_of(utterance);
  const std::size_t end = script.end_of(utterance);
  return {
      context, script, begin, end, cased(script, begin, end), script.has(utterance, word_class::kStreetWord)};
}

bool Sentence::quote_sign(std::size_t i) const {
  for (; i < end && (script.sign(i, '>') || script.sign(i, '?') || script.sign(i, '|')); --i)
    if (script[i].line_before) return true;
  return false;
}

bool Sentence::address_cue(std::size_t i) const {
  const Governing labels =
      governing(script, context.labels, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1));
  if ((labels.before & (label::kAddress)) != 0) return true;
  if (i == begin) return false;
  const std::string_view before = fold(script[i - 1].alnum() ? i - 1 : (i - 1 > begin ? i - 2 : i - 1));
  for (const std::string_view word :
       {"at", "live", "lives", "to", "on", "in", "address", "is", "from", "number"})
    if (before == word) return true;
  return false;
}

// The words, numbers in digits.
void append(const Script& script, std::string& text, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last;) {
    if (!text.empty()) text += ' ';
    std::string digits;
    while (i < last) {
      const auto number = read_number(script, i, last, Language::english);
      if (!number) break;
      digits += number->digits;
      i = number->last;
    }
    if (digits.empty())
      text += script.text(i++);
    else
      text += digits;
  }
}

}  // namespace offhook::redact::detect::address
