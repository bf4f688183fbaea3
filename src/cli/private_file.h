// Files that hold a secret: nobody but their owner may read them.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "cli/settings.h"

namespace offhook::cli {

// Error "config.file_mode" where group or others have any right to it; else as read_file().
[[nodiscard]] Result<std::string> read_private_file(const std::filesystem::path& path);

// A new file with mode 0600, on disk when this returns. Error "config.file_exists" where the name is taken.
[[nodiscard]] Result<void> create_private_file(const std::filesystem::path& path, std::string_view bytes);
[[nodiscard]] Error file_exists(const std::filesystem::path& path);

// The content of a private file, without the line's end.
[[nodiscard]] Result<Sensitive<std::string>> read_secret_file(const std::filesystem::path& file);
// The secret `key`, or the content of the file that `<key>_file` names, likewise. Empty where neither is set.
[[nodiscard]] Result<Sensitive<std::string>> find_secret(const Settings& settings, const std::string& key);

}  // namespace offhook::cli
