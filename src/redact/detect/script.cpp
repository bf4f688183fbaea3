#include "redact/detect/script.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <limits>

#include "redact/detect/plain_runs.h"
#include "redact/detect/quiet/reading.h"
#include "redact/mark.h"

namespace offhook::redact::detect {
namespace {

constexpr std::uint32_t kLongRun = 20;  // bytes
constexpr char kTokenFold = 0x1a;       // "substitute": no sign that anybody writes

enum ByteKind : std::uint8_t { kPunctuation, kSpace, kLower, kUpper, kNumber, kApostrophe, kNotAscii };

constexpr std::array<std::uint8_t, 256> kByteKinds = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = kLower;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = kUpper;
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = kNumber;
  for (std::size_t c = 0; c <= ' '; ++c) table[c] = kSpace;
  for (std::size_t c = 0x80; c <= 0xff; ++c) table[c] = kNotAscii;
  table['\''] = kApostrophe;
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

// ASCII capitals as small letters. Is all of it ASCII?
bool lower(std::span<char> text) {
  int bytes = 0;
  for (char& c : text) {
    bytes |= c;
    c = static_cast<char>(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
  }
  return bytes >= 0;
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
    const std::size_t first = words_.size();
    utterance_ = utterance;
    text_ = text;
    runs_.read(text);
    spell(text);
    if (!cut()) return false;
    look_up(std::span(words_).subspan(first));
    return true;
  }

 private:
  // What is ASCII is spelled in lower case, each word where it stands.
  void spell(std::string_view text) {
    spelled_ = static_cast<std::uint32_t>(spellings_.size());
    spellings_.append(text);
    lower(std::span(spellings_).subspan(spelled_));
  }

  // Cuts the text into words.
  bool cut() {
    space_ = line_ = true;
    long_run_ = false;
    const std::vector<Occupied> tokens = runs_.dash_or_bracket() ? occupied(text_) : std::vector<Occupied>();
    auto token = tokens.begin();
    const auto next_token = [&] {
      while (token != tokens.end() && token->marker) ++token;
      return token == tokens.end() ? text_.size() : token->start;
    };
    std::size_t token_at = next_token();
    for (std::size_t at = 0; at < text_.size();) {
      if (at == token_at) {
        at = token->end;
        add_token(*token++);
        token_at = next_token();
      } else if (kByteKinds[byte(at)] == kSpace) {
        space_ = true;
        line_ |= byte(at) == '\n';
        ++at;
      } else if (const PlainRun run = runs_.at(at); plain_word(at, run)) {
        add_plain(at, run);
        at += run.size;
      } else if (!word(at, run)) {
        return false;
      }
    }
    return true;
  }

  // Is the run a word for sure? Most are.
  [[nodiscard]] bool plain_word(std::size_t at, const PlainRun& run) const {
    return run.size != 0 && (at + run.size == text_.size() || kByteKinds[byte(at + run.size)] <= kSpace);
  }

  // What the words mean, and all of them together.
  void look_up(std::span<Word> words) {
    WordClasses classes = long_run_ ? word_class::kLongRun : 0;
    std::uint32_t meanings = 0;
    for (Word& word : words) {
      const std::string_view spelling = spelling_of(word);
      if (spelling.size() == 1) word.sign = spelling.front();
      if (!word.alnum()) {
        classes |= classes_of_sign(word.sign);
        continue;
      }
      classes |= (word.upper ? word_class::kUpper : 0) | (word.digits ? word_class::kDigits : 0);
      if (!word.letters) continue;
      const WordEntry entry = word_entry(spelling);
      word.meaning = static_cast<std::uint16_t>(entry.lexeme->meaning);
      word.number = entry.lexeme->number;
      word.stands_for = entry.lexeme->sign;
      word.classes = static_cast<std::uint32_t>(entry.classes);
      meanings |= word.meaning;
      classes |= entry.classes;
    }
    classes_ = classes;
    meanings_ = meanings;
  }

  [[nodiscard]] std::uint8_t byte(std::size_t at) const { return static_cast<std::uint8_t>(text_[at]); }
  [[nodiscard]] UChar32 next(std::size_t& at) const {
    UChar32 c = 0;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text_.data());
    U8_NEXT(bytes, at, text_.size(), c);
    return c;
  }

  // The letters of a word so far.
  struct Letters {
    bool any = false;
    bool several = false;
    bool capital = false;
    bool small = false;  // one that is no capital

    explicit Letters(const PlainRun& run)
        : any(run.letters != 0),
          several((run.letters & (run.letters - 1)) != 0),
          capital(run.capitals != 0),
          small(run.letters != run.capitals) {}
    void add(bool is_capital) {
      several = several || any;
      any = true;
      (is_capital ? capital : small) = true;
    }
  };

  // A run of letters and digits that is not all ASCII or has an apostrophe, or another character. False: not
  // valid UTF-8.
  bool word(std::size_t& at, const PlainRun& run) {
    const std::size_t start = at;
    at += run.size;
    Word word;
    word.digits = run.digits != 0;
    word.upper = (run.capitals & 1) != 0;
    Letters letters(run);
    bool plain = true;
    if (!rest_of_word(start, at, word, letters, plain)) return false;
    if (at == start) return other(at);
    word.letters = letters.any;
    word.all_upper = letters.several && !letters.small;
    word.capitals = letters.capital;
    add(word, start, at, plain);
    words_.back().ends_in_s = spelling_of(words_.back()).ends_with("'s");
    return true;
  }

