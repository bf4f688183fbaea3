#include "redact/detect/script.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "redact/detect/quiet/reading.h"
#include "redact/mark.h"
#include "redact/sixteen.h"

namespace offhook::redact::detect {
namespace {

constexpr std::uint32_t kLongRun = 20;  // bytes
constexpr char kTokenFold = 0x1a;       // "substitute": no sign that anybody writes

enum Ascii : std::uint8_t { kOther, kSpace, kLower, kUpper, kNumber };

constexpr std::array<std::uint8_t, 128> kAscii = [] {
  std::array<std::uint8_t, 128> table{};
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = kLower;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = kUpper;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = kNumber;
  for (int c = 0; c <= ' '; ++c) table[static_cast<std::size_t>(c)] = kSpace;
  return table;
}();

WordClasses classes_of_sign(char sign) {
  using namespace word_class;
  switch (sign) {
    case '@':
      return kSigns | kAtSign;
    case '.':
      return kSigns | kFullStop;
    case ':':
      return kSigns | kColon;
    case '-':
      return kSigns | kDash;
    default:
      return kSigns;
  }
}

bool zero_width(UChar32 c) {
  return c == 0x00AD || c == 0x034F || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}
bool apostrophe(UChar32 c) { return c == '\'' || c == 0x2019 || c == 0x02BC; }
bool mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

// Letters whose marks do not decompose.
const char* plain_letter(UChar32 c) {
  switch (c) {
    case 0x131:
      return "i";
    case 0x142:
      return "l";
    case 0x111:
      return "d";
    case 0xF0:
      return "d";
    case 0xFE:
      return "th";
    case 0xF8:
      return "o";
    case 0xE6:
      return "ae";
    case 0x153:
      return "oe";
    default:
      return nullptr;
  }
}

void append(std::string& out, UChar32 c) {
  char buffer[U8_MAX_LENGTH];
  std::int32_t size = 0;
  UBool error = false;
  U8_APPEND(reinterpret_cast<std::uint8_t*>(buffer), size, U8_MAX_LENGTH, c, error);
  if (!error) out.append(buffer, static_cast<std::size_t>(size));
}

// One word's spelling, appended to `out`.
void fold_into(std::string_view utf8, std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) return;
  const icu::UnicodeString decomposed = normalizer->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())))
          .foldCase(),
      status);
  if (U_FAILURE(status)) return;
  for (std::int32_t i = 0; i < decomposed.length();) {
    const UChar32 c = decomposed.char32At(i);
    i += U16_LENGTH(c);
    if (zero_width(c)) continue;
    // Marks carry the vowels of Indic scripts; only those on Latin, Greek and Cyrillic letters are accents.
    if (mark(c) && c < 0x0590) continue;
    if (const int digit = u_charDigitValue(c); digit >= 0)
      out += static_cast<char>('0' + digit);
    else if (const char* plain = plain_letter(c))
      out += plain;
    else if (apostrophe(c))
      out += '\'';
    else
      append(out, c);
  }
}

// Written without spaces between words: digits beside it are words of their own.
bool spaceless(UChar32 c) {
  return c >= 0x2E80 && (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) || (c >= 0x3040 && c <= 0x30FF) ||
                         (c >= 0xAC00 && c <= 0xD7A3));
}

class Reader {
 public:
  Reader(std::vector<Word>& words, std::string& spellings) : words_(words), spellings_(spellings) {}

  [[nodiscard]] WordClasses classes() const { return classes_; }
  [[nodiscard]] std::uint32_t meanings() const { return meanings_; }

