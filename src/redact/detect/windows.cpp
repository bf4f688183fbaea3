#include "redact/detect/windows.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "redact/detect/checksums.h"

namespace offhook::redact::detect {
namespace {

// What weighs against a window: more characters stand right beside it; words of
// something else stand inside it.
constexpr double kOpenPenalty = 0.15;
constexpr double kTalkPenalty = 0.06;

class Enumerator {
 public:
  Enumerator(const Context& context, std::span<const Judge> judges, std::vector<Candidate>& out)
      : context_(context), judges_(judges), out_(out) {}

  void run(const Stream& stream, bool letters) {
    const auto& pieces = stream.pieces;
    if (pieces.empty()) return;
    wanting_ = {};
    for (std::size_t j = 0; j < judges_.size(); ++j)
      if (judges_[j].letters == letters)
        for (std::size_t n = judges_[j].min; n <= judges_[j].max; ++n) wanting_[n] |= 1u << j;
    for (std::size_t first = 0; first < pieces.size(); ++first) {
      if (first > 0 && !starts(pieces[first - 1], pieces[first])) continue;
      Gap widest = Gap::tight;
      std::size_t size = 0;
      const std::size_t limit = std::min(pieces.size(), first + kMaxPieces);
      for (std::size_t last = first; last < limit; ++last) {
        if (last > first) {
          if (pieces[last].gap == Gap::hard) break;
          widest = std::max(widest, pieces[last].gap);
        }
        size += pieces[last].size;
        if (size > kMaxChars) break;
        if (last + 1 < pieces.size() && !starts(pieces[last], pieces[last + 1])) continue;
        const bool repaired = widest >= Gap::repair;
        if (wanting_[size] == 0 && !repaired) continue;
        judge(stream, first, last + 1, widest);
      }
    }
  }

 private:
  // May a value begin at `piece`?
  static bool starts(const Piece& before, const Piece& piece) {
    return piece.gap != Gap::tight || before.letters != piece.letters || before.spoken != piece.spoken;
  }

  void judge(const Stream& stream, std::size_t first, std::size_t last, Gap widest) {
    const auto pieces = std::span(stream.pieces).subspan(first, last - first);
    Window window{.context = context_, .pieces = pieces, .chars = {}, .widest = widest};
    const std::size_t begin = pieces.front().chars;
    const std::size_t end = pieces.back().chars + pieces.back().size;
    const std::string_view chars = std::string_view(stream.chars).substr(begin, end - begin);
    window.spoken = std::any_of(pieces.begin(), pieces.end(), [](const Piece& p) { return p.spoken; });
    const Governing labels =
        governing(context_.script, context_.labels, pieces.front().first, pieces.back().last);
    window.before = labels.before;
    window.after = labels.after;
    window.distance = labels.distance;
    window.closed = (first == 0 || pieces.front().gap > Gap::sep) &&
                    (last == stream.pieces.size() || stream.pieces[last].gap > Gap::sep);
    const Script& script = context_.script;
    const std::uint32_t utterance = script[pieces.front().first].utterance;
    window.alone = pieces.back().last == script.end_of(utterance) &&
                   (pieces.front().first == script.begin_of(utterance) ||
                    (pieces.front().first == script.begin_of(utterance) + 1 &&
                     !script[pieces.front().first - 1].alnum()));
    std::optional<Verdict> best;
    consider(window, chars, best);
    for (std::size_t i = 1; i < pieces.size(); ++i) {
      if (pieces[i].gap != Gap::repair) continue;
      // What was said again replaces as many characters before it.
      const std::size_t head = pieces[i].chars - begin;
      for (std::size_t drop = 1; drop <= head && drop <= 8; ++drop)
        consider(window, std::string(chars.substr(0, head - drop)).append(chars.substr(head)), best);
    }
    if (best) add(pieces, *best);
  }

  void consider(Window& window, std::string_view chars, std::optional<Verdict>& best) const {
    window.chars = chars;
    for (std::uint32_t judges = wanting_[chars.size()]; judges != 0; judges &= judges - 1) {
      std::optional<Verdict> verdict =
          judges_[static_cast<std::size_t>(std::countr_zero(judges))].judge(window);
      if (verdict) {
        if (!window.closed) verdict->confidence -= kOpenPenalty;
        if (window.widest == Gap::talk) verdict->confidence -= kTalkPenalty;
      }
      if (verdict && verdict->confidence >= kAccept && (!best || verdict->confidence > best->confidence))
        best = std::move(verdict);
    }
  }

  // Parts of one utterance become one range, unless there is talk between them.
  void add(std::span<const Piece> pieces, const Verdict& verdict) {
    Candidate candidate{verdict.kind, verdict.country, verdict.canonical, verdict.confidence, verdict.reason,
                        {},           false,           verdict.raw};
    for (const Piece& piece : pieces) {
      const bool joined =
          !candidate.ranges.empty() && piece.gap != Gap::turn && piece.gap != Gap::talk &&
          context_.script[candidate.ranges.back().first].utterance == context_.script[piece.first].utterance;
      if (joined)
        candidate.ranges.back().last = piece.last;
      else
        candidate.ranges.push_back({piece.first, piece.last});
    }
    candidate.ranges.back().last = std::max(candidate.ranges.back().last, verdict.last);
    open_bracket(candidate.ranges.front());
    close_bracket(candidate.ranges.back());
    out_.push_back(std::move(candidate));
  }

  // "(415) 555": the bracket in front belongs to the one inside.
  void open_bracket(Range& range) const {
    const Script& script = context_.script;
    if (range.first == 0 || !script.sign(range.first - 1, '(') || script[range.first].space_before) return;
    int open = 0;
    for (std::uint32_t i = range.first; i < range.last; ++i)
      open += script.sign(i, ')') ? -1 : script.sign(i, '(') ? 1 : 0;
    if (open < 0) --range.first;
  }

  // "A123456(3)": the bracket behind belongs to the one inside.
  void close_bracket(Range& range) const {
    const Script& script = context_.script;
    if (!script.sign(range.last, ')') || script[range.last].space_before) return;
    for (std::uint32_t i = range.first; i < range.last; ++i)
      if (script.sign(i, ')')) return;
    for (std::uint32_t i = range.first; i < range.last; ++i)
      if (script.sign(i, '(')) {
        ++range.last;
        return;
      }
  }

  const Context& context_;
  std::span<const Judge> judges_;                       // at most 32
  std::array<std::uint32_t, kMaxChars + 1> wanting_{};  // which of them want so many characters
  std::vector<Candidate>& out_;
};

}  // namespace

bool Window::like_a_number() const {
  const std::size_t digits = digits_in(chars);
  return digits >= 4 && chars.size() - digits <= 5 && widest <= Gap::talk;
}

bool Window::grouped(std::initializer_list<unsigned> sizes) const {
  if (spoken || pieces.size() != sizes.size()) return false;
  return std::equal(pieces.begin(), pieces.end(), sizes.begin(),
                    [](const Piece& piece, unsigned size) { return piece.size == size; });
}

bool Window::separated_by(std::string_view signs) const {
  return std::all_of(pieces.begin() + 1, pieces.end(), [&](const Piece& piece) {
    return piece.gap == Gap::sep && signs.find(piece.sign) != std::string_view::npos;
  });
}

void judge_windows(const Context& context, std::span<const Judge> judges, std::vector<Candidate>& out) {
  Enumerator enumerator(context, judges, out);
  for (const Stream& stream : context.pieces.digits) enumerator.run(stream, false);
  for (const Stream& stream : context.pieces.codes) enumerator.run(stream, true);
}

}  // namespace offhook::redact::detect
