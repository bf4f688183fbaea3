// Ids that look random and can be undone: a conversation's id holds its index, so a lookup by id needs no
// table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace offhook::sim {

// A UUID (version 4 by its looks); index < 2^48.
[[nodiscard]] std::string conversation_id(std::uint64_t seed, std::uint64_t index);
// None unless `id` is what conversation_id() makes of this seed and some index.
[[nodiscard]] std::optional<std::uint64_t> conversation_index(std::uint64_t seed, std::string_view id);

// Any other id: the same for the same arguments, otherwise different.
[[nodiscard]] std::string other_id(std::uint64_t seed, std::uint64_t index, std::string_view purpose);

}  // namespace offhook::sim
