// The local part of a spoken address, read backwards from its at: words, letters, numbers and signs, asides
// on the spelling with them, until a word that leads to an address or says something else.
#include <array>

#include "redact/detect/email/parts.h"
#include "redact/detect/spelled.h"
#include "redact/detect/word_table.h"

namespace offhook::redact::detect::email {
namespace {

struct Entry {
  std::string_view word;
};
// Words that end a spoken local part, read backwards.
constexpr std::array kStops = std::to_array<Entry>({
    {"is"},      {"it's"},      {"its"},    {"it"},        {"to"},      {"that's"},  {"thats"}, {"so"},
    {"be"},      {"email"},     {"mail"},   {"address"},   {"at"},      {"me"},      {"typed"}, {"for"},
    {"on"},      {"my"},        {"okay"},   {"ok"},        {"yes"},     {"yeah"},    {"sure"},  {"um"},
    {"uh"},      {"well"},      {"with"},   {"was"},       {"as"},      {"use"},     {"try"},   {"have"},
    {"contact"}, {"from"},      {"under"},  {"said"},      {"back"},    {"c'est"},   {"est"},   {"es"},
    {"correo"},  {"sind"},      {"lautet"}, {"ist"},       {"look"},    {"looking"}, {"or"},    {"read"},
    {"you"},     {"your"},      {"not"},    {"got"},       {"spelled"}, {"of"},      {"can"},   {"reach"},
    {"write"},   {"i"},         {"by"},     {"him"},       {"her"},     {"them"},    {"us"},    {"are"},
    {"am"},      {"go"},        {"oh"},     {"again"},     {"please"},  {"hi"},      {"and"},   {"looked"},
    {"still"},   {"husband's"}, {"wife's"}, {"found"},     {"bought"},  {"ordered"}, {"were"},  {"hello"},
    {"right"},   {"email's"},   {"mail's"}, {"address's"},
});
constexpr WordTable<Entry, kStops.size(), 256> kStopTable(kStops);

class Reader {
 public:
  explicit Reader(const Line& line) : line_(line), script_(line.script) {}

  std::string read(std::size_t& first) {
    const std::size_t at = first;
    first = back(at);
    // A lone "i" or "a" in front is a word, not a letter; so is a sign.
    while (first < at && !script_[first].alnum()) ++first;
    while (first < at && (script_.fold(first) == "and" ||
                          (script_[first].is(kSign) && script_.fold(first) != "underscore")))
      ++first;
    if (first + 1 < at && (script_.fold(first) == "i" || script_.fold(first) == "a") &&
        script_.fold(first + 1).size() > 1 && !script_[first + 1].is(kSign) && !spelled(first))
      ++first;
    std::string local;
    for (std::size_t i = first; i < at;) {
      std::string piece;
      if (line_.at(i)) break;  // what was begun anew
      if (const std::size_t behind = aside(i, at); behind > i) {
        i = behind;
      } else if (letter_case(i) || one_word_before(at) == i) {
        i = letter_case(i) ? i + 1 : at;
      } else if (letter_word(i)) {
        local += script_[i++].stands_for;
      } else if (read_token(line_, i, piece)) {
        local += piece;
      } else {
        ++i;
      }
    }
    return local;
  }

 private:
  // The first word of what goes together before the at.
  [[nodiscard]] std::size_t back(std::size_t at) const {
    std::size_t first = at;
    std::size_t plain = 0;
    while (first > line_.floor && at - first < kMaxWords) {
      const std::size_t before = first - 1;
      const Word& word = script_[before];
      const std::string_view fold = script_.fold(before);
      if (!word.alnum()) {
        const bool tight = !word.space_before && !script_[first].space_before;
        // Commas between what is spelled: "j, a, n, e at …".
        const bool list = fold == "," && first < at && before > line_.floor &&
                          spelled_back(before) < before &&
                          (spelled(first) || spelled_letter_before(script_, before, line_.floor) < before);
        if (!list && !(tight && local_sign(fold))) break;
        --first;
        continue;
      }
      if (const std::size_t letter = spelled_letter_before(script_, first, line_.floor); letter < first) {
        first = letter;
        continue;
      }
      if (const std::size_t with = aside_before(first); with < first) {
        first = with;
        continue;
      }
      if (word.is(kRepair)) {
        // "t grant at gmail no sorry at icloud dot com": the domain was begun anew.
        const std::size_t again = at_before(before);
        if (again == before) break;
        first = again;
        continue;
      }
      // "two thousand and four"
      if (fold == "and" && first < at && script_[first].is(kDigit | kTeen | kTens) && before > line_.floor &&
          script_[before - 1].is(kHundred | kThousand)) {
        --first;
        continue;
      }
      if (first == at)
        if (const std::size_t remark = one_word_before(at); remark < at) {
          first = remark;
          continue;
        }
      const bool letter = fold.size() == 1 && word.letters;
      const bool sign_or_number =
          word.is(kSign | kDigit | kTeen | kTens | kRepeat | kHundred | kThousand) || word.digits;
      if (fold == "at" || one_word_before(first) < first) break;
      if (!letter && !sign_or_number && !letter_case(before)) {
        const bool one = fold == "um" && script_.fold(at) == "arroba";  // Portuguese
        if (kStopTable.find(fold) != nullptr && !one && !(first == at && mailbox(fold))) break;
        if (++plain > kMaxPlain) break;
      }
      --first;
    }
    return first;
  }

