#include "redact/detect/pieces.h"

#include <algorithm>
#include <optional>

#include "redact/detect/checksums.h"
#include "redact/detect/numbers.h"
#include "redact/detect/spelled.h"

namespace offhook::redact::detect {
namespace {

constexpr std::size_t kMaxWritten = 64;       // longer runs of digits are no value of ours
constexpr std::uint32_t kMaxTurnsApart = 8;   // utterances between two pieces of one value
constexpr std::uint32_t kMaxWordsApart = 12;  // words of talk between them
constexpr std::uint32_t kMaxWordsInside = 4;  // the same within one utterance
// What words of English that are pieces mean.
constexpr std::uint32_t kPieces = kDigit | kTeen | kTens | kRepeat | kLetter | kSpelling;

// Words of one who looks for the rest of a number.
bool hesitates(std::string_view fold) {
  for (const std::string_view word : {"hang", "hold", "on", "wait", "let", "me", "see", "think", "second",
                                      "sec", "moment", "check", "look"})
    if (fold == word) return true;
  return false;
}

class Builder {
 public:
  Builder(const Script& script, const std::vector<Label>& labels) : script_(script), labels_(labels) {}

  Pieces build() {
    for (std::size_t u = 0; u < script_.dialogue().size(); ++u)
      utterance(script_.begin_of(u), script_.end_of(u));
    return std::move(pieces_);
  }

 private:
  void utterance(std::size_t first, std::size_t end) {
    if (first == end) return;
    role_ = static_cast<std::size_t>(script_.role(first));
    language_ = number_language(script_, first, end);
    for (std::size_t i = first; i < end;) {
      const Word& word = script_[i];
      const bool plain = !word.is(kPieces) && language_ == Language::english && !word.all_upper;
      if (!word.alnum() || (plain && !word.digits)) {
        ++i;
      } else if (word.digits) {
        i = written(i);
      } else if (const std::size_t spoken = number(i, end); spoken != i) {
        i = spoken;
      } else {
        i = letters(i, end);
      }
    }
  }

  std::size_t written(std::size_t i) {
    const std::string_view fold = script_.fold(i);
    if (fold.size() > kMaxWritten) return i + 1;
    Piece piece;
    piece.first = static_cast<std::uint32_t>(i);
    piece.last = piece.first + 1;
    piece.letters = script_[i].letters;
    piece.plus = i > 0 && script_.sign(i - 1, '+') && !script_[i].space_before;
    if (piece.plus) --piece.first;
    std::string chars;
    for (const char c : fold) chars += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    // "2'n": what is neither letter nor digit is in no value of ours.
    for (const char c : chars)
      if (!is_digit(c) && !is_upper(c)) return i + 1;
    if (!piece.letters) {
      add(pieces_.digits[role_], piece, chars);
    } else if (const auto x = chars.find('X');
               x != std::string::npos && x >= 3 && chars.size() - x <= 7 && chars.size() > x + 1 &&
               chars.find_first_not_of("0123456789") == x &&
               chars.find_first_not_of("0123456789", x + 1) == std::string::npos) {
      Piece number = piece;  // "2851x818": an extension
      number.letters = false;
      add(pieces_.digits[role_], number, chars.substr(0, x));
    }
    add(pieces_.codes[role_], piece, chars);
    return country_code(chars) ? bank_code(i + 1) : i + 1;
  }

