// walk() visits every value of one record in document order, with its place in the bytes.
//
// The record is validated on the way: strict RFC 8259, valid UTF-8, no lone surrogates, no duplicate members,
// depth ≤ 256, nothing after the end. A record that fails is an Error and must not be used: visits made
// before the failure are void.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace offhook::json {

enum class Type { object, array, string, number, boolean, null };

// A half-open byte range in one text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
  bool operator==(const Span&) const = default;
};

// One step of the path from the root: a member name (decoded), or an array index.
struct Step {
  std::string_view member;  // valid during the visit only
  std::size_t index = 0;
  bool is_index = false;
};

struct Visit {
  Type type{};
  Span span;                      // the value's bytes; of a string, with its quotes
  Span key_span;                  // the member name's bytes with quotes; empty in arrays and at the root
  const std::vector<Step>& path;  // from the root to this value; empty at the root
};

class Visitor {
 public:
  virtual ~Visitor() = default;
  virtual Result<void> value(const Visit& visit) = 0;  // scalars, and containers when they open
  virtual Result<void> container_end(const Visit& /*visit*/) { return {}; }  // span is complete only here
};

// Error class corrupt, code "json.malformed" with the byte offset.
[[nodiscard]] Result<void> walk(std::string_view record, Visitor& visitor);

// RFC 6901 text of a path.
[[nodiscard]] std::string pointer(const std::vector<Step>& path);

// A JSON string's text, decoded to UTF-8, with the way back: byte i of `text` came from raw bytes
// [raw_offset[i], raw_offset[i+1]), offsets counted from the first byte after the opening quote.
// For strings without escapes raw_offset is empty (the identity).
struct Decoded {
  std::string text;
  std::vector<std::uint32_t> raw_offset;
  [[nodiscard]] std::size_t to_raw(std::size_t byte) const {
    return raw_offset.empty() ? byte : raw_offset[byte];
  }
};

// `literal` is the string with its quotes, as walk() reported it.
[[nodiscard]] Result<Decoded> decode(std::string_view literal);

}  // namespace offhook::json
