// Values that the conversation's metadata holds (numbers, addresses, e-mails): found wherever they are said
// or written in it, a phone number also without its country or trunk code, an address also in part.
#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

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

// The words of an address or another text, and where a comma stands in it.
struct Text {
  const Known::Value* value = nullptr;
  std::vector<std::string> words;
};

}  // namespace

std::optional<Verdict> judge_known_number(const Window& window) {
  if (window.widest > Gap::turn) return std::nullopt;
  std::string_view said = window.chars;
  for (const Known::Value& value : window.context.known.values) {
    if (!by_digits(value.kind)) continue;
    const std::string digits = digits_of(value.canonical.substr(0, value.canonical.find(';')));
    const bool phone = value.kind == Kind::phone;
    std::string_view local = said;
    while (phone && !local.empty() && local.front() == '0') local.remove_prefix(1);
    const bool same = digits == said || (phone && local.size() >= kMinLocal && digits.ends_with(local));
    if (same && digits.size() >= kMinDigits)
      return Verdict{value.kind, {}, value.canonical, 0.97, "a number of the conversation's metadata"};
  }
  return std::nullopt;
}

void find_known_texts(const Context& context, std::vector<Candidate>& out) {
  std::vector<Text> texts;
  for (const Known::Value& value : context.known.values) {
    if (by_digits(value.kind) || value.kind == Kind::person || is_constant(value.kind) ||
        texts.size() >= kMaxValues)
      continue;
    const std::vector<Utterance> whole{{Role::other, value.text}};
    const auto read = Script::read(whole);
    if (!read) continue;
    Text text{&value, {}};
    const auto close = [&] {
      std::size_t letters = 0;
      for (const std::string& word : text.words) letters += word.size();
      if (letters >= kMinLetters && (text.words.size() > 1 || value.kind != Kind::address))
        texts.push_back(text);
    };
    for (std::size_t i = 0; i < read->size(); ++i) {
      if ((*read)[i].alnum()) text.words.emplace_back(read->fold(i));
      // Parts of an address stand for it.
      if (value.kind == Kind::address && read->sign(i, ',')) {
        close();
        text.words.clear();
      }
    }
    close();
  }
  if (texts.empty()) return;
  std::unordered_multimap<std::string_view, const Text*> by_first;
  for (const Text& text : texts) by_first.emplace(text.words.front(), &text);
  const Script& script = context.script;
  for (std::size_t i = 0; i < script.size(); ++i) {
    if (!script[i].alnum()) continue;
    const auto [begin, end] = by_first.equal_range(script.fold(i));
    for (auto it = begin; it != end; ++it) {
      const Text& text = *it->second;
      std::size_t at = i;
      std::size_t matched = 0;
      const std::size_t stop = script.end_of(script[i].utterance);
      while (at < stop && matched < text.words.size()) {
        if (!script[at].alnum()) {
          ++at;
          continue;
        }
        if (script.fold(at) != text.words[matched]) break;
        ++at;
        ++matched;
      }
      if (matched != text.words.size()) continue;
      // The next part of the same address behind its comma is no value of its own.
      if (!out.empty() && out.back().canonical == text.value->canonical && out.back().ranges.size() == 1 &&
          out.back().ranges[0].last + 1 == i && script.sign(i - 1, ',') &&
          script[i - 1].utterance == script[i].utterance) {
        out.back().ranges[0].last = static_cast<std::uint32_t>(at);
        continue;
      }
      out.push_back({text.value->kind,
                     {},
                     text.value->canonical,
                     0.94,
                     "a value of the conversation's metadata",
                     {{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(at), 0}}});
    }
  }
}

}  // namespace offhook::redact::detect
