#include "pipeline/leaks.h"

#include <fmt/format.h>

#include "archive/record_line.h"

namespace offhook::pipeline {

std::string leaks_in(const redact::Engine& engine, std::string_view line) {
  const auto record = archive::record_of(line);
  if (!record) return record.error().message;
  const auto read = engine.redact({*record, {}, false}).conversation;
  if (!read) return fmt::format("it cannot be redacted ({})", read.error().code);
  if (read->bytes == *record) return {};
  std::string found;
  for (const auto& [kind, count] : read->counts)
    found += fmt::format("{}{} {}", found.empty() ? "" : ", ", count, kind);
  return found.empty() ? "a field that the policy drops" : found;
}

}  // namespace offhook::pipeline
