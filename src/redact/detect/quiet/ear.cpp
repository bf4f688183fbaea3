#include "redact/detect/quiet/ear.h"

#include <bit>

#include "redact/detect/names/similar.h"
#include "redact/detect/names/words.h"

namespace offhook::redact::detect {
namespace {

using namespace trait;

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
  return kinds.last || kinds.unknown();
}

// Is it a word like any other, so that its capital only begins a sentence?
bool ordinary(std::string_view text) {
  const WordKinds kinds = word_kinds(stem(text));
  return kinds.word && !kinds.name();
}

}  // namespace

template <class Mask, class Visit>
void Ear::each(Mask mask, Visit visit) const {
  for (std::size_t group = line_.first_word / 64; group * 64 < line_.end_word; ++group) {
    std::uint64_t words = mask(page_.masks[group]);
    if (group == line_.first_word / 64) words &= ~std::uint64_t{0} << line_.first_word % 64;
    if (line_.end_word < (group + 1) * 64) words &= (std::uint64_t{1} << line_.end_word % 64) - 1;
    for (; words != 0; words &= words - 1)
      visit(group * 64 + static_cast<std::size_t>(std::countr_zero(words)));
  }
}

std::uint32_t Ear::hear(Streams& streams) {
  if (line_.listed)
    each([](const Masks& m) { return m.listed; },
         [this](std::size_t word) {
           flag(heard::kLoud, known_.beginnings.has(Beginnings::of(page_.word(word))));
         });
  if ((line_.notes & kSpeaking) != 0)
    each([](const Masks& m) { return m.noted; },
         [this](std::size_t word) {
           if ((traits(word) & kSpeaking) != 0) hear_name(word);
         });
  if (line_.names) each([](const Masks& m) { return m.name; }, [this](std::size_t word) { hear_name(word); });
  if (line_.labels)
    each([](const Masks& m) { return m.label; },
         [this](std::size_t word) {
           if (pair_ends(word, kLabelFirst, kLabelSecond)) hear_label(word);
         });
  const Traits notes = line_.notes;
  const bool point = (notes & kPoint) != 0;
  const bool said_dot = (notes & trait::kDot) != 0;
  const bool dot = said_dot || point || line_.dots > 0;
  flag(heard::of_notes(notes));
  flag(heard::kAsksName, (notes & (kAsksName | kLast)) != 0 && asks_name());
  flag(heard::kAsksAddress, (notes & (kWhere | kSends)) == (kWhere | kSends));
  flag(heard::kAsksPlace, (notes & kPlacePart) != 0);
  flag(heard::kDot, dot);
  flag(heard::kSpellsAddress | heard::kGoverned | heard::kLoud, (notes & kAt) != 0 && dot);
  flag(heard::kLoud, (notes & kLoud) != 0 || said_dot || line_.odd || line_.capitals || line_.joined >= 2 ||
                         line_.dots >= 3 || (large_ && line_.digits) ||
                         (notes & (kBox | kPost)) == (kBox | kPost) ||
                         ((notes & kFollows) != 0 && name_may_open() && name_in_front()));
  hear_pieces(streams);
  return flags_;
}

// With the word before it, if the two together are a label or a cue.
bool Ear::pair_ends(std::size_t word, Traits first, Traits second) const {
  return (traits(word) & second) != 0 && (before(word) & first) != 0 &&
         vocabulary_.pair(page_.key(word - 1), page_.key(word));
}

bool Ear::behind_cue(std::size_t word) const {
  return (before(word) & kCue) != 0 ||
         (word != line_.first_word && pair_ends(word - 1, kCueFirst, kCueSecond));
}

void Ear::hear_name(std::size_t word) {
  const bool function = (traits(word) & kFunction) != 0;
  const std::string_view text = this->text(word);
  const bool written = this->written(word) != 0;
  // "I" and single letters have a capital anywhere.
  const bool large = (page_.classes[word] & kCapital) != 0 && text.size() > 1 && !text.starts_with("I'");
  // Who begins a sentence in a plain text has a capital; others are names until they are read.
  large_ = large_ || large;
  bool loud = large && (!begins_sentence(text_, at(word)) || (!function && !ordinary(text)));
  // A cue with something after it that is neither a digit nor a little word, but for "will".
  const bool cue = text.size() > 1 && behind_cue(word);
  const bool said = cue && (!function || name_and_function_word(stem(text))) && !written &&
                    (traits(word) & kDigitWord) == 0;
  if (cue && (said || large) && cue_reaches(text_, at(word)))
    loud = loud || large || may_be_name(at(word), text.size());
  // "tobias speaking", "rosa lindgren"
  loud = loud ||
         ((traits(word) & kSpeaking) != 0 && word != line_.first_word && (before(word) & kFunction) == 0) ||
         ((before(word) & kGiven) != 0 &&
          ((traits(word) & kHuman) != 0 || (!function && !written && may_be_family(text))));
  flag(heard::kLoud, loud);
}

void Ear::hear_label(std::size_t word) {
  flag(heard::of_notes(traits(word) >> kOfPair & kOfLabel) | heard::kLabel);
  flag(heard::kLoud, (traits(word) & kLoudSecond) != 0);
}

