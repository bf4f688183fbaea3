// IP addresses: IPv6 written (RFC 4291), IPv4 written and spoken ("ten dot oh dot oh dot one").
#include <arpa/inet.h>

#include <array>
#include <string>

#include "redact/canonical.h"
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"
#include "redact/detect/network/hex_run.h"

namespace offhook::redact::detect {
namespace {

// "/24": the word behind a prefix length at word `at`, else `at`; it belongs to the address.
std::size_t prefix(const Script& script, std::size_t at, unsigned most) {
  if (at + 1 >= script.size() || !script.sign(at, '/') || script[at].space_before ||
      script[at + 1].space_before || script[at].utterance != script[at + 1].utterance)
    return at;
  const std::string_view bits = script.fold(at + 1);
  if (bits.size() > 3 || !all_digits(bits)) return at;
  unsigned value = 0;
  for (const char c : bits) value = value * 10 + digit(c);
  return value <= most ? at + 2 : at;
}

// "%eth0": the word behind a zone (RFC 4007) at word `at`, else `at`.
std::size_t zone(const Script& script, std::size_t at) {
  return at + 1 < script.size() && script.sign(at, '%') && !script[at].space_before &&
                 script[at + 1].alnum() && !script[at + 1].space_before
             ? at + 2
             : at;
}

// An IPv6 address in the words [first, last); moves `last` behind it. False: there is none.
bool ipv6(const Script& script, std::size_t first, std::size_t& last, std::string& text) {
  // A sentence's own colon or full stop behind it; the address may itself end in "::".
  while (last > first && (script.sign(last - 1, '.') ||
                          (script.sign(last - 1, ':') && !(last - 1 > first && script.sign(last - 2, ':')))))
    --last;
  if (last - first < 3 || last - first > 40) return false;
  // Glued to a word it is no address: "text::ffff:…", "std::cout".
  if (first > 0 && !script[first].space_before && (script[first - 1].alnum() || script.sign(first - 1, '.')))
    return false;
  if (last < script.size() && !script[last].space_before && script[last].alnum()) return false;
  bool digits = false;
  for (std::size_t i = first; i < last; ++i) {
    text += script.fold(i);
    digits = digits || script[i].digits;
  }
  std::array<unsigned char, 16> bytes{};
  if (!digits || inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return false;
  last = prefix(script, zone(script, last), 128);
  return true;
}

}  // namespace

std::optional<Verdict> judge_ipv4(const Window& window) {
  std::array<unsigned, 4> octets{};
  std::array<unsigned, 4> sizes{};
  std::size_t n = 0;
  for (std::size_t i = 0; i < window.pieces.size(); ++i) {
    const Piece& piece = window.pieces[i];
    if (i > 0 && piece.gap == Gap::sep && piece.sign == '.') {
      if (++n == 4) return std::nullopt;
    } else if (i > 0 && piece.gap != Gap::tight) {
      return std::nullopt;
    }
    const std::size_t at = piece.chars - window.pieces.front().chars;
    for (std::size_t k = at; k < at + piece.size && k < window.chars.size(); ++k) {
      octets[n] = octets[n] * 10 + digit(window.chars[k]);
      if (++sizes[n] > 3 || octets[n] > 255) return std::nullopt;
    }
  }
  if (n != 3) return std::nullopt;
  for (std::size_t i = 0; i < 4; ++i)
    if (!window.spoken && sizes[i] > 1 && octets[i] == 0) return std::nullopt;  // "1.000.000.000"
  const Script& script = window.context.script;
  const std::size_t first = window.pieces.front().first;
  const std::size_t last = window.pieces.back().last;
  if (window.spoken) {
    if (window.labelled(label::kOther)) return std::nullopt;
  } else {
    if (window.pieces.size() != 4 || (window.labelled(label::kOther) && !window.labelled(label::kIp)))
      return std::nullopt;
    if (last + 1 < script.size() && !script[last].space_before && script.sign(last, '.') &&
        !script[last + 1].space_before && script[last + 1].alnum())
      return std::nullopt;
    if (first > 0 && !script[first].space_before &&
        (script.sign(first - 1, '.') || script.sign(first - 1, '-')))
      return std::nullopt;
    // With a path behind it, it is a link.
    if (last < script.size() && script.sign(last, '/') && last + 1 < script.size() &&
        script[last + 1].letters && script[last + 1].utterance == script[first].utterance)
      return std::nullopt;
  }
  std::string text;
  for (std::size_t i = 0; i < 4; ++i) text += (i == 0 ? "" : ".") + std::to_string(octets[i]);
  return Verdict{Kind::ip,
                 {},
                 std::move(text),
                 0.95,
                 "four octets with dots",
                 window.spoken ? 0u : static_cast<std::uint32_t>(prefix(script, last, 32))};
}

void find_ipv6(const Context& context, std::vector<Candidate>& out) {
  const Script& script = context.script;
  for (const std::uint32_t u : script.searched()) {
    if (!script.has(u, word_class::kColon) || !script.has(u, word_class::kDigits)) continue;
    for (std::size_t i = script.begin_of(u); i < script.end_of(u);) {
      const HexRun run = read_hex_run(script, i);
      std::size_t last = run.last;
      std::string text;
      if (run.colons >= 2 && ipv6(script, i, last, text))
        out.push_back({Kind::ip,
                       {},
                       canonical(Kind::ip, text, context.policy),
                       0.96,
                       "written IPv6 address",
                       {{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(last), 0}}});
      i = std::max({run.last, last, i + 1});
    }
  }
}

}  // namespace offhook::redact::detect
