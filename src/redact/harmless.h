// Harmless: texts in which nothing personal can hide, told from their form alone: ids, times, words without
// anything a number or an address could be made of. Most values of a record are of this kind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace offhook::redact {

enum class Harmless : std::uint8_t {
  no,
  solid,  // without a space
  words,
};
[[nodiscard]] Harmless harmlessness(std::string_view text);

// Is this the text of an id, a time or a word, without anything a number or an address could hide in?
[[nodiscard]] inline bool is_harmless(std::string_view text) { return harmlessness(text) != Harmless::no; }
[[nodiscard]] bool is_uuid(std::string_view text);
// The id or the time to the millisecond that stands in quotes at `at`: its size with them; 0 for anything
// else.
[[nodiscard]] std::size_t quoted_id_or_time(const char* at, const char* end);
// An identifier that no detector could take for anything: "caseTopic", "ivr.menu". Only such member names say
// what their values are.
[[nodiscard]] bool is_plain_member_name(std::string_view name);

}  // namespace offhook::redact
