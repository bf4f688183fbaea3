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
constexpr std::size_t kUsualChanges = 8;

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

// A token without the quotes that nested JSON needs around it.
std::string bare(std::string_view text) {
  const std::size_t first = text.find_first_not_of("\\\"");
  return std::string(text.substr(first, text.find_last_not_of("\\\"") - first + 1));
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
    out.append(text.substr(from, change.start - from)).append(change.text);
    from = change.end;
  }
  return out.append(text.substr(from));
}

// Adds up what a document's texts hold, by type.
class Counter {
 public:
  void add(std::string_view text, const std::vector<Mark>& marks) {
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
    if (!has_either(text, '[', '[')) return;
    for (const auto& place : occupied(text)) markers_ += place.marker ? 1u : 0u;
  }
  [[nodiscard]] Counts counts() && {
    for (std::size_t i = 0; i < by_kind_.size(); ++i)
      if (by_kind_[i].second) by_country_[name(static_cast<Kind>(i))] += by_kind_[i].first;
    if (markers_ > 0) by_country_["GENESYS_MARKER"] = markers_;
    return std::move(by_country_);
  }

 private:
  std::array<std::pair<std::uint64_t, bool>, kKindCount> by_kind_{};
  Counts by_country_;
  std::uint64_t markers_ = 0;  // of the source's own redaction
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
  auto document = Document::read(bytes, &schema_, want_spans_, &memory_);
  if (!document) {
    loaded.state = fail(std::move(document).error());
    return;
  }
  loaded.document = std::move(*document);
  const auto& leaves = loaded.document.leaves;
  loaded.texts.resize(leaves.size());
  loaded.fields.reserve(std::min<std::size_t>(leaves.size(), kUsualFields));
  for (std::uint32_t i = 0; i < leaves.size(); ++i) {
    const Leaf& leaf = leaves[i];
    const auto raw = loaded.document.raw(leaf.span);
    LeafText& text = loaded.texts[i];
    if (leaf.type != json::Type::string) {
      text.text = raw;
    } else if (!leaf.escaped) {
      text.text = raw.substr(1, raw.size() - 2);
    } else {
      auto decoded = json::decode(raw);
      if (!decoded) {
        loaded.state = fail(std::move(decoded).error());
        return;
      }
      text.decoded = loaded.decoded.emplace_back(std::make_unique<json::Decoded>(std::move(*decoded))).get();
      text.text = text.decoded->text;
    }
    if (!in_dialogue(leaf)) loaded.fields.push_back({i, {}});
    if (leaf.field == Field::party_purpose && leaf.indices > 0 && !leaf.is_key) {
      if (loaded.purposes.size() <= leaf.index[0]) loaded.purposes.resize(leaf.index[0] + 1);
      loaded.purposes[leaf.index[0]] = text.text;
    }
  }
  loaded.dialogues = dialogues_of(loaded.document, loaded.texts, &memory_);
}

std::string_view ConversationJob::purpose_of(const Loaded& loaded, const Leaf& leaf) const {
  switch (leaf.field) {
    case Field::party_name:
    case Field::attribute:
    case Field::address:
      return leaf.indices > 0 && leaf.index[0] < loaded.purposes.size() ? loaded.purposes[leaf.index[0]]
                                                                        : std::string_view{};
    default:
      return {};
  }
}

FieldText ConversationJob::field_text(const Loaded& loaded, std::size_t i) const {
  const Leaf& leaf = loaded.document.leaves[i];
  return {leaf.field, loaded.texts[i].text, label_of(loaded.document, leaf, known_),
          purpose_of(loaded, leaf)};
}

// Each pass over all fields, so that the order of members and documents decides nothing.
void ConversationJob::gather_parties() {
  const auto each = [&](Field wanted, auto visit) {
    for (auto& loaded : documents_) {
      if (!loaded.state) continue;
      for (auto& [i, marks] : loaded.fields) {
        const Leaf& leaf = loaded.document.leaves[i];
        if (leaf.field == wanted && !leaf.is_key && leaf.type == json::Type::string)
          visit(purpose_of(loaded, leaf), loaded.texts[i].text, marks);
      }
    }
  };
  using Marks = std::vector<Mark>;
  each(Field::party_name, [&](std::string_view purpose, std::string_view text, Marks&) {
    if (is_business_purpose(purpose)) known_.add_name(purpose, text);
  });
  each(Field::party_name, [&](std::string_view purpose, std::string_view text, Marks& marks) {
    if (is_business_purpose(purpose)) return;
    marks = known_.name_marks(purpose, text);
    known_.add_name(purpose, text, marks);
  });
  // One number stands in every session of a call, and to take a foreign one apart costs 10 µs.
  std::pmr::unordered_map<std::string_view, const Marks*> seen(&memory_);
  each(Field::address, [&](std::string_view purpose, std::string_view text, Marks& marks) {
    const auto [first, fresh] = seen.try_emplace(text, &marks);
    marks = fresh ? address_parts(text, policy_) : *first->second;
    known_.add_address(purpose, text, marks);
  });
  each(Field::display_name,
       [&](std::string_view, std::string_view text, Marks&) { known_.add_display_name(text); });
  known_.sort();
}

void ConversationJob::gather_attributes() {
  struct Accepted {
    std::string_view purpose;
    std::string_view text;
    const std::vector<Mark>* marks;
  };
  std::vector<Accepted> accepted;
  for (auto& loaded : documents_) {
    for (auto& [i, marks] : loaded.fields) {
      if (!loaded.state) break;
      const Leaf& leaf = loaded.document.leaves[i];
      if (leaf.field != Field::attribute || leaf.is_key) continue;
      const FieldText field = field_text(loaded, i);
      auto found = field_marks(field, known_, policy_);
      if (!found) {
        loaded.state = fail(std::move(found).error());
        break;
      }
      marks = std::move(*found);
      if (!marks.empty()) accepted.push_back({field.purpose, field.text, &marks});
    }
  }
  if (accepted.empty()) return;
  taught_ = true;
  for (const auto& [purpose, text, marks] : accepted) known_.add_marks(purpose, text, *marks);
  known_.sort();
}

