#include "redact/conversation.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/check.h"
#include "json/splice.h"

namespace offhook::redact {
namespace {

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
  Loaded& loaded = documents_.emplace_back();
  if (bytes.empty()) return;
  auto document = Document::read(bytes, &schema_, want_spans_);
  if (!document) {
    loaded.state = fail(std::move(document).error());
    return;
  }
  loaded.document = std::move(*document);
  loaded.texts.resize(loaded.document.leaves.size());
  loaded.marks.resize(loaded.document.leaves.size());
  for (std::size_t i = 0; i < loaded.texts.size(); ++i) {
    const Leaf& leaf = loaded.document.leaves[i];
    const auto raw = loaded.document.raw(leaf.span);
    if (leaf.type != json::Type::string) {
      loaded.texts[i].text = raw;
    } else if (!leaf.escaped) {
      loaded.texts[i].text = raw.substr(1, raw.size() - 2);
    } else {
      auto decoded = json::decode(raw);
      if (!decoded) {
        loaded.state = fail(std::move(decoded).error());
        return;
      }
      loaded.texts[i].decoded = std::make_unique<json::Decoded>(std::move(*decoded));
      loaded.texts[i].text = loaded.texts[i].decoded->text;
    }
    if (leaf.field == Field::party_purpose && leaf.indices > 0 && !leaf.is_key) {
      if (loaded.purposes.size() <= leaf.index[0]) loaded.purposes.resize(leaf.index[0] + 1);
      loaded.purposes[leaf.index[0]] = loaded.texts[i].text;
    }
  }
  loaded.dialogues = dialogues_of(loaded.document, loaded.texts);
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

// Each pass over all leaves, so that the order of members and documents decides nothing.
void ConversationJob::gather_parties() {
  const auto each = [&](auto visit) {
    for (const auto& loaded : documents_) {
      if (!loaded.state) continue;
      for (std::size_t i = 0; i < loaded.texts.size(); ++i) {
        const Leaf& leaf = loaded.document.leaves[i];
        if (!leaf.is_key && leaf.type == json::Type::string)
          visit(FieldText{leaf.field, loaded.texts[i].text, {}, purpose_of(loaded, leaf)});
      }
    }
  };
  each([&](const FieldText& field) {
    if (field.field == Field::party_name && is_business_purpose(field.purpose))
      known_.add_name(field.purpose, field.text);
  });
  each([&](const FieldText& field) {
    if (field.field == Field::party_name && !is_business_purpose(field.purpose))
      known_.add_name(field.purpose, field.text);
    if (field.field == Field::address) known_.add_address(field.purpose, field.text);
  });
  each([&](const FieldText& field) {
    if (field.field == Field::display_name) known_.add_display_name(field.text);
  });
  known_.sort();
}

void ConversationJob::gather_attributes() {
  struct Accepted {
    std::string_view purpose;
    std::string_view text;
    std::vector<Mark> marks;
  };
  std::vector<Accepted> accepted;
  for (auto& loaded : documents_) {
    for (std::size_t i = 0; loaded.state && i < loaded.texts.size(); ++i) {
      const Leaf& leaf = loaded.document.leaves[i];
      if (leaf.field != Field::attribute || leaf.is_key) continue;
      const FieldText field = field_text(loaded, i);
      auto marks = field_marks(field, known_, policy_);
      if (!marks)
        loaded.state = fail(std::move(marks).error());
      else if (!marks->empty())
        accepted.push_back({field.purpose, field.text, std::move(*marks)});
    }
  }
  if (accepted.empty()) return;
  for (const auto& [purpose, text, marks] : accepted) known_.add_marks(purpose, text, marks);
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
        for (const auto& phrase : phrases)
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
    learned->sort();
    known_ = std::move(*learned);
    if (count < 2 || known_.known().values.size() + known_.known().names.size() == before) break;
  }
  const bool echoes = std::any_of(documents_.begin(), documents_.end(), [](const Loaded& loaded) {
    return std::any_of(loaded.document.leaves.begin(), loaded.document.leaves.end(),
                       [](const Leaf& leaf) { return leaf.field == Field::echo; });
  });
  if (!echoes) return;
  for (const auto& loaded : documents_)
    if (loaded.state)
      for (const auto& phrases : loaded.dialogues)
        for (const auto& phrase : phrases)
          for (const auto& line : phrase.lines) said_.emplace(line.text, &line);
}

Result<std::vector<Mark>> ConversationJob::echo_marks(const Loaded& loaded, std::size_t i) {
  const auto text = loaded.texts[i].text;
  if (const auto found = said_.find(text); found != said_.end()) return found->second->marks;
  FieldText field = field_text(loaded, i);
  field.field = Field::scan;
  field.label = {};
  OFFHOOK_TRY(auto marks, field_marks(field, known_, policy_));
  // A part of a phrase: what was removed there is removed here.
  for (const auto& phrases : loaded.dialogues) {
    for (const auto& phrase : phrases) {
      for (const auto& line : phrase.lines) {
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
  }
  settle(text, policy_, marks);
  return marks;
}

Result<void> ConversationJob::mark_fields(Loaded& loaded) {
  for (std::size_t i = 0; i < loaded.texts.size(); ++i) {
    const Leaf& leaf = loaded.document.leaves[i];
    if (in_dialogue(leaf) || leaf.field == Field::drop) continue;
    if (leaf.field == Field::party_purpose || leaf.field == Field::speaker) {
      if (is_harmless(loaded.texts[i].text)) continue;
    }
    if (leaf.field == Field::echo) {
      OFFHOOK_TRY(loaded.marks[i], echo_marks(loaded, i));
    } else {
      OFFHOOK_TRY(loaded.marks[i], field_marks(field_text(loaded, i), known_, policy_));
    }
  }
  return {};
}

const std::string& ConversationJob::token(const Mark& mark) {
  std::string id = name(mark.kind, mark.country) + (mark.blank ? "-" : "/") +
                   std::string(static_cast<std::size_t>(mark.quotes), '"') + mark.canonical;
  auto [entry, fresh] = tokens_.try_emplace(std::move(id));
  if (fresh) entry->second = replacement(mark, policy_, key_);
  return entry->second;
}

Result<RedactedDocument> ConversationJob::write(Loaded& loaded) {
  const auto& leaves = loaded.document.leaves;
  RedactedDocument out;
  std::vector<std::vector<Change>> changes(leaves.size());
  std::set<std::string> used;
  std::uint64_t markers = 0;  // of the source's own redaction
  const auto count = [&](std::string_view text, const std::vector<Mark>& marks) {
    for (const auto& mark : marks) out.counts[name(mark.kind, mark.country)] += mark.blank ? 0 : 1;
    for (const auto& place : occupied(text)) markers += place.marker ? 1u : 0u;
  };
  const auto change = [&](std::size_t leaf, const std::vector<Mark>& marks) {
    for (const auto& mark : marks) {
      changes[leaf].push_back({mark.start, mark.end, token(mark), &mark});
    }
  };

  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (in_dialogue(leaves[i])) continue;
    if (leaves[i].field == Field::drop) {
      changes[i].push_back({0, loaded.texts[i].text.size(), {}, nullptr});
      continue;
    }
    change(i, loaded.marks[i]);
    if (leaves[i].field != Field::echo) count(loaded.texts[i].text, loaded.marks[i]);
  }
  for (const auto& phrases : loaded.dialogues) {
    for (const auto& phrase : phrases) {
      count(phrase.lines.front().text, phrase.lines.front().marks);
      for (const auto& line : phrase.lines) {
        if (line.words.empty()) {
          change(line.leaf, line.marks);
          continue;
        }
        // The first word takes the token, the others become empty: lengths and times stay.
        std::size_t start = 0;
        auto mark = line.marks.begin();
        for (const std::size_t word : line.words) {
          const std::size_t end = start + loaded.texts[word].text.size();
          while (mark != line.marks.end() && mark->end <= start) ++mark;
          for (auto m = mark; m != line.marks.end() && m->start < end; ++m)
            changes[word].push_back({std::max(m->start, start) - start, std::min(m->end, end) - start,
                                     m->start >= start ? token(*m) : std::string(), &*m});
          start = end + 1;
        }
      }
    }
  }

  std::vector<json::Edit> edits;
  Renamed renamed;  // members by path, and their new names
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const Leaf& leaf = leaves[i];
    const bool quoted = leaf.type == json::Type::string;
    if (changes[i].empty()) continue;
    for (const auto& c : changes[i]) {
      if (c.mark != nullptr && policy_.rule(c.mark->kind).replacement == Replacement::token &&
          !is_constant(c.mark->kind) && !c.text.empty())
        used.insert(bare(c.text));
      if (want_spans_ && c.mark == nullptr)
        out.spans.push_back({loaded.document.paths[i],
                             std::nullopt,
                             c.start,
                             c.end,
                             "DROPPED",
                             {},
                             1.0,
                             "the policy drops this field"});
      if (want_spans_ && c.mark != nullptr)
        out.spans.push_back({loaded.document.paths[i], std::nullopt, c.start, c.end,
                             name(c.mark->kind, c.mark->country), c.text, c.mark->confidence,
                             c.mark->reason});
    }
    if (leaf.field == Field::drop && !quoted) {
      edits.push_back({leaf.span, "null"});
    } else if (!quoted) {
      // A number with a finding becomes a string, in one edit.
      std::string text = "\"";
      std::size_t from = 0;
      for (const auto& c : changes[i]) {
        text.append(loaded.texts[i].text.substr(from, c.start - from)).append(c.text);
        from = c.end;
      }
      text.append(loaded.texts[i].text.substr(from)).append("\"");
      edits.push_back({leaf.span, std::move(text)});
    } else {
      if (want_spans_ && leaf.is_key) {
        std::string renamed_to;
        std::size_t from = 0;
        for (const auto& c : changes[i]) {
          renamed_to.append(loaded.texts[i].text.substr(from, c.start - from)).append(c.text);
          from = c.end;
        }
        renamed.emplace_back(loaded.document.paths[i], renamed_to.append(loaded.texts[i].text.substr(from)));
      }
      const auto* decoded = loaded.texts[i].decoded.get();
      const std::size_t base = leaf.span.begin + 1;
      for (auto& c : changes[i]) {
        const std::size_t begin = base + (decoded != nullptr ? decoded->to_raw(c.start) : c.start);
        const std::size_t end = base + (decoded != nullptr ? decoded->to_raw(c.end) : c.end);
        edits.push_back({{begin, end}, escaped(c.text)});
      }
    }
  }
  if (want_spans_) redact_paths(std::move(renamed), out.spans);
  OFFHOOK_TRY(out.bytes, json::splice(loaded.document.bytes, std::move(edits)));
  out.tokens.assign(used.begin(), used.end());
  if (markers > 0) out.counts["GENESYS_MARKER"] = markers;
  return out;
}

}  // namespace offhook::redact
