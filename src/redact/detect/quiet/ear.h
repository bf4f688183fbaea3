// Ear: takes an utterance's words, one behind the other, and tells what they are to the detectors. Most words
// are nothing to any of them, and pass in a few instructions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "redact/detect/quiet/cluster.h"
#include "redact/detect/quiet/heard.h"
#include "redact/detect/quiet/signs.h"
#include "redact/detect/quiet/vocabulary.h"

namespace offhook::redact::detect {

struct EarWord {
  std::size_t at = 0;
  std::size_t size = 0;
  std::uint64_t key = 0;
  Traits traits = 0;
  std::uint32_t written = 0;  // digits in it
  bool capital = false;       // begins with one
  bool listed = false;        // a word of what is known
};

class Ear {
 public:
  // Writes to `heard`. `sounds`: the letters of known names, for which speech may be misheard.
  Ear(std::string_view text, const Signs& signs, const Vocabulary& vocabulary,
      std::span<const std::string> sounds, Heard& heard)
      : text_(text),
        signs_(signs),
        vocabulary_(vocabulary),
        sounds_(sounds),
        heard_(heard),
        digits_(heard.digits),
        codes_(heard.codes) {}

  void word(const EarWord& word) {
    using namespace trait;
    const bool pair =
        (word.traits & (kCueSecond | kLabelSecond)) != 0 && (before_ & (kCueFirst | kLabelFirst)) != 0;
    if (!opened_ || pair || cue_ || word.capital || word.listed || word.written != 0 || signs_.commas ||
        (word.traits & kTelling) != 0 || (before_ & kHeeded) != 0)
      return attend(word);
    if ((word.traits & kIdle) == 0) ++talk_;
    if ((word.traits & kSkipped) == 0) beside_ = 0;
    all_ |= word.traits;
    before_ = word.traits;
    before_key_ = word.key;
  }
  void finish();

 private:
  // Words that have to be looked at, and those after which the next has.
  static constexpr Traits kTelling = trait::kMass | trait::kForeignNumber | trait::kSpelled |
                                     trait::kArticle | trait::kPiece | trait::kLabel | trait::kCue |
                                     trait::kLoud | trait::kAsksName | trait::kSpeaking |
                                     trait::kMagnitudeWord;
  static constexpr Traits kHeeded = trait::kGiven | trait::kArticle | trait::kSpelled | trait::kAsksName;

  void attend(const EarWord& word);
  void hear_name(const EarWord& word);
  void hear_label(const EarWord& word);
  void hear_piece(const EarWord& word);
  void flush_talk();
  [[nodiscard]] bool may_be_name(std::size_t at, std::size_t size) const;
  [[nodiscard]] bool name_in_front() const;

  std::string_view text_;
  const Signs& signs_;
  const Vocabulary& vocabulary_;
  std::span<const std::string> sounds_;
  Heard& heard_;
  ClusterReader digits_, codes_;
  Traits all_ = 0;
  // The word before: its traits, its key, is it the end of a cue; and of the last that is no filler, whether
  // it is a letter or a number.
  Traits before_ = 0;
  std::uint64_t before_key_ = 0;
  Traits beside_ = 0;
  bool cue_ = false;
  bool opened_ = false;  // a word was heard
  bool asks_name_ = false;
  bool tells_name_ = false;
  bool large_ = false;  // a word begins with a capital
  bool numbers_ = false;
  bool name_may_open_ = false;
  std::uint32_t talk_ = 0;  // not yet fed to the clusters
  std::uint32_t foreign_ = 0;
};

}  // namespace offhook::redact::detect
