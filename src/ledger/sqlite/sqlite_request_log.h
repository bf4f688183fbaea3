// The RequestLog in one SQLite file beside the ledger. It needs no lock of the ledger, so that `doctor` and
// `plan` are counted while a run works. Not fsynced at each request: a power cut forgets the last ones.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "model/request_log.h"

namespace offhook::ledger {

// `client`: whose limit it is, the OAuth client's id. `process` is unique to this process. Any number of
// processes may open one file.
[[nodiscard]] Result<std::unique_ptr<model::RequestLog>> open_request_log(const std::filesystem::path& path,
                                                                          std::string client,
                                                                          std::string process);

}  // namespace offhook::ledger
