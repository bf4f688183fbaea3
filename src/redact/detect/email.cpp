// E-mail addresses: written around an '@' (RFC 5321), or spoken around "at" and "dot", with letters one by
// one, "underscore", "dash" and number words, also over turns; "(at)" and "(dot)" are said in writing. A
// handle
// ("@usuario") names a person as an address does and goes as one.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "redact/canonical.h"
#include "redact/detect/detectors.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"
#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

constexpr std::size_t kMaxWords = 64;  // on either side of the at
constexpr std::size_t kMaxPlain = 4;   // plain words in a spoken local part or domain label

bool local_sign(std::string_view c) {
  return c.size() == 1 && std::string_view("._%+-!#$&'*=?^~").find(c) != std::string_view::npos;
}

struct Entry {
  std::string_view word;
};
// Words that end a spoken local part, read backwards.
constexpr std::array kStops = std::to_array<Entry>({
    {"is"},      {"it's"},      {"its"},    {"it"},      {"to"},      {"that's"},  {"thats"}, {"so"},
    {"be"},      {"email"},     {"mail"},   {"address"}, {"at"},      {"me"},      {"typed"}, {"for"},
    {"on"},      {"my"},        {"okay"},   {"ok"},      {"yes"},     {"yeah"},    {"sure"},  {"um"},
    {"uh"},      {"well"},      {"with"},   {"was"},     {"as"},      {"use"},     {"try"},   {"have"},
    {"contact"}, {"from"},      {"under"},  {"said"},    {"back"},    {"c'est"},   {"est"},   {"es"},
    {"correo"},  {"sind"},      {"lautet"}, {"ist"},     {"look"},    {"looking"}, {"or"},    {"read"},
    {"you"},     {"your"},      {"not"},    {"got"},     {"spelled"}, {"of"},      {"can"},   {"reach"},
    {"write"},   {"i"},         {"by"},     {"him"},     {"her"},     {"them"},    {"us"},    {"are"},
    {"am"},      {"go"},        {"oh"},     {"again"},   {"please"},  {"hi"},      {"and"},   {"looked"},
    {"still"},   {"husband's"}, {"wife's"}, {"found"},   {"bought"},  {"ordered"}, {"were"},  {"hello"},
    {"right"},
});
constexpr WordTable<Entry, kStops.size(), 256> kStopTable(kStops);

// Endings that a spoken domain may have; a written one may have any of letters.
constexpr std::array kEndings = std::to_array<Entry>({
    {"com"},  {"net"}, {"org"},  {"edu"},  {"gov"},     {"mil"}, {"info"}, {"biz"},  {"io"},     {"co"},
    {"me"},   {"tv"},  {"app"},  {"dev"},  {"ai"},      {"uk"},  {"us"},   {"ca"},   {"au"},     {"nz"},
    {"ie"},   {"de"},  {"fr"},   {"es"},   {"it"},      {"nl"},  {"be"},   {"ch"},   {"at"},     {"se"},
    {"no"},   {"dk"},  {"fi"},   {"pl"},   {"pt"},      {"br"},  {"mx"},   {"ar"},   {"in"},     {"jp"},
    {"cn"},   {"kr"},  {"sg"},   {"za"},   {"eu"},      {"gob"}, {"ac"},   {"name"}, {"online"}, {"store"},
    {"shop"}, {"xyz"}, {"tech"}, {"test"}, {"example"}, {"ru"},  {"cz"},   {"hu"},   {"ro"},
});
constexpr WordTable<Entry, kEndings.size(), 256> kEndingTable(kEndings);

