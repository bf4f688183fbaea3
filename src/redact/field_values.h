// FieldValues: the distinct texts of a conversation's fields, each with what is found in it. The same names
// and numbers stand in many fields of a record; what was found in one holds for all of the same meaning.
//
// Refers to the documents' texts. One conversation, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory_resource>
#include <vector>

#include "json/name_key.h"
#include "redact/fields.h"
#include "redact/tokens.h"

namespace offhook::redact {

struct FieldValue {
  explicit FieldValue(std::pmr::memory_resource* memory) : tokens(memory) {}

  FieldText text;
  bool string = false;         // in JSON; else a number
  std::uint32_t document = 0;  // its number, where a value means something in its own document only
  std::uint32_t key = 0;       // of text and label
  std::uint8_t roles = 0;      // of the participants it belongs to, a bit each
  bool looked = false;         // an attribute, when attributes are gathered
  bool settled = false;        // its marks are final
  std::uint32_t markers = 0;   // of the source's own redaction, once it is settled
  // Those of a name or an address are made, and those of an attribute looked for, when parties and attributes
  // are gathered.
  std::vector<Mark> marks;
  std::pmr::vector<const Tokens::Token*> tokens;  // of the marks, once they are written

  void add_role(Role role) { roles |= static_cast<std::uint8_t>(1u << static_cast<unsigned>(role)); }
  // Calls visit(role) for each.
  template <class Visit>
  void each_role(Visit visit) const {
    for (const Role role : {Role::agent, Role::customer, Role::other})
      if ((roles >> static_cast<unsigned>(role) & 1) != 0) visit(role);
  }
};

class FieldValues {
 public:
  explicit FieldValues(std::pmr::memory_resource* memory)
      : memory_(memory), values_(memory), table_(memory) {}

  // The one with this meaning, which is new if there is none yet.
  [[nodiscard]] FieldValue& of(const FieldText& text, bool string, std::uint32_t document);

  [[nodiscard]] auto begin() { return values_.begin(); }
  [[nodiscard]] auto end() { return values_.end(); }

 private:
  [[nodiscard]] FieldValue*& place_of(const FieldValue& value);
  void grow();

  std::pmr::memory_resource* memory_;
  std::size_t count_ = 0;
  std::pmr::deque<FieldValue> values_;   // in the order in which they came; its elements stay where they are
  std::pmr::vector<FieldValue*> table_;  // by their key, half full; the next place where one is taken
};

}  // namespace offhook::redact
