// find() for search.h, which searches a dialogue again where parts of it are replaced: what has not changed
// is not heard anew.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "redact/detect/prepared.h"
#include "redact/detect/quiet/heard.h"
#include "redact/detect/script.h"
#include "redact/dialogue.h"

namespace offhook::redact {

// Of what is known, made now where it was not before.
[[nodiscard]] std::shared_ptr<const Prepared> prepared_for(const Known& known);

// As in dialogue.h; `hearing` is the prepared Listener's of the same texts. `script` is what was read of the
// dialogue before the `changed` utterances (in order) got other texts; empty: nothing. It becomes what is
// read now.
[[nodiscard]] Result<std::vector<Finding>> find(std::span<const Utterance> dialogue, const Known& known,
                                                const Policy& policy, const Prepared& prepared,
                                                const detect::Hearing& hearing,
                                                std::optional<detect::Script>& script,
                                                std::span<const std::size_t> changed);

}  // namespace offhook::redact
