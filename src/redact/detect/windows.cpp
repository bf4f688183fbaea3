#include "redact/detect/windows.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "redact/detect/checksums.h"

namespace offhook::redact::detect {
namespace {

// What weighs against a window: more characters stand right beside it; words of
// something else stand inside it.
constexpr double kOpenPenalty = 0.15;
constexpr double kTalkPenalty = 0.06;

class Enumerator {
 public:
  Enumerator(const Context& context, const Judges& judges, std::vector<Candidate>& out)
      : context_(context), judges_(judges), out_(out) {}

  void run(const Stream& stream, Reads reads) {
    const auto& pieces = stream.pieces;
    for (std::size_t first = 0; first < pieces.size(); ++first) {
      if (first > 0 && !starts(pieces[first - 1], pieces[first])) continue;
      Window window{.context = context_, .pieces = {}, .chars = {}};
      std::size_t size = 0;
      bool spelled = reads == Reads::codes;
      std::optional<Governing> labels;
      const std::size_t limit = std::min(pieces.size(), first + kMaxPieces);
      for (std::size_t last = first; last < limit; ++last) {
        const Piece& piece = pieces[last];
        if (last > first) {
          if (piece.gap == Gap::hard) break;
          window.widest = std::max(window.widest, piece.gap);
        }
        size += piece.size;
        if (size > kMaxChars) break;
        window.spoken = window.spoken || piece.spoken;
        spelled = spelled && piece.size == 1;
        if (last + 1 < pieces.size() && !starts(piece, pieces[last + 1])) continue;
        const Wanting wanting{reads, spelled};
        if (wanting.of(judges_, size) == 0 && window.widest < Gap::repair) continue;
        if (!labels) labels = governing_before(context_.script, context_.labels, pieces[first].first);
        judge(stream, first, last + 1, window, wanting, *labels);
      }
    }
  }

 private:
  // Which judges read a window, by how its characters were said.
  struct Wanting {
    Reads reads;
    bool spelled;
    [[nodiscard]] std::uint32_t of(const Judges& judges, std::size_t characters) const {
      return judges.wanting(reads, characters) | (spelled ? judges.wanting(Reads::spelled, characters) : 0);
    }
  };

  // May a value begin at `piece`?
  static bool starts(const Piece& before, const Piece& piece) {
    return piece.gap != Gap::tight || before.letters != piece.letters || before.spoken != piece.spoken;
  }

  void judge(const Stream& stream, std::size_t first, std::size_t last, Window window, Wanting wanting,
             Governing labels) {
    const auto pieces = std::span(stream.pieces).subspan(first, last - first);
    window.pieces = pieces;
    const std::size_t begin = pieces.front().chars;
    const std::size_t end = pieces.back().chars + pieces.back().size;
    const std::string_view chars = std::string_view(stream.chars).substr(begin, end - begin);
    govern_behind(context_.script, context_.labels, pieces.front().first, pieces.back().last, labels);
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
    consider(window, chars, wanting, best);
    for (std::size_t i = 1; window.widest >= Gap::repair && i < pieces.size(); ++i) {
      if (pieces[i].gap != Gap::repair) continue;
      // What was said again replaces as many characters before it.
      const std::size_t head = pieces[i].chars - begin;
      for (std::size_t drop = 1; drop <= head && drop <= 8; ++drop)
        consider(window, std::string(chars.substr(0, head - drop)).append(chars.substr(head)), wanting, best);
    }
    if (best) add(pieces, std::move(*best));
  }

  void consider(Window& window, std::string_view chars, Wanting wanting, std::optional<Verdict>& best) const {
    window.chars = chars;
    std::uint32_t asked = wanting.of(judges_, chars.size());
    if (window.before == 0 && window.after == 0) asked &= judges_.free();
    for (; asked != 0; asked &= asked - 1) {
      const Judge& judge = judges_[static_cast<std::size_t>(std::countr_zero(asked))];
      if (judge.needs != 0 && !window.labelled(judge.needs)) continue;
      std::optional<Verdict> verdict = judge.judge(window);
      if (!verdict) continue;
      if (!window.closed) verdict->confidence -= kOpenPenalty;
      if (window.widest == Gap::talk) verdict->confidence -= kTalkPenalty;
      if (verdict->confidence >= kAccept && (!best || verdict->confidence > best->confidence))
        best = std::move(verdict);
    }
  }

  // Parts of one utterance become one range, unless there is talk between them.
  void add(std::span<const Piece> pieces, Verdict verdict) {
    Candidate candidate{verdict.kind,
                        std::move(verdict.country),
                        std::move(verdict.canonical),
                        verdict.confidence,
                        verdict.reason,
                        {},
                        false,
                        verdict.raw};
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
  const Judges& judges_;
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

void judge_windows(const Context& context, const Judges& judges, std::vector<Candidate>& out) {
  Enumerator enumerator(context, judges, out);
  for (const Stream& stream : context.pieces.digits) enumerator.run(stream, Reads::digits);
  for (const Stream& stream : context.pieces.codes) enumerator.run(stream, Reads::codes);
}

}  // namespace offhook::redact::detect
