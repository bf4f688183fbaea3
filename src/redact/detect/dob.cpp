// Dates of birth: a date is one when a label near it says so ("born", "birthday", the agent's question).
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "redact/detect/checksums.h"
#include "redact/detect/dates.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

unsigned number(std::string_view digits) {
  unsigned value = 0;
  for (const char c : digits) value = value * 10 + digit(c);
  return value;
}

std::optional<std::string> date_of(std::string_view a, std::string_view b, std::string_view c,
                                   bool day_first) {
  Date date;
  if (a.size() == 4) {
    date.year = number(a);
    date.month = number(b);
    date.day = number(c);
  } else {
    if (a.size() > 2 || b.size() > 2 || (c.size() != 4 && c.size() != 2)) return std::nullopt;
    date.month = number(day_first ? b : a);
    date.day = number(day_first ? a : b);
    date.year = full_year(number(c));
    if (date.month > 12) std::swap(date.month, date.day);
  }
  if (date.year == 0 || !plausible_date(date.year, date.month, date.day)) return std::nullopt;
  return date.canonical();
}

// The year that the same party says next, when asked for it: "september ninth", "and the year", "nineteen
// sixty two". Its words; an empty range: none.
Range year_said_next(const Script& script, std::uint32_t utterance, Date& date) {
  constexpr std::uint32_t kReach = 4;  // utterances
  const auto utterances = static_cast<std::uint32_t>(script.dialogue().size());
  bool asked = false;
  for (std::uint32_t u = utterance + 1; u < utterances && u - utterance <= kReach; ++u) {
    std::size_t first = script.begin_of(u);
    const std::size_t end = script.end_of(u);
    if (first == end) continue;
    if (script.dialogue()[u].role != script.dialogue()[utterance].role) {
      for (std::size_t i = first; i < end; ++i) asked = asked || script.fold(i) == "year";
      continue;
    }
    while (first < end && script[first].is(kFiller | kLeadIn | kBackchannel)) ++first;
    const auto year = read_year(script, first, end);
    if (!year || !asked) return {};
    date.year = year->value;
    return {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(year->last), 0};
  }
  return {};
}

// "my visa is … and it expires in march twenty nine": does the utterance speak of a card before?
bool card_before(const Context& context, std::uint32_t utterance, std::uint32_t word) {
  for (const Label& label : context.labels)
    if (label.last <= word && context.script[label.first].utterance == utterance &&
        (label.mask & label::kCard) != 0)
      return true;
  return false;
}

// "april", "the first of the fourth"
bool date_around(const Script& script, std::size_t i, bool ordinals) {
  return script[i].letters && (month_number(script, i) != 0 || (ordinals && script.fold(i) == "of"));
}

void dates_in(const Context& context, std::uint32_t utterance, std::vector<Candidate>& out) {
  const Script& script = context.script;
  const std::size_t begin = script.begin_of(utterance), end = script.end_of(utterance);
  const bool ordinals = script.says(utterance, kOrdinal);
  for (std::size_t i = begin; i < end; ++i) {
    if (!date_around(script, i, ordinals)) continue;
    std::optional<Date> date = read_date(script, i, begin, end);
    if (!date) continue;
    const auto first = static_cast<std::uint32_t>(date->first);
    const auto last = static_cast<std::uint32_t>(date->last);
    i = std::max(i, date->last - 1);
    const Governing labels = governing(script, context.labels, first, last);
    // A birthday's question is answered at once; later dates are other dates.
    if (labels.has(label::kDob) &&
        (labels.distance < 8 || (labels.distance >= 100 && labels.distance <= 104))) {
      const bool article = first > begin && script.fold(first - 1) == "the";  // "the first of may"
      std::vector<Range> ranges{{first - (article ? 1u : 0u), last, 0}};
      if (date->year == 0)
        if (const Range year = year_said_next(script, utterance, *date); year.first < year.last)
          ranges.push_back(year);
      const bool full = date->year != 0 && date->day != 0;
      out.push_back({Kind::dob,
                     {},
                     date->canonical(),
                     full ? 0.95 : 0.7,
                     "date asked for as a date of birth",
                     std::move(ranges)});
    } else if (labels.has(label::kExpiry) &&
               (labels.distance >= 100 || labels.has(label::kCard) ||
                card_before(context, utterance, first)) &&
               (date->year != 0 || date->day != 0)) {
      out.push_back(
          {Kind::expiry, {}, "", 0.9, "month and year asked for as a card's expiry", {{first, last, 0}}});
    }
  }
}

}  // namespace

