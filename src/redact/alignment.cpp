#include "redact/alignment.h"

#include <algorithm>
#include <cstdint>

namespace offhook::redact {
namespace {

using Words = std::vector<Alignable::Word>;

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// For each word of `a` the word of `b` it is matched with in a longest common subsequence, or -1. Above the
// bound only equal beginnings and ends are matched.
std::vector<int> matches(const Words& a, const Words& b) {
  constexpr std::size_t kMaxCells = 1u << 18;
  std::vector<int> match(a.size(), -1);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head].folded == b[head].folded) {
    match[head] = static_cast<int>(head);
    ++head;
  }
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail].folded == b[b.size() - 1 - tail].folded) {
    ++tail;
    match[a.size() - tail] = static_cast<int>(b.size() - tail);
  }
  const std::size_t rows = a.size() - head - tail;
  const std::size_t columns = b.size() - head - tail;
  if (rows == 0 || columns == 0 || rows > kMaxCells / columns) return match;
  std::vector<std::uint32_t> longest((rows + 1) * (columns + 1));
  const auto at = [&](std::size_t r, std::size_t c) -> std::uint32_t& {
    return longest[r * (columns + 1) + c];
  };
  for (std::size_t r = rows; r-- > 0;)
    for (std::size_t c = columns; c-- > 0;)
      at(r, c) = a[head + r].folded == b[head + c].folded ? at(r + 1, c + 1) + 1
                                                          : std::max(at(r + 1, c), at(r, c + 1));
  for (std::size_t r = 0, c = 0; r < rows && c < columns;) {
    if (a[head + r].folded == b[head + c].folded)
      match[head + r++] = static_cast<int>(head + c++);
    else if (at(r + 1, c) >= at(r, c + 1))
      ++r;
    else
      ++c;
  }
  return match;
}

// The parts of [start, end) that sorted `marks` leave open have no letter or digit.
bool covered(std::string_view text, std::size_t start, std::size_t end, const std::vector<Mark>& marks) {
  auto mark = std::partition_point(marks.begin(), marks.end(), [&](const Mark& m) { return m.end <= start; });
  for (std::size_t i = start; i < end; ++i) {
    while (mark != marks.end() && mark->end <= i) ++mark;
    if (mark != marks.end() && mark->start <= i)
      i = mark->end - 1;
    else if (is_word_byte(text[i]))
      return false;
  }
  return true;
}

}  // namespace

Alignable::Alignable(std::string_view text) : text_(text) {
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    Word word{i, i, {}};
    for (; i < text.size() && is_word_byte(text[i]); ++i)
      word.folded += text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    word.end = i;
    words_.push_back(std::move(word));
  }
}

std::vector<Mark> carried_over(const Alignable& from, const std::vector<Mark>& marks, const Alignable& to,
                               const std::vector<Mark>& already) {
  std::vector<Mark> sorted = already;
  std::sort(sorted.begin(), sorted.end(), [](const Mark& a, const Mark& b) { return a.start < b.start; });
  const Words& a = from.words();
  const Words& b = to.words();
  const auto match = matches(a, b);
  // after[i]: the match of the first matched word at or behind i.
  std::vector<std::size_t> after(a.size() + 1, b.size());
  for (std::size_t i = a.size(); i-- > 0;)
    after[i] = match[i] >= 0 ? static_cast<std::size_t>(match[i]) : after[i + 1];
  std::vector<std::size_t> before(a.size() + 1, 0);  // 1 + the match of the last matched word in front of i
  for (std::size_t i = 0; i < a.size(); ++i)
    before[i + 1] = match[i] >= 0 ? static_cast<std::size_t>(match[i]) + 1 : before[i];

  std::vector<Mark> carried;
  for (const Mark& mark : marks) {
    const auto first =
        std::partition_point(a.begin(), a.end(), [&](const auto& w) { return w.end <= mark.start; });
    const auto last = std::partition_point(first, a.end(), [&](const auto& w) { return w.start < mark.end; });
    const std::size_t begin = before[static_cast<std::size_t>(first - a.begin())];
    const std::size_t end = after[static_cast<std::size_t>(last - a.begin())];
    if (begin >= end) continue;
    Mark there = mark;
    there.start = b[begin].start;
    there.end = b[end - 1].end;
    if (!covered(to.text(), there.start, there.end, sorted)) carried.push_back(std::move(there));
  }
  return carried;
}

}  // namespace offhook::redact