  // False: not valid UTF-8.
  bool read(std::uint32_t utterance, std::string_view text) {
    utterance_ = utterance;
    text_ = text;
    space_ = line_ = true;
    classes_ = 0;
    meanings_ = 0;
    spell(text);
    tail_from_ = text.size() - std::min(text.size(), Sixteen::kSize);
    tail_.fill(0);
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(tail_from_), text.end(), tail_.begin());
    const auto size = static_cast<std::int32_t>(text.size());
    std::int32_t at = 0;
    const auto tokens = occupied(text);
    auto token = tokens.begin();
    while (at < size) {
      while (token != tokens.end() && token->marker) ++token;
      if (token != tokens.end() && token->start == static_cast<std::size_t>(at)) {
        at = static_cast<std::int32_t>(token->end);
        add_token(*token++);
        continue;
      }
      const auto byte = static_cast<unsigned char>(text[static_cast<std::size_t>(at)]);
      if (byte < 0x80 && kAscii[byte] == kSpace) {
        space_ = true;
        line_ = line_ || byte == '\n';
        ++at;
        continue;
      }
      const std::int32_t start = at;
      bool plain = true;
      if (!word(at, plain)) return false;
      if (at == start && !other(at)) return false;
    }
    return true;
  }

 private:
  // What is ASCII is spelled in lower case, each word where it stands.
  void spell(std::string_view text) {
    spelled_ = static_cast<std::uint32_t>(spellings_.size());
    spellings_.append(text);
    for (char& c : std::span(spellings_).subspan(spelled_))
      c = static_cast<char>(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
  }

  [[nodiscard]] UChar32 next(std::int32_t& at) const {
    UChar32 c = 0;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text_.data());
    U8_NEXT(bytes, at, static_cast<std::int32_t>(text_.size()), c);
    return c;
  }

  // Sixteen bytes from `i` on, zeros behind the text.
  [[nodiscard]] Sixteen bytes_at(std::size_t i) const {
    return Sixteen(i + Sixteen::kSize <= text_.size() ? text_.data() + i : tail_.data() + (i - tail_from_));
  }

  // The letters of a word so far.
  struct Letters {
    bool any = false;
    bool several = false;
    bool capital = false;
    bool small = false;  // one that is no capital

    void add(bool is_capital) {
      several = several || any;
      any = true;
      (is_capital ? capital : small) = true;
    }
  };

  // A run of letters and digits; leaves `at` where it was when there is none.
  bool word(std::int32_t& at, bool& plain) {
    Word word;
    const std::int32_t start = at;
    Letters letters;
    bool wide = false;  // of a script without spaces
    const auto size = static_cast<std::int32_t>(text_.size());
    plain_word(at, word, letters);
    while (at < size) {
      const auto byte = static_cast<unsigned char>(text_[static_cast<std::size_t>(at)]);
      if (byte < 0x80) {
        const auto kind = kAscii[byte];
        if (wide) break;
        if (kind == kLower || kind == kUpper) {
          if (at == start) word.upper = kind == kUpper;
          letters.add(kind == kUpper);
          ++at;
        } else if (kind == kNumber) {
          word.digits = true;
          ++at;
        } else if (byte == '\'' && letters.any && letter_follows(at + 1)) {
          ++at;
        } else {
          break;
        }
        continue;
      }
      std::int32_t after = at;
      const UChar32 c = next(after);
      if (c < 0) return false;
      if (spaceless(c) != wide) {
        if (at > start) break;
        wide = true;
      }
      if (u_isalpha(c) || (mark(c) && at > start)) {
        if (at == start) word.upper = u_isupper(c) != 0;
        letters.add(u_isupper(c) != 0);
      } else if (u_charDigitValue(c) >= 0 && u_isdigit(c)) {
        word.digits = true;
      } else if (zero_width(c)) {
        if (at == start) break;
      } else if (!(apostrophe(c) && letters.any && letter_follows(after))) {
        break;
      }
      plain = false;
      at = after;
    }
    if (at == start) return true;
    word.letters = letters.any;
    word.all_upper = letters.several && !letters.small;
    word.capitals = letters.capital;
    add(word, start, at, plain);
    return true;
  }

  // The ASCII letters and digits at the word's begin: mostly all of it.
  void plain_word(std::int32_t& at, Word& word, Letters& letters) const {
    const auto start = static_cast<std::size_t>(at);
    std::uint32_t taken = Sixteen::kSize;
    for (std::size_t i = start; taken == Sixteen::kSize; i += taken) {
      const Sixteen bytes = bytes_at(i);
      const std::uint32_t alphabet = bytes.letters(), digits = bytes.digits(), capitals = bytes.capitals();
      taken = static_cast<std::uint32_t>(std::countr_one(alphabet | digits));
      const std::uint32_t mine = (1u << taken) - 1, own = alphabet & mine;
      letters.several = letters.several || (own & (own - 1)) != 0 || (letters.any && own != 0);
      letters.any = letters.any || own != 0;
      letters.capital = letters.capital || (capitals & mine) != 0;
      letters.small = letters.small || (own & ~capitals) != 0;
      word.digits = word.digits || (digits & mine) != 0;
      if (i == start) word.upper = (capitals & mine & 1) != 0;
      at += static_cast<std::int32_t>(taken);
    }
  }

  [[nodiscard]] bool letter_follows(std::int32_t at) const {
    if (at >= static_cast<std::int32_t>(text_.size())) return false;
    const UChar32 c = next(at);
    return c >= 0 && u_isalpha(c);
  }

  // One character that is neither letter, digit nor ASCII space.
  bool other(std::int32_t& at) {
    const std::int32_t start = at;
    const UChar32 c = next(at);
    if (c < 0) return false;
    if (zero_width(c)) return true;
    if (u_isUWhiteSpace(c)) {
      space_ = true;
      line_ = line_ || c == 0x2028 || c == 0x2029;
      return true;
    }
    Word sign;
    add(sign, start, at, c < 0x80);
    return true;
  }

  void place(Word& word, std::size_t start, std::size_t end) {
    word.utterance = utterance_;
    word.start = static_cast<std::uint32_t>(start);
    word.end = static_cast<std::uint32_t>(end);
    word.space_before = space_;
    word.line_before = line_;
    if (space_) run_ = word.start;
    space_ = line_ = false;
  }

  void add_token(const Occupied& token) {
    Word word;
    place(word, token.start, token.end);
    run_ = word.end;
    word.token = true;
    word.fold = static_cast<std::uint32_t>(spellings_.size());
    word.fold_size = 1;
    word.sign = kTokenFold;
    spellings_ += kTokenFold;
    classes_ |= word_class::kSigns;
    words_.push_back(word);
  }

  void add(Word& word, std::int32_t start, std::int32_t end, bool plain) {
    place(word, static_cast<std::size_t>(start), static_cast<std::size_t>(end));
    if (word.end - run_ >= kLongRun) classes_ |= word_class::kLongRun;
    if (plain) {
      word.fold = spelled_ + word.start;
      word.fold_size = word.end - word.start;
    } else {
      word.fold = static_cast<std::uint32_t>(spellings_.size());
      fold_into(text_.substr(word.start, word.end - word.start), spellings_);
      word.fold_size = static_cast<std::uint32_t>(spellings_.size()) - word.fold;
    }
    const std::string_view spelling(spellings_.data() + word.fold, word.fold_size);
    if (spelling.size() == 1) word.sign = spelling.front();
    word.ends_in_s = spelling.ends_with("'s");
    const WordEntry entry = word_entry(word.letters ? spelling : std::string_view());
    word.meaning = static_cast<std::uint16_t>(entry.lexeme->meaning);
    word.number = entry.lexeme->number;
    word.stands_for = entry.lexeme->sign;
    word.classes = static_cast<std::uint32_t>(entry.classes);
    meanings_ |= word.meaning;
    classes_ |= entry.classes | (word.upper ? word_class::kUpper : 0) |
                (word.digits ? word_class::kDigits : 0) | (word.alnum() ? 0 : classes_of_sign(word.sign));
    words_.push_back(word);
  }

  std::vector<Word>& words_;
  std::string& spellings_;
  std::uint32_t utterance_ = 0;
  std::string_view text_;
  std::array<char, 3 * Sixteen::kSize> tail_{};  // the text's last bytes, for one look at sixteen of them
  std::size_t tail_from_ = 0;
  bool space_ = true;
  bool line_ = true;
  std::uint32_t spelled_ = 0;  // where the utterance's spelling begins
  WordClasses classes_ = 0;    // of the utterance
  std::uint32_t meanings_ = 0;
  std::uint32_t run_ = 0;  // where the last space ends
};

}  // namespace

