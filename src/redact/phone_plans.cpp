#include "redact/phone_plans.h"

#include <algorithm>
#include <array>

namespace offhook::redact {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Countries in which a national number is what stands behind the country's code, given its first digit and
// its length (ITU-T E.164 and the national plans): no trunk prefix, carrier's code or mobile's digit comes
// off. Numbers of other lengths exist; they are left to the library.
struct Plan {
  std::string_view code;
  std::string_view first;
  std::size_t shortest;
  std::size_t longest;
};
constexpr auto kPlans = std::to_array<Plan>({
    {"27", "12345678", 9, 9},     // South Africa
    {"30", "2456789", 10, 10},    // Greece
    {"31", "123456789", 9, 9},    // Netherlands
    {"32", "123456789", 8, 9},    // Belgium
    {"33", "123456789", 9, 9},    // France
    {"34", "56789", 9, 9},        // Spain
    {"351", "2346789", 9, 9},     // Portugal
    {"353", "123456789", 8, 9},   // Ireland
    {"39", "3", 9, 10},           // Italy, mobile
    {"41", "23456789", 9, 9},     // Switzerland
    {"43", "123456789", 10, 12},  // Austria
    {"44", "12356789", 10, 10},   // United Kingdom
    {"45", "23456789", 8, 8},     // Denmark
    {"46", "123456789", 9, 9},    // Sweden
    {"47", "2345679", 8, 8},      // Norway
    {"48", "123456789", 9, 9},    // Poland
    {"49", "123456789", 10, 11},  // Germany
    {"61", "234578", 9, 9},       // Australia
    {"64", "234679", 8, 10},      // New Zealand
    {"65", "3689", 8, 8},         // Singapore
    {"81", "123456789", 9, 10},   // Japan
    {"852", "235689", 8, 8},      // Hong Kong
    {"91", "6789", 10, 10},       // India
});

// `digits` begin with a plus sign.
bool is_planned(std::string_view digits) {
  return std::any_of(kPlans.begin(), kPlans.end(), [&](const Plan& plan) {
    if (!digits.substr(1).starts_with(plan.code)) return false;
    const auto national = digits.substr(1 + plan.code.size());
    return national.size() >= plan.shortest && national.size() <= plan.longest &&
           plan.first.find(national.front()) != std::string_view::npos;
  });
}

}  // namespace

std::optional<std::string> planned_phone(std::string_view text, std::string_view default_region) {
  constexpr std::size_t kLongest = 24;
  if (text.size() > kLongest) return std::nullopt;
  const bool plus = text.starts_with('+');
  std::string digits = "+";
  for (const char c : text.substr(plus ? 1 : 0)) {
    if (is_digit(c))
      digits += c;
    else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')')
      return std::nullopt;
  }
  // The North American plan: ten digits in groups, a country's code in front.
  const bool home = default_region == "US" || default_region == "CA";
  if (digits.size() == 11 && home && !plus && digits[1] >= '2') return digits.insert(1, 1, '1');
  if (digits.size() == 12 && (plus || home) && digits[1] == '1' && digits[2] >= '2') return digits;
  if (plus && is_planned(digits)) return digits;
  return std::nullopt;
}

}  // namespace offhook::redact
