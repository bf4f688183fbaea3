// ConversationJob redacts one conversation's documents together: first what their metadata knows, then what
// is said, then every other field with all that was learned.
//
// One use, one thread. Refers to the input's bytes, policy, schema and key.
#pragma once

#include <array>
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
#include "redact/fields.h"

namespace offhook::redact {

class ConversationJob {
 public:
  ConversationJob(const Policy& policy, const Schema& schema, const TokenKey& key, bool want_spans)
      : policy_(policy), schema_(schema), key_(key), want_spans_(want_spans), known_(policy) {}

  // Outcomes in the order of `documents`; an empty one gives an empty outcome.
  [[nodiscard]] std::vector<Result<RedactedDocument>> run(const std::vector<std::string_view>& documents);

 private:
  // A span of a leaf with the text that replaces it.
  struct Change {
    std::uint32_t leaf = 0;
    std::size_t start = 0;
    std::size_t end = 0;
    std::string_view text;       // of `tokens_`
    const Mark* mark = nullptr;  // none where the policy drops a field
  };
  // A leaf outside dialogues. Its marks are settled once mark_fields() has seen it; those of a name or an
  // address are made, and those of an attribute looked for, when parties and attributes are gathered.
  struct FieldLeaf {
    std::uint32_t leaf = 0;
    std::vector<Mark> marks;
  };
  struct Loaded {
    explicit Loaded(std::pmr::memory_resource* memory)
        : document{{}, std::pmr::vector<Leaf>(memory), {}}, texts(memory), fields(memory) {}

    Document document;
    std::pmr::vector<LeafText> texts;  // of each leaf
    std::vector<PhraseList> dialogues;
    std::pmr::vector<FieldLeaf> fields;
    std::vector<std::string_view> purposes;  // of its participants
    std::vector<std::unique_ptr<json::Decoded>> decoded;
    Result<void> state;
  };

  void load(std::string_view bytes);
  void gather_parties();
  void gather_attributes();
  void detect_dialogues();
  void index_what_is_said();
  [[nodiscard]] Result<void> mark_fields(Loaded& loaded);
  [[nodiscard]] Result<std::vector<Mark>> echo_marks(const Loaded& loaded, std::size_t leaf);
  [[nodiscard]] FieldText field_text(const Loaded& loaded, std::size_t leaf) const;
  [[nodiscard]] std::string_view purpose_of(const Loaded& loaded, const Leaf& leaf) const;
  [[nodiscard]] Result<RedactedDocument> write(Loaded& loaded);
  [[nodiscard]] std::vector<Change> changes_of(const Loaded& loaded);
  void report(const Loaded& loaded, std::span<const Change> changes, RedactedDocument& out) const;
  [[nodiscard]] std::string_view token(const Mark& mark);

  const Policy& policy_;
  const Schema& schema_;
  const TokenKey& key_;
  bool want_spans_;
  KnownBuilder known_;
  // What is made of the documents, until the job is done.
  alignas(std::max_align_t) std::array<std::byte, 16 << 10> buffer_;
  std::pmr::monotonic_buffer_resource memory_{buffer_.data(), buffer_.size()};
  std::pmr::deque<Loaded> documents_{&memory_};          // its elements stay where they are
  bool taught_ = false;                                  // by attributes or dialogues
  std::unordered_map<std::string, std::string> tokens_;  // by kind, country and canonical value
  std::string token_id_;
  std::unordered_map<std::string_view, const Line*> said_;  // settled lines of all dialogues by their text
};

}  // namespace offhook::redact
