// What S3 will bill for an object, estimated. Prices: us-east-1, USD, as in Amazon's price list of September
// 2026; other regions differ by up to a half. An estimate for planning, not an invoice.
#pragma once

#include <cstdint>
#include <string_view>

namespace offhook::pipeline {

// Requests and one month of storage. An unknown class counts as STANDARD.
[[nodiscard]] double estimated_cost_usd(std::string_view storage_class, std::uint64_t put_requests,
                                        std::uint64_t stored_bytes);

}  // namespace offhook::pipeline
