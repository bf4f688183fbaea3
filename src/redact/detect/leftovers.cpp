#include "redact/detect/leftovers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "redact/detect/checksums.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect {
namespace {

using namespace label;

// How many characters an answer to a question for such a number has, with what was said twice.
struct Length {
  Labels asked;
  Kind kind;
  const char* country;
  bool letters;
  std::uint8_t min;
  std::uint8_t max;
};
constexpr std::array kLengths = std::to_array<Length>({
    {kCard, Kind::card, "", false, 8, 40},
    {kSsn | kItin, Kind::ssn, "", false, 4, 18},
    {kPhone, Kind::phone, "", false, 7, 24},
    {kAccount, Kind::bank_account, "", false, 5, 24},
    {kRouting, Kind::bank_routing, "", false, 8, 18},
    {kSortCode, Kind::sort_code, "", false, 6, 12},
    {kIban, Kind::iban, "", true, 12, 44},
    {kPassport, Kind::passport, "", true, 6, 18},
    {kLicence, Kind::driver_license, "", true, 6, 24},
    {kNino, Kind::national_id, "GB", true, 8, 14},
    {kNhs, Kind::national_id, "GB", false, 9, 16},
    {kSin, Kind::national_id, "CA", false, 8, 14},
    {kTfn, Kind::national_id, "AU", false, 8, 14},
    {kAadhaar, Kind::national_id, "IN", false, 10, 20},
    {kPan, Kind::national_id, "IN", true, 9, 14},
    {kMbi, Kind::national_id, "US", true, 10, 16},
    {kNationalId, Kind::national_id, "", true, 7, 18},
    {kOtp | kPin, Kind::secret, "", false, 4, 12},
    {kCvv, Kind::cvv, "", false, 3, 4},
});
static_assert(std::ranges::all_of(kLengths, [](const Length& l) { return (l.asked & ~kAnswered) == 0; }),
              "slots.h opens a slot for each of them");
constexpr Labels kNoNumber = kOther | kMoney | kDate | kTime;
constexpr std::size_t kMaxTalk = 4;       // words of something else in a turn that gives a value
constexpr std::uint32_t kEchoReach = 6;   // utterances between a value and its read-back
constexpr std::uint32_t kEchoBefore = 3;  // and between a part that is known already and the value
constexpr std::size_t kMinEcho = 3;       // characters of a read-back …
constexpr std::size_t kMinLoneEcho = 2;   // … and of one that is all that is said
constexpr std::size_t kMaxEchoWords = 16;
constexpr std::size_t kMaxTurn = 256;  // words of a turn in which somebody repeats something: no page of text
constexpr std::size_t kMaxOtherWords = 3;  // of them, words that are no numbers

class Finder {
 public:
  Finder(const Context& context, const std::vector<Slot>& slots, std::vector<Candidate>& accepted)
      : context_(context), script_(context.script), slots_(slots), accepted_(accepted) {}

  void run() {
    if (slots_.empty() && accepted_.empty()) return;
    taken_.assign(script_.size(), 0);
    characters_.assign(script_.dialogue().size(), 0);
    for (std::size_t i = 0; i < script_.size(); ++i)
      if (character(i)) ++characters_[script_[i].utterance];
    runs_.resize(script_.dialogue().size());
    for (std::size_t c = 0; c < accepted_.size(); ++c) take(c);
    for (const Slot& slot : slots_) {
      if (!slot.asked) continue;
      numbers(slot);
      if ((slot.mask & kDob) != 0) date_words(slot);
    }
    said_.resize(script_.dialogue().size());
    const std::size_t values = accepted_.size();  // an echo has no echoes
    for (std::size_t c = 0; c < values; ++c)
      if (accepted_[c].kind == Kind::card) behind_card(accepted_[c].ranges.back().last);
    for (std::size_t c = 0; c < values; ++c) echoes(c);
  }

