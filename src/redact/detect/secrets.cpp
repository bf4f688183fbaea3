// Passwords, by the word in front of them, and keys, by the prefix their issuer gives them. They become a
// constant.
#include <array>
#include <string_view>

#include "redact/detect/detectors.h"
#include "redact/detect/names/words.h"
#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

using namespace label;

struct Entry {
  std::string_view word;
};
// Words that follow "password is" without being one.
constexpr std::array kNoPassword = std::to_array<Entry>({
    {"wrong"},  {"incorrect"}, {"correct"}, {"not"},   {"expired"},   {"required"},  {"reset"},
    {"the"},    {"a"},         {"an"},      {"too"},   {"invalid"},   {"working"},   {"been"},
    {"being"},  {"on"},        {"in"},      {"for"},   {"case"},      {"sent"},      {"locked"},
    {"right"},  {"fine"},      {"my"},      {"your"},  {"what"},      {"something"}, {"never"},
    {"still"},  {"now"},       {"to"},      {"going"}, {"weak"},      {"strong"},    {"there"},
    {"that"},   {"this"},      {"so"},      {"blank"}, {"empty"},     {"only"},      {"also"},
    {"please"}, {"hidden"},    {"okay"},    {"ok"},    {"temporary"}, {"changed"},   {"stored"},
    {"saved"},  {"at"},        {"least"},   {"and"},   {"or"},        {"good"},      {"no"},
});
constexpr WordTable<Entry, kNoPassword.size(), 256> kNoPasswordTable(kNoPassword);

// Prefixes of keys that services issue, and how long what has them must be.
struct Prefix {
  std::string_view text;
  std::size_t length;
};
constexpr std::array kKeys = std::to_array<Prefix>({
    {"sk_live_", 20}, {"sk_test_", 20}, {"pk_live_", 20}, {"rk_live_", 20},    {"AKIA", 20},
    {"ASIA", 20},     {"ghp_", 30},     {"gho_", 30},     {"github_pat_", 40}, {"xoxb-", 20},
    {"xoxp-", 20},    {"AIza", 35},     {"eyJ", 30},      {"glpat-", 20},      {"sk-", 24},
    {"SG.", 30},      {"npm_", 30},     {"hvs.", 24},     {"ya29.", 30},
});

