#include "json/detail/scan.h"

namespace offhook::json::detail {
namespace {

// The four hex digits at p, or -1.
int hex4(const char* p, const char* end) {
  if (end - p < 4) return -1;
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = p[i];
    int digit;
    if (c >= '0' && c <= '9')
      digit = c - '0';
    else if (c >= 'a' && c <= 'f')
      digit = c - 'a' + 10;
    else if (c >= 'A' && c <= 'F')
      digit = c - 'A' + 10;
    else
      return -1;
    value = value << 4 | digit;
  }
  return value;
}

}  // namespace

int utf8_length(const char* p, const char* end) {
  const auto byte = [p](int i) { return static_cast<unsigned char>(p[i]); };
  const auto between = [&byte](int i, unsigned char low, unsigned char high) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return end - p >= 2 && between(1, 0x80, 0xbf) ? 2 : 0;
  if (first < 0xf0) {
    const unsigned char low = first == 0xe0 ? 0xa0 : 0x80;   // no overlong form
    const unsigned char high = first == 0xed ? 0x9f : 0xbf;  // no surrogate
    return end - p >= 3 && between(1, low, high) && between(2, 0x80, 0xbf) ? 3 : 0;
  }
  if (first > 0xf4) return 0;
  const unsigned char low = first == 0xf0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xf4 ? 0x8f : 0xbf;  // nothing above U+10FFFF
  return end - p >= 4 && between(1, low, high) && between(2, 0x80, 0xbf) && between(3, 0x80, 0xbf) ? 4 : 0;
}

int escape_length(const char* p, const char* end, std::uint32_t& code_point) {
  if (end - p < 2) return 0;
  switch (p[1]) {
    case '"':
    case '\\':
    case '/':
      code_point = static_cast<unsigned char>(p[1]);
      return 2;
    case 'b':
      code_point = '\b';
      return 2;
    case 'f':
      code_point = '\f';
      return 2;
    case 'n':
      code_point = '\n';
      return 2;
    case 'r':
      code_point = '\r';
      return 2;
    case 't':
      code_point = '\t';
      return 2;
    case 'u':
      break;
    default:
      return 0;
  }
  const int unit = hex4(p + 2, end);
  if (unit < 0) return 0;
  code_point = static_cast<std::uint32_t>(unit);
  if (unit < 0xd800 || unit > 0xdfff) return 6;
  if (unit > 0xdbff || end - p < 12 || p[6] != '\\' || p[7] != 'u') return 0;
  const int low = hex4(p + 8, end);
  if (low < 0xdc00 || low > 0xdfff) return 0;
  code_point =
      0x10000u + (static_cast<std::uint32_t>(unit - 0xd800) << 10) + static_cast<std::uint32_t>(low - 0xdc00);
  return 12;
}

const char* string_end_behind_plain(const char* p, const char* end, const char*& failed_at, bool& escaped) {
  for (;; p = skip_plain(p, end)) {
    failed_at = p;
    if (p == end) return nullptr;
    if (*p == '"') return p;
    int length = 0;
    if (*p == '\\') {
      std::uint32_t code_point;
      escaped = true;
      length = escape_length(p, end, code_point);
      p += length;
    } else {
      // Text that is not ASCII comes in runs.
      while (p != end && static_cast<unsigned char>(*p) >= 0x80 && (length = utf8_length(p, end)) != 0)
        p += length;
      failed_at = p;
    }
    if (length == 0) return nullptr;
  }
}

}  // namespace offhook::json::detail