void Ear::hear_pieces(Streams& streams) {
  if (!line_.pieces && !line_.capitals) return;
  Pieces pieces{ClusterReader(streams.digits), ClusterReader(streams.codes)};
  std::size_t heard = line_.first_word;  // words before it are
  const auto hear_talk = [&](std::size_t end) {
    std::uint32_t talk = 0;
    for (; heard < end; ++heard) talk += (traits(heard) & kIdle) == 0 ? 1 : 0;
    pieces.digits.talk(talk);
    pieces.codes.talk(talk);
  };
  each([](const Masks& m) { return m.piece | m.noted; },
       [&](std::size_t word) {
         const bool piece = (page_.masks[word / 64].piece >> word % 64 & 1) != 0;
         if (!piece && (traits(word) & kMagnitudeWord) == 0) return;
         hear_talk(word);
         hear_piece(word, pieces);
         heard = word + 1;
       });
  hear_talk(line_.end_word);

  if (line_.capitals) pieces.codes.keep_whole({0, 8, 0});
  if (pieces.foreign >= 2) {
    const Mass more{3 * pieces.foreign + 2 * pieces.digits.all().digits(), 0, 0};
    pieces.digits.keep_whole(more);
    pieces.codes.keep_whole(more);
  }
  // Labels may be spelled: "d o b".
  flag(heard::kLabel | heard::kShortLabel | heard::kOpensSlot | heard::kAnnounces,
       pieces.codes.all().spelled() >= 2);
  flag(heard::kLoud, ((line_.notes & kPoint) != 0 && pieces.digits.all().digits() >= 4) ||
                         (pieces.numbers && (line_.notes & kStreet) != 0));
  flag(heard::kGoverned, pieces.numbers || pieces.foreign > 0 || pieces.codes.all().spelled() > 0);
  pieces.digits.finish();
  pieces.codes.finish();
  flag(heard::kPieces, streams.digits.count + streams.codes.count > 0);
}

// What stands before the word, fillers left out: is it "a" or "i", or a piece?
Traits Ear::beside(std::size_t word) const {
  while (word > line_.first_word) {
    --word;
    if ((traits(word) & kSkipped) == 0)
      return (traits(word) & (kArticle | kPiece)) | (written(word) != 0 ? kPiece : Traits{0});
  }
  return 0;
}

// "a" and "i" are letters beside letters and digits only, or spelled out ("a as in apple").
void Ear::hear_piece(std::size_t word, Pieces& pieces) const {
  const Traits traits = this->traits(word);
  const std::uint32_t written = this->written(word);
  const auto size = static_cast<std::uint32_t>(text(word).size());
  const auto mass = static_cast<std::uint32_t>((traits & kMass) >> kMassAt);
  const bool article = (traits & kArticle) != 0;
  const bool plain = written == 0;
  const bool piece = (traits & kPiece) != 0 || !plain;
  const bool idle = (traits & kIdle) != 0;
  const Traits beside = this->beside(word);
  const bool article_before = (beside & kArticle) != 0;
  auto& [digits, codes, foreign, numbers] = pieces;
  if ((piece || (article && beside != 0)) && article_before) codes.take_back();
  if (article && beside != 0) {
    codes.piece({0, article_before ? 2u : 1u, 0}, false);
    digits.talk(1);
  } else if (piece) {
    const std::uint32_t letters = ((traits & kSpelled) != 0 ? 1u : 0u) + (article_before ? 1u : 0u);
    const Mass code{mass + written, letters, plain ? 0 : size - written};
    if ((traits & (kPerhaps | kSpelled)) == kPerhaps && !article_before)
      codes.perhaps(code);
    else
      codes.piece(code, !plain);
    if ((traits & kPerhaps) != 0)
      digits.perhaps({mass, 0, 0});
    else if (mass > 0 || written == size || (written > 0 && extension(text(word))))
      digits.piece({mass + written, 0, 0}, !plain);
    else if (!idle)
      digits.talk(1);
  } else {
    if ((traits & kMagnitudeWord) != 0) {
      codes.cut();
      digits.cut();
    }
    if (!idle) {
      codes.talk(1);
      digits.talk(1);
    }
  }
  if ((traits & kAs) != 0 && (before(word) & (kArticle | kSpelled)) != 0) codes.keep_whole({0, 1, 0});
  foreign += (traits & kForeignNumber) != 0 ? 1 : 0;
  numbers = numbers || piece;
}

// "my name is …" asks for none, unless it asks who.
bool Ear::asks_name() const {
  static const std::uint64_t is = word_key("is");
  static const std::uint64_t name = word_key("name");
  static const std::uint64_t who = word_key("who");
  static const std::uint64_t whos = word_key("who's");
  bool asks = (traits(line_.end_word - 1u) & kLast) != 0;
  bool told = false;
  for (std::size_t i = line_.first_word; i < line_.end_word; ++i) {
    if ((traits(i) & (kAsksName | kLast)) == kAsksName) {
      if (page_.key(i) == who || page_.key(i) == whos) return true;
      asks = true;
    }
    told = told || ((before(i) & kAsksName) != 0 && page_.key(i) == is && page_.key(i - 1) == name);
  }
  return asks && !told;
}

// Does the utterance, or what stands behind a comma, begin with a word that is no little one?
bool Ear::name_may_open() const {
  for (std::size_t i = line_.first_word; i < line_.end_word; ++i) {
    const std::size_t at = this->at(i);
    const bool opens = i == line_.first_word || text_[at - 1] == ',' || (at > 1 && text_[at - 2] == ',');
    if (opens && (traits(i) & kFunction) == 0) return true;
  }
  return false;
}

// Is the word one of a list of names, or of no list, or does it sound like a name that is known, with up to
// three words behind it?
bool Ear::may_be_name(std::size_t at, std::size_t size) const {
  const WordKinds kinds = word_kinds(stem(text_.substr(at, size)));
  if (kinds.name() || kinds.unknown() || kinds.proper) return true;
  std::string joined;
  for (int words = 0; !known_.sounds.empty() && words < 4 && at < text_.size(); ++words) {
    std::size_t end = at;
    while (end < text_.size() && (is_letter(text_[end]) || text_[end] == '\'')) ++end;
    joined += stem(text_.substr(at, end - at));
    if (joined.size() >= 5)
      for (const std::string& known : known_.sounds)
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
