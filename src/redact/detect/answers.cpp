#include "redact/detect/answers.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

using namespace label;

struct Grammar {
  Labels asked;
  Kind kind;
  void (*find)(const Context&, std::vector<Candidate>&);
  std::string_view question;  // what stands for it before the answer
  std::string_view pause;     // between turns
};
constexpr std::array kGrammars = std::to_array<Grammar>({
    {kEmail, Kind::email, &find_emails, "email is ", " "},
    {kDob, Kind::dob, &find_birth_dates, "birthday ", " "},
    {kExpiry, Kind::expiry, &find_birth_dates, "card expiration ", " "},
});

static_assert([] {
  Labels all = 0;
  for (const Grammar& grammar : kGrammars) all |= grammar.asked;
  return all == kAnnounced;
}());

class Reader {
 public:
  Reader(const Context& context, const Slot& slot, std::vector<Candidate>& out)
      : context_(context), script_(context.script), slot_(slot), out_(out) {}

  void read(const Grammar& grammar) {
    if (!join(grammar)) return;
    const std::vector<Utterance> joined{{script_.dialogue()[slot_.turns.front()].role, text_}};
    const auto script = Script::read(joined);
    if (!script || script->size() != origin_.size()) return;
    const std::vector<Label> labels = find_labels(*script);
    const Pieces pieces = read_pieces(*script, labels);
    std::vector<Candidate> found;
    grammar.find({*script, labels, pieces, context_.known, context_.policy, context_.prepared}, found);
    for (Candidate& candidate : found)
      if (candidate.kind == grammar.kind) give_back(std::move(candidate));
  }

 private:
  static constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

  // False: nothing to read that a single utterance does not hold.
  bool join(const Grammar& grammar) {
    text_ = grammar.question;
    origin_.assign(
        static_cast<std::size_t>(std::count(grammar.question.begin(), grammar.question.end(), ' ')),
        kNowhere);
    const std::size_t question = origin_.size();
    for (std::uint32_t u = slot_.opener + 1; u < slot_.end; ++u) {
      const bool answers = std::binary_search(slot_.turns.begin(), slot_.turns.end(), u);
      if (idle(script_, u) || !(answers || (grammar.kind == Kind::email && prompts(u)))) continue;
      if (origin_.size() > question) {
        if (!(grammar.kind == Kind::email && torn(u))) text_ += grammar.pause;
        if (grammar.pause.size() > 1) origin_.push_back(kNowhere);
      }
      std::size_t first = script_.begin_of(u);
      const std::size_t last = script_.end_of(u);
      // "yes dot zielinski at …": goes on with what was said before.
      if (grammar.kind == Kind::email && origin_.size() > question)
        while (first + 1 < last && script_[first].is(kFiller | kBackchannel) && !script_[first].is(kDigit))
          ++first;
      text_ += script_.text(first, last);
      for (std::size_t i = first; i < last; ++i) origin_.push_back(static_cast<std::uint32_t>(i));
    }
    return origin_.size() > question;
  }

  // "m.okafor@" "proton.me": written in two messages.
  [[nodiscard]] bool torn(std::uint32_t u) const {
    const std::size_t first = script_.begin_of(u);
    return text_.ends_with('@') || script_.sign(first, '@');
  }

  // "at", "dot com": the other side helps along.
  [[nodiscard]] bool prompts(std::uint32_t u) const {
    const std::size_t first = script_.begin_of(u), last = script_.end_of(u);
    return first < last && last - first <= 3 && (script_.fold(first) == "at" || script_.fold(first) == "dot");
  }

  // In words of the dialogue, one range an utterance.
  void give_back(Candidate candidate) {
    std::vector<Range> ranges;
    for (const Range& range : candidate.ranges) {
      for (std::uint32_t i = range.first; i < range.last; ++i) {
        const std::uint32_t word = origin_[i];
        if (word == kNowhere) continue;
        if (!ranges.empty() && ranges.back().last == word &&
            script_[ranges.back().first].utterance == script_[word].utterance)
          ++ranges.back().last;
        else
          ranges.push_back({word, word + 1, 0});
      }
      if (!ranges.empty()) ranges.back().cut = range.cut;
    }
    if (ranges.empty()) return;
    candidate.ranges = std::move(ranges);
    out_.push_back(std::move(candidate));
  }

  const Context& context_;
  const Script& script_;
  const Slot& slot_;
  std::vector<Candidate>& out_;
  std::string text_;
  std::vector<std::uint32_t> origin_;  // of each joined word, where it stands in the dialogue
};

}  // namespace

void find_in_answers(const Context& context, const std::vector<Slot>& slots, std::vector<Candidate>& out) {
  for (const Slot& slot : slots)
    for (const Grammar& grammar : kGrammars)
      if ((slot.mask & grammar.asked) != 0) Reader(context, slot, out).read(grammar);
}

}  // namespace offhook::redact::detect
