// JsonObject and JsonArray write JSON front to back into one string. The simulator's own writer: it must be
// fast, and must not share a mistake with the readers it tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace offhook::sim {

enum class Escapes {
  minimal,  // UTF-8 as it is
  ascii,    // every character beyond ASCII as \uXXXX, '/' as \/: what some serialisers do, and as legal
};

void append_json_number(std::string& out, std::int64_t value);
void append_json_string(std::string& out, std::string_view text, Escapes escapes = Escapes::minimal);

class JsonObject {
 public:
  explicit JsonObject(Escapes escapes = Escapes::minimal) : escapes_(escapes) { out_.reserve(kUsualBytes); }

  JsonObject& text(std::string_view name, std::string_view value);
  JsonObject& number(std::string_view name, std::int64_t value);
  JsonObject& real(std::string_view name, double value);
  JsonObject& flag(std::string_view name, bool value);
  JsonObject& time(std::string_view name, TimePoint value);
  JsonObject& texts(std::string_view name, const std::vector<std::string>& values);
  JsonObject& raw(std::string_view name, std::string_view json);
  JsonObject& splice(const JsonObject& other);  // all members of `other`

  [[nodiscard]] bool empty() const { return out_.size() == 1; }
  [[nodiscard]] Escapes escapes() const { return escapes_; }
  [[nodiscard]] std::string json() const { return out_ + '}'; }
  [[nodiscard]] std::string take() && { return std::move(out_ += '}'); }

 private:
  static constexpr std::size_t kUsualBytes = 240;
  void name(std::string_view name);

  std::string out_ = "{";
  Escapes escapes_;
};

class JsonArray {
 public:
  JsonArray& raw(std::string_view json) {
    if (out_.size() > 1) out_ += ',';
    out_ += json;
    return *this;
  }
  JsonArray& add(JsonObject object) { return raw(std::move(object).take()); }
  [[nodiscard]] bool empty() const { return out_.size() == 1; }
  [[nodiscard]] std::string json() const { return out_ + ']'; }
  [[nodiscard]] std::string take() && { return std::move(out_ += ']'); }

 private:
  std::string out_ = "[";
};

}  // namespace offhook::sim