 private:
  [[nodiscard]] bool idle_word(std::size_t i) const {
    return !script_[i].alnum() || script_[i].is(kFiller | kBackchannel | kLeadIn | kRepair);
  }
  [[nodiscard]] bool number_word(std::size_t i) const {
    return script_[i].digits || script_[i].is(kDigit | kTeen | kTens | kRepeat | kHundred | kThousand);
  }
  [[nodiscard]] bool character(std::size_t i) const {
    return number_word(i) || (script_[i].is(kLetter) && script_[i].fold_size == 1);
  }
  [[nodiscard]] bool is_free(std::size_t first, std::size_t last) const {
    return std::all_of(taken_.begin() + static_cast<std::ptrdiff_t>(first),
                       taken_.begin() + static_cast<std::ptrdiff_t>(last),
                       [](std::uint32_t c) { return c == 0; });
  }
  void take(std::size_t candidate) {
    const auto number = static_cast<std::uint32_t>(candidate + 1);
    for (const Range& range : accepted_[candidate].ranges)
      for (std::uint32_t i = range.first; i < range.last; ++i) {
        if (taken_[i] == 0 && character(i)) --characters_[script_[i].utterance];
        taken_[i] = number;
        runs_[script_[i].utterance].reset();
      }
  }
  void accept(Candidate candidate) {
    accepted_.push_back(std::move(candidate));
    take(accepted_.size() - 1);
  }

  // Is the turn's purpose the value, and not a story with numbers in it?
  [[nodiscard]] bool gives_value(std::uint32_t u) const {
    std::size_t talk = 0, numbers = 0;
    for (std::size_t i = script_.begin_of(u); i < script_.end_of(u); ++i) {
      if (script_[i].is(kMagnitude)) return false;
      if (number_word(i) || script_[i].is(kLetter | kSpelling) || script_[i].all_upper)
        ++numbers;
      else
        talk += idle_word(i) || taken_[i] != 0 ? 0u : 1u;
    }
    return numbers > 0 && (talk <= kMaxTalk || talk < numbers);
  }

  void numbers(const Slot& slot) {
    if ((slot.mask & (kNoNumber | kPartial)) != 0) return;
    for (const Length& length : kLengths) {
      if ((slot.mask & length.asked) == 0) continue;
      number(slot, length);
      return;
    }
  }

  void number(const Slot& slot, const Length& length) {
    const auto role = static_cast<std::size_t>(script_.dialogue()[slot.turns.front()].role);
    const Stream& stream = length.letters ? context_.pieces.codes[role] : context_.pieces.digits[role];
    Candidate left{length.kind, length.country, {}, 0.6, "said in answer to a question for this number", {}};
    const Candidate* whole = nullptr;
    std::size_t size = 0;
    for (const Piece& piece : stream.pieces) {
      const std::uint32_t u = script_[piece.first].utterance;
      if (!std::binary_search(slot.turns.begin(), slot.turns.end(), u)) continue;
      const std::size_t taken = taken_[piece.first];
      if (taken == 0 && piece.size == 1 && !alone(piece)) continue;
      if (taken != 0 && accepted_[taken - 1].kind != length.kind) continue;
      const Governing labels = governing(script_, context_.labels, piece.first, piece.last);
      if ((labels.distance < 100 && labels.before != 0 && (labels.before & slot.mask) == 0) ||
          !gives_value(u))
        continue;
      size += piece.size;
      left.canonical += stream.chars.substr(piece.chars, piece.size);
      if (taken != 0) {
        whole = &accepted_[taken - 1];
      } else if (is_free(piece.first, piece.last)) {
        extend(left.ranges, piece.first, piece.last);
      }
    }
    if (size < length.min || size > length.max) return;
    if (whole != nullptr) left.canonical = whole->canonical;
    for (const std::uint32_t u : slot.echoes)
      if (u > slot.turns.front()) read_back(u, left.ranges);
    if (!left.ranges.empty()) accept(std::move(left));
  }

  // "one second", "a new one": a lone "one" beside other words is no digit.
  [[nodiscard]] bool alone(const Piece& piece) const {
    if (script_.fold(piece.first) != "one") return true;
    const std::uint32_t u = script_[piece.first].utterance;
    for (std::size_t i = script_.begin_of(u); i < script_.end_of(u); ++i)
      if (i != piece.first && number_word(i)) return true;
    for (std::size_t i = script_.begin_of(u); i < script_.end_of(u); ++i)
      if (i != piece.first && !idle_word(i)) return false;
    return true;
  }

