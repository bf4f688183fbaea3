#include "redact/fields.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>

#include "redact/address.h"
#include "redact/canonical.h"
#include "redact/detect/labels.h"
#include "redact/replaced.h"
#include "redact/search.h"
#include "redact/views.h"
#include "redact/whole_email.h"

namespace offhook::redact {
namespace {

Mark whole(std::string_view text, Kind kind, std::string canonical_value, const char* reason) {
  return {0, text.size(), kind, {}, std::move(canonical_value), 1.0, reason};
}

Result<std::vector<Mark>> member_name_marks(const FieldText& field, const KnownBuilder& known) {
  if (!known.is_party_name(field.text)) return std::vector<Mark>{};
  return std::vector<Mark>{
      whole(field.text, Kind::person, known.canonical_name(words_of_key(field.text)), "a party's name")};
}

// JSON held in a string, in JSON held in a string, …: deeper it is read as text.
constexpr int kMaxNesting = 4;

// The label is put before the value, as a person would write it: it is what tells an account number from an
// order number.
Result<std::vector<Mark>> find_in(std::string_view text, const std::string& label, const KnownBuilder& known,
                                  const Policy& policy) {
  std::string labelled = label.empty() ? std::string() : label + ": ";
  const std::size_t offset = labelled.size();
  if (offset > 0) labelled += text;
  const std::array<Utterance, 1> utterance = {
      Utterance{Role::other, offset > 0 ? std::string_view(labelled) : text}};
  std::vector<std::vector<Mark>> found;
  OFFHOOK_CHECK_OK(search(utterance, known.known(), policy, found));
  std::vector<Mark> marks;
  if (found.empty()) return marks;
  for (auto& mark : found.front()) {
    if (mark.end <= offset) continue;
    mark.start = std::max(mark.start, offset) - offset;
    mark.end -= offset;
    marks.push_back(std::move(mark));
  }
  return marks;
}

Result<std::vector<Mark>> scan(const FieldText& field, const KnownBuilder& known, const Policy& policy,
                               int nesting);

// Marks of a JSON document that the field holds as text: nothing where it holds none.
Result<std::optional<std::vector<Mark>>> nested(const FieldText& field, const KnownBuilder& known,
                                                const Policy& policy, int nesting) {
  const std::size_t first = field.text.find_first_not_of(" \t\r\n");
  if (nesting == kMaxNesting || first == std::string_view::npos ||
      (field.text[first] != '{' && field.text[first] != '['))
    return std::nullopt;
  const auto document = Document::read(field.text, nullptr, nullptr, false);
  if (!document) return std::nullopt;  // text that only begins like JSON
  std::vector<Mark> all;
  for (const Leaf& leaf : document->leaves) {
    const auto raw = document->raw(leaf.span);
    const bool string = leaf.type == json::Type::string;
    json::Decoded decoded;
    if (string) {
      OFFHOOK_TRY(decoded, json::decode(raw));
    }
    auto label = document->raw(leaf.label);
    if (label.size() >= 2) label = label.substr(1, label.size() - 2);
    const FieldText inner{Field::scan, string ? std::string_view(decoded.text) : raw,
                          label.empty() ? field.label : label};
    OFFHOOK_TRY(auto marks, leaf.field == Field::member_name ? member_name_marks(inner, known)
                                                             : scan(inner, known, policy, nesting + 1));
    settle(inner.text, policy, marks);
    if (!string && !marks.empty()) {
      marks.resize(1);
      marks[0].start = leaf.span.begin;
      marks[0].end = leaf.span.end;
      marks[0].quotes = 1;
    }
    for (auto& mark : marks) {
      if (string) {
        if (mark.quotes > 0) ++mark.quotes;
        mark.start = leaf.span.begin + 1 + decoded.to_raw(mark.start);
        mark.end = leaf.span.begin + 1 + decoded.to_raw(mark.end);
      }
      all.push_back(std::move(mark));
    }
  }
  return all;
}

// Does a member's name say that its numbers measure something?
bool is_measure(std::string_view label) {
  constexpr std::array<std::string_view, 26> kMeasures = {
      "time",  "timestamp", "date",   "at",     "on",      "since",    "until",  "seen",   "epoch",
      "ms",    "millis",    "micros", "nanos",  "seconds", "duration", "count",  "total",  "sum",
      "bytes", "size",      "offset", "length", "value",   "score",    "amount", "version"};
  for (std::size_t at = 0; at < label.size();) {
    const std::size_t end = std::min(label.find(' ', at), label.size());
    if (std::find(kMeasures.begin(), kMeasures.end(), label.substr(at, end - at)) != kMeasures.end())
      return true;
    at = end + 1;
  }
  return false;
}

// A number of JSON has no plus sign: 447700900212 is +44 7700 900212, unless its label names something else.
// A token too much still tells equal from equal, a number too few tells whose it is.
Result<std::vector<Mark>> bare_number(std::string_view text, const std::string& label) {
  constexpr std::size_t kShortest = 10, kLongest = 15;  // E.164, with the country's code
  if (text.size() < kShortest || text.size() > kLongest ||
      text.find_first_not_of("0123456789") != std::string_view::npos || is_measure(label))
    return std::vector<Mark>{};
  const std::array<Utterance, 1> words = {Utterance{Role::other, label}};
  OFFHOOK_TRY(const auto script, detect::Script::read(words));
  if (!detect::find_labels(script).empty()) return std::vector<Mark>{};
  auto e164 = international_phone(text);
  if (!e164) return std::vector<Mark>{};
  return std::vector<Mark>{whole(text, Kind::phone, std::move(*e164), "digits of an international number")};
}

Result<std::vector<Mark>> find_in_views(const std::vector<View>& views, const std::string& label,
                                        const KnownBuilder& known, const Policy& policy) {
  std::vector<Mark> marks;
  for (const View& view : views) {
    OFFHOOK_TRY(auto seen, find_in(view.text, label, known, policy));
    settle(view.text, policy, seen);
    for (const auto& mark : seen)
      for (auto& piece : back_to_source(view, mark)) marks.push_back(std::move(piece));
  }
  return marks;
}

// Adds what the views of a text show to what was found in the text itself. What is replaced for the one
// changes what the other says, so both are read again until neither shows more, as search() does.
Result<void> look_through_views(std::string_view text, const std::string& label, const KnownBuilder& known,
                                const Policy& policy, std::vector<Mark>& marks) {
  constexpr int kMaxRounds = 5;
  const auto views = views_of(text);
  if (views.empty()) return {};
  OFFHOOK_TRY(auto seen, find_in_views(views, label, known, policy));
  std::move(seen.begin(), seen.end(), std::back_inserter(marks));
  settle(text, policy, marks);
  for (int round = 0; round < kMaxRounds && !marks.empty(); ++round) {
    const Replaced now(text, marks, policy);
    OFFHOOK_TRY(auto more, find_in(now.text(), label, known, policy));
    OFFHOOK_TRY(seen, find_in_views(views_of(now.text()), label, known, policy));
    std::move(seen.begin(), seen.end(), std::back_inserter(more));
    settle(now.text(), policy, more);
    if (more.empty()) break;
    for (auto& mark : more) marks.push_back(now.in_original(std::move(mark)));
    settle(text, policy, marks);
  }
  return {};
}

Result<std::vector<Mark>> scan(const FieldText& field, const KnownBuilder& known, const Policy& policy,
                               int nesting) {
  const std::string label = words_of_key(field.label);
  if (is_name_key(label, field.field == Field::attribute, field.text) && !is_placeholder_name(field.text) &&
      !known.is_business_name(field.text) && occupied(field.text).empty())
    return std::vector<Mark>{whole(field.text, Kind::person, known.canonical_name(field.text),
                                   "the field's name says that it is a name")};
  if (policy.rule(Kind::email).enabled)
    if (auto email = whole_email(field.text, label)) return std::vector<Mark>{std::move(*email)};
  OFFHOOK_TRY(auto inside, nested(field, known, policy, nesting));
  if (inside) return std::move(*inside);
  OFFHOOK_TRY(auto marks, find_in(field.text, label, known, policy));
  if (marks.empty() && (field.field == Field::scan || field.field == Field::script)) {
    OFFHOOK_TRY(marks, bare_number(field.text, label));
  }
  OFFHOOK_CHECK_OK(look_through_views(field.text, label, known, policy, marks));
  return marks;
}

std::vector<Mark> call_id_marks(std::string_view text, const Policy& policy) {
  if (is_uuid(text) || !occupied(text).empty()) return {};
  const std::size_t at = text.find('@');
  const std::size_t host = at == std::string_view::npos ? text.size() : at + 1;
  std::vector<Mark> marks;
  const auto id = text.substr(0, at);
  if (!is_harmless(id) && !is_uuid(id))
    marks.push_back({0, id.size(), Kind::person, {}, casefold_words(id), 1.0, "a call id"});
  const std::string ip = canonical(Kind::ip, text.substr(host), policy);
  if (ip.find_first_not_of("0123456789abcdef.:") == std::string::npos &&
      ip.find_first_of(".:") != std::string::npos)
    marks.push_back({host, text.size(), Kind::ip, {}, ip, 1.0, "the host of a call id"});
  return marks;
}

// Is such a field searched, as text with a label?
bool heeds_label(Field field) {
  switch (field) {
    case Field::party_name:
    case Field::display_name:
    case Field::address:
    case Field::call_id:
    case Field::person_id:
    case Field::tokenise:
    case Field::member_name:
    case Field::maybe_name:
    case Field::kept_words:
      return false;
    default:
      return true;
  }
}

}  // namespace

std::string_view label_of(const Document& document, const Leaf& leaf) {
  if (!heeds_label(leaf.field)) return {};
  const auto label = document.raw(leaf.label);
  return label.size() < 2 ? std::string_view{} : label.substr(1, label.size() - 2);
}

std::string_view telling_label(std::string_view label, const KnownBuilder& known) {
  if (label.empty()) return {};
  const auto plain = [&] {
    if (label.find(' ') == std::string_view::npos) return is_plain_member_name(label);
    std::string joined(label);  // "Customer Phone" is as good as "CustomerPhone"
    std::replace(joined.begin(), joined.end(), ' ', '_');
    return is_plain_member_name(joined);
  };
  // A name that is content itself says nothing about the value: when the outcome is redacted once more, a
  // token stands in its place.
  return plain() && !known.is_party_name(label) ? label : std::string_view{};
}

Result<std::vector<Mark>> field_marks(const FieldText& field, const KnownBuilder& known,
                                      const Policy& policy) {
  std::vector<Mark> marks;
  switch (field.field) {
    case Field::party_name:
      if (!field.business) marks = known.name_marks(field.text);
      break;
    case Field::display_name:
      marks = known.display_name_marks(field.text);
      break;
    case Field::address:
      if (!known.is_business_name(field.text)) marks = address_parts(field.text, policy);
      break;
    case Field::call_id:
      marks = call_id_marks(field.text, policy);
      break;
    case Field::person_id:
    case Field::tokenise:
      if (occupied(field.text).empty()) {
        marks = address_parts(field.text, policy);
        if (marks.empty())
          marks.push_back(
              whole(field.text, Kind::person, casefold_words(field.text), "the field is personal"));
      }
      break;
    case Field::member_name: {
      OFFHOOK_TRY(marks, member_name_marks(field, known));
      break;
    }
    case Field::maybe_name:
      if (!known.is_business_name(field.text) && !is_uuid(field.text)) {
        if (looks_like_name(field.text) && field.text.find(' ') != std::string_view::npos) {
          marks = known.name_marks(field.text);
        } else {
          OFFHOOK_TRY(marks, scan({Field::scan, field.text, {}}, known, policy, 0));
        }
      }
      break;
    case Field::kept_words:
      marks = known.full_name_marks(field.text);
      break;
    default: {
      OFFHOOK_TRY(marks, scan(field, known, policy, 0));
      break;
    }
  }
  settle(field.text, policy, marks);
  return marks;
}

}  // namespace offhook::redact
