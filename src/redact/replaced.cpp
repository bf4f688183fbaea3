#include "redact/replaced.h"

#include <algorithm>
#include <iterator>

#include "redact/dialogue.h"

namespace offhook::redact {
namespace {

std::string stand_in(const Mark& mark, const Policy& policy) {
  if (mark.blank) return {};
  const std::string kind = name(mark.kind, mark.country);
  switch (policy.rule(mark.kind).replacement) {
    case Replacement::token:
      return is_constant(mark.kind) ? "[" + kind + "]" : kind + std::string(kTokenEnd);
    case Replacement::mask:
      return "[" + kind + "]";
    case Replacement::drop:
      return {};
  }
  return {};
}

}  // namespace

Replaced::Replaced(std::string_view original, const std::vector<Mark>& marks, const Policy& policy) {
  std::size_t from = 0;
  for (const Mark& mark : marks) {
    add(original.substr(from, mark.start - from), from, mark.start, true);
    add(stand_in(mark, policy), mark.start, mark.end, false);
    from = mark.end;
  }
  add(original.substr(from), from, original.size(), true);
}

void Replaced::add(std::string_view piece, std::size_t start, std::size_t end, bool literal) {
  if (piece.empty()) return;
  parts_.push_back({text_.size(), start, end, literal});
  text_ += piece;
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
