// Spelled: a letter with a word that begins with it: "b as in boy", "b for boy", "b like boy". Pure.
#pragma once

#include <cstddef>

#include "redact/detect/script.h"

namespace offhook::redact::detect {

// The word behind all of it, i + 1 where word i stands by itself; within [i, end).
[[nodiscard]] std::size_t spelled_letter(const Script& script, std::size_t i, std::size_t end);
// The same backwards: the letter's word where such a phrase ends before word `last`, `last` where none does;
// not before `begin`.
[[nodiscard]] std::size_t spelled_letter_before(const Script& script, std::size_t last, std::size_t begin);

}  // namespace offhook::redact::detect
