// Makes any text safe for one line of a log: whatever the bytes, the line stays one line and valid.
#pragma once

#include <string>
#include <string_view>

namespace offhook::telemetry {

// A JSON string with its quotes (RFC 8259 §7); bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

// For people: control characters, which could forge a line or move the cursor, become \xNN.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace offhook::telemetry