  // "gb29 nwbk 6016": letters between such groups are a part of the code, in lower case as well.
  static bool country_code(std::string_view chars) {
    return chars.size() == 4 && is_upper(chars[0]) && is_upper(chars[1]) && is_digit(chars[2]) &&
           is_digit(chars[3]);
  }
  std::size_t bank_code(std::size_t i) {
    const std::uint32_t utterance = script_[i - 1].utterance;
    const std::string_view fold = i < script_.size() ? script_.fold(i) : std::string_view();
    if (i + 1 >= script_.size() || script_[i + 1].utterance != utterance || fold.size() != 4 ||
        script_[i].end - script_[i].start != 4 || script_[i].digits || !script_[i].letters ||
        !script_[i + 1].digits)
      return i;
    Piece piece;
    piece.first = static_cast<std::uint32_t>(i);
    piece.last = piece.first + 1;
    piece.letters = true;
    std::string chars;
    for (const char c : fold) chars += static_cast<char>(c - 32);
    if (!std::all_of(chars.begin(), chars.end(), &is_upper)) return i;
    add(pieces_.codes[role_], piece, chars);
    return i + 1;
  }

  std::size_t number(std::size_t i, std::size_t end) {
    // "o" and "oh" are zeros among digits only.
    if (script_.fold(i) == "oh" || script_.fold(i) == "o") {
      const bool after = read_number(script_, i + 1, end, language_).has_value() || follows_digit(i + 1, end);
      const Stream& stream = pieces_.digits[role_];
      const bool before =
          !stream.pieces.empty() && stream.pieces.back().last == i && script_.adjoin(i - 1, i);
      // "ten dot o dot o dot one"
      const bool between = !stream.pieces.empty() && stream.pieces.back().last + 1 == i &&
                           script_.fold(i - 1) == "dot" && script_.adjoin(i - 2, i);
      if (!after && !before && !between) return i;
    }
    const std::optional<Number> number = read_number(script_, i, end, language_);
    if (!number || number->digits.size() > kMaxWritten) return i;
    Piece piece;
    piece.first = static_cast<std::uint32_t>(i);
    piece.last = static_cast<std::uint32_t>(number->last);
    piece.spoken = true;
    piece.cardinal = number->cardinal;
    piece.plus = i > 0 && script_[i - 1].utterance == script_[i].utterance && plus_word(i - 1);
    if (piece.plus) --piece.first;
    add(pieces_.digits[role_], piece, number->digits);
    add(pieces_.codes[role_], piece, number->digits);
    return number->last;
  }

  [[nodiscard]] bool plus_word(std::size_t i) const {
    if (language_ == Language::english) return script_[i].stands_for == '+';
    const Lexeme* foreign = look_up(script_.fold(i), language_);
    return foreign != nullptr && foreign->sign == '+';
  }
  [[nodiscard]] bool follows_digit(std::size_t i, std::size_t end) const {
    return i < end && script_[i].digits && !script_[i].letters;
  }

  // A letter said or written alone, by name or by a spelling alphabet, "b as in boy"; or a short word in
  // capitals. Returns the word after it.
  std::size_t letters(std::size_t i, std::size_t end) {
    const Word& word = script_[i];
    const std::string_view fold = script_.fold(i);
    Piece piece;
    piece.first = static_cast<std::uint32_t>(i);
    piece.letters = true;
    std::size_t last = i + 1;
    std::string chars;
    if (fold == "double" && i + 1 < end && (script_.fold(i + 1) == "u" || script_.fold(i + 1) == "you")) {
      chars = "W";
      last = i + 2;
    } else if (fold == "double" && doubled(i, end)) {
      chars = static_cast<char>(script_[i + 1].lexeme().sign - 32);  // and the letter itself once more
    } else if (word.is(kLetter | kSpelling)) {
      chars = static_cast<char>(word.stands_for - 32);
      if (i + 2 < end && fold.size() == 1) last = spelled_letter(script_, i, end);
      if (last == i + 1 && (fold == "a" || fold == "i") && !beside_piece(i, end)) return last;
    } else if (word.all_upper && fold.size() <= 8 && word.end - word.start == fold.size()) {
      for (const char c : fold) chars += static_cast<char>(c - 32);
    } else {
      return i + 1;
    }
    piece.spoken =
        last != i + 1 || fold == "double" || (fold.size() == 1 && !word.upper) || word.is(kSpelling);
    piece.last = static_cast<std::uint32_t>(last);
    add(pieces_.codes[role_], piece, chars);
    return last;
  }

