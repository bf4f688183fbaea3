#include "redact/detect/quiet/ear.h"

#include "redact/detect/names/similar.h"
#include "redact/detect/names/words.h"

namespace offhook::redact::detect {
namespace {

using namespace trait;

const std::uint64_t kIs = word_key("is");
const std::uint64_t kName = word_key("name");

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

bool begins_sentence(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] == ' ') --at;
  return at == 0 || text[at - 1] == '.' || text[at - 1] == '?' || text[at - 1] == '!';
}

// Does a cue reach over what stands between it and the word at `at`? A full stop ends it.
bool cue_reaches(std::string_view text, std::size_t at) {
  for (; at > 0; --at) {
    const char c = text[at - 1];
    if (c == '.' || c == '?') return false;
    if (c != ' ' && c != ',' && c != '!' && c != ':' && c != '\'') return true;
  }
  return true;
}

// "2851x818": a phone number's extension, read as digits (pieces.cpp).
bool extension(std::string_view word) {
  const auto x = word.find_first_of("xX");
  return x != std::string_view::npos && x >= 3 && word.size() - x <= 7 && word.size() > x + 1 &&
         word.find_first_not_of("0123456789", x + 1) == std::string_view::npos &&
         word.find_first_not_of("0123456789") == x;
}

// The word without a possessive s.
std::string stem(std::string_view text) {
  if (text.size() > 2 && (text.ends_with("'s") || text.ends_with("'S"))) text.remove_suffix(2);
  std::string folded;
  for (const char c : text) folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return folded;
}

// May it stand behind a first name as a last name?
bool may_be_family(std::string_view text) {
  const WordKinds kinds = word_kinds(stem(text));
  return !kinds.word && !kinds.proper && (kinds.last || kinds.unknown());
}

// Is it a word like any other, so that its capital only begins a sentence?
bool ordinary(std::string_view text) {
  const WordKinds kinds = word_kinds(stem(text));
  return kinds.word && !kinds.name();
}

}  // namespace

void Ear::flush_talk() {
  digits_.talk(talk_);
  codes_.talk(talk_);
  heard_.talk += talk_;
  talk_ = 0;
}

void Ear::attend(const EarWord& word) {
  heard_.loud = heard_.loud || (word.traits & kLoud) != 0 || word.listed;
  hear_name(word);
  hear_label(word);
  hear_piece(word);
  const bool pair = (word.traits & kCueSecond) != 0 && (before_ & kCueFirst) != 0;
  cue_ = (word.traits & kCue) != 0 || (pair && vocabulary_.pair(before_key_, word.key));
  asks_name_ = asks_name_ || (word.traits & (kAsksName | kLast)) == kAsksName;
  tells_name_ = tells_name_ || (word.key == kIs && before_key_ == kName);
  opened_ = true;
  all_ |= word.traits;
  before_ = word.traits;
  before_key_ = word.key;
}

void Ear::hear_name(const EarWord& word) {
  const bool function = (word.traits & kFunction) != 0;
  const auto text = text_.substr(word.at, word.size);
  // "I" and single letters have a capital anywhere.
  const bool large =
      word.capital && !(word.size == 1 || (text_[word.at] == 'I' && text_[word.at + 1] == '\''));
  // Who begins a sentence in a plain text has a capital; others are names until they are read.
  large_ = large_ || large;
  bool loud = large && (!begins_sentence(text_, word.at) || (!function && !ordinary(text)));
  // A cue with something after it that is neither a digit nor a little word, but for "will".
  const bool said = (!function || (cue_ && name_and_function_word(stem(text)))) && word.written == 0 &&
                    (word.traits & kDigitWord) == 0;
  if (cue_ && word.size > 1 && (said || large) && cue_reaches(text_, word.at))
    loud = loud || large || may_be_name(word.at, word.size);
  // "tobias speaking", "rosa lindgren"
  loud = loud || ((word.traits & kSpeaking) != 0 && opened_ && (before_ & kFunction) == 0) ||
         ((before_ & kGiven) != 0 &&
          ((word.traits & kHuman) != 0 || (!function && word.written == 0 && may_be_family(text))));
  heard_.loud = heard_.loud || loud;
  name_may_open_ =
      name_may_open_ || (!function && (!opened_ || text_[word.at - 1] == ',' || text_[word.at - 2] == ','));
}

void Ear::hear_label(const EarWord& word) {
  const bool pair = (word.traits & kLabelSecond) != 0 && (before_ & kLabelFirst) != 0 &&
                    vocabulary_.pair(before_key_, word.key);
  if (!pair && (word.traits & kLabel) == 0) return;
  heard_.label = true;
  heard_.short_label = heard_.short_label || (word.traits & kShort) != 0;
  heard_.asks_secret = heard_.asks_secret || (word.traits & kSecretWord) != 0;
  heard_.opens_slot = heard_.opens_slot || (word.traits & kSlotLabel) != 0;
  heard_.announces = heard_.announces || (word.traits & kToldLabel) != 0;
  heard_.loud = heard_.loud || (pair && (word.traits & kLoudSecond) != 0);
}

