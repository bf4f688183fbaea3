#include "redact/detect/spelled.h"

namespace offhook::redact::detect {

std::size_t spelled_letter(const Script& script, std::size_t i, std::size_t end) {
  std::size_t at = i + 1;
  if (at >= end) return i + 1;
  if (script.fold(at) == "as" && at + 2 < end && script.fold(at + 1) == "in")
    at += 2;
  else if (script.fold(at) == "for" || script.fold(at) == "like")
    at += 1;
  else
    return i + 1;
  if (at >= end || !script[at].letters || script.fold(at).size() < 2) return i + 1;
  return script.fold(at).front() == script.fold(i).front() ? at + 1 : i + 1;
}

std::size_t spelled_letter_before(const Script& script, std::size_t last, std::size_t begin) {
  for (const std::size_t words : {3u, 4u})
    if (last >= begin + words && script.fold(last - words).size() == 1 && script[last - words].letters &&
        spelled_letter(script, last - words, last) == last)
      return last - words;
  return last;
}

}  // namespace offhook::redact::detect