// Providers whose name behind an at is enough, whatever ending was heard.
constexpr std::array kProviders = std::to_array<Entry>({
    {"gmail"},
    {"googlemail"},
    {"yahoo"},
    {"hotmail"},
    {"outlook"},
    {"icloud"},
    {"aol"},
    {"proton"},
    {"protonmail"},
    {"gmx"},
    {"comcast"},
    {"verizon"},
    {"fastmail"},
});
constexpr WordTable<Entry, kProviders.size(), 64> kProviderTable(kProviders);

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out)
      : context_(context), script_(context.script), out_(out) {}

  void run() {
    for (std::size_t i = 0; i < script_.size(); ++i) {
      const std::uint32_t utterance = script_[i].utterance;
      if (!script_.has(utterance, word_class::kAt | word_class::kSigns)) {
        i = script_.end_of(utterance) - 1;
        continue;
      }
      if (i >= end_) {
        begin_ = script_.begin_of(utterance);
        end_ = script_.end_of(utterance);
        floor_ = begin_;
        language_known_ = false;
      }
      if (script_.sign(i, '@'))
        written(i);
      else if (spoken_at(i))
        spoken(i);
    }
  }

 private:
  [[nodiscard]] bool spoken_at(std::size_t i) const { return script_[i].of(word_class::kAt); }
  // Words that mean the sign and nothing else.
  [[nodiscard]] bool at_only(std::size_t i) const { return script_[i].of(word_class::kAtOnly); }
  // "(at)", "[dot]": is the word in brackets?
  [[nodiscard]] bool bracketed(std::size_t i) const {
    return i > begin_ && i + 1 < end_ &&
           ((script_.sign(i - 1, '(') && script_.sign(i + 1, ')')) ||
            (script_.sign(i - 1, '[') && script_.sign(i + 1, ']')) ||
            (script_.sign(i - 1, '{') && script_.sign(i + 1, '}')));
  }

  void written(std::size_t at) {
    // "dana @ outlook.com": spaces around the sign alone.
    std::size_t first = at;
    while (first > floor_ && at - first < kMaxWords && (!script_[first].space_before || first == at)) {
      if (script_[first - 1].alnum() || local_sign(script_.fold(first - 1)))
        --first;
      else if (const std::size_t open = quoted(first, at); open < first)
        first = open;
      else
        break;
    }
    while (first < at && !script_[first].alnum() && !script_.sign(first, '_') && !script_.sign(first, '+'))
      ++first;
    if (first == at) return handle(at);
    if (sip_number(first, at) || script_.replaced(first)) return;
    std::size_t last = at + 1;
    std::size_t dots = 0;
    while (last < end_ && last - at < kMaxWords && (!script_[last].space_before || last == at + 1)) {
      if (script_[last].alnum()) {
        ++last;
      } else if ((script_.sign(last, '.') || script_.sign(last, '-') || script_.sign(last, '_')) &&
                 last + 1 < end_ &&
                 (script_[last + 1].alnum() || (script_.sign(last, '-') && script_.sign(last + 1, '-'))) &&
                 !script_[last + 1].space_before) {
        dots += script_.sign(last, '.');
        ++last;
      } else {
        break;
      }
    }
    const bool host = dots > 0 || (first > floor_ + 1 && script_.sign(first - 1, ':') &&
                                   script_.fold(first - 2) == "mailto");
    if (last == at + 1 || !host || !script_[last - 1].letters) return;
    const bool spaced = script_[at].space_before || script_[at + 1].space_before;
    if (spaced && kEndingTable.find(script_.fold(last - 1)) == nullptr) return;
    propose(first, last, casefold_words(script_.text(first, last)), 0.98, "written e-mail address");
  }

  // "sip:+13175550142@host": the user part is a phone number, the rest no e-mail address.
  [[nodiscard]] bool sip_number(std::size_t first, std::size_t at) const {
    const std::size_t user = first < at && script_.sign(first, '+') ? first + 1 : first;
    return user + 1 == at && script_[user].digits && !script_[user].letters && first >= begin_ + 2 &&
           script_.sign(first - 1, ':') &&
           (script_.fold(first - 2) == "sip" || script_.fold(first - 2) == "sips");
  }

  // A quoted part of a local part, `"foo"` in `test."foo".bar@`, that ends right before `first`: its begin.
  [[nodiscard]] std::size_t quoted(std::size_t first, std::size_t at) const {
    if (!script_.sign(first - 1, '"') || !(first == at || script_.sign(first, '.'))) return first;
    for (std::size_t i = first - 1; i > floor_ && at - i < kMaxWords; --i) {
      if (script_[i].space_before) return first;
      if (!script_.sign(i - 1, '"')) continue;
      const bool opens = i - 1 == floor_ || script_[i - 1].space_before || script_.sign(i - 2, '.');
      return opens && i < first - 1 ? i - 1 : first;
    }
    return first;
  }

  // "@usuario": nothing before it, and a word that no dictionary knows.
  void handle(std::size_t at) {
    const bool free = at == begin_ || script_[at].space_before || script_.sign(at - 1, '(');
    if (!free || at + 1 >= end_ || script_[at + 1].space_before || !script_[at + 1].letters) return;
    std::size_t last = at + 2;
    while (last < end_ && !script_[last].space_before && (script_[last].alnum() || script_.sign(last, '_')))
      ++last;
    const std::string_view word = script_.fold(at + 1);
    if (last == at + 2 && (word.size() < 4 || !word_kinds(word).unknown() || function_word(word))) return;
    if (last > at + 2 && !script_[last - 1].alnum()) --last;
    propose(at, last, casefold_words(script_.text(at, last)), 0.6, "a handle");
  }

  // "dot", "point", "(dot)", … with a name after it: how many words it takes, 0: none.
  [[nodiscard]] std::size_t dot(std::size_t i) const {
    if (i >= end_) return 0;
    if (script_.sign(i, '.')) return i + 1 < end_ && !script_[i + 1].space_before ? 1 : 0;
    if (i + 2 < end_ && !script_[i].alnum() && bracketed(i + 1) && dot_word(i + 1)) return 3;
    return dot_word(i) ? 1 : 0;
  }
  [[nodiscard]] bool dot_word(std::size_t i) const {
    const std::string_view fold = script_.fold(i);
    return fold == "dot" || fold == "punto" || fold == "point" || fold == "ponto" || fold == "punkt" ||
           fold == "period";
  }

  void spoken(std::size_t at) {
    std::string domain;
    const bool brackets = bracketed(at);
    std::size_t last = at + (brackets ? 2 : 1);
    if (script_.fold(at) == "snabel" && last + 1 < end_ && script_.sign(last, '-') &&
        script_.fold(last + 1) == "a")
      last += 2;
    if (!read_domain(last, domain)) return;
    std::size_t first = at - (brackets ? 1 : 0);
    const std::string local = read_local(first);
    if (!local.empty())
      return propose(first, last, casefold_words(local + "@" + domain), 0.98,
                     "e-mail address spoken with at and dot");
    if (dictated(at, last, domain)) return;
    if (at_only(at) && at == begin_) propose(at, last, casefold_words("@" + domain), 0.7, "a handle, spoken");
  }

  // The local part was said in turns before: "it's peter underscore nolan", "uh huh", "at outlook dot com".
  bool dictated(std::size_t at, std::size_t last, const std::string& domain) {
    constexpr std::size_t kMaxBack = 8;  // utterances
    for (std::size_t i = begin_; i < at; ++i)
      if (script_[i].alnum() && !script_[i].is(kFiller | kBackchannel | kLeadIn)) return false;
    const std::uint32_t utterance = script_[at].utterance;
    const auto labels =
        governing(script_, context_.labels, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(last));
    if ((labels.before & label::kEmail) == 0) return false;
    std::vector<Range> ranges{{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(last), 0}};
    std::string local;
    const std::size_t begin = begin_, end = end_, floor = floor_;
    for (std::uint32_t u = utterance; u-- > 0 && utterance - u <= kMaxBack;) {
      const std::size_t from = script_.begin_of(u), to = script_.end_of(u);
      if (from == to || script_.role(from) != script_.role(at)) continue;
      if (to <= behind_) break;
      begin_ = from;
      end_ = to;
      floor_ = std::max(behind_, from);
      std::size_t first = to;
      while (first > floor_ && (!script_[first - 1].alnum() || script_[first - 1].is(kFiller))) --first;
      const std::size_t stop = first;
      const std::string part = read_local(first);
      if (part.empty()) break;
      local = part + local;
      ranges.insert(ranges.begin(), {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(stop), 0});
      if (first > from) break;  // something else stands before it
    }
    begin_ = begin;
    end_ = end;
    floor_ = floor;
    if (local.empty()) return false;
    floor_ = behind_ = last;
    out_.push_back({Kind::email,
                    {},
                    casefold_words(local + "@" + domain),
                    0.9,
                    "e-mail address dictated over turns",
                    std::move(ranges)});
    return true;
  }

  // Labels and dots after the at; moves `last` behind the ending.
  bool read_domain(std::size_t& last, std::string& domain) {
    bool ended = false;
    std::size_t plain = 0;
    std::size_t at = last;
    std::string label;
    while (at < end_ && at - last < kMaxWords) {
      if (const std::size_t taken = dot(at); taken > 0 && !label.empty()) {
        const bool provider = kProviderTable.find(label) != nullptr;
        domain += label + ".";
        label.clear();
        plain = 0;
        at += taken;
        std::size_t ending = at;
        std::string name = read_ending(ending);
        if (name.empty() && provider && at < end_ && script_[at].letters && !script_[at].digits &&
            script_.fold(at).size() <= 4) {
          name = script_.fold(at);
          ending = at + 1;
        }
        if (!name.empty()) {
          domain += name;
          last = at = ending;
          ended = true;
          // "dot co dot uk"
          while (const std::size_t again = dot(at)) {
            std::size_t more = at + again;
            const std::string next = read_ending(more);
            if (next.empty()) break;
            domain += "." + next;
            last = at = more;
          }
          path(last);
          return true;
        }
        continue;
      }
      std::string piece;
      std::size_t next = at;
      if (!read_token(next, piece)) break;
      if (piece.size() > 1 && ++plain > kMaxPlain) break;
      label += piece;
      at = next;
    }
    return ended;
  }

  // "slash one two three dash s m" behind the domain is said with it.
  void path(std::size_t& last) {
    for (std::size_t at = last; at + 1 < end_ && script_.fold(at) == "slash";) {
      ++at;
      while (at < end_) {
        std::string piece;
        std::size_t next = at;
        const bool part = script_[at].is(kDigit | kTeen | kTens | kLetter | kSign) || script_[at].digits ||
                          script_[at].all_upper;
        if (!part || script_.fold(at) == "slash" || !read_token(next, piece)) break;
        last = at = next;
      }
    }
  }

  // "com", "c o m", "e d u", "co"; empty when no known ending stands there.
  std::string read_ending(std::size_t& at) const {
    if (at >= end_) return {};
    if (const std::string_view fold = script_.fold(at); fold.size() > 1) {
      if (kEndingTable.find(fold) == nullptr) return {};
      ++at;
      return std::string(fold);
    }
    std::string letters;
    std::string best;
    std::size_t best_at = at;
    for (std::size_t i = at;
         i < end_ && letters.size() < 5 && script_.fold(i).size() == 1 && script_[i].letters; ++i) {
      letters += script_.fold(i);
      if (letters.size() > 1 && kEndingTable.find(letters) != nullptr) {
        best = letters;
        best_at = i + 1;
      }
    }
    if (best.empty() && letters.size() >= 2 && letters.size() <= 3) {
      best = letters;
      best_at = at + letters.size();
    }
    at = best_at;
    return best;
  }

  // One word, number or sign of an address, forwards.
  bool read_token(std::size_t& at, std::string& out) {
    const Word& word = script_[at];
    // "j as in john"
    if (word.letters && script_.fold(at).size() == 1 && spelled_out(at)) {
      out = script_.fold(at);
      at += 4;
      return true;
    }
    const bool letter_o = script_.fold(at) == "o" &&
                          ((at + 1 < end_ && lone_letter(at + 1)) || (at > begin_ && lone_letter(at - 1)));
    if (letter_o) {
      out = "o";
      ++at;
      return true;
    }
    if (const auto number = read_number(script_, at, end_, language())) {
      out = number->digits;
      at = number->last;
      return true;
    }
    if (word.is(kSign) && word.lexeme->sign != '@') {
      out = word.lexeme->sign == ' ' ? '_' : word.lexeme->sign;
      ++at;
      return true;
    }
    if (!word.alnum()) {
      if (!script_.sign(at, '-') && !script_.sign(at, '_')) return false;
      out = script_.fold(at);
      ++at;
      return true;
    }
    out = script_.fold(at);
    ++at;
    return true;
  }

  [[nodiscard]] bool lone_letter(std::size_t i) const {
    return script_[i].letters && script_.fold(i).size() == 1 && script_.fold(i) != "o";
  }
  [[nodiscard]] bool spelled_out(std::size_t i) const {
    return i + 3 < end_ && script_.fold(i + 1) == "as" && script_.fold(i + 2) == "in" &&
           script_[i + 3].letters && script_.fold(i + 3).front() == script_.fold(i).front();
  }

  // The spoken at a few words before the repair at word i; i: none.
  [[nodiscard]] std::size_t at_before(std::size_t i) const {
    for (std::size_t at = i; at > floor_ && i - at < 8; --at)
      if (spoken_at(at - 1)) return at - 1;
    return i;
  }

  // The words before the at that make the local part; moves `first` to its begin.
  std::string read_local(std::size_t& first) {
    const std::size_t at = first;
    std::size_t plain = 0;
    while (first > floor_ && at - first < kMaxWords) {
      const std::size_t before = first - 1;
      const Word& word = script_[before];
      const std::string_view fold = script_.fold(before);
      if (!word.alnum()) {
        const bool tight = !word.space_before && !script_[first].space_before;
        if (tight && local_sign(fold)) {
          --first;
          continue;
        }
        // Commas between spelled letters: "j, a, n, e at …".
        if (fold == "," && first < at && script_.fold(first).size() == 1 && before > floor_ &&
            script_.fold(before - 1).size() == 1) {
          --first;
          continue;
        }
        break;
      }
      if (before >= floor_ + 3 && script_.fold(before - 3).size() == 1 && spelled_out(before - 3)) {
        first = before - 3;
        continue;
      }
      if (word.is(kRepair)) {
        // "t grant at gmail no sorry at icloud dot com": the domain was begun anew.
        const std::size_t again = at_before(before);
        if (again == before) break;
        first = again;
        continue;
      }
      const bool letter = fold.size() == 1 && word.letters;
      const bool sign_or_number = word.is(kSign | kDigit | kTeen | kTens | kRepeat | kHundred) || word.digits;
      if (fold == "at") break;
      if (!letter && !sign_or_number) {
        if (kStopTable.find(fold) != nullptr) break;
        if (++plain > kMaxPlain) break;
      }
      --first;
    }
    // A lone "i" or "a" in front is a word, not a letter; so is a sign.
    while (first < at && !script_[first].alnum()) ++first;
    while (first < at && (script_.fold(first) == "and" ||
                          (script_[first].is(kSign) && script_.fold(first) != "underscore")))
      ++first;
    if (first + 1 < at && (script_.fold(first) == "i" || script_.fold(first) == "a") &&
        script_.fold(first + 1).size() > 1 && !script_[first + 1].is(kSign))
      ++first;
    std::string local;
    for (std::size_t i = first; i < at;) {
      std::string piece;
      if (spoken_at(i)) break;  // what was begun anew
      if (!read_token(i, piece)) {
        ++i;
        continue;
      }
      local += piece;
    }
    return local;
  }

  Language language() {
    if (!language_known_) language_ = number_language(script_, begin_, end_);
    language_known_ = true;
    return language_;
  }

  void propose(std::size_t first, std::size_t last, std::string canonical, double confidence,
               const char* reason) {
    floor_ = behind_ = last;
    out_.push_back({Kind::email,
                    {},
                    std::move(canonical),
                    confidence,
                    reason,
                    {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)}}});
  }

  const Context& context_;
  const Script& script_;
  std::vector<Candidate>& out_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t floor_ = 0;   // of this utterance, words before it belong to an address already found
  std::size_t behind_ = 0;  // the last address found
  Language language_ = Language::english;
  bool language_known_ = false;
};

}  // namespace

void find_emails(const Context& context, std::vector<Candidate>& out) { Finder(context, out).run(); }

}  // namespace offhook::redact::detect
