#include "redact/detect/detectors.h"

#include <array>

namespace offhook::redact::detect {
namespace {

using namespace label;

constexpr std::array kJudges = std::to_array<Judge>({
    {Reads::digits, 6, 19, &judge_known_number},
    {Reads::digits, 6, 17, &judge_phone},
    {Reads::digits, 9, 9, &judge_ssn},
    {Reads::digits, 12, 19, &judge_card},
    {Reads::codes, 15, 34, &judge_iban},
    {Reads::digits, 9, 9, &judge_routing, kRouting},
    {Reads::digits, 5, 17, &judge_account, kAccount},
    {Reads::digits, 6, 6, &judge_sort_code, kSortCode},
    {Reads::digits, 4, 12, &judge_ipv4},
    {Reads::codes, 12, 12, &judge_mac, kMac},
    {Reads::codes, 6, 11, &judge_passport, kPassport},
    {Reads::codes, 6, 16, &judge_licence, kLicence},
    {Reads::codes, 8, 16, &judge_national_id},
    {Reads::codes, 5, 9, &judge_postal_code, kZip},
    {Reads::digits, 4, 8, &judge_numeric_dob, kDob},
    {Reads::digits, 3, 4, &judge_cvv, kCvv | kOtp},
    {Reads::digits, 3, 6, &judge_expiry, kExpiry},
    {Reads::codes, 4, 10, &judge_pin, kPin | kOtp},
    {Reads::spelled, 2, 24, &judge_spelled_name},
});
constexpr Judges kAllJudges(kJudges);

constexpr std::array kFinders = {&find_emails,           &find_urls,        &find_ipv6,    &find_macs,
                                 &find_crypto_addresses, &find_birth_dates, &find_secrets, &find_known_texts,
                                 &find_people,           &find_addresses};

}  // namespace

std::vector<Candidate> detect_all(const Context& context) {
  std::vector<Candidate> candidates;
  judge_windows(context, kAllJudges, candidates);
  for (const auto find : kFinders) find(context, candidates);
  return candidates;
}

}  // namespace offhook::redact::detect
