// MAC addresses (IEEE 802 EUI-48): written "00:1a:2b:3c:4d:5e", "00-1a-…", "001a.2b3c.4d5e"; dictated when
// asked for.
#include <algorithm>
#include <string>

#include "redact/canonical.h"
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"
#include "redact/detect/network/hex_run.h"

namespace offhook::redact::detect {
namespace {

constexpr std::size_t kMaxRun = 64;  // words in which an address may begin anywhere

// The word behind the address that begins at word `first` of a run that ends at `end`, `first`: none.
std::size_t address(const Script& script, std::size_t first, std::size_t end) {
  const bool starts =
      first == 0 || script[first].space_before ||
      (!script[first - 1].alnum() && !script.sign(first - 1, '-') && !script.sign(first - 1, '.'));
  if (!starts || first + 1 >= end) return first;
  const bool dotted = script.sign(first + 1, '.');
  const std::size_t groups = dotted ? 3 : 6;
  const std::size_t size = dotted ? 4 : 2;
  const std::size_t last = first + 2 * groups - 1;
  if (last > end) return first;
  for (std::size_t i = first; i < last; ++i)
    if ((i - first) % 2 == 0 ? script.fold(i).size() != size || !script[i].alnum()
                             : script.fold(i) != script.fold(first + 1) || script[i].alnum())
      return first;
  if (last < script.size() && !script[last].space_before &&
      (script[last].alnum() || script.sign(last, '-') || script.sign(last, ':')))
    return first;
  return last;
}

}  // namespace

std::optional<Verdict> judge_mac(const Window& window) {
  for (const char c : window.chars)
    if (!is_digit(c) && (c < 'A' || c > 'F')) return std::nullopt;
  return Verdict{Kind::mac,
                 {},
                 canonical(Kind::mac, window.chars, window.context.policy),
                 0.93,
                 "twelve hexadecimal digits asked for as a MAC address"};
}

void find_macs(const Context& context, std::vector<Candidate>& out) {
  using namespace word_class;
  const Script& script = context.script;
  for (const std::uint32_t u : script.searched()) {
    if (!script.has(u, kColon | kDash | kFullStop)) continue;
    for (std::size_t i = script.begin_of(u); i < script.end_of(u);) {
      const HexRun run = read_hex_run(script, i);
      if (run.signs() >= 2 && run.last - i < kMaxRun)
        for (std::size_t first = i; first < run.last; ++first)
          if (const std::size_t last = address(script, first, run.last); last > first)
            out.push_back({Kind::mac,
                           {},
                           canonical(Kind::mac, script.text(first, last), context.policy),
                           0.96,
                           "written MAC address",
                           {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0}}});
      i = std::max(run.last, i + 1);
    }
  }
}

}  // namespace offhook::redact::detect
