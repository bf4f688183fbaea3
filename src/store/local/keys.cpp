#include "store/local/keys.h"

#include <fmt/format.h>

namespace offhook::store::local {

Result<std::filesystem::path> relative_path(std::string_view key) {
  const auto refuse = [&](std::string_view why) {
    return fail(ErrorClass::permanent, "store.key",
                fmt::format("a key of {} bytes cannot be a file: {}", key.size(), why));
  };
  constexpr std::size_t kMaxKey = 1024;
  constexpr std::size_t kMaxSegment = 255;
  if (key.empty() || key.size() > kMaxKey) return refuse("1 to 1,024 bytes are allowed");
  if (key.find('\0') != std::string_view::npos) return refuse("it has a zero byte");
  std::filesystem::path path;
  std::size_t at = 0;
  while (at <= key.size()) {
    const std::size_t end = std::min(key.find('/', at), key.size());
    const std::string_view segment = key.substr(at, end - at);
    if (segment.empty() || segment == "." || segment == "..")
      return refuse("a segment is empty, '.' or '..'");
    if (segment.size() > kMaxSegment) return refuse("a segment is over 255 bytes");
    if (at == 0 && segment == kHiddenFolder) return refuse("the folder's own files are there");
    path /= segment;
    at = end + 1;
  }
  return path;
}

}  // namespace offhook::store::local
