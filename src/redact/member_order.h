// MemberOrder: which member was last seen to come first in an object of the schema, and which behind which.
// The platform writes the members of all records in one order, so the next one is compared with what came
// last time before it is looked up. What is read does not depend on it.
//
// Refers to the schema. One thread at a time.
#pragma once

#include <vector>

#include "redact/schema.h"

namespace offhook::redact {

class MemberOrder {
 public:
  explicit MemberOrder(const Schema& schema) : first_(schema.nodes()), next_(schema.nodes()) {}

  // Where it is remembered; null: not yet.
  [[nodiscard]] const Schema::Member*& first_in(const Schema::Node& object) { return first_[object.number]; }
  [[nodiscard]] const Schema::Member*& next_to(const Schema::Member& member) {
    return next_[member.node->number];
  }

 private:
  std::vector<const Schema::Member*> first_;  // by an object's number
  std::vector<const Schema::Member*> next_;   // by that of what a member leads to
};

}  // namespace offhook::redact
