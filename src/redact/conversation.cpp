#include "redact/conversation.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/check.h"
#include "json/splice.h"
#include "redact/address.h"
#include "redact/sixteen.h"

namespace offhook::redact {
namespace {

// What few documents have more of.
constexpr std::size_t kUsualFields = 16;

bool in_dialogue(const Leaf& leaf) {
  if (leaf.is_key || leaf.type != json::Type::string) return false;
  switch (leaf.field) {
    case Field::utterance:
    case Field::script:
    case Field::decorated:
    case Field::word:
    case Field::decorated_word:
    case Field::alternative:
    case Field::alternative_word:
      return true;
    default:
      return false;
  }
}

// A name said once is known elsewhere only when it is said in full; a lone word may be any word.
bool is_worth_knowing(const Mark& mark, std::string_view text) {
  if (is_constant(mark.kind) || mark.kind == Kind::url || mark.kind == Kind::address) return false;
  return mark.kind != Kind::person || text.find(' ') != std::string_view::npos;
}

// Calls visit(leaf, its changes) for each leaf that has some.
template <class Changes, class Visit>
void each_leaf(const Changes& changes, Visit visit) {
  for (auto from = changes.begin(); from != changes.end();) {
    const auto to =
        std::find_if(from, changes.end(), [&](const auto& change) { return change.leaf != from->leaf; });
    visit(from->leaf, std::span(from, to));
    from = to;
  }
}

template <class Changes>
std::string changed(std::string_view text, const Changes& changes) {
  std::string out;
  std::size_t from = 0;
  for (const auto& change : changes) {
    out.append(text.substr(from, change.start - from)).append(change.text());
    from = change.end;
  }
  return out.append(text.substr(from));
}

// The distinct tokens that stand in the document afterwards.
template <class Changes>
std::vector<std::string> tokens_in(const Changes& changes) {
  std::vector<std::string_view> tokens;
  tokens.reserve(changes.size());
  const void* last = nullptr;
  for (const auto& change : changes) {
    if (change.token == last || change.token == nullptr) continue;
    if (!change.token->bare.empty()) tokens.push_back(change.token->bare);
    last = change.token;
  }
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  return {tokens.begin(), tokens.end()};
}

// An e-mail address as a whole, of which nothing that is learned later makes anything else.
bool is_sure(const FieldValue& value) {
  if (value.marks.size() != 1) return false;
  const Mark& mark = value.marks.front();
  return mark.kind == Kind::email && mark.start == 0 && mark.end == value.text.text.size() &&
         mark.confidence > kSurestKnown;
}

// Of the source's own redaction.
std::uint32_t markers_in(std::string_view text) {
  if (!has_either(text, '[', '[')) return 0;
  const auto places = occupied(text);
  return static_cast<std::uint32_t>(
      std::count_if(places.begin(), places.end(), [](const Occupied& place) { return place.marker; }));
}

// Adds up what a document's texts hold, by type.
class Counter {
 public:
  void add(const FieldValue& value) {
    add(value.marks);
    markers_ += value.markers;
  }
  void add(std::string_view text, const std::vector<Mark>& marks) {
    add(marks);
    markers_ += markers_in(text);
  }
  [[nodiscard]] Counts counts() && {
    for (std::size_t i = 0; i < by_kind_.size(); ++i)
      if (by_kind_[i].second) by_country_[name(static_cast<Kind>(i))] += by_kind_[i].first;
    if (markers_ > 0) by_country_["GENESYS_MARKER"] = markers_;
    return std::move(by_country_);
  }

 private:
  void add(const std::vector<Mark>& marks) {
    for (const auto& mark : marks) {
      const std::uint64_t one = mark.blank ? 0 : 1;
      if (!mark.country.empty()) {
        by_country_[name(mark.kind, mark.country)] += one;
      } else {
        auto& [count, any] = by_kind_[static_cast<std::size_t>(mark.kind)];
        count += one;
        any = true;
      }
    }
  }

