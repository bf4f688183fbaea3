// What one word of a spoken address stands for: a letter, digits, a sign, or itself.
#include "redact/detect/email/parts.h"
#include "redact/detect/spelled.h"

namespace offhook::redact::detect::email {
namespace {

bool lone_letter(const Line& line, std::size_t i) {
  return line.script[i].letters && line.script.fold(i).size() == 1 && line.script.fold(i) != "o";
}

}  // namespace

bool Line::bracketed(std::size_t i) const {
  return i > begin && i + 1 < end &&
         ((script.sign(i - 1, '(') && script.sign(i + 1, ')')) ||
          (script.sign(i - 1, '[') && script.sign(i + 1, ']')) ||
          (script.sign(i - 1, '{') && script.sign(i + 1, '}')));
}

bool Line::at(std::size_t i) const { return script[i].of(word_class::kAt); }

bool Line::at_only(std::size_t i) const { return script[i].of(word_class::kAtOnly); }

bool read_token(const Line& line, std::size_t& at, std::string& out) {
  const Script& script = line.script;
  const Word& word = script[at];
  // "j as in john"
  if (word.letters && script.fold(at).size() == 1)
    if (const std::size_t behind = spelled_letter(script, at, line.end); behind > at + 1) {
      out = script.fold(at);
      at = behind;
      return true;
    }
  const bool letter_o = script.fold(at) == "o" && ((at + 1 < line.end && lone_letter(line, at + 1)) ||
                                                   (at > line.begin && lone_letter(line, at - 1)));
  if (letter_o) {
    out = "o";
    ++at;
    return true;
  }
  if (const auto number = read_number(script, at, line.end, line.language())) {
    out = number->digits;
    at = number->last;
    return true;
  }
  if (word.is(kSign) && word.stands_for != '@') {
    out = word.stands_for == ' ' ? '_' : word.stands_for;
    ++at;
    return true;
  }
  if (!word.alnum() && !script.sign(at, '-') && !script.sign(at, '_') && !script.sign(at, '.')) return false;
  out = script.fold(at);
  ++at;
  return true;
}

}  // namespace offhook::redact::detect::email
