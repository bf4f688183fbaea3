#include "redact/fields.h"

#include <array>
#include <string>

#include "redact/address.h"
#include "redact/canonical.h"

namespace offhook::redact {
namespace {

Mark whole(std::string_view text, Kind kind, std::string canonical_value, const char* reason) {
  return {0, text.size(), kind, {}, std::move(canonical_value), 1.0, reason};
}

// The label is put before the value, as a person would write it: it is what tells an account number from an
// order number.
Result<std::vector<Mark>> scan(const FieldText& field, const KnownBuilder& known, const Policy& policy) {
  const std::string label = words_of_key(field.label);
  std::vector<Mark> marks;
  if (is_name_key(label) && looks_like_name(field.text) && !is_placeholder_name(field.text) &&
      !known.is_business_name(field.text)) {
    marks.push_back(whole(field.text, Kind::person, casefold_words(name_in_speaking_order(field.text)),
                          "the field's name says that it is a name"));
    return marks;
  }
  std::string labelled = label.empty() ? std::string() : label + ": ";
  const std::size_t offset = labelled.size();
  if (offset > 0) labelled += field.text;
  const std::array<Utterance, 1> utterance = {
      Utterance{Role::other, offset > 0 ? std::string_view(labelled) : field.text}};
  OFFHOOK_TRY(auto findings, find(utterance, known.known(), policy));
  for (auto& finding : findings) {
    if (finding.end <= offset) continue;
    marks.push_back({std::max(finding.start, offset) - offset, finding.end - offset, finding.kind,
                     std::move(finding.country), std::move(finding.canonical), finding.confidence,
                     finding.reason});
  }
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

}  // namespace

Result<std::vector<Mark>> field_marks(const FieldText& field, const KnownBuilder& known,
                                      const Policy& policy) {
  std::vector<Mark> marks;
  switch (field.field) {
    case Field::party_name:
      marks = known.name_marks(field.purpose, field.text);
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
    case Field::maybe_name:
      if (!known.is_business_name(field.text) && !is_uuid(field.text)) {
        const std::string folded = casefold_words(name_in_speaking_order(field.text));
        for (const auto& name : known.known().names)
          if (casefold_words(name.full) == folded) return known.name_marks({}, field.text);
        OFFHOOK_TRY(marks, scan({Field::scan, field.text, {}, {}}, known, policy));
      }
      break;
    default: {
      OFFHOOK_TRY(marks, scan(field, known, policy));
      break;
    }
  }
  settle(field.text, policy, marks);
  return marks;
}

}  // namespace offhook::redact
