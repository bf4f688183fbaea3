// Links: with a scheme, with www, or a bare domain; also spoken ("w w w dot contoso dot com slash returns").
// One that carries personal data or an id (user part, query, path) is surer than a bare host, so that a
// policy's threshold can keep hosts and take the rest.
#include <algorithm>
#include <array>
#include <string>

#include "redact/canonical.h"
#include "redact/detect/detectors.h"
#include "redact/detect/names/words.h"
#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

struct Entry {
  std::string_view word;
};
// Endings of bare domains; those that are English words are left out.
constexpr std::array kEndings = std::to_array<Entry>({
    {"com"}, {"net"}, {"org"}, {"edu"}, {"gov"}, {"mil"}, {"info"}, {"biz"}, {"io"}, {"co"},
    {"uk"},  {"ca"},  {"au"},  {"nz"},  {"ie"},  {"de"},  {"fr"},   {"es"},  {"nl"}, {"ch"},
    {"se"},  {"dk"},  {"fi"},  {"pl"},  {"pt"},  {"br"},  {"mx"},   {"jp"},  {"cn"}, {"kr"},
    {"sg"},  {"za"},  {"eu"},  {"xxx"}, {"gob"}, {"app"}, {"dev"},  {"xyz"}, {"tv"},
});
constexpr WordTable<Entry, kEndings.size(), 128> kEndingTable(kEndings);
// Those that are words: an ending only with a path behind it, "photos at jane.photos/trip".
constexpr std::array kWordEndings = std::to_array<Entry>({
    {"online"},
    {"shop"},
    {"store"},
    {"site"},
    {"page"},
    {"blog"},
    {"cloud"},
    {"photos"},
    {"link"},
    {"club"},
    {"live"},
    {"me"},
    {"world"},
    {"email"},
    {"agency"},
    {"media"},
});
bool word_ending(std::string_view fold) {
  for (const Entry& entry : kWordEndings)
    if (entry.word == fold) return true;
  return false;
}

