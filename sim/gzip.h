// gzip (RFC 1952) of a body; the same bytes for the same input.
#pragma once

#include <string>
#include <string_view>

namespace offhook::sim {

[[nodiscard]] std::string gzip(std::string_view body);

}  // namespace offhook::sim
