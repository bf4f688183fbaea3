// Document: one source record as a flat list of the leaves that redaction looks at, each with its place in
// the bytes and its meaning.
//
// Refers to the record's bytes, which must outlive it. The record is validated on the way (strict JSON, valid
// UTF-8, no duplicate members, bounded depth).
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/walk.h"
#include "redact/harmless.h"
#include "redact/member_order.h"
#include "redact/schema.h"

namespace offhook::redact {

struct Leaf {
  json::Span span;  // of a string, with its quotes
  json::Type type{};
  Field field{};
  bool is_key = false;   // a member's name that is content itself
  bool escaped = false;  // a string with escapes
  // What says what it is, quotes included: the name of the member that holds it, or, in
  // {"name":"ssn","value":…}, the other member's value. Empty at the root.
  json::Span label;
  // The first four array indices of its path: participant, session … or transcript, phrase, word.
  std::array<std::uint32_t, 4> index{};
  std::uint32_t indices = 0;  // how many there are
};

struct Document {
  std::string_view bytes;
  std::pmr::vector<Leaf> leaves;   // in document order; harmless ones are left out
  std::vector<std::string> paths;  // RFC 6901, of each leaf; only where asked for

  // Without a schema every member is unknown, and there is no order either. The leaves live in `memory`.
  [[nodiscard]] static Result<Document> read(
      std::string_view bytes, const Schema* schema, MemberOrder* order, bool want_paths,
      std::pmr::memory_resource* memory = std::pmr::get_default_resource());

  [[nodiscard]] std::string_view raw(json::Span span) const {
    return bytes.substr(span.begin, span.end - span.begin);
  }
};

}  // namespace offhook::redact