// Most words begin like no key.
constexpr auto kFirst = [] {
  std::array<bool, 256> table{};
  for (const Prefix& prefix : kKeys) table[static_cast<unsigned char>(prefix.text.front())] = true;
  return table;
}();

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out)
      : context_(context), script_(context.script), out_(out) {}

  void run() {
    for (const Label& label : context_.labels)
      if ((label.mask & kSecret) != 0) {
        named_behind(label);
        password(label);
      }
    for (const std::uint32_t u : script_.searched())
      if (script_.has(u, word_class::kDigits)) texted(script_.begin_of(u), script_.end_of(u));
    for (const std::uint32_t u : script_.searched())
      if (script_.has(u, word_class::kLongRun))
        for (std::size_t i = script_.begin_of(u); i < script_.end_of(u); ++i) key(i);
  }

 private:
  void key(std::size_t i) {
    if (!script_[i].letters || !(script_[i].space_before || !script_[i - 1].alnum())) return;
    if (!kFirst[static_cast<unsigned char>(script_.text(i).front())]) return;
    const std::size_t last = unbroken(i);
    const std::string_view text = script_.text(i, last);
    for (const Prefix& prefix : kKeys)
      if (text.starts_with(prefix.text) && text.size() >= prefix.length)
        propose(i, last, 0.95, "key with an issuer's prefix");
  }

  // "118822 is your Acme code": how services write what they text.
  void texted(std::size_t first, std::size_t end) {
    constexpr std::size_t kLeast = 6, kMost = 8;  // digits
    constexpr std::size_t kReach = 4;             // words
    if (first + 3 >= end || !script_[first].digits || script_[first].letters ||
        script_[first].fold_size < kLeast || script_[first].fold_size > kMost ||
        script_.fold(first + 1) != "is" || script_.fold(first + 2) != "your")
      return;
    for (std::size_t k = first + 3; k < end && k < first + 3 + kReach; ++k)
      if (script_.fold(k) == "code" || script_.fold(k) == "passcode" || script_.fold(k) == "password")
        return propose(first, first + 1, 0.9, "named as a code behind it");
  }

  // The words up to the next space, without the sentence's own signs at the end.
  [[nodiscard]] std::size_t unbroken(std::size_t i) const {
    const std::size_t end = script_.end_of(script_[i].utterance);
    std::size_t last = i + 1;
    while (last < end && !script_[last].space_before && last - i < 64) ++last;
    while (last > i + 1 &&
           (script_.sign(last - 1, '.') || script_.sign(last - 1, ',') || script_.sign(last - 1, '"') ||
            script_.sign(last - 1, '}') || script_.sign(last - 1, ';')))
      --last;
    return last;
  }

  // "use hunter2! as my password": what has digits or signs among its letters.
  void named_behind(const Label& label) {
    const std::size_t begin = script_.begin_of(script_[label.first].utterance);
    std::size_t as = label.first;
    for (const std::string_view word : {"new", "the", "my", "a"})
      if (as > begin && script_.fold(as - 1) == word) --as;
    if (as < begin + 2 || script_.fold(as - 1) != "as") return;
    const std::size_t last = as - 1;
    std::size_t first = last - 1;
    while (first > begin && !script_[first].space_before) --first;
    bool letters = false, others = false;
    for (std::size_t i = first; i < last; ++i) {
      letters = letters || script_[i].letters;
      others = others || script_[i].digits || !script_[i].alnum();
    }
    if (letters && others && script_[first].alnum() && !script_.sign(last - 1, ','))
      propose(first, last, 0.85, "said to be the password");
  }

  // "my recovery phrase ocean tiger window …": where nothing says that it follows, four plain words do.
  [[nodiscard]] bool phrase_follows(const Label& label, std::size_t i, std::size_t end) const {
    constexpr std::size_t kLeast = 4;
    if (!label_of_phrase(label) || end - i < kLeast) return false;
    for (std::size_t k = i; k < i + kLeast; ++k)
      if (!script_[k].letters || script_[k].digits || function_word(script_.fold(k)) ||
          kNoPasswordTable.find(script_.fold(k)) != nullptr)
        return false;
    return true;
  }

  void password(const Label& label) {
    const std::size_t end = script_.end_of(script_[label.first].utterance);
    std::size_t i = label.last;
    const bool far = belongs(i);
    bool told = script_.possessive(i - 1) != 0 || script_.fold(i - 1) == "to" || script_.fold(i - 1) == "as";
    while (i < end && (script_.sign(i, ':') || script_.sign(i, '=') || script_.sign(i, '"') ||
                       script_.fold(i) == "is" || script_.fold(i) == "was" || script_.fold(i) == "it's" ||
                       script_.fold(i) == "lautet" || script_.fold(i) == "ist")) {
      told = true;
      ++i;
    }
    // "is all lower case blue sky nine"
    while (told && i < end && about_letters(i)) ++i;
    std::size_t asked = i;
    while (asked < end && about_account(asked)) ++asked;
    if (asked >= end || (asked + 1 == end && script_.sign(asked, '?'))) return answer(label);
    const std::size_t last = unbroken(i);
    bool digits = false, signs = false, letters = false;
    for (std::size_t k = i; k < last; ++k) {
      digits = digits || script_[k].digits;
      signs = signs || !script_[k].alnum();
      letters = letters || script_[k].letters;
    }
    // "password Rainy!Day9"
    if (!told && !(letters && digits && signs) && !phrase_follows(label, i, end)) return;
    if (far && !digits && !signs) return;
    if (digits || signs) return propose(i, last, 0.9, "follows the word password");
    if (kNoPasswordTable.find(script_.fold(i)) != nullptr) return;
    // Said aloud: words and number words up to the end of the clause; a phrase has more of them.
    const bool phrase = label_of_phrase(label);
    const std::size_t words = phrase || script_.fold(i) == "capital" ? 4 : 2;
    const std::size_t most = phrase ? 24 : 6;
    std::size_t stop = i + 1;
    while (stop < end && stop - i < most && script_[stop].alnum() &&
           (script_[stop].is(kDigit | kTeen | kTens | kLetter | kSpelling | kSign | kRepeat) ||
            script_[stop].digits || stop - i < words || spoken_sign(stop) ||
            (phrase && !function_word(script_.fold(stop)))))
      ++stop;
    propose(i, stop, 0.75, "follows the word password");
  }

  // "the password for the portal is": moves to the word that tells it, if it is near; "the password was
  // changed to", "my password as": behind that.
  [[nodiscard]] bool belongs(std::size_t& i) const {
    constexpr std::size_t kReach = 5;  // words
    const std::size_t end = script_.end_of(script_[i - 1].utterance);
    if (i + 2 < end && script_.fold(i + 1) == "to")
      for (const std::string_view verb : {"changed", "set", "reset", "updated"})
        if (script_.fold(i) == verb) {
          i += 2;
          return true;
        }
    if (i + 1 < end && script_.fold(i) == "as") {
      ++i;
      return true;
    }
    if (i >= end || !(script_.fold(i) == "for" || script_.fold(i) == "of" || script_.fold(i) == "to" ||
                      script_.fold(i) == "on"))
      return false;
    for (std::size_t k = i + 1; k < end && k - i <= kReach && script_[k].alnum(); ++k)
      if (script_.fold(k) == "is" || script_.fold(k) == "was") {
        i = k;
        return true;
      }
    return false;
  }

  // "exclamation mark", "dollar sign"
  [[nodiscard]] bool spoken_sign(std::size_t i) const {
    for (const std::string_view word : {"exclamation", "question", "mark", "hash", "hashtag", "asterisk",
                                        "star", "dollar", "percent", "ampersand", "sign", "capital"})
      if (script_.fold(i) == word) return true;
    return false;
  }

  // "all lower case", "in capital letters", "one word": how it is written, not what.
  [[nodiscard]] bool about_letters(std::size_t i) const {
    for (const std::string_view word : {"all", "in", "lower", "upper", "case", "lowercase", "uppercase",
                                        "caps", "capital", "capitals", "letters", "small"})
      if (script_.fold(i) == word)
        return word != "capital" || i + 1 == script_.size() || script_.fold(i + 1).size() > 1;
    return script_.fold(i) == "one" && i + 1 < script_.size() && script_.fold(i + 1) == "word";
  }
  [[nodiscard]] bool label_of_phrase(const Label& label) const {
    return script_.fold(label.first) == "passphrase" || script_.fold(label.last - 1) == "phrase";
  }

  // "… on the account", "… for that": what a question for a password ends in.
  [[nodiscard]] bool about_account(std::size_t i) const {
    for (const std::string_view word :
         {"on", "the", "your", "this", "that", "for", "account", "file", "please"})
      if (script_.fold(i) == word) return true;
    return false;
  }

  // The question for a password ends its utterance: "and your password?" What the other side says to it, when
  // that is a few words none of which holds a sentence together, is the password.
  void answer(const Label& label) {
    constexpr std::size_t kMaxWords = 4;
    const std::uint32_t asked = script_[label.first].utterance;
    if (!question(script_.begin_of(asked), label.first) || asked + 1 >= script_.dialogue().size() ||
        script_.dialogue()[asked].role == script_.dialogue()[asked + 1].role)
      return;
    std::size_t first = script_.begin_of(asked + 1);
    std::size_t last = script_.end_of(asked + 1);
    while (first < last && idle(first)) ++first;
    while (last > first && (!script_[last - 1].alnum())) --last;
    if (first == last || last - first > kMaxWords) return;
    for (std::size_t i = first; i < last; ++i) {
      if (script_[i].is(kDigit | kTeen | kTens)) continue;
      if (idle(i) || script_[i].is(kRepair) || function_word(script_.fold(i)) ||
          kNoPasswordTable.find(script_.fold(i)) != nullptr)
        return;
    }
    propose(first, last, 0.75, "answers a question for a password");
  }
  [[nodiscard]] bool idle(std::size_t i) const {
    return !script_[i].alnum() || script_[i].is(kFiller | kLeadIn | kBackchannel);
  }
  // "what is your", "and your", "can i have the": before the word password; not "did you reset your".
  [[nodiscard]] bool question(std::size_t first, std::size_t last) const {
    const std::size_t end = script_.end_of(script_[first].utterance);
    constexpr std::size_t kShortOrder = 3;  // words an agent asks with: "verbal password"
    bool asks = last == first || script_.fold(end - 1) == "please" ||
                (script_.role(first) == Role::agent && end - first <= kShortOrder);
    for (std::size_t i = first; i < last; ++i) {
      const std::string_view fold = script_.fold(i);
      for (const std::string_view word : {"did", "reset", "forgot", "change", "changed", "enter", "tried"})
        if (fold == word) return false;
      for (const std::string_view word :
           {"what", "what's", "and", "can", "may", "confirm", "give", "tell", "your"})
        asks = asks || fold == word;
    }
    return asks;
  }

  void propose(std::size_t first, std::size_t last, double confidence, const char* reason) {
    out_.push_back({Kind::secret,
                    {},
                    "",
                    confidence,
                    reason,
                    {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0}}});
  }

  const Context& context_;
  const Script& script_;
  std::vector<Candidate>& out_;
};

}  // namespace

void find_secrets(const Context& context, std::vector<Candidate>& out) { Finder(context, out).run(); }

}  // namespace offhook::redact::detect