std::optional<Verdict> judge_numeric_dob(const Window& window) {
  if (window.labelled(label::kPartial)) return std::nullopt;
  if (window.distance >= 8 && window.distance < 100) return std::nullopt;
  const std::string_view d = window.chars;
  const bool day_first = window.context.policy.date_order == "DMY";
  // Parts by pauses and signs; a spoken year may be two pieces ("nineteen eighty four").
  std::vector<std::string_view> parts;
  bool by_piece = false;
  for (const Piece& piece : window.pieces) by_piece = by_piece || (piece.cardinal && piece.gap == Gap::tight);
  const std::size_t base = window.pieces.front().chars;
  for (std::size_t i = 0; i < window.pieces.size(); ++i) {
    const Piece& piece = window.pieces[i];
    const std::size_t at = piece.chars - base;
    if (at + piece.size > d.size()) return std::nullopt;
    if (i == 0 || piece.gap != Gap::tight || by_piece)
      parts.push_back(d.substr(at, piece.size));
    else
      parts.back() = d.substr(static_cast<std::size_t>(parts.back().data() - d.data()),
                              parts.back().size() + piece.size);
  }
  // "oh three | oh three | eighty four", "19 | 84": neighbours that belong together.
  const auto join = [&](std::size_t i) {
    parts[i] = {parts[i].data(), parts[i].size() + parts[i + 1].size()};
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  };
  for (std::size_t i = 0; i + 1 < parts.size() && parts.size() > 3; ++i)
    if (parts[i] == "0" && parts[i + 1].size() == 1) join(i);
  if (parts.size() == 4 && parts[2].size() == 2 && parts[3].size() == 2) join(2);
  std::optional<std::string> date;
  if (parts.size() == 3) {
    date = date_of(parts[0], parts[1], parts[2], day_first);
  } else if (d.size() == 8) {
    date = date_of(d.substr(0, 2), d.substr(2, 2), d.substr(4), day_first);
    if (!date) date = date_of(d.substr(0, 4), d.substr(4, 2), d.substr(6), day_first);
  } else if (d.size() == 6) {
    date = date_of(d.substr(0, 2), d.substr(2, 2), d.substr(4), day_first);
  }
  if (date) return Verdict{Kind::dob, {}, *date, 0.95, "date asked for as a date of birth"};
  if (d.size() >= 6 && window.spoken)
    return Verdict{Kind::dob, {}, std::string(d), 0.8, "number asked for as a date of birth"};
  return std::nullopt;
}

void find_birth_dates(const Context& context, std::vector<Candidate>& out) {
  constexpr std::uint32_t kReach = 6, kLateReach = 2;  // utterances that a label governs (labels.cpp)
  const Script& script = context.script;
  const auto utterances = static_cast<std::uint32_t>(script.dialogue().size());
  std::uint32_t next = 0;
  for (const Label& label : context.labels) {
    if ((label.mask & (label::kDob | label::kExpiry)) == 0) continue;
    const std::uint32_t u = script[label.first].utterance;
    const std::uint32_t end = std::min(u + kReach + 1, utterances);
    for (next = std::max(next, u - std::min(u, kLateReach)); next < end; ++next) dates_in(context, next, out);
  }
}

}  // namespace offhook::redact::detect
