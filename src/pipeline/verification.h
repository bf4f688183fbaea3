// verify_archive() holds archive and audit log against each other: the log names every manifest that was
// written, and every manifest says what the log was when it was written.
#pragma once

#include <filesystem>
#include <string_view>

#include "archive/verifier.h"
#include "base/result.h"
#include "model/object_store.h"

namespace offhook::pipeline {

// As archive::verify(); `options.known` is filled from the log. Further findings: "audit.malformed" (a line
// is not of version 1, out of sequence, or cut), "audit.rolled_back" (the log has fewer lines than a manifest
// saw) and "audit.changed" (other lines than a manifest saw). Where there is no such file only the archive is
// verified.
[[nodiscard]] Result<archive::VerifyReport> verify_archive(model::ObjectStore& store, std::string_view prefix,
                                                           std::string_view org,
                                                           archive::VerifyOptions options,
                                                           const std::filesystem::path& audit_file);

}  // namespace offhook::pipeline
