// Weighs a window against every country's ids that the policy wants. Without a label only a form with a check
// that chance hardly meets is taken.
#include <algorithm>
#include <string>

#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect {
namespace {

using namespace label;
using national_id::Fit;
using national_id::Id;

bool wanted(const Window& window, std::string_view country) {
  const auto& countries = window.context.policy.countries;
  for (const std::string& c : countries)
    if (c == country) return true;
  return countries.empty();
}

// Is it written as the layout has it?
bool laid_out(const Window& window, std::string_view layout) {
  if (layout.empty() || window.spoken) return false;
  const Script& script = window.context.script;
  const std::uint32_t first = window.pieces.front().first, last = window.pieces.back().last;
  if (script[first].utterance != script[last - 1].utterance) return false;
  const std::string_view text = script.text(first, last);
  return std::equal(text.begin(), text.end(), layout.begin(), layout.end(),
                    [](char c, char shape) { return shape == '0' ? is_digit(c) : c == shape; });
}

std::string canonical(const Id& id, std::string_view text) {
  return std::string(id.significant == 0 ? text : text.substr(text.size() - id.significant));
}

}  // namespace

std::optional<Verdict> judge_national_id(const Window& window) {
  if (window.widest > Gap::talk || window.labelled(kPartial)) return std::nullopt;
  const std::string_view text = window.chars;
  std::optional<Verdict> best;
  // "tax ID", "identity card": of which country, digits alone do not tell.
  const bool general = window.labelled(kNationalId) && !window.against(kNationalId);
  if (general && window.widest <= Gap::turn && (window.distance < 8 || window.distance >= 100)) {
    if (digits_in(text) >= 6)
      best = Verdict{Kind::national_id,
                     {},
                     std::string(text),
                     0.85 + 0.002 * static_cast<double>(text.size()),
                     "asked for as a national or tax id"};
  }
  for (const Id* of_this_size : national_id::ids_of(text.size())) {
    const Id& id = *of_this_size;
    if (!wanted(window, id.country)) continue;
    const Fit fit = id.fit(text);
    if (fit == Fit::no) continue;
    const bool own = window.labelled(id.labels);
    double confidence = 0;
    if (own)
      confidence = fit == Fit::check ? 0.96 : 0.9;
    else if (id.unlabelled && fit == Fit::check && general)
      confidence = 0.94;
    else if (id.unlabelled && fit == Fit::check && window.widest <= Gap::sep && !window.spoken &&
             !window.against(0))
      confidence = 0.7;
    else if (fit == Fit::check && window.before == 0 && window.closed && laid_out(window, id.layout))
      confidence = 0.7;
    if (confidence > 0 && (!best || confidence > best->confidence))
      best = Verdict{Kind::national_id, std::string(id.country), canonical(id, text), confidence,
                     own ? "asked for as this country's id" : "form and check of this country's id"};
  }
  return best;
}

}  // namespace offhook::redact::detect
