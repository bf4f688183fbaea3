#include "redact/detect/names/similar.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

namespace offhook::redact::detect {
namespace {

constexpr std::size_t kMax = 32;

// Are so many edits enough to make one of the other? No row of the table has less than the one before it.
bool within(std::size_t edits, std::string_view a, std::string_view b) {
  std::array<std::uint32_t, kMax + 1> row;
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<std::uint32_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::uint32_t diagonal = row[0];
    row[0] = static_cast<std::uint32_t>(i);
    std::uint32_t least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::uint32_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      diagonal = above;
      least = std::min(least, row[j]);
    }
    if (least > edits) return false;
  }
  return row[b.size()] <= edits;
}

// One bit for each letter that the text has.
std::uint32_t letters_in(std::string_view text) {
  std::uint32_t letters = 0;
  for (const char c : text) letters |= 1u << (static_cast<unsigned char>(c) & 31);
  return letters;
}

// Consonants in classes that are heard for each other; runs of one class once.
// In names of Poland and Germany a w is heard as a v.
std::string skeleton(std::string_view text, bool hard_w = false) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    switch (c) {
      case 'a':
      case 'e':
      case 'i':
      case 'o':
      case 'u':
      case 'y':
      case 'h':
        c = 0;
        break;
      case 'w':
        c = hard_w ? 'f' : 0;
        break;
      case 'c':
        c = next == 'h' || next == 'e' || next == 'i' ? 's' : 'k';
        break;
      case 'x':
      case 'z':
      case 'j':
        c = 's';
        break;
      case 'q':
      case 'g':
        c = 'k';
        break;
      case 'p':
        c = next == 'h' ? 'f' : 'b';
        break;
      case 'v':
        c = 'f';
        break;
      case 'd':
        c = 't';
        break;
      case 'm':
        c = 'n';
        break;
      default:
        break;
    }
    if (c != 0 && (out.empty() || out.back() != c)) out += c;
  }
  return out;
}

}  // namespace

bool sounds_like(std::string_view heard, std::string_view known) {
  if (heard.size() < 3 || known.size() < 3 || heard.size() > kMax || known.size() > kMax) return false;
  const std::size_t longer = std::max(heard.size(), known.size());
  const std::size_t shorter = std::min(heard.size(), known.size());
  if (shorter * 2 < longer) return false;
  if (heard == known) return true;
  // Each letter that only one of them has is an edit, each letter more, too: at least so many stand between
  // them.
  const std::uint32_t x = letters_in(heard), y = letters_in(known);
  const auto only = static_cast<std::size_t>(std::max(std::popcount(x & ~y), std::popcount(y & ~x)));
  const std::size_t least = std::max(only, longer - shorter);
  const std::size_t spelled = longer * (longer >= 10 ? 4 : 3), sounded = longer * 7;  // tenths of edits
  if (least * 10 > sounded) return false;
  if (least * 10 <= spelled && within(spelled / 10, heard, known)) return true;
  const std::string a = skeleton(heard);
  const std::string b = skeleton(known);
  if (known.find('w') != std::string_view::npos && heard.find('v') != std::string_view::npos) {
    const std::string c = skeleton(known, true);
    if (a.size() >= 4 && within(std::max(a.size(), c.size()) / 5, a, c)) return true;
  }
  if (std::min(a.size(), b.size()) < 3) return a == b && a.size() == 2 && within(longer / 2, heard, known);
  return within(std::max(a.size(), b.size()) / 5, a, b) && within(sounded / 10, heard, known);
}

}  // namespace offhook::redact::detect
