// The domain of a spoken address: labels and dots up to an ending that is known.
#include <array>

#include "redact/detect/email/parts.h"
#include "redact/detect/word_table.h"

namespace offhook::redact::detect::email {
namespace {

struct Entry {
  std::string_view word;
};
// Endings that a spoken domain may have; a written one may have any of letters.
constexpr std::array kEndings = std::to_array<Entry>({
    {"com"},  {"net"}, {"org"},  {"edu"},  {"gov"},     {"mil"}, {"info"}, {"biz"},  {"io"},     {"co"},
    {"me"},   {"tv"},  {"app"},  {"dev"},  {"ai"},      {"uk"},  {"us"},   {"ca"},   {"au"},     {"nz"},
    {"ie"},   {"de"},  {"fr"},   {"es"},   {"it"},      {"nl"},  {"be"},   {"ch"},   {"at"},     {"se"},
    {"no"},   {"dk"},  {"fi"},   {"pl"},   {"pt"},      {"br"},  {"mx"},   {"ar"},   {"in"},     {"jp"},
    {"cn"},   {"kr"},  {"sg"},   {"za"},   {"eu"},      {"gob"}, {"ac"},   {"name"}, {"online"}, {"store"},
    {"shop"}, {"xyz"}, {"tech"}, {"test"}, {"example"}, {"ru"},  {"cz"},   {"hu"},   {"ro"},     {"gr"},
    {"tr"},   {"il"},  {"ae"},   {"sa"},   {"ke"},      {"ng"},  {"gh"},   {"pk"},   {"lk"},     {"ph"},
    {"th"},   {"vn"},  {"hk"},   {"tw"},   {"ua"},      {"bg"},  {"hr"},   {"si"},   {"sk"},     {"rs"},
    {"lt"},   {"lv"},  {"ee"},   {"lu"},   {"mt"},      {"cy"},  {"cl"},   {"pe"},   {"uy"},
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

bool dot_word(std::string_view fold) {
  return fold == "dot" || fold == "punto" || fold == "point" || fold == "ponto" || fold == "punkt" ||
         fold == "period";
}

// "dot", "point", "(dot)", … with a name after it: how many words it takes, 0: none.
std::size_t dot(const Line& line, std::size_t i) {
  const Script& script = line.script;
  if (i >= line.end) return 0;
  if (script.sign(i, '.')) return i + 1 < line.end && !script[i + 1].space_before ? 1 : 0;
  if (i + 2 < line.end && !script[i].alnum() && line.bracketed(i + 1) && dot_word(script.fold(i + 1)))
    return 3;
  return dot_word(script.fold(i)) ? 1 : 0;
}

// "com", "c o m", "e d u", "co"; empty when no known ending stands there.
std::string read_ending(const Line& line, std::size_t& at) {
  const Script& script = line.script;
  if (at >= line.end) return {};
  if (const std::string_view fold = script.fold(at); fold.size() > 1) {
    if (!known_ending(fold)) return {};
    ++at;
    return std::string(fold);
  }
  std::string letters;
  std::string best;
  std::size_t best_at = at;
  for (std::size_t i = at;
       i < line.end && letters.size() < 5 && script.fold(i).size() == 1 && script[i].letters; ++i) {
    letters += script.fold(i);
    if (letters.size() > 1 && known_ending(letters)) {
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

// "slash one two three dash s m" behind the domain is said with it.
void path(const Line& line, std::size_t& last) {
  const Script& script = line.script;
  for (std::size_t at = last; at + 1 < line.end && script.fold(at) == "slash";) {
    ++at;
    while (at < line.end) {
      std::string piece;
      std::size_t next = at;
      const bool part = script[at].is(kDigit | kTeen | kTens | kLetter | kSign) || script[at].digits ||
                        script[at].all_upper;
      if (!part || script.fold(at) == "slash" || !read_token(line, next, piece)) break;
      last = at = next;
    }
  }
}

}  // namespace

bool provider(std::string_view folded) { return kProviderTable.find(folded) != nullptr; }

bool known_ending(std::string_view folded) { return kEndingTable.find(folded) != nullptr; }

bool read_domain(const Line& line, std::size_t& last, std::string& domain) {
  const Script& script = line.script;
  std::size_t plain = 0;
  std::size_t at = last;
  std::string label;
  while (at < line.end && at - last < kMaxWords) {
    if (const std::size_t taken = dot(line, at); taken > 0 && !label.empty()) {
      const bool known = provider(label);
      domain += label + ".";
      label.clear();
      plain = 0;
      at += taken;
      std::size_t ending = at;
      std::string name = read_ending(line, ending);
      if (name.empty() && known && at < line.end && script[at].letters && !script[at].digits &&
          script.fold(at).size() <= 4) {
        name = script.fold(at);
        ending = at + 1;
      }
      if (name.empty()) continue;
      domain += name;
      last = at = ending;
      // "dot co dot uk"
      while (const std::size_t again = dot(line, at)) {
        std::size_t more = at + again;
        const std::string next = read_ending(line, more);
        if (next.empty()) break;
        domain += "." + next;
        last = at = more;
      }
      path(line, last);
      return true;
    }
    std::string piece;
    std::size_t next = at;
    if (!read_token(line, next, piece)) return false;
    if (piece.size() > 1 && ++plain > kMaxPlain) return false;
    label += piece;
    at = next;
  }
  return false;
}

}  // namespace offhook::redact::detect::email
