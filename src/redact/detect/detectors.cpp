#include "redact/detect/detectors.h"

#include <array>

namespace offhook::redact::detect {
namespace {

constexpr std::array kJudges = std::to_array<Judge>({
    {false, 6, 17, &judge_phone},
    {false, 9, 9, &judge_ssn},
    {false, 12, 19, &judge_card},
});

constexpr std::array kFinders = {&find_emails, &find_known_names};

}  // namespace

std::vector<Candidate> detect_all(const Context& context) {
  std::vector<Candidate> candidates;
  judge_windows(context, kJudges, candidates);
  for (const auto find : kFinders) find(context, candidates);
  return candidates;
}

}  // namespace offhook::redact::detect