bool scheme(std::string_view fold) {
  return fold == "http" || fold == "https" || fold == "ftp" || fold == "sftp" || fold == "ws" ||
         fold == "wss";
}

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out)
      : context_(context), script_(context.script), out_(out) {}

  void run() {
    using namespace word_class;
    for (const std::uint32_t u : script_.searched()) {
      const bool written = script_.has(u, kColon | kFullStop), said = script_.has(u, kDot);
      if (!written && !said) continue;
      end_ = script_.end_of(u);
      for (std::size_t i = script_.begin_of(u); i < end_;) {
        const std::size_t last = script_[i].alnum() ? link(i, written, said) : i;
        i = std::max(last, i + 1);
      }
    }
  }

 private:
  // The word behind the link that begins at word i, `i`: none does.
  std::size_t link(std::size_t i, bool written, bool said) {
    std::size_t last = written ? with_scheme(i) : i;
    if (last == i && written) last = bare(i);
    if (last == i && said) last = spoken(i);
    return last;
  }
  [[nodiscard]] bool tight(std::size_t i) const { return i < end_ && !script_[i].space_before; }

  // To the next space, less the sentence's own signs.
  [[nodiscard]] std::size_t to_space(std::size_t first) const {
    std::size_t last = first;
    int open = 0;
    while (last < end_ && (last == first || tight(last)) && last - first < 400) {
      const std::string_view c = script_.fold(last);
      if (c == "<" || c == ">" || c == "\"" || c == "|" || c == "`") break;
      if (c == "(") ++open;
      if (c == ")" && --open < 0) break;
      ++last;
    }
    while (last > first + 1) {
      const std::string_view c = script_.fold(last - 1);
      if (c != "." && c != "," && c != ";" && c != ":" && c != "!" && c != "?" && c != "'" && c != "]" &&
          c != "}" && c != "…")
        break;
      --last;
    }
    return last;
  }

  std::size_t with_scheme(std::size_t i) {
    if (i + 4 >= end_ || !script_.sign(i + 1, ':') || !script_.sign(i + 2, '/') ||
        !script_.sign(i + 3, '/') || !tight(i + 1) || !tight(i + 4) || !scheme(script_.fold(i)))
      return i;
    if (!script_[i + 4].alnum() && !script_.sign(i + 4, '[')) return i;
    return propose(i, to_space(i), true);
  }

  std::size_t bare(std::size_t i) {
    if (!tight(i + 1)) return i;  // most words stand alone
    if (i > 0 && !script_[i].space_before && script_[i].utterance == script_[i - 1].utterance) {
      const std::string_view c = script_.fold(i - 1);
      if (c == "." || c == "-" || c == "@" || c == "/" || c == "_" || c == "=" || script_[i - 1].alnum())
        return i;
    }
    std::size_t last = i + 1;
    std::size_t labels = 1;
    std::size_t ending = 0;
    while (last + 1 < end_ && tight(last) && (script_.sign(last, '.') || script_.sign(last, '-')) &&
           tight(last + 1) && script_[last + 1].alnum()) {
      if (script_.sign(last, '.')) {
        ++labels;
        ending = last + 1;
      }
      last += 2;
      // "a--b.com"
      while (last < end_ && tight(last) && script_.sign(last, '-') && last + 1 < end_ &&
             script_.sign(last + 1, '-'))
        ++last;
    }
    if (labels < 2 || ending + 1 != last || (last < end_ && tight(last) && script_.sign(last, '@'))) return i;
    const bool numeric = script_[i].digits && !script_[i].letters && labels == 4;
    const bool path = last + 1 < end_ && tight(last) && script_.sign(last, '/') && tight(last + 1);
    const bool www = script_.fold(i) == "www" && labels >= 3;
    if (numeric ? !(path && script_[last + 1].letters)
                : !(www || kEndingTable.find(script_.fold(ending)) != nullptr ||
                    (path && word_ending(script_.fold(ending)))))
      return i;
    // A sentence's end without its space: "thanks.De" is none.
    if (!numeric && !www && script_[ending].upper && !script_[ending].all_upper && !script_[i].all_upper)
      return i;
    const bool more = last < end_ && tight(last) &&
                      (script_.sign(last, '/') || script_.sign(last, '?') || script_.sign(last, '#') ||
                       script_.sign(last, ':'));
    return propose(i, more ? to_space(i) : last, false);
  }

  [[nodiscard]] bool dot(std::size_t i) const {
    if (i >= end_) return false;
    const std::string_view fold = script_.fold(i);
    return fold == "dot" || fold == "punto" || fold == "ponto" || fold == "punkt";
  }

  // "w w w", "www", "h t t p colon slash slash", or a name with a known ending: "contoso dot com".
  std::size_t spoken(std::size_t i) {
    std::size_t at = i;
    std::string text;
    bool opened = false;
    if (script_.fold(at) == "http" || script_.fold(at) == "https") {
      text = script_.fold(at++);
      opened = true;
    } else if (letters(at, "http")) {
      text = "http";
      at += 4;
      if (at < end_ && script_.fold(at) == "s") {
        text += 's';
        ++at;
      }
      opened = true;
    }
    if (opened) {
      if (at + 2 >= end_ || script_.fold(at) != "colon" || script_.fold(at + 1) != "slash") return i;
      at += script_.fold(at + 2) == "slash" ? 3 : 2;
      text += "://";
    }
    if (triple_w(at)) {
      text += "www";
      opened = true;
    }
    const bool told = !opened && told_where(i);
    bool ended = false;
    std::size_t last = at;
    std::size_t plain = 0;
    while (at < end_ && at - i < 64) {
      if (dot(at)) {
        if (text.empty() || text.back() == '.') break;
        text += '.';
        ++at;
        plain = 0;
        std::size_t ending = at;
        if (told && at < end_ && word_ending(script_.fold(at))) {  // "visit blue kettle dot shop"
          text += script_.fold(at);
          last = ++at;
          ended = true;
          continue;
        }
        if (const std::string name =
                ended || (opened && closed(at + 2)) ? country_ending(ending) : domain_ending(ending);
            !name.empty()) {
          text += name;
          last = at = ending;
          ended = true;
        } else if (ended) {
          break;
        }
        continue;
      }
      const Word& word = script_[at];
      if (ended) {
        if (script_.fold(at) == "forward" && at + 2 < end_ && script_.fold(at + 1) == "slash") ++at;
        const bool slash =
            script_.fold(at) == "slash" || script_.fold(at) == "barra" || script_.fold(at) == "dash";
        if (!slash || at + 1 >= end_) break;
        text += script_.fold(at) == "dash" ? '-' : '/';
        ++at;
        std::size_t letters_read = 0;
        while (at < end_ && script_[at].alnum() && !script_[at].is(kSign) &&
               (script_.fold(at).size() == 1 || letters_read == 0)) {
          text += script_.fold(at);
          letters_read += script_.fold(at).size() == 1 ? 1 : 2;
          last = ++at;
          if (letters_read == 2) break;
        }
        while (letters_read == 2 && number(at) && number(at - 1)) {  // "slash ten forty"
          text += script_.fold(at);
          last = ++at;
        }
        continue;
      }
      if (plain > 0 && hyphen(at) && at + 1 < end_ && script_[at + 1].letters) {
        text += '-';
        ++at;
        plain = 0;
        continue;
      }
      if (!word.letters || word.is(kSign | kFiller | kLeadIn)) break;
      const bool letter = script_.fold(at).size() == 1;
      // A bare name is the one word (or the letters) before the dot; elsewhere it would begin anywhere.
      const bool inside = text.find('.') != std::string::npos;
      if (!letter && ++plain > (opened || told || inside ? 3u : 1u)) break;
      if (letter && !opened && plain > 0) break;
      if ((told || (inside && !opened && !letter)) && function_word(script_.fold(at)) && !dot(at + 1)) break;
      text += script_.fold(at);
      ++at;
    }
    if (!ended) return i;
    propose_text(i, last, text, 0.7, "link spoken with dot", false);
    return last;
  }

  [[nodiscard]] bool number(std::size_t i) const {
    return i < end_ && (script_[i].digits || script_[i].is(kDigit | kTeen | kTens));
  }
  [[nodiscard]] bool hyphen(std::size_t i) const {
    return script_.fold(i) == "dash" || script_.fold(i) == "hyphen";
  }
  // "go to green leaf dot com", "our website is …": where the name of a site begins.
  [[nodiscard]] bool told_where(std::size_t i) const {
    const std::size_t begin = script_.begin_of(script_[i].utterance);
    if (i == begin) return false;
    const std::string_view cue = script_.fold(i - 1);
    if (cue == "visit" || cue == "website" || cue == "browse") return true;
    if (i < begin + 2) return false;
    const std::string_view before = script_.fold(i - 2);
    return (cue == "to" &&
            (before == "go" || before == "went" || before == "navigate" || before == "head")) ||
           ((cue == "is" || cue == "address" || cue == "at") &&
            (before == "website" || before == "site" || before == "web" || before == "webpage" ||
             before == "online"));
  }

  [[nodiscard]] bool letters(std::size_t at, std::string_view spelled) const {
    for (std::size_t k = 0; k < spelled.size(); ++k)
      if (at + k >= end_ || script_.fold(at + k) != spelled.substr(k, 1)) return false;
    return true;
  }

  // Moves past "w w w", "www", "double u double u double u", "doble ve …".
  bool triple_w(std::size_t& at) const {
    if (at < end_ && script_.fold(at) == "www") {
      ++at;
      return true;
    }
    if (letters(at, "www")) {
      at += 3;
      return true;
    }
    const std::string_view first = at < end_ ? script_.fold(at) : std::string_view();
    if (first == "dablio" && at + 2 < end_ && script_.fold(at + 1) == first &&
        script_.fold(at + 2) == first) {
      at += 3;
      return true;
    }
    if ((first == "double" || first == "doble") && at + 5 < end_ && script_.fold(at + 2) == first &&
        script_.fold(at + 4) == first) {
      at += 6;
      return true;
    }
    return false;
  }

  std::string domain_ending(std::size_t& at) const {
    if (at >= end_) return {};
    if (kEndingTable.find(script_.fold(at)) != nullptr) return std::string(script_.fold(at++));
    std::string spelled;
    std::string best;
    std::size_t best_at = at;
    for (std::size_t i = at;
         i < end_ && spelled.size() < 4 && script_.fold(i).size() == 1 && script_[i].letters; ++i) {
      spelled += script_.fold(i);
      if (spelled.size() > 1 && kEndingTable.find(spelled) != nullptr) {
        best = spelled;
        best_at = i + 1;
      }
    }
    // "dot c o m d a i l y dot": spelled on, it is the beginning of a name.
    std::size_t next = best_at;
    while (next < end_ && lone_letter(next)) ++next;
    if (next >= best_at + 2 && next < end_ && dot(next)) return {};
    at = best_at;
    return best;
  }

  // Does the host end in front of word i?
  [[nodiscard]] bool closed(std::size_t i) const { return i >= end_ || script_.fold(i) == "slash"; }
  // Behind an ending or at a link's end: "dot com dot s m".
  std::string country_ending(std::size_t& at) const {
    if (std::string name = domain_ending(at); !name.empty()) return name;
    if (at < end_ && script_[at].letters && script_.fold(at).size() == 2 && !function_word(script_.fold(at)))
      return std::string(script_.fold(at++));
    if (at + 1 >= end_ || !lone_letter(at) || !lone_letter(at + 1)) return {};
    at += 2;
    return std::string(script_.fold(at - 2)).append(script_.fold(at - 1));
  }
  [[nodiscard]] bool lone_letter(std::size_t i) const {
    return script_[i].letters && script_.fold(i).size() == 1;
  }

  std::size_t propose(std::size_t first, std::size_t last, bool has_scheme) {
    const std::string_view text = script_.text(first, last);
    const auto host = has_scheme ? text.find("://") + 3 : 0;
    const bool personal = text.find_first_of("/?#@", host) != std::string_view::npos;
    propose_text(first, last, canonical(Kind::url, text, context_.policy), personal ? 0.9 : 0.65,
                 personal ? "link with a path, query or user" : "link to a host", has_scheme);
    return last;
  }

  void propose_text(std::size_t first, std::size_t last, std::string text, double confidence,
                    const char* reason, bool encloses) {
    Candidate candidate{Kind::url, {}, std::move(text), confidence, reason, {}};
    candidate.ranges.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0});
    candidate.encloses = encloses;
    out_.push_back(std::move(candidate));
  }

  const Context& context_;
  const Script& script_;
  std::vector<Candidate>& out_;
  std::size_t end_ = 0;
};

}  // namespace

void find_urls(const Context& context, std::vector<Candidate>& out) { Finder(context, out).run(); }

}  // namespace offhook::redact::detect