  // "h a double l": beside another letter.
  [[nodiscard]] bool doubled(std::size_t i, std::size_t end) const {
    const auto letter = [&](std::size_t k) { return script_[k].is(kLetter) && script_[k].fold_size == 1; };
    return i + 1 < end && letter(i + 1) &&
           ((i > script_.begin_of(script_[i].utterance) && letter(i - 1)) || (i + 2 < end && letter(i + 2)));
  }

  // "a" and "i" are letters among letters and digits only.
  [[nodiscard]] bool beside_piece(std::size_t i, std::size_t end) const {
    const auto piece = [&](std::size_t k) {
      return script_[k].digits || script_[k].is(kDigit | kTeen | kTens | kRepeat | kLetter | kSpelling);
    };
    const auto skipped = [&](std::size_t k) {
      return !script_[k].alnum() || (script_[k].is(kFiller) && !piece(k));
    };
    std::size_t next = i + 1;
    while (next < end && skipped(next)) ++next;
    if (next < end && piece(next)) return true;
    const std::size_t begin = script_.begin_of(script_[i].utterance);
    for (std::size_t before = i; before > begin;)
      if (!skipped(--before)) return piece(before);
    return false;
  }

  void add(Stream& stream, Piece piece, const std::string& chars) {
    piece.chars = static_cast<std::uint32_t>(stream.chars.size());
    piece.size = static_cast<std::uint8_t>(chars.size());
    constexpr std::size_t kUsual = 64;  // pieces of a stream that has any
    if (stream.pieces.empty())
      stream.pieces.reserve(kUsual);
    else
      set_gap(stream.pieces.back(), piece);
    stream.chars += chars;
    stream.pieces.push_back(piece);
  }

  // Labels between two pieces: none, only such as govern the first piece too, or others.
  [[nodiscard]] bool other_label_between(const Piece& before, const Piece& piece) const {
    if (before.last == piece.first) return false;
    auto label = std::lower_bound(labels_.begin(), labels_.end(), before.last,
                                  [](const Label& l, std::uint32_t word) { return l.first < word; });
    if (label == labels_.end() || label->first >= piece.first) return false;
    Labels governing = 0;
    for (auto back = label; back != labels_.begin() && governing == 0;) governing |= (--back)->mask;
    for (; label != labels_.end() && label->first < piece.first; ++label)
      if ((label->mask & governing) == 0 && label->mask != label::kPartial && !label->confirms) return true;
    return false;
  }

  // A number stands in both streams, mostly behind the same piece.
  void set_gap(const Piece& before, Piece& piece) {
    const auto same = [](const Piece& a, const Piece& b) {
      return a.first == b.first && a.last == b.last && a.size == b.size && a.spoken == b.spoken;
    };
    if (!same(before, before_) || !same(piece, piece_)) {
      before_ = before;
      piece_ = piece;
      find_gap(before_, piece_);
    }
    piece.gap = piece_.gap;
    piece.sign = piece_.sign;
  }

  void find_gap(const Piece& before, Piece& piece) const {
    const std::uint32_t from = script_[before.first].utterance;
    const std::uint32_t to = script_[piece.first].utterance;
    piece.gap = Gap::hard;
    if (to - from > kMaxTurnsApart || other_label_between(before, piece)) return;
    if (from == to) return set_inner_gap(before, piece);
    std::uint32_t talk = 0;
    const auto count = [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last && talk <= kMaxWordsApart; ++i)
        talk += script_[i].alnum() && !script_[i].is(kFiller | kBackchannel | kLeadIn | kRepair | kSign) ? 1u
                                                                                                         : 0u;
    };
    count(before.last, script_.end_of(from));
    for (std::uint32_t u = from + 1; u < to; ++u) {
      if (static_cast<std::size_t>(script_.dialogue()[u].role) != role_) continue;
      count(script_.begin_of(u), script_.end_of(u));
      talk += script_.unread_talk(u);
    }
    count(script_.begin_of(to), piece.first);
    piece.gap = talk == 0 ? Gap::turn : talk <= kMaxWordsApart ? Gap::talk : Gap::hard;
  }

