// Evidence: what the source said while a slice was read, kept in the ledger until the manifest takes it.
#pragma once

#include <string>
#include <string_view>

#include "archive/manifest.h"
#include "base/result.h"
#include "model/source.h"

namespace offhook::pipeline {

// `text` is the ledger's column; "" is no evidence yet.
[[nodiscard]] Result<archive::SourceEvidence> parse_evidence(std::string_view text);
[[nodiscard]] std::string evidence_text(const archive::SourceEvidence& evidence);
// With one more page.
void add_page(archive::SourceEvidence& evidence, const model::PageEnd& page);

}  // namespace offhook::pipeline
