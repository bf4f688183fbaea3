// Passport numbers. They have no check digit one could rely on, so each needs its label. One of the United
// States is nine digits, or a letter and eight; so are those of other countries: a nation named with it
// decides, else where the organisation's numbers are dialled. In another form it is a national id whose
// country the number does not tell.
#include <algorithm>
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

struct Nation {
  std::string_view word;
  std::string_view country;  // ISO 3166
};
constexpr std::array kNations = std::to_array<Nation>({
    {"us", "US"},        {"american", "US"},   {"british", "GB"},   {"uk", "GB"},
    {"english", "GB"},   {"irish", "IE"},      {"canadian", "CA"},  {"mexican", "MX"},
    {"brazilian", "BR"}, {"australian", "AU"}, {"zealand", "NZ"},   {"african", "ZA"},
    {"indian", "IN"},    {"pakistani", "PK"},  {"filipino", "PH"},  {"philippine", "PH"},
    {"chinese", "CN"},   {"japanese", "JP"},   {"korean", "KR"},    {"thai", "TH"},
    {"german", "DE"},    {"austrian", "AT"},   {"swiss", "CH"},     {"french", "FR"},
    {"belgian", "BE"},   {"dutch", "NL"},      {"spanish", "ES"},   {"portuguese", "PT"},
    {"italian", "IT"},   {"polish", "PL"},     {"swedish", "SE"},   {"norwegian", "NO"},
    {"danish", "DK"},    {"finnish", "FI"},    {"russian", "RU"},   {"ukrainian", "UA"},
    {"turkish", "TR"},   {"greek", "GR"},      {"nigerian", "NG"},  {"kenyan", "KE"},
    {"israeli", "IL"},   {"singapore", "SG"},  {"malaysian", "MY"},
});

// The country of "my british passport number is", said right before the passport's label; empty: none.
std::string_view nation(const Window& window) {
  const Script& script = window.context.script;
  const auto& labels = window.context.labels;
  const std::uint32_t value = window.pieces.front().first;
  auto label = std::upper_bound(labels.begin(), labels.end(), value,
                                [](std::uint32_t word, const Label& l) { return word < l.first; });
  while (label != labels.begin()) {
    --label;
    if ((label->mask & label::kPassport) == 0) continue;
    if (label->first == script.begin_of(script[label->first].utterance)) return {};
    const std::string_view word = script.fold(label->first - 1);
    for (const Nation& nation : kNations)
      if (nation.word == word) return nation.country;
    return {};
  }
  return {};
}

}  // namespace

std::optional<Verdict> judge_passport(const Window& window) {
  const std::string_view text = window.chars;
  if (window.labelled(label::kPartial) || !window.like_a_number()) return std::nullopt;
  const std::string_view country = nation(window);
  // Germans have letters among them: "C4FZ2K8N1".
  const bool written = !window.spoken && text.size() >= 8 && window.distance <= 3;
  if (digits_in(text) < (country.empty() && !written ? 5u : 4u)) return std::nullopt;
  const double length = 0.002 * static_cast<double>(text.size());  // of two readings the longer
  const bool american =
      shaped(text, "000000000") || (shaped(text, "A00000000") && (text[0] == 'A' || text[0] == 'E'));
  const std::string& region = window.context.policy.default_region;
  if (!country.empty() && country != "US")
    return Verdict{Kind::national_id, std::string(country), std::string(text),
                   american ? 0.92 : 0.86 + length, "asked for as this country's passport"};
  if (american && (country == "US" || region == "US"))
    return Verdict{Kind::passport, {}, std::string(text), 0.92, "asked for as a passport number"};
  if (american || text.size() <= 10)
    return Verdict{Kind::national_id, region == "GB" && shaped(text, "000000000") ? "GB" : "",
                   std::string(text), american ? 0.92 : 0.86 + length,
                   "asked for as a passport, in another country's form"};
  return Verdict{Kind::passport, {}, std::string(text), 0.7 + length, "asked for as a passport number"};
}

}  // namespace offhook::redact::detect
