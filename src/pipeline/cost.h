// What S3 will bill, estimated. Prices: us-east-1, USD, as in Amazon's price list of September 2026
// (kPriceList); other regions differ by up to a half. An estimate for planning, not an invoice.
#pragma once

#include <cstdint>
#include <string_view>

#include <string_view>
#include "archive/manifest.h"

namespace offhook::pipeline {

inline constexpr std::string_view kPriceList = "Amazon's price list for us-east-1 of September 2026";

struct Prices {
  double per_gib_month = 0;
  double per_thousand_puts = 0;
};
// An unknown class counts as STANDARD.
[[nodiscard]] Prices prices_of(std::string_view storage_class);

// Requests and one month of storage. An unknown class counts as STANDARD.
[[nodiscard]] double estimated_cost_usd(std::string_view storage_class, std::uint64_t put_requests,
                                        std::uint64_t stored_bytes);

// Of all that a manifest lists: for each object its parts, beginning and completion, its index, and the
// manifest with its signature. HEAD requests cost a twelfth and are left out.
[[nodiscard]] double estimated_cost_usd(const std::vector<archive::ListedObject>& objects);

}  // namespace offhook::pipeline