  // The asker's turn that is nothing but digits: a read-back, right or misheard.
  void read_back(std::uint32_t u, std::vector<Range>& ranges) const {
    std::size_t numbers = 0;
    std::size_t first = script_.end_of(u), last = first;
    for (std::size_t i = script_.begin_of(u); i < script_.end_of(u); ++i) {
      if (number_word(i)) {
        ++numbers;
        first = std::min(first, i);
        last = i + 1;
      } else if (!idle_word(i)) {
        return;
      }
    }
    if (numbers >= 3 && is_free(first, last))
      ranges.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0});
  }

  void extend(std::vector<Range>& ranges, std::uint32_t first, std::uint32_t last) const {
    if (!ranges.empty() && script_[ranges.back().first].utterance == script_[first].utterance &&
        is_free(ranges.back().last, first)) {
      bool idle = true;
      for (std::uint32_t i = ranges.back().last; i < first; ++i) idle = idle && idle_word(i);
      if (idle) {
        ranges.back().last = last;
        return;
      }
    }
    ranges.push_back({first, last, 0});
  }

  // Turns that are nothing but words of dates, where a date of birth was asked for. All of them together have
  // a month, an ordinal or digits enough: a lone "one" is no date.
  void date_words(const Slot& slot) {
    Candidate left{Kind::dob, {}, {}, 0.6, "said in answer to a question for the date of birth", {}};
    const auto date_word = [&](std::size_t i) { return number_word(i) || script_[i].is(kMonth | kOrdinal); };
    std::size_t digits = 0;
    bool named = false;
    for (const std::uint32_t u : slot.turns) {
      const std::size_t begin = script_.begin_of(u), end = script_.end_of(u);
      bool plain = true;
      for (std::size_t i = begin; i < end; ++i)
        plain = plain && (date_word(i) || idle_word(i) || taken_[i] != 0 || script_.fold(i) == "of" ||
                          script_.fold(i) == "the");
      for (std::size_t i = begin; plain && i < end; ++i) {
        if (!date_word(i)) continue;
        std::size_t last = i + 1;
        for (std::size_t k = last; k < end && taken_[k] == taken_[i]; ++k)
          if (date_word(k)) last = k + 1;
        for (std::size_t k = i; k < last; ++k) named = named || script_[k].is(kMonth | kOrdinal);
        const std::string said = spelled(i, last);
        digits += static_cast<std::size_t>(std::count_if(said.begin(), said.end(), &is_digit));
        if (taken_[i] == 0) {
          left.ranges.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(last), 0});
          left.canonical += said;
        }
        i = last - 1;
      }
    }
    if (!left.ranges.empty() && (named || digits >= kLeastAnswer)) accept(std::move(left));
  }

  // "4232 … 0723, 11/28, 902": written behind a card's number, without a word, its expiry and then its code.
  void behind_card(std::size_t i) {
    const std::size_t end = script_.end_of(script_[i - 1].utterance);
    const auto skip = [&] {
      while (i < end && (!script_[i].alnum() || idle_word(i))) ++i;
    };
    const auto digits = [&](std::size_t k, std::size_t least, std::size_t most) {
      return k < end && script_[k].digits && !script_[k].letters && taken_[k] == 0 &&
             script_.fold(k).size() >= least && script_.fold(k).size() <= most;
    };
    const auto constant = [&](Kind kind, std::size_t last, const char* reason) {
      accept({kind,
              {},
              {},
              0.8,
              reason,
              {{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(last), 0}}});
      i = last;
    };
    skip();
    if (!digits(i, 1, 2) || i + 2 >= end || !script_.sign(i + 1, '/') || !digits(i + 2, 2, 4)) return;
    if ((script_.fold(i).size() == 2 && script_.fold(i) > "12") || (i + 3 < end && script_.sign(i + 3, '/')))
      return;
    constant(Kind::expiry, i + 3, "month and year behind a card's number");
    skip();
    if (digits(i, 3, 4)) constant(Kind::cvv, i + 1, "digits behind a card's number and expiry");
  }

  // Words as they would be typed: numbers in digits, letters strung together, signs left out.
  [[nodiscard]] std::string spelled(std::size_t first, std::size_t last) const {
    std::string out;
    for (std::size_t i = first; i < last;) {
      const auto number =
          letter_o(i, first, last) ? std::nullopt : read_number(script_, i, last, Language::english);
      if (number) {
        out += number->digits;
        i = number->last;
        continue;
      }
      if (script_[i].alnum() && !script_[i].is(kSign)) out += script_.fold(i);
      ++i;
    }
    return out;
  }

  // Among letters "o" is one.
  [[nodiscard]] bool letter_o(std::size_t i, std::size_t first, std::size_t last) const {
    const auto letter = [&](std::size_t k) {
      return script_[k].letters && script_.fold(k).size() == 1 && script_.fold(k) != "o";
    };
    return script_.fold(i) == "o" && ((i > first && letter(i - 1)) || (i + 1 < last && letter(i + 1)));
  }

  void echoes(std::size_t c) {
    const std::uint32_t from = script_[accepted_[c].ranges.front().first].utterance;
    const std::uint32_t back = script_[accepted_[c].ranges.back().first].utterance;
    const auto end = std::min<std::size_t>(back + kEchoReach + 1, script_.dialogue().size());
    value_.clear();
    // "the last four are oh one four four", before all of it is said.
    for (std::uint32_t u = from - std::min(from, kEchoBefore); u < from; ++u)
      if (characters_[u] > 0 && words_in(u) <= kMaxTurn) echo_spelled(c, u, kMinEcho + 1);
    for (std::uint32_t u = from; u < end; ++u) {
      if (words_in(u) > kMaxTurn) continue;
      if (u > back && script_.says(u, kRepair))
        if (const std::string again = correction(c, u); !again.empty()) value_ = value(c) + '\n' + again;
      echo_alone(c, u);
      if (characters_[u] > 0) echo_spelled(c, u, kMinEcho);
    }
  }
  [[nodiscard]] std::size_t words_in(std::uint32_t u) const {
    return script_.end_of(u) - script_.begin_of(u);
  }

  // How the value is spelled, as it was said and in its canonical form, and in corrections.
  const std::string& value(std::size_t c) {
    if (!value_.empty()) return value_;
    for (const Range& range : accepted_[c].ranges) value_ += spelled(range.first, range.last);
    value_ += '\n';
    for (const char ch : fold(accepted_[c].canonical))
      if (is_digit(ch) || (ch >= 'a' && ch <= 'z')) value_ += ch;
    return value_;
  }
  [[nodiscard]] bool part_of_value(std::size_t c, const std::string& said) {
    return value(c).find(said) != std::string::npos;
  }

  // "no, oh one forty five", "no it's oh one nine one at the end": numbers behind a repair, and nothing else.
  // What is said.
  std::string correction(std::size_t c, std::uint32_t u) {
    std::size_t first = script_.begin_of(u);
    std::size_t last = script_.end_of(u);
    for (const std::string_view word : {"end", "the", "at"})
      if (last > first && script_.fold(last - 1) == word) --last;
    bool repair = false;
    for (; first < last && idle_word(first) && !number_word(first); ++first)
      repair = repair || script_[first].is(kRepair);
    if (!repair || last - first < kMinEcho || !is_free(first, last)) return {};
    for (std::size_t i = first; i < last; ++i)
      if (!number_word(i) && !idle_word(i)) return {};
    add_echo(c, first, last);
    return spelled(first, last);
  }

  [[nodiscard]] bool has_part(std::size_t c, std::uint32_t u) const {
    for (const Range& range : accepted_[c].ranges)
      if (script_[range.first].utterance == u) return true;
    return false;
  }

  void add_echo(std::size_t c, std::size_t first, std::size_t last) {
    const Candidate& value = accepted_[c];
    accept({value.kind,
            value.country,
            value.canonical,
            0.6,
            "repeats a part of a value",
            {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0}}});
  }

  // What an utterance says but for idle words around it, where that may repeat a part of a value.
  struct Said {
    bool known = false;
    std::size_t first = 0, last = 0;  // an empty range: it says other things
    std::string text;
  };
  const Said& said_in(std::uint32_t u) {
    Said& turn = said_[u];
    if (turn.known) return turn;
    turn.known = true;
    std::size_t first = script_.begin_of(u), last = script_.end_of(u);
    while (first < last && idle_word(first) && !number_word(first)) ++first;
    while (last > first && idle_word(last - 1) && !number_word(last - 1)) --last;
    if (first == last || last - first > kMaxEchoWords) return turn;
    std::size_t others = 0;
    // "i am": letters only where others are, too.
    const auto letter = [&](std::size_t i) {
      return script_[i].is(kLetter) && script_.fold(i) != "a" && script_.fold(i) != "i";
    };
    for (std::size_t i = first; i < last; ++i)
      others += idle_word(i) || number_word(i) || letter(i) ? 0u : 1u;
    if (others == last - first || others > kMaxOtherWords) return turn;
    std::string text = spelled(first, last);
    const bool digits = std::all_of(text.begin(), text.end(), &is_digit);
    if (text.size() >= (digits ? kMinLoneEcho : kMinEcho)) turn = {true, first, last, std::move(text)};
    return turn;
  }

  // An utterance that is nothing else; names are heard again by themselves (names/mentions.cpp).
  void echo_alone(std::size_t c, std::uint32_t u) {
    const Said& turn = said_in(u);
    if (turn.first < turn.last && is_free(turn.first, turn.last) && part_of_value(c, turn.text))
      add_echo(c, turn.first, turn.last);
  }

  // Digits and single letters that stand together and are not taken, as they would be typed.
  struct Run {
    std::size_t first = 0, last = 0;
    std::string text;
  };
  // Beside the value itself only what is said, since markup may tear apart what is written.
  [[nodiscard]] std::vector<Run> runs_in(std::uint32_t u, bool beside) const {
    std::vector<Run> runs;
    const std::size_t end = script_.end_of(u);
    for (std::size_t i = script_.begin_of(u); i < end;) {
      if (!character(i) || taken_[i] != 0 || (beside && script_[i].digits)) {
        ++i;
        continue;
      }
      std::size_t last = i + 1;
      for (std::size_t k = last;
           k < end && taken_[k] == 0 &&
           (character(k) || script_[k].is(kSign) || script_.sign(k, ',') || script_.sign(k, '-'));
           ++k)
        if (character(k)) last = k + 1;
      const bool amount = last < end && script_[last].is(kMagnitude);
      const bool part =
          i > script_.begin_of(u) && (script_.fold(i - 1) == "ending" || script_.fold(i - 1) == "in");
      if (!amount && !part) runs.push_back({i, last, spelled(i, last)});
      i = last;
    }
    return runs;
  }

  // Within an utterance.
  void echo_spelled(std::size_t c, std::uint32_t u, std::size_t least) {
    const bool beside = has_part(c, u);
    if (!beside && !runs_[u]) runs_[u] = runs_in(u, false);
    std::vector<Run> runs = beside ? runs_in(u, true) : std::move(*runs_[u]);
    bool same = !beside;  // what is taken here changes them for the next value
    for (const Run& run : runs)
      if (run.text.size() >= least && part_of_value(c, run.text)) {
        add_echo(c, run.first, run.last);
        same = false;
      }
    if (same) runs_[u] = std::move(runs);
  }

  const Context& context_;
  const Script& script_;
  const std::vector<Slot>& slots_;
  std::vector<Candidate>& accepted_;
  std::vector<std::uint32_t> taken_;       // by which candidate, from 1; 0: by none
  std::vector<std::uint32_t> characters_;  // of each utterance: digits and letters that are not taken
  std::vector<Said> said_;                 // by utterance
  std::vector<std::optional<std::vector<Run>>> runs_;  // the same
  std::string value_;  // the spelling of the value whose echoes are looked for
};

}  // namespace

void add_leftovers(const Context& context, const std::vector<Slot>& slots, std::vector<Candidate>& accepted) {
  Finder(context, slots, accepted).run();
}

}  // namespace offhook::redact::detect
