#include "redact/harmless.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "redact/mark.h"
#include "redact/sixteen.h"

namespace offhook::redact {
namespace {

constexpr std::size_t kUuidSize = 36;
constexpr std::size_t kTimeSize = 19;  // up to the seconds
// Shorter numbers are neither phones nor accounts nor ids of people.
constexpr int kLongNumber = 7;
constexpr std::size_t kLongestHarmless = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

// The bits of a mask of sixteen; without it in the instruction set, std::popcount is a call.
int count(std::uint32_t mask) {
  mask -= mask >> 1 & 0x5555;
  mask = (mask & 0x3333) + (mask >> 2 & 0x3333);
  mask = (mask + (mask >> 4)) & 0x0f0f;
  return static_cast<int>((mask + (mask >> 8)) & 0x1f);
}

// As the platform writes all its times: 2026-03-10T14:00:05.101Z
bool is_utc_time(std::string_view text) {
  if (text.size() <= kTimeSize || text.size() > kTimeSize + 12 || text.back() != 'Z' ||
      !starts_with_time(text))
    return false;
  for (std::size_t i = kTimeSize; i + 1 < text.size(); ++i)
    if (!is_digit(text[i]) && text[i] != '.') return false;
  return true;
}

// The text's digits less those of the ids and times in it, as far as the limit.
bool has_long_number(std::string_view text) {
  int digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_hex(text[i])) continue;
    if (is_uuid(text.substr(i, kUuidSize))) {
      i += kUuidSize - 1;
    } else if (starts_with_time(text.substr(i))) {
      i += kTimeSize - 1;
      while (i + 1 < text.size() && (is_digit(text[i + 1]) || text[i + 1] == '.')) ++i;
    } else if (is_digit(text[i]) && ++digits >= kLongNumber) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_uuid(std::string_view text) { return is_uuid_form(text); }

std::size_t quoted_id_or_time(const char* at, const char* end) {
  constexpr std::size_t kMillis = kTimeSize + 5;  // ".101Z"
  const auto left = static_cast<std::size_t>(end - at);
  if (left >= kMillis + 2 && at[kMillis + 1] == '"') return is_utc_time({at + 1, kMillis}) ? kMillis + 2 : 0;
  if (left >= kUuidSize + 2 && at[kUuidSize + 1] == '"')
    return is_uuid({at + 1, kUuidSize}) ? kUuidSize + 2 : 0;
  return 0;
}

Harmless harmlessness(std::string_view text) {
  if (is_uuid(text) || is_utc_time(text)) return Harmless::solid;
  if (text.size() > kLongestHarmless) return Harmless::no;
  int digits = 0;
  std::uint32_t spaces = 0;
  std::uint32_t odd = 0;
  const auto look = [&](const Sixteen& bytes, std::uint32_t inside) {
    digits += count(bytes.digits() & inside);
    spaces |= bytes.equal(' ') & inside;
    odd |= (bytes.equal('@') | bytes.equal('\\') | bytes.not_ascii()) & inside;
  };
  std::size_t at = 0;
  for (; text.size() - at >= Sixteen::kSize; at += Sixteen::kSize) look(Sixteen(text.data() + at), 0xffff);
  if (const std::size_t rest = text.size() - at; rest > 0) {
    if (text.size() >= Sixteen::kSize) {
      look(Sixteen(text.data() + text.size() - Sixteen::kSize), 0xffffu << (Sixteen::kSize - rest) & 0xffff);
    } else {
      std::array<char, Sixteen::kSize> padded{};
      std::memcpy(padded.data(), text.data(), rest);
      look(Sixteen(padded.data()), 0xffff);
    }
  }
  if (odd != 0 || (digits >= kLongNumber && has_long_number(text))) return Harmless::no;
  return spaces != 0 ? Harmless::words : Harmless::solid;
}

bool is_plain_member_name(std::string_view name) {
  std::size_t digits = 0;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '-';
    if (!letter && !is_digit(c)) return false;
    digits += is_digit(c) ? 1 : 0;
  }
  return digits < 4 && name.size() <= 64 && !name.starts_with('-') && occupied(name).empty();
}

}  // namespace offhook::redact
