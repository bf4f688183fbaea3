// Phone numbers. The North American plan (NANP: area and exchange begin with 2-9) is judged by rule; other
// countries' by "+", trunk zero and length; libphonenumber only gives the canonical form of what is accepted.
#include "redact/detect/detectors.h"
#include "redact/detect/numbers.h"
#include "redact/detect/phone_number.h"

namespace offhook::redact::detect {
namespace {

using namespace label;

constexpr Labels kMine = kPhone;

bool nanp(std::string_view d) {
  return d.size() == 10 && d[0] >= '2' && d[3] >= '2' && !(d[1] == '1' && d[2] == '1') &&
         d.substr(4, 2) != "11";
}

// Was it said in number words of another language than English?
bool foreign(const Window& window) {
  const Script& script = window.context.script;
  for (const Piece& piece : window.pieces)
    if (piece.spoken && !script[piece.first].is(kDigit | kTeen | kTens | kRepeat)) return true;
  return false;
}

// "mille neuf cent quatre-vingt-dix-neuf": hundreds make a quantity or a year.
bool composed(const Window& window) {
  const Script& script = window.context.script;
  const std::uint32_t first = window.pieces.front().first;
  for (std::size_t i = first > 0 ? first - 1 : 0; i < window.pieces.back().last; ++i)
    for (const std::string_view word : {"cent", "cents", "mille", "mil", "ciento", "cientos", "cento",
                                        "hundert", "tausend", "hundra", "tusen", "sau", "hazar"})
      if (script.fold(i) == word) return true;
  return false;
}

// Like 555-0132, 415-555-0132, 1-415-555-0132.
bool nanp_groups(const Window& window) {
  return (window.grouped({3, 3, 4}) || window.grouped({1, 3, 3, 4}) || window.grouped({3, 4})) &&
         window.separated_by(" -.()/");
}

// "9 876 543 210" is a quantity, "88-4417-2203" some other number: groups that no phone number has.
bool other_groups(const Window& window) {
  const auto& pieces = window.pieces;
  if (window.spoken || pieces.size() < 3) return false;
  bool thousands = pieces.size() > 3, dashes = true;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    thousands = thousands && pieces[i].size == 3 && pieces[i].sign != '-';
    dashes = dashes && pieces[i].sign == '-';
  }
  return thousands || (dashes && pieces.front().size == 2);
}

// "+40.6894,-74.0447": a decimal with another right behind its comma.
bool coordinate(const Window& window) {
  const Script& script = window.context.script;
  const std::size_t comma = window.pieces.back().last;
  for (std::size_t i = 1; i < window.pieces.size(); ++i)
    if (window.pieces[i].gap == Gap::sep && window.pieces[i].sign == ',') return true;
  return window.pieces.size() == 2 && window.pieces[1].sign == '.' && script.sign(comma, ',') &&
         comma + 1 < script.size() && !script[comma].space_before && !script[comma + 1].space_before;
}

unsigned value(std::string_view digits) {
  unsigned number = 0;
  for (const char c : digits) number = number * 10 + static_cast<unsigned>(c - '0');
  return number;
}

// Written dates, times, decimals and coordinates are made of digits and signs too.
bool date_or_measure(const Window& window) {
  if (window.spoken) return false;
  const std::string_view d = window.chars;
  std::size_t at = 0;
  bool year = false, slash = false;
  for (std::size_t i = 0; i < window.pieces.size(); ++i) {
    const Piece& piece = window.pieces[i];
    if (i > 0 && piece.gap == Gap::sep && (piece.sign == ':' || piece.sign == ',')) return true;
    slash = slash || (i > 0 && piece.sign == '/');
    if (piece.size == 4 && at + 4 <= d.size()) {
      const unsigned four = value(d.substr(at, 4));
      year = year || (four >= 1900 && four < 2100 && (i == 0 || i + 1 == window.pieces.size()));
    }
    at += piece.size;
  }
  const bool small_groups = window.pieces.size() == 3 && window.pieces[1].size <= 2;
  return year && (small_groups || slash || window.pieces.size() == 2 || window.pieces[0].size == 4);
}

bool bracketed(const Window& window) {
  const Script& script = window.context.script;
  const std::size_t first = window.pieces.front().first;
  return window.pieces.size() > 1 && first > 0 && script.sign(first - 1, '(') &&
         script.sign(window.pieces.front().last, ')');
}

// "call 0161 496 0345", "ring or text …": whatever label stands before it.
bool told_to_call(const Window& window) {
  const Script& script = window.context.script;
  const std::size_t first = window.pieces.front().first;
  if (first == script.begin_of(script[first].utterance)) return false;
  for (const std::string_view verb : {"call", "ring", "text", "txt", "dial", "phone", "contact"})
    if (script.fold(first - 1) == verb) return true;
  return false;
}

struct Judged {
  double confidence;
  const char* reason;
};

Judged judge(const Window& window) {
  const std::string_view d = window.chars;
  const bool plus = window.pieces.front().plus;
  const bool labelled = window.labelled(kMine) || told_to_call(window);
  if (plus && d[0] != '0' && d.size() >= 7 && d.size() <= 15 && !coordinate(window))
    return {window.widest <= Gap::turn ? 0.95 : 0.6, "international number"};
  if (d.size() < 7 || d.size() > 15 || (window.against(kMine) && !labelled) || date_or_measure(window))
    return {0, ""};
  if (window.labelled(kPartial) && d.size() < 10) return {0, ""};
  if (d.size() == 13 && d.starts_with("001") && nanp(d.substr(3)))
    return {0.96, "North American number with prefix 001"};
  const bool national = d.size() == 10 ? nanp(d) : d.size() == 11 && d[0] == '1' && nanp(d.substr(1));
  if (labelled) {
    if (national) return {0.95, "number asked for as a phone"};
    // Of two readings the longer; ten digits are likeliest.
    const double length = d.size() == 10 || d.size() == 11 ? 0.15 : 0.006 * static_cast<double>(d.size());
    return {0.72 + length, "phone-length number asked for as a phone"};
  }
  const bool other = window.before != 0 && (window.before & (kAddress | kName | kEmail | kZip | kUrl)) == 0;
  if (other && window.distance < 8) return {0, ""};
  if (window.widest > Gap::turn || (!window.spoken && window.widest > Gap::sep)) return {0, ""};
  if (national && !other_groups(window)) {
    if (window.spoken) return {0.75, "ten digits as a North American number"};
    if (nanp_groups(window)) return {0.85, "written as a North American number"};
    return {0.6, "digits of a North American number"};
  }
  if (bracketed(window) && window.separated_by(" -.()/"))
    return {0.7, "written with an area code in brackets"};
  if (d.starts_with("00") && d.size() >= 11 && window.widest <= Gap::filler)
    return {0.7, "international number with prefix 00"};
  if (d.starts_with("011") && d.size() >= 13 && window.widest <= Gap::filler)
    return {0.72, "international number with prefix 011"};
  if (d[0] == '0' && d[1] != '0' && (d.size() == 10 || d.size() == 11) && window.widest <= Gap::filler)
    return {0.65, "national number with trunk zero"};
  if (window.grouped({3, 3, 4}) && window.separated_by("-.") && d[0] >= '2')
    return {0.6, "written in the groups of a phone number"};
  if (d.size() == 7 && d[0] >= '2' && nanp_groups(window) && window.separated_by("-"))
    return {0.55, "written as a local number"};
  if (d.size() == 7 && window.spoken && window.widest == Gap::comma && d[0] >= '2')
    return {0.55, "dictated as a local number"};
  const std::string& region = window.context.policy.default_region;
  if (!window.spoken && region != "US" && region != "CA" && (window.alone || window.pieces.size() > 1) &&
      window.separated_by(" -.()/") && window.closed && national_phone(d, region))
    return {0.6, "written as a number of the region's own plan"};
  // Ten digits that begin with a one are a time stamp sooner than a phone number.
  if (window.alone && ((d.size() == 10 && d[0] != '1') || window.grouped({5, 4}) || window.grouped({4, 4})) &&
      window.separated_by("-"))
    return {0.52, "nothing but a phone-length number"};
  if (foreign(window) && !composed(window) && d.size() >= 8 && d.size() <= 13 && window.widest <= Gap::comma)
    return {0.6, "dictated in another language, of a phone's length"};
  return {0, ""};
}

// "ext. 12", "extension four two", "x12", "2851x818": behind the number, with its digits.
struct Extension {
  std::uint32_t last = 0;
  std::string digits;
};
Extension extension(const Window& window) {
  const Script& script = window.context.script;
  Extension found;
  const std::size_t behind = window.pieces.back().last;
  const std::size_t end = script.end_of(script[behind - 1].utterance);
  const std::string_view own = script.fold(behind - 1);
  if (const auto x = own.find('x'); x != std::string_view::npos && x > 0 && script[behind - 1].digits) {
    found.digits = own.substr(x + 1);
    return found;
  }
  std::size_t i = behind;
  if (i < end && script.sign(i, ',')) ++i;
  if (i >= end || !script[i].letters) return found;
  const std::string_view word = script.fold(i);
  if (word.size() > 1 && word.size() <= 7 && word[0] == 'x' &&
      word.find_first_not_of("0123456789", 1) == std::string_view::npos) {
    found.digits = word.substr(1);
    found.last = static_cast<std::uint32_t>(i + 1);
    return found;
  }
  if (word != "ext" && word != "extension" && word != "extn" && word != "x") return found;
  ++i;
  if (i < end && (script.sign(i, '.') || script.sign(i, ':'))) ++i;
  if (i < end && script[i].digits && !script[i].letters && script.fold(i).size() <= 7) {
    found.digits = script.fold(i);
    found.last = static_cast<std::uint32_t>(i + 1);
    return found;
  }
  while (i < end && found.digits.size() < 6) {
    const auto number = read_number(script, i, end, Language::english);
    if (!number) break;
    found.digits += number->digits;
    i = number->last;
    found.last = static_cast<std::uint32_t>(i);
  }
  return found;
}

// "555 0199, area code 415": said behind a local number.
Extension area_code(const Window& window) {
  const Script& script = window.context.script;
  Extension found;
  if (window.chars.size() != 7) return found;
  const std::size_t behind = window.pieces.back().last;
  const std::size_t end = script.end_of(script[behind - 1].utterance);
  std::size_t i = behind;
  while (i < end && (script.sign(i, ',') || script.sign(i, '(') || script[i].is(kFiller))) ++i;
  for (const std::string_view word : {"and", "that's", "the", "in"})
    if (i < end && script.fold(i) == word) ++i;
  if (i + 2 >= end || script.fold(i) != "area" || script.fold(i + 1) != "code") return found;
  i += 2;
  while (i < end && (script.sign(i, ':') || script[i].is(kLeadIn))) ++i;
  while (i < end && found.digits.size() < 3) {
    if (script[i].digits && !script[i].letters) {
      found.digits += script.fold(i++);
    } else {
      const auto number = read_number(script, i, end, Language::english);
      if (!number) break;
      found.digits += number->digits;
      i = number->last;
    }
  }
  if (found.digits.size() != 3 || found.digits[0] < '2') return {};
  found.last = static_cast<std::uint32_t>(i);
  return found;
}

}  // namespace

std::optional<Verdict> judge_phone(const Window& window) {
  if (const Extension area = area_code(window); area.last > 0)
    return Verdict{
        Kind::phone,
        {},
        canonical_phone(area.digits + std::string(window.chars), false, window.context.policy.default_region),
        0.96,
        "local number with its area code behind it",
        area.last};
  const Judged judged = judge(window);
  if (judged.confidence < kAccept) return std::nullopt;
  const Extension more = extension(window);
  const bool plus = window.pieces.front().plus;
  auto e164 = planned_number(window.chars, plus, window.context.policy.default_region);
  const bool raw = !e164;
  if (raw) e164 = (plus ? "+" : "") + std::string(window.chars);
  if (!more.digits.empty()) *e164 += ";ext=" + more.digits;
  return Verdict{Kind::phone, {}, std::move(*e164), judged.confidence, judged.reason, more.last, raw};
}

}  // namespace offhook::redact::detect