  // What follows the ASCII at a word's begin; nothing, too.
  bool rest_of_word(std::size_t start, std::size_t& at, Word& word, Letters& letters, bool& plain) {
    bool wide = false;  // of a script without spaces
    while (at < text_.size()) {
      if (byte(at) < 0x80) {
        const auto kind = kByteKinds[byte(at)];
        if (wide) break;
        if (kind == kLower || kind == kUpper) {
          letters.add(kind == kUpper);
          ++at;
        } else if (kind == kNumber) {
          word.digits = true;
          ++at;
        } else if (kind == kApostrophe && letters.any && letter_follows(at + 1)) {
          ++at;
        } else {
          break;
        }
        continue;
      }
      std::size_t after = at;
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
    return true;
  }

  [[nodiscard]] bool letter_follows(std::size_t at) const {
    if (at >= text_.size()) return false;
    const UChar32 c = next(at);
    return c >= 0 && u_isalpha(c);
  }

  // One character that is neither letter, digit nor ASCII space.
  bool other(std::size_t& at) {
    const std::size_t start = at;
    const UChar32 c = next(at);
    if (c < 0) return false;
    if (zero_width(c)) return true;
    if (c >= 0x80 && u_isUWhiteSpace(c)) {
      space_ = true;
      line_ |= c == 0x2028 || c == 0x2029;
      return true;
    }
    Word sign;
    add(sign, start, at, c < 0x80);
    return true;
  }

  [[nodiscard]] std::string_view spelling_of(const Word& word) const {
    return {spellings_.data() + word.fold, word.fold_size};
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
    spellings_ += kTokenFold;
    words_.push_back(word);
  }

  void add_plain(std::size_t start, const PlainRun& run) {
    Word& word = words_.emplace_back();
    place(word, start, start + run.size);
    long_run_ |= word.end - run_ >= kLongRun;
    word.fold = spelled_ + word.start;
    word.fold_size = run.size;
    word.letters = run.letters != 0;
    word.digits = run.digits != 0;
    word.upper = (run.capitals & 1) != 0;
    word.all_upper = run.letters == run.capitals && (run.letters & (run.letters - 1)) != 0;
    word.capitals = run.capitals != 0;
  }

  void add(Word& word, std::size_t start, std::size_t end, bool plain) {
    place(word, start, end);
    long_run_ |= word.end - run_ >= kLongRun;
    if (plain) {
      word.fold = spelled_ + word.start;
      word.fold_size = word.end - word.start;
    } else {
      word.fold = static_cast<std::uint32_t>(spellings_.size());
      fold_into(text_.substr(word.start, word.end - word.start), spellings_);
      word.fold_size = static_cast<std::uint32_t>(spellings_.size()) - word.fold;
    }
    words_.push_back(word);
  }

  std::vector<Word>& words_;
  std::string& spellings_;
  std::uint32_t utterance_ = 0;
  std::string_view text_;
  PlainRuns runs_;
  bool space_ = true;
  bool line_ = true;
  std::uint32_t run_ = 0;  // where the last space ends
  bool long_run_ = false;
  std::uint32_t spelled_ = 0;  // where the utterance's spelling begins
  WordClasses classes_ = 0;    // of the utterance
  std::uint32_t meanings_ = 0;
};

}  // namespace

Result<Script> Script::read(std::span<const Utterance> dialogue) { return read(dialogue, Reading(dialogue)); }

Result<Script> Script::read(std::span<const Utterance> dialogue, const Reading& reading,
                            const Earlier& earlier) {
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
      continue;
    }
    const bool searched = reading.everything() || reading.searches(i);
    if (searched) script.searched_.push_back(static_cast<std::uint32_t>(i));
    if (script.take_over(earlier, i, searched)) continue;
    if (!reader.read(static_cast<std::uint32_t>(i), dialogue[i].text))
      return fail(ErrorClass::corrupt, "redact.encoding", "a text is not valid UTF-8");
    script.meanings_[i] = reader.meanings();
    if (searched) script.classes_[i] = reader.classes();
  }
  script.begins_.push_back(script.words_.size());
  return script;
}

// False: it was not read, or not searched, so that its classes are not known.
bool Script::take_over(const Earlier& earlier, std::size_t utterance, bool searched) {
  const Script* from = earlier.script;
  if (from == nullptr || from->begin_of(utterance) == from->end_of(utterance) ||
      (searched && from->classes_[utterance] == 0) ||
      std::binary_search(earlier.changed.begin(), earlier.changed.end(), utterance))
    return false;
  const std::size_t first = words_.size();
  words_.insert(words_.end(), from->words_.begin() + static_cast<std::ptrdiff_t>(from->begin_of(utterance)),
                from->words_.begin() + static_cast<std::ptrdiff_t>(from->end_of(utterance)));
  const auto words = std::span(words_).subspan(first);
  std::uint32_t begin = words.front().fold, end = begin;  // of its spellings
  for (const Word& word : words) {
    begin = std::min(begin, word.fold);
    end = std::max(end, word.fold + word.fold_size);
  }
  const auto place = static_cast<std::uint32_t>(spellings_.size());
  spellings_.append(from->spellings_, begin, end - begin);
  for (Word& word : words) word.fold += place - begin;
  meanings_[utterance] = from->meanings_[utterance];
  if (searched) classes_[utterance] = from->classes_[utterance];
  return true;
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
  std::string out(utf8);
  if (lower(out)) return out;
  out.clear();
  fold_into(utf8, out);
  return out;
}

}  // namespace offhook::redact::detect
