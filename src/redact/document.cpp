#include "redact/document.h"

#include <algorithm>

#include "json/walker.h"

namespace offhook::redact {
namespace {

// Shorter numbers are neither phones nor accounts nor ids of people.
constexpr std::size_t kLongNumber = 7;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Is this member's value the label of its neighbour's "value"?
bool is_pair_name(std::string_view member) {
  return member == "name" || member == "property" || member == "key" || member == "label" ||
         member == "field";
}

// What walker.h calls a handler.
class Reader {
 public:
  // Without a schema there is no order.
  Reader(Document& document, const Schema* schema, MemberOrder* order, bool want_paths,
         std::pmr::memory_resource* memory)
      : document_(document), order_(order), want_paths_(want_paths), frames_(memory) {
    frames_.reserve(16);
    next_ = {schema != nullptr ? &schema->root() : nullptr, {}, Field::scan, false};
  }

  [[nodiscard]] const Schema::Member* known(std::string_view name, const json::NameKey& key) const {
    const Schema::Node* node = frames_.back().below.node;
    return node != nullptr ? Schema::member(*node, name, key) : nullptr;
  }
  [[nodiscard]] const Schema::Member* expected() const {
    const Frame& object = frames_.back();
    return object.expected != nullptr ? *object.expected : nullptr;
  }
  bool name(const Schema::Member& member, json::Span span) {
    Frame& object = frames_.back();
    if (object.expected != nullptr) *object.expected = &member;
    if (order_ != nullptr) object.expected = &order_->next_to(member);
    become_member(member.name, member.node, span, object);
    return true;
  }
  bool name(std::string_view name, const json::NameKey&, json::Span span) {
    if (want_paths_) path_.back().member = name;
    add({span,
         json::Type::string,
         is_plain_member_name(name) ? Field::member_name : Field::scan,
         true,
         is_escaped(span),
         {}});
    const Frame& object = frames_.back();
    const Schema::Node* node = object.below.node;
    become_member(name, node != nullptr ? node->any_member.get() : nullptr, span, object);
    return true;
  }

  bool item() {
    Frame& parent = frames_.back();
    if (parent.array < kIndices) index_[parent.array] = parent.next_index++;
    member_ = {};
    if (want_paths_) ++path_.back().index;
    become(Schema::item(parent.below.node), parent.below.label, parent.below);
    return true;
  }

  bool open(json::Type type, json::Span) {
    const bool array = type == json::Type::array;
    const bool known = !array && next_.node != nullptr && order_ != nullptr;
    frames_.push_back(
        {next_, known ? &order_->first_in(*next_.node) : nullptr, array ? arrays_ : kIndices, 0, {}, 0});
    arrays_ += array ? 1 : 0;
    if (want_paths_) path_.push_back({{}, array ? static_cast<std::size_t>(-1) : 0, array});
    return true;
  }

  bool close(json::Type type, json::Span) {
    frames_.pop_back();
    if (type == json::Type::array && --arrays_ < kIndices) index_[arrays_] = 0;
    if (want_paths_) path_.pop_back();
    return true;
  }

  // What is to be kept and is an id or a time is nothing else.
  [[nodiscard]] std::size_t passes(const char* at, const char* end) const {
    return next_field() == Field::keep ? quoted_id_or_time(at, end) : 0;
  }

  bool value(json::Type type, json::Span span, bool escaped) {
    Field field = next_field();
    if (type == json::Type::string) {
      if (field == Field::keep) field = kept(span);
      if (!concerns_string(span, field)) return true;
    } else if (!concerns(type, span, field)) {
      return true;
    }
    add({span, type, field, false, escaped, next_.label});
    if (!member_.empty()) pair_up(type, span);
    return true;
  }

