#include "sim/content/real_calls.h"

#include <algorithm>
#include <string_view>

#include "base/check.h"
#include "json/value.h"

namespace offhook::sim {

// Generated from calls.ndjson by sim/CMakeLists.txt.
extern const std::string_view kRealCallsNdjson;

namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

RealSegment parse_segment(const json::Value& value) {
  RealSegment segment{.internal = value.text("role") == "agent",
                      .offset_ms = value.number("offset_ms"),
                      .duration_ms = value.number("duration_ms"),
                      .asr = std::string(value.text("asr")),
                      .human = std::string(value.text("human")),
                      .words = {}};
  const json::Value::Array* offsets = value["word_offsets_ms"].array();
  const json::Value::Array* durations = value["word_durations_ms"].array();
  const std::vector<std::string> words = words_of(segment.asr);
  check(offsets && durations && offsets->size() == words.size() && durations->size() == words.size(),
        "a real call has one time a word");
  for (std::size_t i = 0; i < words.size(); ++i) {
    segment.words.push_back(
        {words[i], segment.offset_ms + *(*offsets)[i].integer(), *(*durations)[i].integer()});
  }
  return segment;
}

RealCall parse_call(std::string_view line) {
  const Result<json::Value> value = json::parse(line);
  check(value.has_value(), "a real call is valid JSON");
  RealCall call{.sid = std::string(value->text("sid")),
                .task = {},
                .agent_name = std::string(value->text("agent_name")),
                .caller_name = std::string(value->text("caller_name")),
                .duration_ms = 0,
                .segments = {},
                .labels = {}};
  if (const auto* tasks = (*value)["tasks"].array(); tasks && !tasks->empty()) {
    call.task = tasks->front().text("task_type");
  }
  const json::Value::Array* segments = (*value)["segments"].array();
  check(segments != nullptr, "a real call has segments");
  for (const json::Value& segment : *segments) {
    call.segments.push_back(parse_segment(segment));
    call.duration_ms =
        std::max(call.duration_ms, call.segments.back().offset_ms + call.segments.back().duration_ms);
  }
  const json::Value::Array* labels = (*value)["pii"].array();
  check(labels != nullptr, "a real call is labelled");
  for (const json::Value& label : *labels) {
    if (label.text("field") != "asr" || label.text("type") == "OTHER") continue;
    call.labels.push_back({std::string(label.text("type")), std::string(label.text("value"))});
  }
  return call;
}

}  // namespace

const std::vector<RealCall>& real_calls() {
  static const std::vector<RealCall> calls = [] {
    std::vector<RealCall> parsed;
    for (std::string_view rest = kRealCallsNdjson; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      if (end > 0) parsed.push_back(parse_call(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return parsed;
  }();
  return calls;
}

}  // namespace offhook::sim
