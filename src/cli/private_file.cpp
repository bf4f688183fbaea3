#include "cli/private_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "base/file.h"

namespace offhook::cli {
namespace {

constexpr std::uint64_t kMaxBytes = 64u << 10;

}  // namespace

Result<std::string> read_private_file(const std::filesystem::path& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) && (info.st_mode & 077) != 0)
    return fail(ErrorClass::permanent, "config.file_mode",
                fmt::format("{} can be read by others: chmod 600 it", path.string()));
  auto text = read_file(path, kMaxBytes);
  if (!text && text.error().cls == ErrorClass::not_found)
    return fail(ErrorClass::not_found, "config.file", text.error().message);
  return text;
}

Error file_exists(const std::filesystem::path& path) {
  return {
      ErrorClass::permanent, "config.file_exists",
      fmt::format("{} exists and is never overwritten: move it away, or name another file", path.string())};
}

Result<void> create_private_file(const std::filesystem::path& path, std::string_view bytes) {
  auto file = File::open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
  if (!file && file.error().code == "file.exists") return fail(file_exists(path));
  if (!file) return fail(ErrorClass::permanent, "config.file", file.error().message);
  OFFHOOK_CHECK_OK(file->write_all(bytes));
  OFFHOOK_CHECK_OK(file->sync());
  return sync_directory(path.parent_path());
}

Result<Sensitive<std::string>> find_secret(const Settings& settings, const std::string& key) {
  const std::string file = settings.text(key + "_file");
  if (file.empty() || settings.has(key)) return settings.secret(key);
  return read_secret_file(file);
}

Result<Sensitive<std::string>> read_secret_file(const std::filesystem::path& file) {
  OFFHOOK_TRY(std::string text, read_private_file(file));
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return Sensitive<std::string>(std::move(text));
}

}  // namespace offhook::cli
