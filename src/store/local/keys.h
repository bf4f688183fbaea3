// Where the object of a key lies in a folder, and which keys a folder can hold.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace offhook::store::local {

// The folder's own files: metadata, unfinished uploads, the lock. Begins with a dot so that query engines and
// listings pass it by.
inline constexpr std::string_view kHiddenFolder = ".offhook";

// Refused ("store.key", permanent): an empty key or segment, "." and "..", a zero byte, a segment over 255
// bytes, a key over 1,024 bytes (S3's limit) and anything in the hidden folder.
[[nodiscard]] Result<std::filesystem::path> relative_path(std::string_view key);

}  // namespace offhook::store::local
