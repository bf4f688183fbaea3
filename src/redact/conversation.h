// ConversationJob redacts one conversation's documents together: first what their metadata knows, then what
// is said, then every other field with all that was learned.
//
// One use, one thread. Refers to the input's bytes, policy, schema, key and workspace.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "redact/dialogues.h"
#include "redact/engine.h"
#include "redact/field_values.h"
#include "redact/tokens.h"
#include "redact/workspaces.h"

namespace offhook::redact {

class ConversationJob {
 public:
  ConversationJob(const Policy& policy, const Schema& schema, const TokenKey& key, Workspace& workspace,
                  bool want_spans)
      : policy_(policy),
        schema_(schema),
        want_spans_(want_spans),
        memory_(workspace.memory.get(), Workspace::kMemory),
        order_(workspace.order),
        quiet_(workspace.quiet),
        known_(policy),
        tokens_(policy, key, &memory_) {}

  // Outcomes in the order of `documents`; an empty one gives an empty outcome.
  [[nodiscard]] std::vector<Result<RedactedDocument>> run(const std::vector<std::string_view>& documents);

 private:
  // A span of a leaf with what replaces it.
  struct Change {
    std::uint32_t leaf = 0;
    std::size_t start = 0;
    std::size_t end = 0;
    const Tokens::Token* token = nullptr;  // none: with nothing
    const Mark* mark = nullptr;            // none where the policy drops a field
    [[nodiscard]] std::string_view text() const { return token ? token->text : std::string_view{}; }
    [[nodiscard]] std::string_view in_json() const { return token ? token->in_json : std::string_view{}; }
  };
  // A leaf outside dialogues; without a value where the policy drops it.
  struct FieldLeaf {
    std::uint32_t leaf = 0;
    FieldValue* value = nullptr;
  };
  struct Loaded {
    explicit Loaded(std::pmr::memory_resource* memory)
        : document{{}, std::pmr::vector<Leaf>(memory), {}}, texts(memory), fields(memory) {}

    Document document;
    std::pmr::vector<LeafText> texts;  // of each leaf
    std::vector<PhraseList> dialogues;
    std::pmr::vector<FieldLeaf> fields;
    std::vector<std::unique_ptr<json::Decoded>> decoded;
    Result<void> state;
  };

  void load(std::string_view bytes);
  [[nodiscard]] Result<void> read_texts(Loaded& loaded);
  void gather_fields(Loaded& loaded, std::span<const Purpose> participants);
  void gather_parties();
  void gather_attributes();
  void detect_dialogues();
  void index_what_is_said();
  [[nodiscard]] Result<void> mark_fields(const Loaded& loaded);
  [[nodiscard]] Result<void> mark(const Loaded& loaded, FieldValue& value);
  [[nodiscard]] Result<std::vector<Mark>> marks_of(const FieldValue& value);
  [[nodiscard]] Result<std::vector<Mark>> echo_marks(const Loaded& loaded, std::string_view text) const;
  [[nodiscard]] Result<RedactedDocument> write(Loaded& loaded);
  [[nodiscard]] std::pmr::vector<Change> changes_of(const Loaded& loaded);
  void report(const Loaded& loaded, std::span<const Change> changes, RedactedDocument& out) const;

  const Policy& policy_;
  const Schema& schema_;
  bool want_spans_;
  std::pmr::monotonic_buffer_resource memory_;  // of what is made of the documents, until the job is done
  MemberOrder& order_;
  QuietValues& quiet_;
  KnownBuilder known_;
  std::pmr::deque<Loaded> documents_{&memory_};  // its elements stay where they are
  FieldValues values_{&memory_};
  bool taught_ = false;  // by attributes or dialogues
  Tokens tokens_;
  std::unordered_map<std::string_view, const Line*> said_;  // settled lines of all dialogues by their text
};

}  // namespace offhook::redact