 private:
  // What is known about a value before it is read.
  struct Meaning {
    const Schema::Node* node;
    json::Span label;
    Field inherited;
    bool inherits;
  };
  // An object or array that is open.
  struct Frame {
    Meaning below;                    // its own, which its values begin with
    const Schema::Member** expected;  // where the member that should come next is remembered; may be null
    std::uint32_t array;              // how many arrays it is in; of an object, and far down, kIndices
    std::uint32_t next_index;         // of an array
    // Of an object: where its {"name":…,"value":…} stand.
    json::Span pair_name;
    std::size_t pair_value;  // 1 + the leaf's number
  };
  static constexpr std::uint32_t kIndices = std::tuple_size_v<decltype(Leaf::index)>;

  [[nodiscard]] Field next_field() const {
    return next_.inherits ? next_.inherited : next_.node != nullptr ? next_.node->field : Field::scan;
  }

  void become_member(std::string_view name, const Schema::Node* node, json::Span span, const Frame& object) {
    member_ = name;
    if (want_paths_) path_.back().member = name;
    become(node, span, object.below);
  }
  void become(const Schema::Node* node, json::Span label, const Meaning& above) {
    next_ = {node, label, above.inherited, above.inherits};
    if (node != nullptr && node->subtree) {
      next_.inherited = node->field;
      next_.inherits = true;
    }
  }

  // In {"property":"ssn","value":"…"} one member is the label of the other, whichever comes first.
  void pair_up(json::Type type, json::Span span) {
    Frame& object = frames_.back();
    if (member_ == "value") {
      object.pair_value = document_.leaves.size();
    } else if (type == json::Type::string && is_pair_name(member_)) {
      object.pair_name = span;
    } else {
      return;
    }
    if (object.pair_value > 0 && object.pair_name.end > 0)
      document_.leaves[object.pair_value - 1].label = object.pair_name;
  }

  // Who pauses or says nothing stands between what others say; an empty word is the rest of a token.
  [[nodiscard]] static bool concerns_string(json::Span span, Field field) {
    if (span.size() == 2)
      return field == Field::drop || field == Field::utterance || field == Field::script ||
             field == Field::decorated || field == Field::alternative;
    return field != Field::keep;
  }

  [[nodiscard]] bool concerns(json::Type type, json::Span span, Field field) const {
    if (field == Field::drop) return true;
    if (type != json::Type::number || field == Field::keep || span.size() < kLongNumber) return false;
    const auto text = document_.raw(span);
    return std::count_if(text.begin(), text.end(), is_digit) >= std::ptrdiff_t{kLongNumber};
  }

  // What is to be kept, if it looks harmless: words may still be somebody's name.
  [[nodiscard]] Field kept(json::Span span) const {
    switch (harmlessness(document_.bytes.substr(span.begin + 1, span.size() - 2))) {
      case Harmless::solid:
        return Field::keep;
      case Harmless::words:
        return Field::kept_words;
      case Harmless::no:
        break;
    }
    return Field::scan;
  }

  [[nodiscard]] bool is_escaped(json::Span span) const {
    return document_.raw(span).find('\\') != std::string_view::npos;
  }

  void add(Leaf leaf) {
    leaf.index = index_;
    leaf.indices = std::min(arrays_, kIndices);
    document_.leaves.push_back(leaf);
    if (want_paths_) document_.paths.push_back(json::pointer(path_));
  }

  Document& document_;
  MemberOrder* order_;
  bool want_paths_;
  Meaning next_;              // of the value that comes next
  std::string_view member_;   // its name; empty in arrays
  std::uint32_t arrays_ = 0;  // that are open
  std::array<std::uint32_t, kIndices> index_{};
  std::vector<json::Step> path_;  // only where paths are wanted
  std::pmr::vector<Frame> frames_;
};

}  // namespace

Result<Document> Document::read(std::string_view bytes, const Schema* schema, MemberOrder* order,
                                bool want_paths, std::pmr::memory_resource* memory) {
  Document document{bytes, std::pmr::vector<Leaf>(memory), {}};
  document.leaves.reserve(bytes.size() / 128 + 4);  // about as many as records have
  Reader reader(document, schema, order, want_paths, memory);
  json::Walker walker(bytes, reader, memory);
  if (!walker.run()) return fail(json::malformed(walker.failed_at(), walker.wrong()));
  return document;
}

}  // namespace offhook::redact