  // The spoken at a few words before the repair at word i; i: none.
  [[nodiscard]] std::size_t at_before(std::size_t i) const {
    for (std::size_t at = i; at > line_.floor && i - at < 8; --at)
      if (line_.at(at - 1)) return at - 1;
    return i;
  }

  // Does a letter stand at word i, by itself, as a word of a spelling alphabet, or with one: "k as in kilo"?
  [[nodiscard]] bool spelled(std::size_t i) const {
    return (script_[i].letters && script_.fold(i).size() == 1) || script_[i].is(kSpelling);
  }
  // Where what is spelled right before word `last` begins; `last`: nothing is.
  [[nodiscard]] std::size_t spelled_back(std::size_t last) const {
    if (const std::size_t letter = spelled_letter_before(script_, last, line_.floor); letter < last)
      return letter;
    return last > line_.floor && spelled(last - 1) ? last - 1 : last;
  }
  // "lima, e, i": a word of the alphabet among letters. Names of people are taken at their word.
  [[nodiscard]] bool letter_word(std::size_t i) const {
    if (!script_[i].is(kSpelling)) return false;
    for (const std::string_view name : {"mike", "charlie", "oscar", "romeo", "victor", "juliet", "juliett"})
      if (script_.fold(i) == name) return false;
    const std::size_t next = i + 1 < line_.end && script_.sign(i + 1, ',') ? i + 2 : i + 1;
    const std::size_t last = i > line_.floor && script_.sign(i - 1, ',') ? i - 1 : i;
    return (next < line_.end && spelled(next)) || spelled_back(last) < last;
  }

  // "with an h", "with two n's", at word i: the word behind it, i: none.
  [[nodiscard]] std::size_t aside(std::size_t i, std::size_t end) const {
    if (script_.fold(i) != "with" || i + 2 >= end) return i;
    for (const std::string_view count : {"a", "an", "one", "two", "double", "no"})
      if (script_.fold(i + 1) == count && script_[i + 2].letters && script_.stem(i + 2).size() == 1)
        return i + 3;
    return i;
  }
  [[nodiscard]] std::size_t aside_before(std::size_t last) const {
    return last >= line_.floor + 3 && aside(last - 3, last + 1) == last ? last - 3 : last;
  }
  // "it's all one word blue kettle at …", "n kowalski all one word at …": where the remark begins that ends
  // before word `last`, `last`: none does.
  [[nodiscard]] std::size_t one_word_before(std::size_t last) const {
    if (last < line_.floor + 2 || script_.fold(last - 1) != "word" || script_.fold(last - 2) != "one")
      return last;
    return last > line_.floor + 2 && script_.fold(last - 3) == "all" ? last - 3 : last - 2;
  }
  // "capital b", "all lower case": addresses have none.
  [[nodiscard]] bool letter_case(std::size_t i) const {
    for (const std::string_view word : {"capital", "lowercase", "uppercase"})
      if (script_.fold(i) == word) return true;
    return script_.fold(i) == "case" || (i + 1 < line_.end && script_.fold(i + 1) == "case");
  }
  // Words that lead to an address and are the name of one: "contact at green valley farm dot co".
  static bool mailbox(std::string_view fold) { return fold == "contact" || fold == "hello"; }

  const Line& line_;
  const Script& script_;
};

}  // namespace

std::string read_local(const Line& line, std::size_t& first) { return Reader(line).read(first); }

}  // namespace offhook::redact::detect::email
