#include "redact/replaced.h"

#include <algorithm>
#include <iterator>

#include "redact/dialogue.h"

namespace offhook::redact {
namespace {

void append_stand_in(std::string& text, const Mark& mark, const Policy& policy) {
  const Replacement replacement = policy.rule(mark.kind).replacement;
  if (mark.blank || replacement == Replacement::drop) return;
  const bool constant = replacement == Replacement::mask || is_constant(mark.kind);
  if (constant) text += '[';
  text += name(mark.kind, mark.country);
  if (constant)
    text += ']';
  else
    text += kTokenEnd;
}

}  // namespace

Replaced::Replaced(std::string_view original, const std::vector<Mark>& marks, const Policy& policy) {
  constexpr std::size_t kToken = 32;  // bytes that one takes, about
  text_.reserve(original.size() + marks.size() * kToken);
  parts_.reserve(2 * marks.size() + 1);
  std::size_t from = 0;
  const auto add = [&](std::size_t end, bool literal, const auto& append) {
    const std::size_t at = text_.size();
    append();
    if (text_.size() > at) parts_.push_back({at, from, end, literal});
    from = end;
  };
  const auto copy_to = [&](std::size_t end) {
    add(end, true, [&] { text_ += original.substr(from, end - from); });
  };
  for (const Mark& mark : marks) {
    copy_to(mark.start);
    add(mark.end, false, [&] { append_stand_in(text_, mark, policy); });
  }
  copy_to(original.size());
}

Mark Replaced::in_original(Mark mark) const {
  const auto part_of = [&](std::size_t at) {
    return *std::prev(
        std::partition_point(parts_.begin(), parts_.end(), [&](const Part& p) { return p.at <= at; }));
  };
  const Part first = part_of(mark.start);
  const Part last = part_of(mark.end - 1);
  mark.start = first.literal ? first.start + (mark.start - first.at) : first.start;
  mark.end = last.literal ? last.start + (mark.end - last.at) : last.end;
  return mark;
}

}  // namespace offhook::redact
