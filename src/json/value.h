// Value: a small JSON document of our own making or configuration-sized input (manifests, index lines, job
// status, ledger payloads). Never used for records: those pass through as bytes (decision: JSON is never
// re-serialised).
//
// Canonical JSON is RFC 8785 restricted to objects, arrays, strings, booleans, null and integers with |n| <
// 2^53. Object members are kept sorted by bytes, which equals RFC 8785's UTF-16 order for our ASCII names.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace offhook::json {

class Value {
 public:
  using Array = std::vector<Value>;
  using Object = std::map<std::string, Value, std::less<>>;

  Value() = default;  // null
  Value(bool value) : data_(value) {}
  Value(std::int64_t value) : data_(value) {}
  Value(int value) : data_(static_cast<std::int64_t>(value)) {}
  Value(std::uint64_t value) : data_(static_cast<std::int64_t>(value)) {}
  Value(double value) : data_(value) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(Array value) : data_(std::move(value)) {}
  Value(Object value) : data_(std::move(value)) {}

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&data_); }
  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  [[nodiscard]] const double* real() const { return std::get_if<double>(&data_); }
  [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&data_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&data_); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&data_); }
  [[nodiscard]] Array* array() { return std::get_if<Array>(&data_); }
  [[nodiscard]] Object* object() { return std::get_if<Object>(&data_); }

  // A member of an object; null (a static null Value) when this is no object or has no such member.
  [[nodiscard]] const Value& operator[](std::string_view name) const;
  // The string, or "" / the integer, or 0, where the member is absent or of another type.
  [[nodiscard]] std::string_view text(std::string_view name) const;
  [[nodiscard]] std::int64_t number(std::string_view name) const;

  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data_;
};

// Strict RFC 8259: depth ≤ 256, valid UTF-8, no duplicate members. Error "json.malformed", class corrupt; the
// message has the byte offset and never the text.
[[nodiscard]] Result<Value> parse(std::string_view text);

// A real number, or an integer out of range, is a bug in what we write: check(). Strings must be valid UTF-8.
[[nodiscard]] std::string canonical(const Value& value);

// Ordinary compact JSON; reals allowed (shortest form that reads back equal).
[[nodiscard]] std::string compact(const Value& value);

// The JSON string literal for `text`, quotes included; minimal escapes as RFC 8785 §3.2.2.2.
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace offhook::json
