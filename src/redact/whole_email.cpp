#include "redact/whole_email.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "redact/canonical.h"
#include "redact/detect/quiet/vocabulary.h"

namespace offhook::redact {
namespace {

using namespace detect;

// Longer addresses, and those with more digits or signs, are searched: they may hold something else, too.
constexpr std::size_t kLongest = 64;
constexpr int kMostDigits = 5;
constexpr int kMostSigns = 6;
// Words that say of a value what it is.
constexpr Traits kTelling = trait::kLabel | trait::kLabelFirst | trait::kLabelSecond | trait::kSecretWord |
                            trait::kLoud | trait::kCue | trait::kCueFirst | trait::kCueSecond;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Parts of letters and digits, not empty, with one of the signs between each and the next.
bool is_joined(std::string_view text, std::string_view signs, int& digits, int& joints) {
  bool behind_part = false;
  for (const char c : text) {
    const bool part = is_letter(c) || is_digit(c);
    if (!part && (!behind_part || signs.find(c) == std::string_view::npos)) return false;
    digits += is_digit(c) ? 1 : 0;
    joints += part ? 0 : 1;
    behind_part = part;
  }
  return behind_part;
}

bool is_plain_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || text.size() > kLongest) return false;
  const std::string_view local = text.substr(0, at), host = text.substr(at + 1);
  int digits = 0, joints = 0;
  if (!is_joined(local, "._+-", digits, joints) || !is_joined(host, ".-", digits, joints)) return false;
  const std::size_t dot = host.rfind('.');
  return dot != std::string_view::npos && digits <= kMostDigits && joints <= kMostSigns &&
         std::all_of(host.begin() + static_cast<std::ptrdiff_t>(dot) + 1, host.end(), is_letter) &&
         std::any_of(local.begin(), local.end(), is_letter);
}

bool says_nothing_else(std::string_view label) {
  constexpr std::array<std::string_view, 3> kOfAddresses = {"email", "mail", "address"};
  while (!label.empty()) {
    const std::size_t end = std::min(label.find(' '), label.size());
    const std::string_view word = label.substr(0, end);
    label.remove_prefix(std::min(end + 1, label.size()));
    if (word.size() > kLongestWord) return false;
    if (word.empty() || std::find(kOfAddresses.begin(), kOfAddresses.end(), word) != kOfAddresses.end())
      continue;
    if ((Vocabulary::instance().find(word_key(word)) & kTelling) != 0) return false;
  }
  return true;
}

}  // namespace

std::optional<Mark> whole_email(std::string_view text, std::string_view label) {
  if (!is_plain_address(text) || !says_nothing_else(label) || !occupied(text).empty()) return std::nullopt;
  return Mark{0, text.size(), Kind::email, {}, casefold(text), 0.98, "written e-mail address"};
}

}  // namespace offhook::redact
