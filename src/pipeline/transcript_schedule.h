// When a transcript that was not there is asked for again.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace offhook::pipeline {

// Genesys makes a transcript minutes to days after a call: it is asked for 6 hours, 1, 2 and 4 days after the
// conversation's end, and a last time when it is to be given up. So that those of one day do not come due
// together, up to a tenth of the time is added, by the communication's id. While a conversation is open,
// daily.
[[nodiscard]] TimePoint next_ask(std::optional<TimePoint> ended, TimePoint now,
                                 std::string_view communication, std::chrono::days give_up);

// When a leg of which some transcripts are stored, and which may have more, is looked at once more: when one
// that is missing is given up. `ended`: while the conversation is open, the time now.
[[nodiscard]] TimePoint last_look(TimePoint ended, std::string_view communication, std::chrono::days give_up);

}  // namespace offhook::pipeline
