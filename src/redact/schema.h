// Schema: what the members of a source record mean and what is done with them, by their path. Built from the
// fields Genesys documents (conversation details and transcript files) and the policy's own rules; what it
// does not know is scanned.
//
// Immutable once built; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/name_key.h"
#include "redact/policy.h"

namespace offhook::redact {

enum class Field : std::uint8_t {
  scan,          // free text: detectors decide; also everything unknown
  keep,          // ids, times, enumerations: kept if the value looks harmless, else scanned
  kept_words,    // harmless words: only a party's full name is removed from them
  drop,          // emptied
  tokenise,      // the whole value is personal, whatever it is
  person_id,     // an id that names a person elsewhere: tokenised even if it is a UUID
  address,       // phone, e-mail, SIP or tel URI, handle; a UUID stays
  call_id,       // a SIP Call-ID: its host may be somebody's address
  display_name,  // a party's name, or one of its addresses
  maybe_name,    // a person's or a queue's name
  attribute,     // participant attributes: scanned, and known to the rest of the conversation
  party_purpose,
  party_name,
  speaker,  // who says a phrase or a turn
  utterance,
  script,  // a whole utterance as a bare element of `transcripts`
  decorated,
  word,
  decorated_word,
  alternative,
  alternative_word,
  echo,         // a phrase said again elsewhere in the same file
  member_name,  // an identifier that is no part of the schema: only a party's name is removed from it
};

class Schema {
 public:
  struct Node;
  struct Member;
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> members;
    std::vector<Member> known;  // the same
    // The same by the key's hash, half full; the next place where one is taken, null where none is.
    std::vector<const Member*> table;
    std::unique_ptr<Node> any_member;
    std::unique_ptr<Node> item;
    std::uint32_t number = 0;  // among all nodes
    Field field = Field::scan;
    bool subtree = false;  // holds for everything below, too
  };
  // A member's name and what it leads to.
  struct Member : json::KnownName {
    Member(std::string_view its_name, std::size_t its_number, const Node& below)
        : KnownName(its_name, its_number), node(&below) {}
    const Node* node;
  };

  // Error "policy.invalid" for a path that cannot be read.
  [[nodiscard]] static Result<Schema> build(const Policy& policy);

  [[nodiscard]] const Node& root() const { return *root_; }
  [[nodiscard]] std::uint32_t nodes() const { return nodes_; }
  // Null for what is no member of the schema: its name is content and is scanned.
  [[nodiscard]] static const Member* member(const Node& node, std::string_view name,
                                            const json::NameKey& key) {
    if (node.table.empty()) return nullptr;
    const std::size_t last = node.table.size() - 1;
    std::size_t i = key.hash() & last;
    while (node.table[i] != nullptr && !json::same_name(node.table[i]->key, node.table[i]->name, key, name))
      i = (i + 1) & last;
    return node.table[i];
  }
  // Null where the schema has none.
  [[nodiscard]] static const Node* item(const Node* node) { return node ? node->item.get() : nullptr; }

 private:
  Schema() : root_(std::make_unique<Node>()) {}
  [[nodiscard]] Node* add(std::string_view path, Field field);
  void tabulate(Node& node);

  std::unique_ptr<Node> root_;
  std::uint32_t nodes_ = 0;
};

}  // namespace offhook::redact
