#include "pipeline/cost.h"

#include <utility>

namespace offhook::pipeline {
namespace {

constexpr std::pair<std::string_view, Prices> kPrices[] = {
    {"STANDARD", {0.023, 0.005}},      {"STANDARD_IA", {0.0125, 0.01}},
    {"ONEZONE_IA", {0.01, 0.01}},      {"INTELLIGENT_TIERING", {0.023, 0.005}},
    {"GLACIER_IR", {0.004, 0.02}},     {"GLACIER", {0.0036, 0.03}},
    {"DEEP_ARCHIVE", {0.00099, 0.05}},
};

}  // namespace

Prices prices_of(std::string_view storage_class) {
  for (const auto& [known, prices] : kPrices)
    if (known == storage_class) return prices;
  return kPrices[0].second;
}

double estimated_cost_usd(std::string_view storage_class, std::uint64_t put_requests,
                          std::uint64_t stored_bytes) {
  const Prices prices = prices_of(storage_class);
  return static_cast<double>(put_requests) / 1000.0 * prices.per_thousand_puts +
         static_cast<double>(stored_bytes) / static_cast<double>(1u << 30) * prices.per_gib_month;
}

double estimated_cost_usd(const std::vector<archive::ListedObject>& objects) {
  double cost = 0;
  for (const archive::ListedObject& object : objects) {
    const std::uint64_t parts = (object.size_bytes + object.part_size_bytes - 1) / object.part_size_bytes;
    cost += estimated_cost_usd(object.storage_class, parts + 2, object.size_bytes);
    cost += estimated_cost_usd("STANDARD", 1, object.index_size_bytes);
  }
  return cost + estimated_cost_usd("STANDARD", 2, 0);
}

}  // namespace offhook::pipeline
