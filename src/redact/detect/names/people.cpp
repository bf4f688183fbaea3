#include "redact/detect/names/people.h"

#include <algorithm>

#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"
#include "redact/detect/names/words.h"

namespace offhook::redact::detect {

void find_people(const Context& context, std::vector<Candidate>& out) {
  const Script& script = context.script;
  find_mentions(context, out);
  std::vector<Known::Name> names;
  for (const Introduced& introduced : find_introductions(context)) {
    const auto first = static_cast<std::uint32_t>(introduced.first);
    const auto last = static_cast<std::uint32_t>(introduced.last);
    const std::string_view text = script.text(first, last);
    const std::uint32_t cut = script.possessive(last - 1);
    const std::string name(text.substr(0, text.size() - cut));
    out.push_back({Kind::person,
                   {},
                   canonical_name(context, name),
                   introduced.confidence,
                   introduced.reason,
                   {{first, last, cut}}});
    if (std::none_of(names.begin(), names.end(), [&](const auto& known) { return known.full == name; }))
      names.push_back({name, script.role(first)});
  }
  if (!names.empty()) find_mentions(context, names, out);
  find_capitals(context, out);
  find_lower_pairs(context, out);
}

namespace {

// "h o e l z l" for Hölzl: "ae", "oe" and "ue" as the vowel that a folded name has.
std::string without_umlauts(std::string_view spelled) {
  std::string out;
  for (const char c : spelled)
    if (!(c == 'e' && !out.empty() && (out.back() == 'a' || out.back() == 'o' || out.back() == 'u')))
      out += c;
  return out;
}

}  // namespace

// A name letter by letter: one that the conversation knows, or one asked for.
std::optional<Verdict> judge_spelled_name(const Window& window) {
  for (const char c : window.chars)
    if (!is_upper(c)) return std::nullopt;
  for (const Piece& piece : window.pieces)
    if (piece.size != 1) return std::nullopt;
  std::string spelled;
  for (const char c : window.chars) spelled += static_cast<char>(c | 0x20);
  const double length = 0.001 * static_cast<double>(spelled.size());  // of two readings the longer
  for (const Known::Name& name : window.context.known.names) {
    const std::string folded = fold(name.full);
    for (std::size_t at = 0; at < folded.size();) {
      const std::size_t stop = std::min(folded.find_first_of(" -,.", at), folded.size());
      const std::string part = folded.substr(at, stop - at);
      if (spelled == part || without_umlauts(spelled) == part ||
          (spelled.size() >= 3 && part.find(spelled) != std::string::npos))
        return Verdict{Kind::person,
                       {},
                       canonical_name(window.context, name.full),
                       0.92 + length,
                       "a party's name, spelled"};
      at = stop + 1;
    }
  }
  if (window.labelled(label::kName) && window.widest <= Gap::turn && spelled.size() >= 3)
    return Verdict{Kind::person, {}, spelled, 0.84 + length, "a name asked for, spelled"};
  return std::nullopt;
}

}  // namespace offhook::redact::detect
