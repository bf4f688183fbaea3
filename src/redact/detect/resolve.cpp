#include "redact/detect/resolve.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace offhook::redact::detect {
namespace {

std::uint64_t words(const Candidate& candidate) {
  return std::accumulate(
      candidate.ranges.begin(), candidate.ranges.end(), std::uint64_t{0},
      [](std::uint64_t sum, const Range& range) { return sum + (range.last - range.first); });
}

}  // namespace

std::vector<Candidate> resolve(const Script& script, std::vector<Candidate> candidates) {
  std::erase_if(candidates, [](const Candidate& c) { return c.confidence < kAccept || c.ranges.empty(); });
  std::vector<std::uint32_t> order(candidates.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) {
    const Candidate &a = candidates[x], &b = candidates[y];
    if (a.encloses != b.encloses) return a.encloses;
    if (a.confidence != b.confidence) return a.confidence > b.confidence;
    return words(a) > words(b);
  });
  std::vector<bool> taken(script.size(), false);
  std::vector<Candidate> accepted;
  for (const std::uint32_t i : order) {
    Candidate& candidate = candidates[i];
    const bool free = std::all_of(candidate.ranges.begin(), candidate.ranges.end(), [&](const Range& range) {
      for (std::uint32_t word = range.first; word < range.last; ++word)
        if (taken[word]) return false;
      return range.first < range.last;
    });
    if (!free) continue;
    for (const Range& range : candidate.ranges)
      std::fill(taken.begin() + range.first, taken.begin() + range.last, true);
    accepted.push_back(std::move(candidate));
  }
  return accepted;
}

std::vector<Finding> findings_of(const Script& script, std::vector<Candidate> accepted) {
  std::vector<Finding> findings;
  findings.reserve(accepted.size());
  std::uint32_t entity = 0;
  for (Candidate& candidate : accepted) {
    const bool parts = candidate.ranges.size() > 1;
    if (parts) ++entity;
    for (const Range& range : candidate.ranges) {
      Finding finding;
      finding.utterance = script[range.first].utterance;
      finding.start = script[range.first].start;
      finding.end = script[range.last - 1].end - range.cut;
      finding.kind = candidate.kind;
      const bool last = &range == &candidate.ranges.back();
      finding.country = last ? std::move(candidate.country) : candidate.country;
      finding.canonical = last ? std::move(candidate.canonical) : candidate.canonical;
      finding.confidence = candidate.confidence;
      finding.reason = candidate.reason;
      finding.entity = parts ? entity : 0;
      findings.push_back(std::move(finding));
    }
  }
  std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return a.utterance != b.utterance ? a.utterance < b.utterance : a.start < b.start;
  });
  return findings;
}

}  // namespace offhook::redact::detect