  void set_inner_gap(const Piece& before, Piece& piece) const {
    unsigned signs = 0, talk = 0, hesitation = 0;
    bool comma = script_[piece.first].line_before, filler = false, repair = false, joined = false;
    char sign = 0;
    for (std::size_t i = before.last; i < piece.first; ++i) {
      const Word& word = script_[i];
      if (word.alnum()) {
        if (word.is(kMagnitude)) return;
        if (word.is(kRepair)) repair = true;
        const std::string_view fold = script_.fold(i);
        joined = joined || fold == "and" || fold == "then" || fold == "so";
        const Lexeme* foreign =
            language_ == Language::english ? nullptr : look_up(script_.fold(i), language_);
        const Lexeme lexeme = foreign != nullptr ? *foreign : word.lexeme();
        if ((lexeme.meaning & kSign) != 0 && lexeme.sign != '@') {
          ++signs;
          sign = lexeme.sign;
        } else if ((lexeme.meaning & (kFiller | kLeadIn | kBackchannel | kRepair)) != 0) {
          filler = true;
        } else if (hesitates(fold)) {
          ++hesitation;
        } else {
          ++talk;
        }
        continue;
      }
      const std::string_view c = script_.fold(i);
      if (c == "," || c == ";" || c == "." || c == "…") {
        const bool closed = i + 1 < script_.size() && !script_[i + 1].space_before;
        if (closed && c != ";") {
          ++signs;
          sign = c == "," || sign == ',' ? ',' : '.';
        } else {
          comma = true;
        }
      } else if (c == "-" || c == "/" || c == "(" || c == ")" || c == ":" || c == "+" || c == "_" ||
                 c == "*") {
        ++signs;
        if (sign != ',' && sign != ':') sign = c == "_" || c == "*" ? '-' : c.front();
      } else if (c == "–" || c == "—" || c == "‑" || c == "‐" || c == "−" || c == "·") {
        ++signs;
        sign = '-';
      } else {
        return;
      }
      if (sign == '+') return;
    }
    // Written values are not interrupted; "and" stands between two of them.
    const bool written = !before.spoken || !piece.spoken;
    // "hang on", "let me see": one word, or beside others, they are talk.
    if (!written && talk == 0 && hesitation + (filler ? 1u : 0u) >= 2 && hesitation <= kMaxWordsInside)
      filler = true;
    else
      talk += hesitation;
    if (written && (talk > 0 || joined)) return;
    if (repair) {
      piece.gap = talk <= 3 ? Gap::repair : Gap::hard;
    } else if (talk > 0) {
      piece.gap = talk <= kMaxWordsInside ? Gap::talk : Gap::hard;
    } else if (filler) {
      piece.gap = Gap::filler;
    } else if (comma) {
      piece.gap = Gap::comma;
    } else if (signs > 3) {
      piece.gap = Gap::hard;
    } else if (signs > 0) {
      piece.gap = Gap::sep;
      piece.sign = sign;
    } else if (before.spoken && piece.spoken) {
      piece.gap = Gap::tight;
    } else {
      piece.gap = before.size == 1 && piece.size == 1 ? Gap::tight : Gap::sep;
      piece.sign = ' ';
    }
  }

  const Script& script_;
  const std::vector<Label>& labels_;
  Pieces pieces_;
  Piece before_, piece_;  // the last two between which a gap was found
  std::size_t role_ = 0;
  Language language_ = Language::english;
};

}  // namespace

Pieces read_pieces(const Script& script, const std::vector<Label>& labels) {
  return Builder(script, labels).build();
}

}  // namespace offhook::redact::detect
