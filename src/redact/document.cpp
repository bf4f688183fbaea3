#include "redact/document.h"

#include <algorithm>

#include "redact/mark.h"

namespace offhook::redact {
namespace {

constexpr std::size_t kUuidSize = 36;
// Shorter numbers are neither phones nor accounts nor ids of people.
constexpr std::size_t kLongNumber = 7;
constexpr std::size_t kLongestHarmless = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr auto kHex = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("0123456789abcdefABCDEF")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();
bool is_hex(char c) { return kHex[static_cast<unsigned char>(c)]; }

// RFC 3339 up to the seconds: 2026-03-10T14:00:05
bool starts_with_time(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd";
  if (text.size() < kForm.size() || text[4] != '-' || text[10] != 'T') return false;
  for (std::size_t i = 0; i < kForm.size(); ++i)
    if (kForm[i] == 'd' ? !is_digit(text[i]) : text[i] != kForm[i]) return false;
  return true;
}

class Reader final : public json::Visitor {
 public:
  Reader(Document& document, const Schema* schema, bool want_paths)
      : document_(document), schema_(schema), want_paths_(want_paths) {
    frames_.reserve(16);
  }

  Result<void> value(const json::Visit& visit) override {
    const std::size_t depth = visit.path.size();
    const Frame frame =
        depth == 0 ? Frame{schema_ != nullptr ? &schema_->root() : nullptr, {}, Field::scan, false, {}, 0}
                   : below(visit);
    frames_.resize(depth);
    frames_.push_back(frame);
    if (visit.type == json::Type::object || visit.type == json::Type::array) return {};
    Field field = frame.inherits ? frame.inherited : frame.node ? frame.node->field : Field::scan;
    if (field == Field::keep && visit.type == json::Type::string) field = kept(visit);
    if (concerns(visit, field)) {
      add(visit, visit.span, field, false, frame.label);
      pair_up(visit);
    }
    return {};
  }

 private:
  struct Frame {
    const Schema::Node* node;
    json::Span label;
    Field inherited;
    bool inherits;
    // Of an object: where its {"name":…,"value":…} stand.
    json::Span pair_name;
    std::size_t pair_value;  // 1 + the leaf's number
  };

  Frame below(const json::Visit& visit) {
    const Frame& parent = frames_[visit.path.size() - 1];
    const json::Step& step = visit.path.back();
    Frame frame{nullptr, step.is_index ? parent.label : visit.key_span, parent.inherited, parent.inherits, {},
                0};
    if (step.is_index) {
      frame.node = Schema::item(parent.node);
    } else {
      bool named = false;
      frame.node = Schema::member(parent.node, step.member, named);
      if (!named)
        add(visit, visit.key_span, is_plain_member_name(step.member) ? Field::member_name : Field::scan, true,
            {});
    }
    if (frame.node != nullptr && frame.node->subtree) {
      frame.inherited = frame.node->field;
      frame.inherits = true;
    }
    return frame;
  }

  // In {"property":"ssn","value":"…"} one member is the label of the other, whichever comes first.
  void pair_up(const json::Visit& visit) {
    if (visit.path.empty() || visit.path.back().is_index) return;
    Frame& object = frames_[visit.path.size() - 1];
    const auto member = visit.path.back().member;
    if (member == "value") {
      object.pair_value = document_.leaves.size();
    } else if (visit.type == json::Type::string &&
               (member == "name" || member == "property" || member == "key" || member == "label" ||
                member == "field")) {
      object.pair_name = visit.span;
    } else {
      return;
    }
    if (object.pair_value > 0 && object.pair_name.end > 0)
      document_.leaves[object.pair_value - 1].label = object.pair_name;
  }

  [[nodiscard]] bool concerns(const json::Visit& visit, Field field) const {
    const auto text = document_.raw(visit.span);
    if (field == Field::drop) return true;
    if (visit.type == json::Type::number)
      return field != Field::keep &&
             std::count_if(text.begin(), text.end(), is_digit) >= std::ptrdiff_t{kLongNumber};
    if (visit.type != json::Type::string) return false;
    // Who pauses or says nothing stands between what others say; an empty word is the rest of a token.
    if (text.size() == 2)
      return field == Field::utterance || field == Field::script || field == Field::decorated ||
             field == Field::alternative;
    return field != Field::keep;
  }

  // What is to be kept, if it looks harmless: words may still be somebody's name.
  [[nodiscard]] Field kept(const json::Visit& visit) const {
    const auto text = document_.raw(visit.span);
    if (!is_harmless(text.substr(1, text.size() - 2))) return Field::scan;
    return text.find(' ') == std::string_view::npos ? Field::keep : Field::kept_words;
  }

  void add(const json::Visit& visit, json::Span span, Field field, bool is_key, json::Span label) {
    Leaf leaf{span, is_key ? json::Type::string : visit.type, field, is_key, label, {}, 0, {}};
    for (const auto& step : visit.path) {
      if (!step.is_index) continue;
      if (leaf.indices == leaf.index.size()) break;
      leaf.index[leaf.indices++] = static_cast<std::uint32_t>(step.index);
    }
    if (want_paths_) leaf.path = json::pointer(visit.path);
    document_.leaves.push_back(std::move(leaf));
  }

  Document& document_;
  const Schema* schema_;
  bool want_paths_;
  std::vector<Frame> frames_;
};

}  // namespace

bool is_uuid(std::string_view text) {
  if (text.size() != kUuidSize || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
    return false;
  for (std::size_t i = 0; i < kUuidSize; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_plain_member_name(std::string_view name) {
  std::size_t digits = 0;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '-';
    if (!letter && !is_digit(c)) return false;
    digits += is_digit(c) ? 1 : 0;
  }
  return digits < 4 && name.size() <= 64 && !name.starts_with('-') && occupied(name).empty();
}

bool is_harmless(std::string_view text) {
  if (text.size() > kLongestHarmless) return false;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '@' || c == '\\' || static_cast<unsigned char>(c) >= 0x80) return false;
    if (!is_hex(c)) continue;
    if (is_uuid(text.substr(i, kUuidSize))) {
      i += kUuidSize - 1;
    } else if (starts_with_time(text.substr(i))) {
      i += 18;
      while (i + 1 < text.size() && (is_digit(text[i + 1]) || text[i + 1] == '.')) ++i;
    } else if (is_digit(c) && ++digits >= kLongNumber) {
      return false;
    }
  }
  return true;
}

Result<Document> Document::read(std::string_view bytes, const Schema* schema, bool want_paths) {
  Document document{bytes, {}};
  document.leaves.reserve(bytes.size() / 64 + 4);  // about as many as records have
  Reader reader(document, schema, want_paths);
  OFFHOOK_CHECK_OK(json::walk(bytes, reader));
  return document;
}

}  // namespace offhook::redact
