#include "redact/detect/quiet/listener.h"

#include <string>

#include "redact/detect/script.h"

namespace offhook::redact::detect {
namespace {

// An utterance that is not understood here.
constexpr Mass kMany{100, 100, 100};
constexpr Clusters kAllInOne{kMany, kMany, 1, true, true, 0, 0};

// Calls visit(word, begins) for each word of a folded text; `begins`: at its start or behind a comma.
template <class Visit>
void each_word(std::string_view folded, Visit visit) {
  bool begins = true;
  std::string_view word;
  for (std::size_t at = 0; at <= folded.size(); ++at) {
    const char c = at < folded.size() ? folded[at] : ',';
    const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '\'' && !word.empty()) ||
                      static_cast<unsigned char>(c) >= 0x80;
    if (part) {
      word = folded.substr(at - word.size(), word.size() + 1);
      continue;
    }
    if (!word.empty()) visit(word, begins);
    if (!word.empty()) begins = false;
    word = {};
    if (c == ',') begins = true;
  }
}

}  // namespace

Listener::Listener(std::span<const Party> names, FillPage fill)
    : fill_(fill), vocabulary_(&Vocabulary::instance()) {
  for (const Party& name : names) {
    add_name(name.folded);
    known_.sounds.insert(known_.sounds.end(), name.sounds.begin(), name.sounds.end());
  }
}

void Listener::learn_values(std::span<const Known::Value> values) {
  for (const Known::Value& value : values)
    each_word(fold(value.text), [this](std::string_view word, bool begins) {
      if (begins) add_word(word, false);
    });
}

bool Listener::learn_name(std::string_view name) { return add_name(fold(name)); }

bool Listener::add_name(std::string_view folded) {
  bool any = false;
  each_word(folded, [&](std::string_view word, bool) { any = add_word(word, true) || any; });
  return any;
}

bool Listener::add_word(std::string_view folded, bool inflected) {
  const auto add = [this](std::string_view word) { return known_.beginnings.add(Beginnings::of(word)); };
  bool any = add(folded);
  if (inflected && folded.size() < 4)
    for (const char* ending : {"s", "'s"}) any = add(std::string(folded) + ending) || any;
  // "d'angelo's": the part in front of the apostrophe may stand alone.
  if (folded.ends_with("'s")) any = add_word(folded.substr(0, folded.size() - 2), inflected) || any;
  return any;
}

Hearing Listener::hear(std::span<const Utterance> dialogue) const {
  Hearing hearing;
  hearing.utterances.resize(dialogue.size());
  Page page;
  for (std::size_t u = 0; u < dialogue.size();) {
    const std::size_t taken = fill_(dialogue.subspan(u), *vocabulary_, known_.beginnings, page);
    for (const Line& line : std::span(page.lines).first(taken)) {
      const std::string_view text = dialogue[u].text;
      Heard& heard = hearing.utterances[u++];
      heard.talk = line.talk;
      heard.articles = line.articles;
      const std::uint32_t asking = line.asks ? heard::kAsks : heard::kTells;
      if (!line.heeded) {
        heard.flags = heard::of_notes(line.notes) | asking;
        hearing.flags |= heard.flags;
        continue;
      }
      Streams streams;
      if (line.strange) {
        heard = {heard::kAnything | heard::kPieces | heard::kAsks | heard::kTells, 0, 0, 0};
        streams = {kAllInOne, kAllInOne};
      } else {
        heard.flags = Ear(page, line, text, *vocabulary_, known_).hear(streams) | asking;
      }
      hearing.flags |= heard.flags;
      if (!heard.is(heard::kPieces)) continue;
      heard.streams = static_cast<std::uint32_t>(hearing.streams.size());
      hearing.streams.push_back(streams);
    }
  }
  return hearing;
}

}  // namespace offhook::redact::detect
