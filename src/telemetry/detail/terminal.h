// The terminal's last line, which progress rewrites and the log must not tear: both write through here.
// Any thread.
#pragma once

#include <functional>
#include <string_view>

namespace offhook::telemetry {

// stderr is a terminal that understands cursor movement.
[[nodiscard]] bool is_terminal();

// Rewrites the last line; an empty text takes it away.
void show_status_line(std::string_view text);

// Takes the status line away, runs `write` (which writes whole lines to stderr), and shows the line again.
void write_above_status_line(const std::function<void()>& write);

}  // namespace offhook::telemetry