void ConversationJob::detect_dialogues() {
  std::size_t count = 0;
  for (const auto& loaded : documents_) count += loaded.state ? loaded.dialogues.size() : 0;
  // What one dialogue shows is known in the others: a second round, if the first taught anything new.
  for (int round = 0; round < 2; ++round) {
    const std::size_t before = known_.known().values.size() + known_.known().names.size();
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
                  {}, text,
                  {{0, text.size(), mark.kind, mark.country, mark.canonical, mark.confidence, mark.reason}});
            }
      }
    }
    if (!learned) break;
    taught_ = true;
    learned->sort();
    known_ = std::move(*learned);
    if (count < 2 || known_.known().values.size() + known_.known().names.size() == before) break;
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

Result<std::vector<Mark>> ConversationJob::echo_marks(const Loaded& loaded, std::size_t i) {
  const auto text = loaded.texts[i].text;
  if (const auto found = said_.find(text); found != said_.end()) return found->second->marks;
  FieldText field = field_text(loaded, i);
  field.field = Field::scan;
  field.label = {};
  OFFHOOK_TRY(auto marks, field_marks(field, known_, policy_));
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

Result<void> ConversationJob::mark_fields(Loaded& loaded) {
  for (auto& [i, marks] : loaded.fields) {
    const Leaf& leaf = loaded.document.leaves[i];
    if (leaf.field == Field::drop) continue;
    if (leaf.field == Field::party_purpose || leaf.field == Field::speaker) {
      if (is_harmless(loaded.texts[i].text)) continue;
    }
    // What attributes hold was looked for when they were gathered.
    if (leaf.field == Field::attribute && !leaf.is_key && !taught_) continue;
    const auto text = loaded.texts[i].text;
    const bool gathered = leaf.type == json::Type::string;
    if (leaf.field == Field::party_name && gathered) {
      known_.renew(text, marks);
      settle(text, policy_, marks);
    } else if (leaf.field == Field::address && gathered) {
      if (known_.is_business_name(text)) marks.clear();
      settle(text, policy_, marks);
    } else if (leaf.field == Field::echo) {
      OFFHOOK_TRY(marks, echo_marks(loaded, i));
    } else {
      OFFHOOK_TRY(marks, field_marks(field_text(loaded, i), known_, policy_));
    }
  }
  return {};
}

std::string_view ConversationJob::token(const Mark& mark) {
  std::string& id = token_id_;
  id = family(mark.kind);
  id.append(mark.country).append(mark.blank ? "-" : "/");
  id.append(static_cast<std::size_t>(mark.quotes), '"').append(mark.canonical);
  if (const auto found = tokens_.find(id); found != tokens_.end()) return found->second;
  return tokens_.emplace(id, replacement(mark, policy_, key_)).first->second;
}

std::vector<ConversationJob::Change> ConversationJob::changes_of(const Loaded& loaded) {
  std::vector<Change> changes;
  changes.reserve(kUsualChanges);
  const auto change = [&](std::uint32_t leaf, const std::vector<Mark>& marks) {
    for (const auto& mark : marks) changes.push_back({leaf, mark.start, mark.end, token(mark), &mark});
  };
  for (const auto& [leaf, marks] : loaded.fields) {
    if (loaded.document.leaves[leaf].field == Field::drop)
      changes.push_back({leaf, 0, loaded.texts[leaf].text.size(), {}, nullptr});
    else
      change(leaf, marks);
  }
  for (const auto& list : loaded.dialogues) {
    for (const auto& line : list.lines) {
      if (line.marks.empty()) continue;
      if (!line.words) {
        change(line.leaves.front(), line.marks);
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
                             m->start >= start ? token(*m) : std::string_view(), &*m});
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
                             std::string(c.text), c.mark->confidence, c.mark->reason});
    }
    if (loaded.document.leaves[i].is_key) renamed.emplace_back(path, changed(loaded.texts[i].text, its));
  });
  redact_paths(std::move(renamed), out.spans);
}

Result<RedactedDocument> ConversationJob::write(Loaded& loaded) {
  RedactedDocument out;
  Counter counter;
  for (const auto& [leaf, marks] : loaded.fields) {
    const Field field = loaded.document.leaves[leaf].field;
    if (field != Field::drop && field != Field::echo) counter.add(loaded.texts[leaf].text, marks);
  }
  for (const auto& list : loaded.dialogues)
    for (const auto& phrase : list.phrases)
      counter.add(phrase.lines.front().text, phrase.lines.front().marks);
  out.counts = std::move(counter).counts();

  const std::vector<Change> changes = changes_of(loaded);
  out.tokens.reserve(changes.size());
  for (const auto& c : changes)
    if (c.mark != nullptr && policy_.rule(c.mark->kind).replacement == Replacement::token &&
        !is_constant(c.mark->kind) && !c.text.empty())
      out.tokens.push_back(bare(c.text));
  std::sort(out.tokens.begin(), out.tokens.end());
  out.tokens.erase(std::unique(out.tokens.begin(), out.tokens.end()), out.tokens.end());
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
      edits.push_back({{begin, end}, needs_escape(c.text) ? made.emplace_back(escaped(c.text)) : c.text});
    }
  });
  OFFHOOK_TRY(out.bytes, json::splice(loaded.document.bytes, std::move(edits)));
  return out;
}

}  // namespace offhook::redact