Result<Script> Script::read(std::span<const Utterance> dialogue) { return read(dialogue, Reading(dialogue)); }

Result<Script> Script::read(std::span<const Utterance> dialogue, const Reading& reading) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < dialogue.size(); ++i)
    if (reading.reads(i)) bytes += dialogue[i].text.size();
  // Offsets are 32 bits, folding may lengthen; records are bounded far below this (formats, record line).
  if (bytes > std::numeric_limits<std::int32_t>::max() / 4 || dialogue.size() > 100'000'000)
    return fail(ErrorClass::corrupt, "redact.too_large", "a conversation is too large to be searched");
  Script script;
  script.dialogue_ = dialogue;
  script.words_.reserve(bytes / 4 + 1);
  script.spellings_.reserve(bytes);
  script.begins_.reserve(dialogue.size() + 1);
  script.classes_.resize(dialogue.size());
  script.meanings_.resize(dialogue.size());
  if (!reading.everything()) {
    script.unread_talk_.resize(dialogue.size());
    script.unread_.resize(dialogue.size());
  }
  Reader reader(script.words_, script.spellings_);
  for (std::size_t i = 0; i < dialogue.size(); ++i) {
    script.begins_.push_back(script.words_.size());
    if (!reading.reads(i)) {
      script.unread_talk_[i] = reading.talk(i);
      script.unread_[i] = !dialogue[i].text.empty();
    } else if (!reader.read(static_cast<std::uint32_t>(i), dialogue[i].text)) {
      return fail(ErrorClass::corrupt, "redact.encoding", "a text is not valid UTF-8");
    } else {
      script.meanings_[i] = reader.meanings();
      if (!reading.everything() && !reading.searches(i)) continue;
      script.classes_[i] = reader.classes();
      script.searched_.push_back(static_cast<std::uint32_t>(i));
    }
  }
  script.begins_.push_back(script.words_.size());
  return script;
}

bool Script::adjoin(std::size_t first, std::size_t second) const {
  if (unread_.empty()) return true;
  for (std::size_t u = words_[first].utterance + 1; u < words_[second].utterance; ++u)
    if (unread_[u]) return false;
  return true;
}

std::string_view Script::text(std::size_t first, std::size_t last) const {
  if (first >= last) return {};
  const Word& front = words_[first];
  return dialogue_[front.utterance].text.substr(front.start, words_[last - 1].end - front.start);
}

std::uint32_t Script::possessive_ending(std::size_t i) const {
  std::string_view raw = text(i);
  if (raw.back() != 's' && raw.back() != 'S') return 0;
  raw.remove_suffix(1);
  for (const std::string_view apostrophe : {"'", "\u2019", "\u02bc"})
    if (raw.ends_with(apostrophe)) return static_cast<std::uint32_t>(apostrophe.size() + 1);
  return 0;
}

std::string fold(std::string_view utf8) {
  std::string out;
  const bool ascii =
      std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) {
    for (const char c : utf8) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return out;
  }
  fold_into(utf8, out);
  return out;
}

}  // namespace offhook::redact::detect
