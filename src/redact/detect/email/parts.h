// The parts of an e-mail address, written or spoken, as its finder (email.cpp) puts them together. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "redact/detect/numbers.h"
#include "redact/detect/script.h"

namespace offhook::redact::detect::email {

inline constexpr std::size_t kMaxWords = 64;  // on either side of the at
inline constexpr std::size_t kMaxPlain = 4;   // plain words in a spoken local part or domain label

// One utterance as the parts read it.
class Line {
 public:
  Line(const Script& text, std::size_t utterance, std::size_t from)
      : script(text), begin(text.begin_of(utterance)), end(text.end_of(utterance)), floor(from) {
    if (floor < begin) floor = begin;
  }

  const Script& script;
  std::size_t begin;  // words [begin, end)
  std::size_t end;
  std::size_t floor;  // words before it belong to an address already found

  [[nodiscard]] Language language() const {
    if (!language_) language_ = number_language(script, begin, end);
    return *language_;
  }
  // "(at)", "[dot]": is the word in brackets?
  [[nodiscard]] bool bracketed(std::size_t i) const;
  // "at", or a word that means the sign and nothing else.
  [[nodiscard]] bool at(std::size_t i) const;
  [[nodiscard]] bool at_only(std::size_t i) const;

 private:
  mutable std::optional<Language> language_;
};

// Words [first, last) and what they say.
struct Found {
  std::size_t first = 0;
  std::size_t last = 0;
  std::string address;
  double confidence = 0;
  const char* reason = "";
};

// What is written around the '@' at word `at`.
[[nodiscard]] std::optional<Found> read_written(const Line& line, std::size_t at);

// One word, number or sign of a spoken address; moves `at` behind it. False: none stands there.
bool read_token(const Line& line, std::size_t& at, std::string& out);

// The words before the spoken at that make the local part; moves `first`, the at, to its begin.
[[nodiscard]] std::string read_local(const Line& line, std::size_t& first);

// Labels and dots behind the at; moves `last` behind the ending. False: no domain.
bool read_domain(const Line& line, std::size_t& last, std::string& domain);

// Signs that a local part may have.
[[nodiscard]] bool local_sign(std::string_view sign);

// A mail provider's name: "gmail", whose ending people leave out.
[[nodiscard]] bool provider(std::string_view folded);

// Is it an ending that a spoken domain may have?
[[nodiscard]] bool known_ending(std::string_view folded);

}  // namespace offhook::redact::detect::email
