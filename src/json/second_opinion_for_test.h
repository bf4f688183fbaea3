// What walk() and what simdjson's DOM make of one text, for tests and fuzzing.
#pragma once

#include <simdjson.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "base/check.h"
#include "json/walk.h"

namespace offhook::json {

// What a walk saw, one line an event. (-0 and 0 are the same number here.)
class Recorder final : public Visitor {
 public:
  explicit Recorder(std::string_view text) : text_(text) {}

  Result<void> value(const Visit& visit) override {
    const std::string bytes(text_.substr(visit.span.begin, visit.span.size()));
    if (visit.type == Type::string)
      line(visit, "\"" + decode(bytes)->text);
    else if (visit.type == Type::number)
      line(visit, std::to_string(std::strtod(bytes.c_str(), nullptr) + 0.0));
    else
      line(visit, bytes);
    const std::string_view key = text_.substr(visit.key_span.begin, visit.key_span.size());
    if (visit.path.empty() || visit.path.back().is_index)
      check(key.empty(), "only members have a name");
    else
      check(decode(key)->text == visit.path.back().member, "the name is that of the path");
    return {};
  }
  Result<void> container_end(const Visit& visit) override {
    const std::string_view bytes = text_.substr(visit.span.begin, visit.span.size());
    line(visit, std::string(1, bytes.front()) + bytes.back());
    return {};
  }
  std::string seen;

 private:
  void line(const Visit& visit, const std::string& what) { seen += pointer(visit.path) + " " + what + "\n"; }
  std::string_view text_;
};

[[nodiscard]] inline Result<std::string> seen_by_walk(std::string_view text) {
  Recorder recorder(text);
  OFFHOOK_CHECK_OK(walk(text, recorder));
  return recorder.seen;
}

inline void record(simdjson::dom::element element, std::vector<Step>& path, std::string& seen) {
  const auto line = [&](const std::string& what) { seen += pointer(path) + " " + what + "\n"; };
  using simdjson::dom::element_type;
  switch (element.type()) {
    case element_type::ARRAY:
      line("[");
      path.push_back({{}, 0, true});
      for (const auto child : simdjson::dom::array(element)) {
        record(child, path, seen);
        ++path.back().index;
      }
      path.pop_back();
      return line("[]");
    case element_type::OBJECT:
      line("{");
      for (const auto [key, child] : simdjson::dom::object(element)) {
        path.push_back({key, 0, false});
        record(child, path, seen);
        path.pop_back();
      }
      return line("{}");
    case element_type::STRING:
      return line("\"" + std::string(std::string_view(element)));
    case element_type::BOOL:
      return line(bool(element) ? "true" : "false");
    case element_type::NULL_VALUE:
      return line("null");
    default:
      return line(std::to_string(double(element) + 0.0));
  }
}

// Whether both take the text and see the same in it, or both refuse it; but for what is known to differ:
// simdjson takes duplicate members and 1,023 levels, and refuses numbers it cannot hold.
[[nodiscard]] inline bool agree_on(const std::string& text) {
  const auto ours = seen_by_walk(text);
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const simdjson::error_code error = parser.parse(text).get(root);
  if (error == simdjson::NUMBER_ERROR && ours) return true;
  if (!ours && ours.error().message.find("duplicate") != std::string::npos) return true;
  if (!ours && ours.error().message.find("deeper") != std::string::npos) return true;
  if (error || !ours) return error && !ours;
  std::string theirs;
  std::vector<Step> path;
  record(root, path, theirs);
  return *ours == theirs;
}

}  // namespace offhook::json
