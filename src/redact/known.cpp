#include "redact/known.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "redact/address.h"
#include "redact/canonical.h"
#include "redact/document.h"

namespace offhook::redact {
namespace {

constexpr std::array<std::string_view, 17> kBusinessPurposes = {
    "acd",     "api",       "botflow",         "campaign", "dialer", "fax", "group", "ivr",   "manual",
    "station", "voicemail", "voicesurveyflow", "workflow", "queue",  "bot", "flow",  "system"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// Calls visit(word) until it returns false; false then.
template <class Visit>
bool each_word(std::string_view words, Visit visit) {
  while (!words.empty()) {
    const std::size_t space = std::min(words.find(' '), words.size());
    if (space > 0 && !visit(words.substr(0, space))) return false;
    words.remove_prefix(std::min(space + 1, words.size()));
  }
  return true;
}

std::vector<std::string_view> split(std::string_view words) {
  std::vector<std::string_view> parts;
  each_word(words, [&](std::string_view word) {
    parts.push_back(word);
    return true;
  });
  return parts;
}

}  // namespace

Purpose Purpose::of(std::string_view purpose) {
  return {contains(kBusinessPurposes, casefold(purpose)), role_of(purpose)};
}

Role role_of(std::string_view purpose) {
  const std::string folded = casefold(purpose);
  constexpr std::array<std::string_view, 6> kAgent = {"agent", "internal",       "user",
                                                      "rep",   "representative", "advisor"};
  constexpr std::array<std::string_view, 5> kCustomer = {"customer", "caller", "client", "consumer",
                                                         "visitor"};
  if (contains(kAgent, folded)) return Role::agent;
  if (contains(kCustomer, folded)) return Role::customer;
  return Role::other;
}

std::string words_of_key(std::string_view key) {
  std::string words;
  char before = ' ';
  for (const char c : key) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    const bool digit = c >= '0' && c <= '9';
    if (!upper && !lower && !digit && c != '_' && c != '-' && c != '.' && c != ' ') return {};
    const bool lower_before = before >= 'a' && before <= 'z';
    if ((upper && lower_before) || !(upper || lower || digit)) {
      if (!words.empty() && words.back() != ' ') words += ' ';
    }
    if (upper || lower || digit) words += upper ? static_cast<char>(c - 'A' + 'a') : c;
    before = c;
  }
  if (words.ends_with(' ')) words.pop_back();
  return words.size() <= 64 ? words : std::string();
}

namespace {

// "Dana Example", not "invoice" or "Main menu".
bool is_written_as_full_name(std::string_view text) {
  const auto parts = split(text);
  return parts.size() >= 2 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return !(part[0] >= 'a' && part[0] <= 'z');
         });
}

bool names_a_person(std::string_view words) {
  constexpr std::array<std::string_view, 12> kWhole = {
      "name",     "names", "firstname",  "lastname",      "fullname",     "surname",
      "forename", "fname", "cardholder", "accountholder", "customername", "callername"};
  constexpr std::array<std::string_view, 31> kOwners = {
      "customer",  "caller",    "client",     "first",   "last",         "full",       "given",
      "family",    "middle",    "maiden",     "contact", "member",       "patient",    "holder",
      "person",    "agent",     "employee",   "spouse",  "guest",        "display",    "nick",
      "preferred", "legal",     "subscriber", "insured", "policyholder", "cardholder", "accountholder",
      "applicant", "recipient", "sender"};
  std::string_view last;
  std::string_view before;
  each_word(words, [&](std::string_view word) {
    before = std::exchange(last, word);
    return true;
  });
  if (before.empty()) return contains(kWhole, last);
  if (last == "name") return contains(kOwners, before);
  if (last == "holder") return before == "card" || before == "account";
  return contains(kWhole, last) && last != "names";
}

}  // namespace

bool is_name_key(std::string_view words, bool attribute, std::string_view value) {
  if (words.empty() || !names_a_person(words) || !looks_like_name(value)) return false;
  const bool bare = words == "name" || words == "names";
  return !bare || attribute || is_written_as_full_name(value);
}

bool looks_like_name(std::string_view text) {
  int letters = 0;
  int words = 0;
  bool in_word = false;
  const auto size = static_cast<std::int32_t>(text.size());
  bool dot = false;  // a full stop ends an initial or the text; "invoice.pdf" is no name
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0 || (dot && c != ' ' && letters > 1 && words == 1)) return false;
    dot = c == '.';
    const bool letter = c < 0x80 ? (c | 0x20) >= 'a' && (c | 0x20) <= 'z'
                                 : u_isalpha(c) != 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
    if (letter) {
      ++letters;
      words += in_word ? 0 : 1;
    } else if (c != ' ' && c != '-' && c != '\'' && c != 0x2019 && c != '.' && c != ',') {
      return false;
    }
    in_word = c != ' ';
  }
  return letters >= 2 && words <= 5;
}

bool KnownBuilder::is_business_name(std::string_view text) const {
  if (business_names_.empty()) return false;
  return std::find(business_names_.begin(), business_names_.end(), casefold_words(text)) !=
         business_names_.end();
}

void KnownBuilder::add_business_name(std::string_view name) {
  if (!name.empty()) business_names_.push_back(casefold_words(name));
}

void KnownBuilder::add_name(Role role, std::string_view name, const std::vector<Mark>& marks) {
  for (const auto& mark : marks) {
    if (mark.kind != Kind::person) {
      add_value(mark.kind, name.substr(mark.start, mark.end - mark.start), mark.canonical);
    } else if (looks_like_name(name)) {
      add_party(name_in_speaking_order(name), role);
    }
  }
}

