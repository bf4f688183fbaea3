// National and tax ids, a file a country: form, check digit where there is one, and label. A new country is a
// file here, declared below and listed in registry.cpp; its labels stand in detect/labels.h and
// label_phrases.h.
//
// Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "redact/detect/labels.h"

namespace offhook::redact::detect::national_id {

enum class Fit { no, form, check };  // form alone, or with its check digit

struct Id {
  std::string_view country;  // ISO 3166
  std::string_view name;
  std::size_t min = 0;  // characters
  std::size_t max = 0;
  Fit (*fit)(std::string_view) = nullptr;  // digits and upper-case letters, min to max of them
  Labels labels = 0;                       // its own
  bool unlabelled = false;                 // its check is enough by itself: chance hardly meets it
  std::size_t significant = 0;             // so many characters at its end tell one holder, 0: all of them
  std::string_view layout = {};            // as people write it, '0' a digit: with its check enough by itself
};

[[nodiscard]] std::span<const Id> ids_gb();
[[nodiscard]] std::span<const Id> ids_ca();
[[nodiscard]] std::span<const Id> ids_au();
[[nodiscard]] std::span<const Id> ids_de();
[[nodiscard]] std::span<const Id> ids_fr();
[[nodiscard]] std::span<const Id> ids_es();
[[nodiscard]] std::span<const Id> ids_it();
[[nodiscard]] std::span<const Id> ids_in();
[[nodiscard]] std::span<const Id> ids_br();
[[nodiscard]] std::span<const Id> ids_nl();
[[nodiscard]] std::span<const Id> ids_pl();
[[nodiscard]] std::span<const Id> ids_se();
[[nodiscard]] std::span<const Id> ids_sg();
[[nodiscard]] std::span<const Id> ids_us();
[[nodiscard]] std::span<const Id> ids_fi();
[[nodiscard]] std::span<const Id> ids_tr();
[[nodiscard]] std::span<const Id> ids_za();
[[nodiscard]] std::span<const Id> ids_th();
[[nodiscard]] std::span<const Id> ids_no();
[[nodiscard]] std::span<const Id> ids_pk();
[[nodiscard]] std::span<const Id> ids_hk();
[[nodiscard]] std::span<const Id> ids_lk();

// Those of every country, one after the other.
[[nodiscard]] std::span<const std::span<const Id>> all_ids();

// Those that may have so many characters, in the same order.
inline constexpr std::size_t kLongest = 32;
[[nodiscard]] std::span<const Id* const> ids_of(std::size_t characters);

}  // namespace offhook::redact::detect::national_id