// "a" and "i" are letters beside letters and digits only, or spelled out ("a as in apple").
void Ear::hear_piece(const EarWord& word) {
  flush_talk();
  const Traits traits = word.traits;
  const bool article = (traits & kArticle) != 0;
  const bool plain = word.written == 0;
  const bool piece = (traits & kPiece) != 0 || !plain;
  const bool article_before = (beside_ & kArticle) != 0;
  const bool idle = (traits & kIdle) != 0;
  const auto mass = static_cast<std::uint32_t>(traits & kMass);
  if ((piece || (article && beside_ != 0)) && article_before) codes_.take_back();
  if (article && beside_ != 0) {
    codes_.piece({0, article_before ? 2u : 1u, 0}, false);
    digits_.talk(1);
  } else if (piece) {
    const std::uint32_t letters = ((traits & kSpelled) != 0 ? 1u : 0u) + (article_before ? 1u : 0u);
    const Mass code{mass + word.written, letters,
                    plain ? 0 : static_cast<std::uint32_t>(word.size) - word.written};
    if ((traits & (kPerhaps | kSpelled)) == kPerhaps && !article_before)
      codes_.perhaps(code);
    else
      codes_.piece(code, !plain);
    if ((traits & kPerhaps) != 0)
      digits_.perhaps({mass, 0, 0});
    else if (mass > 0 || word.written == word.size ||
             (word.written > 0 && extension(text_.substr(word.at, word.size))))
      digits_.piece({mass + word.written, 0, 0}, !plain);
    else if (!idle)
      digits_.talk(1);
  } else {
    if ((traits & kMagnitudeWord) != 0) {
      codes_.cut();
      digits_.cut();
    }
    if (!idle) {
      codes_.talk(1);
      digits_.talk(1);
    }
  }
  heard_.talk += idle ? 0 : 1;
  heard_.articles += article ? 1 : 0;
  if ((traits & kAs) != 0 && (before_ & (kArticle | kSpelled)) != 0) codes_.keep_whole({0, 1, 0});
  foreign_ += (traits & kForeignNumber) != 0 ? 1 : 0;
  numbers_ = numbers_ || piece;
  if ((traits & kSkipped) == 0) beside_ = (traits & (kArticle | kPiece)) | (piece ? kPiece : Traits{0});
}

void Ear::finish() {
  flush_talk();
  // A token is a code, if a word of no country's.
  if (signs_.tokens > 0) codes_.keep_whole({0, 0, 16 * signs_.tokens});
  if (signs_.capitals) codes_.keep_whole({0, 8, 0});
  if (foreign_ >= 2) {
    const Mass more{3 * foreign_ + 2 * digits_.all().digits(), 0, 0};
    digits_.keep_whole(more);
    codes_.keep_whole(more);
  }
  // Labels may be spelled: "d o b".
  if (codes_.all().spelled() >= 2)
    heard_.label = heard_.short_label = heard_.opens_slot = heard_.announces = true;
  const bool dot = (all_ & trait::kDot) != 0;
  heard_.date = (all_ & trait::kDate) != 0;
  // "my name is …" asks for none.
  heard_.asks_name = (asks_name_ || (before_ & kLast) != 0) && !tells_name_;
  heard_.asks_address = (all_ & kAsksAddress) != 0;
  heard_.dot = dot || (all_ & kPoint) != 0 || signs_.dots > 0;
  heard_.spells_address = (all_ & kAt) != 0 && heard_.dot;
  heard_.loud = heard_.loud || signs_.odd || signs_.capitals || signs_.joined >= 2 || signs_.dots >= 3 ||
                heard_.spells_address || dot || (large_ && (signs_.digits || signs_.tokens > 0)) ||
                ((all_ & kPoint) != 0 && digits_.all().digits() >= 4) ||
                (numbers_ && (all_ & kStreet) != 0) || ((all_ & kBox) != 0 && (all_ & kPost) != 0) ||
                ((all_ & kFollows) != 0 && name_may_open_ && name_in_front());
  heard_.governed =
      numbers_ || foreign_ > 0 || codes_.all().spelled() > 0 || heard_.date || heard_.spells_address;
  digits_.finish();
  codes_.finish();
}

// Is the word one of a list of names, or of no list, or does it sound like a name that is known, with up to
// three words behind it?
bool Ear::may_be_name(std::size_t at, std::size_t size) const {
  const WordKinds kinds = word_kinds(stem(text_.substr(at, size)));
  if (kinds.name() || kinds.unknown() || kinds.proper) return true;
  std::string joined;
  for (int words = 0; !sounds_.empty() && words < 4 && at < text_.size(); ++words) {
    std::size_t end = at;
    while (end < text_.size() && (is_letter(text_[end]) || text_[end] == '\'')) ++end;
    joined += stem(text_.substr(at, end - at));
    if (joined.size() >= 5)
      for (const std::string& known : sounds_)
        if (sounds_like(joined, known)) return true;
    at = end + 1;
  }
  return false;
}

// Does the utterance, or what stands behind a comma, begin with a word that a list has for a name?
bool Ear::name_in_front() const {
  const auto letter = [&](std::size_t i) { return i < text_.size() && is_letter(text_[i]); };
  for (std::size_t at = 0; at < text_.size();) {
    while (at < text_.size() && !letter(at) && text_[at] != ',') ++at;
    std::size_t end = at;
    while (end < text_.size() && (letter(end) || text_[end] == '\'')) ++end;
    if (end > at) {
      const std::string word = stem(text_.substr(at, end - at));
      if (!function_word(word) && word_kinds(word).name()) return true;
    }
    at = text_.find(',', end);
    if (at == std::string_view::npos) return false;
    ++at;
  }
  return false;
}

}  // namespace offhook::redact::detect
