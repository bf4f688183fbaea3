#include "redact/detect/detectors.h"

#include <array>

namespace offhook::redact::detect {
namespace {

constexpr std::array kJudges = std::to_array<Judge>({
    {false, 6, 19, &judge_known_number}, {false, 6, 17, &judge_phone},     {false, 9, 9, &judge_ssn},
    {false, 12, 19, &judge_card},        {true, 15, 34, &judge_iban},      {false, 9, 9, &judge_routing},
    {false, 5, 17, &judge_account},      {false, 6, 6, &judge_sort_code},  {false, 4, 12, &judge_ipv4},
    {true, 12, 12, &judge_mac},          {true, 6, 11, &judge_passport},   {true, 6, 16, &judge_licence},
    {true, 8, 16, &judge_national_id},   {true, 5, 9, &judge_postal_code}, {false, 4, 8, &judge_numeric_dob},
    {false, 3, 4, &judge_cvv},           {false, 3, 6, &judge_expiry},     {true, 4, 10, &judge_pin},
    {true, 2, 24, &judge_spelled_name},
});

constexpr std::array kFinders = {&find_emails,           &find_urls,        &find_ipv6,    &find_macs,
                                 &find_crypto_addresses, &find_birth_dates, &find_secrets, &find_known_texts,
                                 &find_people,           &find_addresses};

}  // namespace

std::vector<Candidate> detect_all(const Context& context) {
  std::vector<Candidate> candidates;
  judge_windows(context, kJudges, candidates);
  for (const auto find : kFinders) find(context, candidates);
  return candidates;
}

}  // namespace offhook::redact::detect