void KnownBuilder::add_party(std::string name, Role role) {
  folded_names_.push_back(casefold_words(name));
  known_.names.push_back({std::move(name), role});
  if (words_) words_->add(known_.names.back());
  changed();
}

void KnownBuilder::add_address(Role role, std::string_view text, const std::vector<Mark>& parts) {
  for (const auto& mark : parts) {
    if (mark.kind != Kind::person)
      add_value(mark.kind, text.substr(mark.start, mark.end - mark.start), mark.canonical);
    else if (text.find(' ') != std::string_view::npos && looks_like_name(text) &&
             !is_placeholder_name(text) && !is_business_name(text))
      add_party(name_in_speaking_order(text), role);
  }
}

void KnownBuilder::add_display_name(std::string_view text) {
  const auto folded = casefold_words(name_in_speaking_order(text));
  const bool has = std::find(folded_names_.begin(), folded_names_.end(), folded) != folded_names_.end();
  if (!has && !is_business_name(text)) add_name(Role::other, text, name_marks(text));
}

void KnownBuilder::add_marks(Role role, std::string_view text, const std::vector<Mark>& marks) {
  for (const auto& mark : marks) {
    const auto value = text.substr(mark.start, mark.end - mark.start);
    if (mark.kind != Kind::person) {
      add_value(mark.kind, value, mark.canonical);
    } else if (looks_like_name(value) && value.size() >= 3) {
      // A part of a party's name is known with it.
      std::string full = name_in_speaking_order(value);
      if (canonical_name(full) == casefold_words(full)) add_party(std::move(full), role);
    }
  }
}

void KnownBuilder::add_value(Kind kind, std::string_view text, std::string_view canonical_value) {
  known_.values.push_back({kind, std::string(text), std::string(canonical_value)});
  if (words_) words_->add(known_.values.back());
  changed();
}

void KnownBuilder::changed() {
  if (known_.prepared != nullptr) earlier_ = std::exchange(known_.prepared, nullptr);
}

void KnownBuilder::sort() {
  const auto unique = [](auto& list, auto key) {
    std::sort(list.begin(), list.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    list.erase(
        std::unique(list.begin(), list.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }),
        list.end());
  };
  unique(known_.names, [](const Known::Name& name) { return std::tie(name.full, name.role); });
  unique(known_.values, [](const Known::Value& v) { return std::tie(v.kind, v.canonical, v.text); });
  folded_names_.clear();
  for (const Known::Name& name : known_.names) folded_names_.push_back(casefold_words(name.full));
  changed();
}

namespace {

// Is the key of more than one word?
bool has_joint(std::string_view key) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  for (std::size_t i = 1; i < key.size(); ++i)
    if (key[i] == '_' || key[i] == '-' || key[i] == '.' || key[i] == ' ' ||
        (key[i] >= 'A' && key[i] <= 'Z' && lower(key[i - 1])))
      return true;
  return false;
}

// Are the words of a text, at least one, all among those of the other?
bool is_part_of(std::string_view words, std::string_view full) {
  bool any = false;
  const bool all = each_word(words, [&](std::string_view part) {
    any = true;
    return !each_word(full, [&](std::string_view word) { return word != part; });
  });
  return any && all;
}

}  // namespace

std::string KnownBuilder::canonical_name(std::string_view mention) const {
  const std::string folded = casefold_words(name_in_speaking_order(mention));
  std::string linked;
  for (const std::string& full : folded_names_) {
    if (full == folded) return folded;
    if (!is_part_of(folded, full) || full == linked) continue;
    if (!linked.empty()) return folded;  // two parties share it
    linked = full;
  }
  return linked.empty() ? folded : linked;
}

bool KnownBuilder::is_party_name(std::string_view key) const {
  if (folded_names_.empty() || !has_joint(key)) return false;
  const std::string words = words_of_key(key);
  return words.find(' ') != std::string::npos &&
         std::any_of(folded_names_.begin(), folded_names_.end(),
                     [&](const std::string& full) { return is_part_of(words, full); });
}

std::vector<Mark> KnownBuilder::name_marks(std::string_view name) const {
  if (is_placeholder_name(name) || !occupied(name).empty()) return {};
  auto marks = address_parts(name, *policy_);
  for (auto& mark : marks)
    if (mark.kind == Kind::person)
      mark = {0, name.size(), Kind::person, {}, canonical_name(name), 1.0, "a party's name"};
  return marks;
}

void KnownBuilder::renew(std::string_view name, std::vector<Mark>& marks) const {
  for (auto& mark : marks)
    if (mark.kind == Kind::person) mark.canonical = canonical_name(name);
}

std::vector<Mark> KnownBuilder::full_name_marks(std::string_view text) const {
  std::vector<Mark> marks;
  if (folded_names_.empty()) return marks;
  const std::string folded = casefold(text);
  check(folded.size() == text.size(), "harmless text is ASCII");
  for (const std::string& full : folded_names_) {
    if (full.find(' ') == std::string::npos) continue;
    for (auto at = folded.find(full); at != std::string::npos; at = folded.find(full, at + full.size()))
      marks.push_back({at, at + full.size(), Kind::person, {}, full, 1.0, "a party's name"});
  }
  return marks;
}

std::vector<Mark> KnownBuilder::display_name_marks(std::string_view text) const {
  if (is_business_name(text)) return {};
  return name_marks(text);
}

}  // namespace offhook::redact
