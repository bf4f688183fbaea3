// Values that the conversation's metadata holds (numbers, addresses, e-mails): found wherever they are said
// or written in it, a phone number also without its country or trunk code, an address also in part.
#include "redact/detect/known_values.h"

#include <algorithm>
#include <string>
#include <vector>

#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"
#include "redact/detect/prepared.h"
#include "redact/known_words.h"

namespace offhook::redact::detect {
namespace {

constexpr std::size_t kMinLocal = 7;    // digits of a phone number that stand for the whole
constexpr std::size_t kMinDigits = 6;   // of any other number
constexpr std::size_t kMinLetters = 5;  // of a value of words
constexpr std::size_t kMaxValues = 64;

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (is_digit(c)) digits += c;
  return digits;
}

bool by_digits(Kind kind) {
  return kind == Kind::phone || kind == Kind::card || kind == Kind::ssn || kind == Kind::bank_account ||
         kind == Kind::bank_routing;
}

}  // namespace

std::vector<KnownNumber> known_numbers(std::span<const Known::Value> values) {
  std::vector<KnownNumber> numbers;
  for (std::size_t v = 0; v < values.size(); ++v) {
    const std::string_view canonical = values[v].canonical;
    if (by_digits(values[v].kind))
      numbers.push_back({v, digits_of(canonical.substr(0, canonical.find(';')))});
  }
  return numbers;
}

KnownTexts::KnownTexts(std::span<const Known::Value> values) {
  for (std::size_t v = 0; v < values.size(); ++v) {
    const Known::Value& value = values[v];
    if (by_digits(value.kind) || value.kind == Kind::person || is_constant(value.kind) ||
        texts_.size() >= kMaxValues)
      continue;
    const Utterance whole{Role::other, value.text};
    const auto read = Script::read({&whole, 1});
    if (!read) continue;
    std::vector<std::string> words;
    for (std::size_t i = 0; i < read->size(); ++i) {
      if ((*read)[i].alnum()) words.emplace_back(read->fold(i));
      // Parts of an address stand for it.
      if (value.kind == Kind::address && read->sign(i, ',')) {
        add(value, v, words);
        words.clear();
      }
    }
    add(value, v, words);
  }
  std::stable_sort(texts_.begin(), texts_.end(),
                   [](const Text& a, const Text& b) { return a.words.front() < b.words.front(); });
}

void KnownTexts::add(const Known::Value& value, std::size_t place, const std::vector<std::string>& words) {
  std::size_t letters = 0;
  for (const std::string& word : words) letters += word.size();
  if (letters < kMinLetters || (words.size() == 1 && value.kind == Kind::address) || words.front().empty())
    return;
  texts_.push_back({place, words});
  begins_.add(words.front());
}

std::span<const KnownTexts::Text> KnownTexts::beginning_with(std::string_view folded) const {
  const auto first =
      std::lower_bound(texts_.begin(), texts_.end(), folded,
                       [](const Text& text, std::string_view word) { return text.words.front() < word; });
  auto last = first;
  while (last != texts_.end() && last->words.front() == folded) ++last;
  return {first, last};
}

std::optional<Verdict> judge_known_number(const Window& window) {
  if (window.widest > Gap::turn) return std::nullopt;
  std::string_view said = window.chars;
  for (const KnownNumber& number : window.context.prepared.numbers) {
    const Known::Value& value = window.context.known.values[number.value];
    const std::string& digits = number.digits;
    const bool phone = value.kind == Kind::phone;
    std::string_view local = said;
    while (phone && !local.empty() && local.front() == '0') local.remove_prefix(1);
    const bool same = digits == said || (phone && local.size() >= kMinLocal && digits.ends_with(local));
    if (same && digits.size() >= kMinDigits)
      return Verdict{
          value.kind, {}, value.canonical, kSurestKnown, "a number of the conversation's metadata"};
  }
  return std::nullopt;
}

namespace {

// Where the text ends that begins at word i, `i`: it does not stand there.
std::size_t read_known(const Script& script, std::size_t i, const KnownTexts::Text& text) {
  const std::size_t stop = script.end_of(script[i].utterance);
  std::size_t at = i;
  for (auto word = text.words.begin(); word != text.words.end(); ++word, ++at) {
    while (at < stop && !script[at].alnum()) ++at;
    if (at == stop || script.fold(at) != *word) return i;
  }
  return at;
}

}  // namespace

void find_known_texts(const Context& context, std::vector<Candidate>& out) {
  const KnownTexts& texts = context.prepared.texts;
  if (texts.empty()) return;
  const Script& script = context.script;
  const auto known_at = [&](std::size_t i) {
    for (const KnownTexts::Text& text : texts.beginning_with(script.fold(i))) {
      const std::size_t last = read_known(script, i, text);
      if (last == i) continue;
      const Known::Value& value = context.known.values[text.value];
      // The next part of the same address behind its comma is no value of its own.
      if (!out.empty() && out.back().canonical == value.canonical && out.back().ranges.size() == 1 &&
          out.back().ranges[0].last + 1 == i && script.sign(i - 1, ',') &&
          script[i - 1].utterance == script[i].utterance) {
        out.back().ranges[0].last = static_cast<std::uint32_t>(last);
        continue;
      }
      out.push_back({value.kind,
                     {},
                     value.canonical,
                     0.94,
                     "a value of the conversation's metadata",
                     {{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(last), 0}}});
    }
  };
  for (const std::uint32_t u : script.searched())
    for (std::size_t i = script.begin_of(u); i < script.end_of(u); ++i)
      if (script[i].alnum() && texts.may_begin(script.fold(i))) known_at(i);
}

}  // namespace offhook::redact::detect
