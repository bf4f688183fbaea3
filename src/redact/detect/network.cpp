// IP addresses and MAC addresses, written; IPv4 also spoken ("ten dot oh dot oh dot one").
#include <arpa/inet.h>

#include <array>
#include <string>

#include "redact/canonical.h"
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

bool hex(std::string_view fold) {
  for (const char c : fold)
    if (!is_digit(c) && !(c >= 'a' && c <= 'f')) return false;
  return !fold.empty();
}

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out)
      : context_(context), script_(context.script), out_(out) {}

  void run() {
    for (std::size_t i = 0; i < script_.size();) {
      const std::size_t end = tight_run(i);
      if (end - i >= 3 && colons_ + dashes_ + dots_ >= 2 && !address(i, end))
        for (std::size_t k = i; k < end && end - i < 64; ++k) mac(k, end);
      i = std::max(end, i + 1);
    }
  }

 private:
  // Hex words, colons, dots and dashes without a space between them.
  std::size_t tight_run(std::size_t first) {
    colons_ = dashes_ = dots_ = 0;
    std::size_t i = first;
    for (; i < script_.size() && (i == first || !script_[i].space_before); ++i) {
      if (script_.sign(i, ':'))
        ++colons_;
      else if (script_.sign(i, '-'))
        ++dashes_;
      else if (script_.sign(i, '.'))
        ++dots_;
      else if (!script_[i].alnum() || !hex(script_.fold(i)))
        break;
    }
    return i;
  }

  bool address(std::size_t first, std::size_t last) {
    if (colons_ < 2) return false;
    // A sentence's own colon or full stop behind it; the address may itself end in "::".
    while (last > first &&
           (script_.sign(last - 1, '.') ||
            (script_.sign(last - 1, ':') && !(last - 1 > first && script_.sign(last - 2, ':')))))
      --last;
    if (last - first < 3 || last - first > 40) return false;
    // Glued to a word it is no address: "text::ffff:…", "std::cout".
    if (first > 0 && !script_[first].space_before &&
        (script_[first - 1].alnum() || script_.sign(first - 1, '.')))
      return false;
    if (last < script_.size() && !script_[last].space_before && script_[last].alnum()) return false;
    std::string text;
    bool digits = false;
    for (std::size_t i = first; i < last; ++i) {
      text += script_.fold(i);
      digits = digits || script_[i].digits;
    }
    std::array<unsigned char, 16> bytes{};
    if (!digits || inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return false;
    // A prefix length belongs to it.
    if (last + 1 < script_.size() && script_.sign(last, '/') && !script_[last].space_before &&
        !script_[last + 1].space_before && script_.fold(last + 1).size() <= 3 &&
        all_digits(script_.fold(last + 1)))
      last += 2;
    propose(Kind::ip, first, last, text, "written IPv6 address");
    return true;
  }

  // 00:1a:2b:3c:4d:5e, 00-1a-…, 001a.2b3c.4d5e from word `first`.
  void mac(std::size_t first, std::size_t end) {
    const bool starts =
        first == 0 || script_[first].space_before ||
        (!script_[first - 1].alnum() && !script_.sign(first - 1, '-') && !script_.sign(first - 1, '.'));
    if (!starts || first + 1 >= end) return;
    const bool dotted = script_.sign(first + 1, '.');
    const std::size_t groups = dotted ? 3 : 6;
    const std::size_t size = dotted ? 4 : 2;
    const std::size_t last = first + 2 * groups - 1;
    if (last > end) return;
    std::string text;
    for (std::size_t i = first; i < last; ++i) {
      if ((i - first) % 2 == 0 ? script_.fold(i).size() != size || !script_[i].alnum()
                               : script_.fold(i) != script_.fold(first + 1) || script_[i].alnum())
        return;
      if ((i - first) % 2 == 0) text += script_.fold(i);
    }
    if (last < script_.size() && !script_[last].space_before &&
        (script_[last].alnum() || script_.sign(last, '-') || script_.sign(last, ':')))
      return;
    propose(Kind::mac, first, last, text, "written MAC address");
  }

  void propose(Kind kind, std::size_t first, std::size_t last, const std::string& text, const char* reason) {
    out_.push_back({kind,
                    {},
                    canonical(kind, text, context_.policy),
                    0.96,
                    reason,
                    {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0}}});
  }

  const Context& context_;
  const Script& script_;
  std::vector<Candidate>& out_;
  unsigned colons_ = 0, dashes_ = 0, dots_ = 0;
};

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
        script[last + 1].letters)
      return std::nullopt;
  }
  std::string text;
  for (std::size_t i = 0; i < 4; ++i) text += (i == 0 ? "" : ".") + std::to_string(octets[i]);
  return Verdict{Kind::ip, {}, std::move(text), 0.95, "four octets with dots"};
}

void find_network_addresses(const Context& context, std::vector<Candidate>& out) {
  Finder(context, out).run();
}

}  // namespace offhook::redact::detect
