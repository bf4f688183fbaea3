#include "redact/mark.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "redact/canonical.h"
#include "redact/sixteen.h"

namespace offhook::redact {
namespace {

// The markers that the platform's own redaction writes into transcripts, by their words.
constexpr std::array<std::string_view, 16> kMarkers = {
    "card number", "card expiry date", "card cvv", "cvv",           "card",
    "phone",       "phone number",     "email",    "name",          "postal code",
    "user info",   "address",          "ssn",      "date of birth", "account number",
    "pii"};

bool is_alphanumeric(UChar32 c) {
  if (c >= 0x80) return u_isalnum(c) != 0;
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

bool alphanumeric_before(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  auto i = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_PREV(text.data(), 0, i, c);
  return is_alphanumeric(c);
}

bool alphanumeric_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  auto i = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_NEXT(text.data(), i, static_cast<std::int32_t>(text.size()), c);
  return is_alphanumeric(c);
}

std::size_t previous(std::string_view text, std::size_t at) {
  auto i = static_cast<std::int32_t>(at);
  U8_BACK_1(reinterpret_cast<const std::uint8_t*>(text.data()), 0, i);
  return static_cast<std::size_t>(i);
}

std::size_t next(std::string_view text, std::size_t at) {
  auto i = static_cast<std::int32_t>(at);
  U8_FWD_1(text.data(), i, static_cast<std::int32_t>(text.size()));
  return static_cast<std::size_t>(i);
}

bool spared(const Mark& mark, const Policy& policy) {
  const KindRule& rule = policy.rule(mark.kind);
  if (!rule.enabled || mark.confidence < rule.threshold) return true;
  const auto listed = [](const std::vector<std::string>& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  };
  switch (mark.kind) {
    case Kind::phone:
      return listed(policy.keep_phones, mark.canonical);
    case Kind::person:
      return listed(policy.keep_names, mark.canonical);
    case Kind::email: {
      const auto at = mark.canonical.rfind('@');
      return at != std::string::npos &&
             listed(policy.keep_email_domains, std::string_view(mark.canonical).substr(at + 1));
    }
    default:
      return false;
  }
}

// A token beside letters or digits could not be told from them.
void widen(std::string_view text, Mark& mark) {
  while (alphanumeric_before(text, mark.start)) mark.start = previous(text, mark.start);
  while (alphanumeric_at(text, mark.end)) mark.end = next(text, mark.end);
  if (mark.kind == Kind::phone && mark.start > 0 && text[mark.start - 1] == '+') --mark.start;
}

}  // namespace

std::vector<Occupied> occupied(std::string_view text) {
  std::vector<Occupied> found;
  constexpr std::size_t kHex = 16;
  constexpr std::size_t kLongestKind = 14;  // DRIVER_LICENSE, NATIONAL_ID_GB
  std::size_t next = 0;
  for (std::size_t i = find_either(text, '-', '['); i != std::string_view::npos;
       i = find_either(text, '-', '[', next)) {
    next = i + 1;
    if (text[i] == '-' && i > 0 && text.size() - i > kHex) {
      std::size_t start = i;
      while (start > 0 && i - start <= kLongestKind &&
             ((text[start - 1] >= 'A' && text[start - 1] <= 'Z') || text[start - 1] == '_'))
        --start;
      const std::size_t end = i + 1 + kHex;
      if (is_token(text.substr(start, end - start)) && !alphanumeric_before(text, start) &&
          !alphanumeric_at(text, end)) {
        found.push_back({start, end, false});
        next = end;
      }
    } else if (text[i] == '[') {
      const std::size_t end = text.find(']', i);
      if (end == std::string_view::npos || end - i > 40) continue;
      const auto words = text.substr(i + 1, end - i - 1);
      const bool marker =
          std::find(kMarkers.begin(), kMarkers.end(), casefold_words(words)) != kMarkers.end();
      const auto kind = parse_kind(words);
      if (!marker && !kind) continue;
      found.push_back({i, end + 1, !kind});
      next = end + 1;
    }
  }
  return found;
}

void settle(std::string_view text, const Policy& policy, std::vector<Mark>& marks) {
  std::erase_if(marks, [&](const Mark& mark) { return mark.start >= mark.end || spared(mark, policy); });
  if (marks.empty()) return;
  const auto by_start = [](const Mark& x, const Mark& y) {
    return x.start != y.start ? x.start < y.start : x.end > y.end;
  };
  std::sort(marks.begin(), marks.end(), by_start);
  const auto taken = occupied(text);
  auto at = taken.begin();
  std::erase_if(marks, [&](Mark& mark) {
    while (at != taken.end() && at->end <= mark.start) ++at;
    if (at == taken.end() || at->start >= mark.end) return false;
    if (at->start <= mark.start && mark.end <= at->end) return true;
    // A detector took a part of a token for a word; for a name, such a word was the reason.
    const bool cut_front = at->start <= mark.start;
    const auto last =
        std::partition_point(at, taken.end(), [&](const Occupied& t) { return t.end < mark.end; });
    const bool cut_back = last != taken.end() && last->start < mark.end && last->end > mark.end;
    if (cut_front) mark.start = at->end;
    if (cut_back) mark.end = last->start;
    return (cut_front || cut_back) && (mark.kind == Kind::person || mark.start >= mark.end);
  });
  for (auto& mark : marks) widen(text, mark);
  if (marks.size() <= 1) return;
  std::sort(marks.begin(), marks.end(), by_start);
  std::vector<Mark> settled;
  for (auto& mark : marks) {
    if (!settled.empty()) {
      Mark& last = settled.back();
      if (last.end == mark.start) {
        // One token must not follow another without anything between them; widening left punctuation at one
        // of the two ends, which may stay.
        if (!alphanumeric_before(text, last.end))
          last.end = previous(text, last.end);
        else
          mark.start = next(text, mark.start);
      }
      if (mark.start < last.end) {
        const bool blank = mark.blank && last.blank;
        const std::size_t end = std::max(mark.end, last.end);
        Mark both = mark.end - mark.start > last.end - last.start ? std::move(mark) : last;
        both.blank = blank;
        both.start = std::min(both.start, last.start);
        both.end = end;
        last = std::move(both);
        continue;
      }
    }
    settled.push_back(std::move(mark));
  }
  std::erase_if(settled, [](const Mark& mark) { return mark.start >= mark.end; });
  marks = std::move(settled);
}

bool needs_escape(std::string_view text) { return has_either(text, '"', '\\'); }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string replacement(const Mark& mark, const Policy& policy, const TokenKey& key) {
  if (mark.blank) return {};
  std::string text;
  switch (policy.rule(mark.kind).replacement) {
    case Replacement::token:
      text = key.token(mark.kind, mark.canonical, mark.country);
      break;
    case Replacement::mask:
      text = "[" + name(mark.kind, mark.country) + "]";
      break;
    case Replacement::drop:
      break;
  }
  if (mark.quotes > 0) text = "\"" + text + "\"";
  for (int level = 1; level < mark.quotes; ++level) text = escaped(text);
  return text;
}

}  // namespace offhook::redact