  std::array<std::pair<std::uint64_t, bool>, kKindCount> by_kind_{};
  Counts by_country_;
  std::uint64_t markers_ = 0;
};

using Renamed = std::vector<std::pair<std::string_view, std::string>>;

// Paths name members, whose names may be redacted themselves.
void redact_paths(Renamed renamed, std::vector<Span>& spans) {
  // The longest first: what stands in front of a name stays as long as it was.
  std::sort(renamed.begin(), renamed.end(),
            [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  for (auto& span : spans) {
    const std::string original = span.path;
    for (const auto& [path, name] : renamed) {
      if (!original.starts_with(path) || (original.size() > path.size() && original[path.size()] != '/'))
        continue;
      const std::size_t start = path.rfind('/') + 1;
      std::string escaped_name;
      for (const char c : name) escaped_name += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
      span.path.replace(start, path.size() - start, escaped_name);
    }
  }
}

}  // namespace

std::vector<Result<RedactedDocument>> ConversationJob::run(const std::vector<std::string_view>& documents) {
  for (const auto bytes : documents) load(bytes);
  gather_parties();
  gather_attributes();
  detect_dialogues();
  index_what_is_said();
  std::vector<Result<RedactedDocument>> outcomes;
  for (auto& loaded : documents_) {
    if (loaded.state) loaded.state = mark_fields(loaded);
    if (loaded.state)
      outcomes.push_back(write(loaded));
    else
      outcomes.emplace_back(fail(std::move(loaded.state).error()));
  }
  return outcomes;
}

void ConversationJob::load(std::string_view bytes) {
  Loaded& loaded = documents_.emplace_back(&memory_);
  if (bytes.empty()) return;
  auto document = Document::read(bytes, &schema_, &order_, want_spans_, &memory_);
  if (!document) {
    loaded.state = fail(std::move(document).error());
    return;
  }
  loaded.document = std::move(*document);
  loaded.state = read_texts(loaded);
  if (!loaded.state) return;
  std::pmr::vector<Purpose> participants(&memory_);
  for (std::size_t i = 0; i < loaded.texts.size(); ++i) {
    const Leaf& leaf = loaded.document.leaves[i];
    if (leaf.field != Field::party_purpose || leaf.indices == 0) continue;
    if (participants.size() <= leaf.index[0]) participants.resize(leaf.index[0] + 1);
    participants[leaf.index[0]] = Purpose::of(loaded.texts[i].text);
  }
  gather_fields(loaded, participants);
  loaded.dialogues = dialogues_of(loaded.document, loaded.texts, &memory_);
}

Result<void> ConversationJob::read_texts(Loaded& loaded) {
  const auto& leaves = loaded.document.leaves;
  loaded.texts.resize(leaves.size());
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const Leaf& leaf = leaves[i];
    const auto raw = loaded.document.raw(leaf.span);
    LeafText& text = loaded.texts[i];
    if (leaf.type != json::Type::string) {
      text.text = raw;
    } else if (!leaf.escaped) {
      text.text = raw.substr(1, raw.size() - 2);
    } else {
      OFFHOOK_TRY(auto decoded, json::decode(raw));
      text.decoded = loaded.decoded.emplace_back(std::make_unique<json::Decoded>(std::move(decoded))).get();
      text.text = text.decoded->text;
    }
  }
  return {};
}

void ConversationJob::gather_fields(Loaded& loaded, std::span<const Purpose> participants) {
  const auto& leaves = loaded.document.leaves;
  loaded.fields.reserve(std::min<std::size_t>(leaves.size(), kUsualFields));
  for (std::uint32_t i = 0; i < leaves.size(); ++i) {
    const Leaf& leaf = leaves[i];
    if (in_dialogue(leaf)) continue;
    FieldLeaf& field = loaded.fields.emplace_back(FieldLeaf{i});
    if (leaf.field == Field::drop) continue;
    const Purpose whose =
        leaf.indices > 0 && leaf.index[0] < participants.size() ? participants[leaf.index[0]] : Purpose{};
    const bool named = leaf.field == Field::party_name && whose.business;
    const auto document = leaf.field == Field::echo ? static_cast<std::uint32_t>(documents_.size()) : 0;
    field.value = &values_.of({leaf.field, loaded.texts[i].text, label_of(loaded.document, leaf), named},
                              leaf.type == json::Type::string, document);
    field.value->add_role(whose.role);
  }
}

// Each pass over all fields, so that the order of members and documents decides nothing.
void ConversationJob::gather_parties() {
  const auto each = [&](Field wanted, auto visit) {
    for (FieldValue& value : values_)
      if (value.text.field == wanted && value.string) visit(value, value.text.text);
  };
  each(Field::party_name, [&](const FieldValue& value, std::string_view text) {
    if (value.text.business) known_.add_business_name(text);
  });
  each(Field::party_name, [&](FieldValue& value, std::string_view text) {
    if (value.text.business) return;
    value.marks = known_.name_marks(text);
    value.each_role([&](Role role) { known_.add_name(role, text, value.marks); });
  });
  each(Field::address, [&](FieldValue& value, std::string_view text) {
    value.marks = address_parts(text, policy_);
    value.each_role([&](Role role) { known_.add_address(role, text, value.marks); });
  });
  each(Field::display_name, [&](const FieldValue&, std::string_view text) { known_.add_display_name(text); });
  known_.sort();
}

void ConversationJob::gather_attributes() {
  std::vector<const FieldValue*> accepted;
  for (auto& loaded : documents_) {
    for (const auto& [leaf, value] : loaded.fields) {
      if (!loaded.state) break;
      if (value == nullptr || value->text.field != Field::attribute || value->looked) continue;
      auto found = marks_of(*value);
      if (!found) {
        loaded.state = fail(std::move(found).error());
        break;
      }
      value->marks = std::move(*found);
      value->looked = true;
      if (!value->marks.empty()) accepted.push_back(value);
    }
  }
  if (accepted.empty()) return;
  taught_ = true;
  for (const FieldValue* value : accepted)
    value->each_role([&](Role role) { known_.add_marks(role, value->text.text, value->marks); });
  known_.sort();
}

void ConversationJob::detect_dialogues() {
  std::size_t count = 0;
  for (const auto& loaded : documents_) count += loaded.state ? loaded.dialogues.size() : 0;
  // What one dialogue shows is known in the others: a second round, if the first taught anything new.
  for (int round = 0; round < 2; ++round) {
    const std::size_t before = known_.size();
    std::optional<KnownBuilder> learned;  // what is known and what was learned
    for (auto& loaded : documents_) {
      for (auto& phrases : loaded.dialogues) {
        if (!loaded.state) break;
        loaded.state = detect(phrases, known_.known(), policy_);
        if (!loaded.state) break;
        for (const auto& phrase : phrases.phrases)
          for (const auto& line : phrase.lines)
            for (const auto& mark : line.marks) {
              const auto text = line.text.substr(mark.start, mark.end - mark.start);
              if (!is_worth_knowing(mark, text)) continue;
              if (!learned) learned = known_;
              learned->add_marks(
                  Role::other, text,
                  {{0, text.size(), mark.kind, mark.country, mark.canonical, mark.confidence, mark.reason}});
            }
      }
    }
    if (!learned) break;
    taught_ = true;
    learned->sort();
    known_ = std::move(*learned);
    if (count < 2 || known_.size() == before) break;
  }
}

void ConversationJob::index_what_is_said() {
  const bool echoes = std::any_of(documents_.begin(), documents_.end(), [](const Loaded& loaded) {
    return std::any_of(loaded.fields.begin(), loaded.fields.end(), [&](const FieldLeaf& field) {
      return loaded.document.leaves[field.leaf].field == Field::echo;
    });
  });
  if (!echoes) return;
  for (const auto& loaded : documents_)
    if (loaded.state)
      for (const auto& list : loaded.dialogues)
        for (const auto& line : list.lines) said_.emplace(line.text, &line);
}

Result<std::vector<Mark>> ConversationJob::echo_marks(const Loaded& loaded, std::string_view text) const {
  if (const auto found = said_.find(text); found != said_.end()) return found->second->marks;
  OFFHOOK_TRY(auto marks, field_marks({Field::scan, text, {}}, known_, policy_));
  // A part of a phrase: what was removed there is removed here.
  for (const auto& list : loaded.dialogues) {
    for (const auto& line : list.lines) {
      if (line.marks.empty()) continue;
      const std::size_t at = line.text.find(text);
      if (at == std::string_view::npos) continue;
      for (Mark mark : line.marks) {
        if (mark.end <= at || mark.start >= at + text.size()) continue;
        mark.start = std::max(mark.start, at) - at;
        mark.end = std::min(mark.end, at + text.size()) - at;
        marks.push_back(std::move(mark));
      }
    }
  }
  settle(text, policy_, marks);
  return marks;
}

Result<std::vector<Mark>> ConversationJob::marks_of(const FieldValue& value) {
  FieldText text = value.text;
  text.label = telling_label(text.label, known_);
  if (quiet_.has(text, known_.words())) return std::vector<Mark>{};
  OFFHOOK_TRY(auto marks, field_marks(text, known_, policy_));
  if (marks.empty()) quiet_.add(text);
  return marks;
}

Result<void> ConversationJob::mark(const Loaded& loaded, FieldValue& value) {
  const auto text = value.text.text;
  switch (value.text.field) {
    case Field::party_purpose:
    case Field::speaker:
      if (is_harmless(text)) return {};
      break;
    case Field::attribute:
      // What attributes hold was looked for when they were gathered.
      if (!taught_ || is_sure(value)) return {};
      break;
    case Field::party_name:
      if (!value.string) break;
      known_.renew(text, value.marks);
      settle(text, policy_, value.marks);
      return {};
    case Field::address:
      if (!value.string) break;
      if (known_.is_business_name(text)) value.marks.clear();
      settle(text, policy_, value.marks);
      return {};
    case Field::echo: {
      OFFHOOK_TRY(value.marks, echo_marks(loaded, text));
      return {};
    }
    default:
      break;
  }
  OFFHOOK_TRY(value.marks, marks_of(value));
  return {};
}

Result<void> ConversationJob::mark_fields(const Loaded& loaded) {
  for (const auto& [leaf, value] : loaded.fields) {
    if (value == nullptr || value->settled) continue;
    OFFHOOK_CHECK_OK(mark(loaded, *value));
    value->markers = value->text.field == Field::echo ? 0 : markers_in(value->text.text);
    for (const Mark& mark : value->marks) value->tokens.push_back(&tokens_.of(mark));
    value->settled = true;
  }
  return {};
}

std::pmr::vector<ConversationJob::Change> ConversationJob::changes_of(const Loaded& loaded) {
  std::pmr::vector<Change> changes(&memory_);
  for (const auto& [leaf, value] : loaded.fields) {
    if (value == nullptr)
      changes.push_back({leaf, 0, loaded.texts[leaf].text.size(), nullptr, nullptr});
    else
      for (std::size_t m = 0; m < value->marks.size(); ++m)
        changes.push_back(
            {leaf, value->marks[m].start, value->marks[m].end, value->tokens[m], &value->marks[m]});
  }
  for (const auto& list : loaded.dialogues) {
    for (const auto& line : list.lines) {
      if (line.marks.empty()) continue;
      if (!line.words) {
        for (const auto& mark : line.marks)
          changes.push_back({line.leaves.front(), mark.start, mark.end, &tokens_.of(mark), &mark});
        continue;
      }
      // The first word takes the token, the others become empty: lengths and times stay.
      std::size_t start = 0;
      auto mark = line.marks.begin();
      for (const std::uint32_t word : line.leaves) {
        const std::size_t end = start + loaded.texts[word].text.size();
        while (mark != line.marks.end() && mark->end <= start) ++mark;
        for (auto m = mark; m != line.marks.end() && m->start < end; ++m)
          changes.push_back({word, std::max(m->start, start) - start, std::min(m->end, end) - start,
                             m->start >= start ? &tokens_.of(*m) : nullptr, &*m});
        start = end + 1;
      }
    }
  }
  const auto by_leaf = [](const Change& a, const Change& b) { return a.leaf < b.leaf; };
  if (!std::is_sorted(changes.begin(), changes.end(), by_leaf))
    std::stable_sort(changes.begin(), changes.end(), by_leaf);
  return changes;
}

void ConversationJob::report(const Loaded& loaded, std::span<const Change> changes,
                             RedactedDocument& out) const {
  Renamed renamed;  // members by path, and their new names
  each_leaf(changes, [&](std::uint32_t i, std::span<const Change> its) {
    const std::string& path = loaded.document.paths[i];
    for (const auto& c : its) {
      if (c.mark == nullptr)
        out.spans.push_back(
            {path, std::nullopt, c.start, c.end, "DROPPED", {}, 1.0, "the policy drops this field"});
      else
        out.spans.push_back({path, std::nullopt, c.start, c.end, name(c.mark->kind, c.mark->country),
                             std::string(c.text()), c.mark->confidence, c.mark->reason});
    }
    if (loaded.document.leaves[i].is_key) renamed.emplace_back(path, changed(loaded.texts[i].text, its));
  });
  redact_paths(std::move(renamed), out.spans);
}

Result<RedactedDocument> ConversationJob::write(Loaded& loaded) {
  RedactedDocument out;
  Counter counter;
  for (const auto& [leaf, value] : loaded.fields)
    if (value != nullptr && value->text.field != Field::echo) counter.add(*value);
  for (const auto& list : loaded.dialogues)
    for (const auto& phrase : list.phrases)
      counter.add(phrase.lines.front().text, phrase.lines.front().marks);
  out.counts = std::move(counter).counts();

  const auto changes = changes_of(loaded);
  out.tokens = tokens_in(changes);
  if (want_spans_) report(loaded, changes, out);

  std::vector<json::Edit> edits;
  edits.reserve(changes.size());
  std::pmr::deque<std::string> made(&memory_);  // texts that are no tokens as they are
  each_leaf(changes, [&](std::uint32_t i, std::span<const Change> its) {
    const Leaf& leaf = loaded.document.leaves[i];
    const LeafText& text = loaded.texts[i];
    if (leaf.type != json::Type::string) {
      // A number with a finding becomes a string, in one edit.
      edits.push_back({leaf.span, leaf.field == Field::drop
                                      ? std::string_view("null")
                                      : made.emplace_back('"' + changed(text.text, its) + '"')});
      return;
    }
    const std::size_t base = leaf.span.begin + 1;
    for (const auto& c : its) {
      const std::size_t begin = base + (text.decoded != nullptr ? text.decoded->to_raw(c.start) : c.start);
      const std::size_t end = base + (text.decoded != nullptr ? text.decoded->to_raw(c.end) : c.end);
      edits.push_back({{begin, end}, c.in_json()});
    }
  });
  OFFHOOK_TRY(out.bytes, json::splice(loaded.document.bytes, std::move(edits)));
  return out;
}

}  // namespace offhook::redact
