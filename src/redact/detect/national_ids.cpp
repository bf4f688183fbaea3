// National and tax ids of the main markets, country by country: form, check digit where there is one, and
// label. Without a label only a form with a check that chance hardly meets is taken.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

using namespace label;

enum class Fit { no, form, check };  // form alone, or with its check digit

bool wanted(const Window& window, std::string_view country) {
  const auto& countries = window.context.policy.countries;
  for (const std::string& c : countries)
    if (c == country) return true;
  return countries.empty();
}

// National Insurance number: AB123456C; D, F, I, Q, U, V are not used in the prefix, O not as second letter
// (HMRC, NIM39110). Temporary: 99L99999.
Fit gb_nino(std::string_view t) {
  if (shaped(t, "00A00000")) return Fit::form;
  if (!shaped(t, "AA000000A") || t[8] > 'D') return Fit::no;
  constexpr std::string_view kUnused = "DFIQUV";
  if (kUnused.find(t[0]) != std::string_view::npos || kUnused.find(t[1]) != std::string_view::npos ||
      t[1] == 'O')
    return Fit::no;
  for (const std::string_view prefix : {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"})
    if (t.starts_with(prefix)) return Fit::no;
  return Fit::check;
}

// NHS number: ten digits, weights 10 to 2 modulo 11.
Fit gb_nhs(std::string_view t) {
  if (!shaped(t, "0000000000")) return Fit::no;
  const unsigned check = 11 - weighted(t, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return check % 11 == digit(t[9]) && check != 10 ? Fit::check : Fit::form;
}

// Driving licence of Great Britain: five letters or 9s of the surname, decade, month (+50: female), day,
// year, initials (9: none), check.
Fit gb_driver(std::string_view t) {
  if (t.size() != 16) return Fit::no;
  for (std::size_t i = 0; i < 5; ++i)
    if (!is_upper(t[i]) && t[i] != '9') return Fit::no;
  if (!all_digits(t.substr(5, 6)) || !(is_upper(t[11]) || t[11] == '9') || !(is_upper(t[12]) || t[12] == '9'))
    return Fit::no;
  const unsigned month = (digit(t[6]) % 5) * 10 + digit(t[7]);
  const unsigned day = digit(t[8]) * 10 + digit(t[9]);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? Fit::check : Fit::no;
}

Fit ca_sin(std::string_view t) {
  if (!shaped(t, "000000000") || t[0] == '0' || t[0] == '8') return Fit::no;
  return luhn(t) ? Fit::check : Fit::form;
}

// Tax file number: weights 1 4 3 7 5 8 6 9 10 modulo 11.
Fit au_tfn(std::string_view t) {
  if (!shaped(t, "000000000")) return Fit::no;
  return weighted(t, {1, 4, 3, 7, 5, 8, 6, 9, 10}) % 11 == 0 ? Fit::check : Fit::form;
}

// Medicare card: first digit 2-6, ninth digit = weights 1 3 7 9 1 3 7 9 modulo 10, then issue number.
Fit au_medicare(std::string_view t) {
  if (!all_digits(t) || t.size() < 10 || t.size() > 11 || t[0] < '2' || t[0] > '6') return Fit::no;
  return weighted(t, {1, 3, 7, 9, 1, 3, 7, 9}) % 10 == digit(t[8]) ? Fit::check : Fit::form;
}

// Steuer-Identifikationsnummer: eleven digits, first not zero, MOD 11,10.
Fit de_tax(std::string_view t) {
  if (!shaped(t, "00000000000") || t[0] == '0') return Fit::no;
  return mod11_10(t) ? Fit::check : Fit::form;
}

// Krankenversichertennummer: a letter (two digits), eight digits weighted 1 2 1 2 …, digit sums modulo 10.
Fit de_health(std::string_view t) {
  if (!shaped(t, "A000000000")) return Fit::no;
  const unsigned letter = static_cast<unsigned>(t[0] - 'A') + 1;
  unsigned sum = letter / 10;
  unsigned factor = 2;
  const auto feed = [&](unsigned d) {
    const unsigned product = d * factor;
    sum += product / 10 + product % 10;
    factor = 3 - factor;
  };
  feed(letter % 10);
  for (std::size_t i = 1; i < 9; ++i) feed(digit(t[i]));
  return sum % 10 == digit(t[9]) ? Fit::check : Fit::form;
}

// NIR: sex, year, month, department (2A, 2B: Corsica), then 97 minus the first thirteen modulo 97.
Fit fr_nir(std::string_view t) {
  if (t.size() != 15 || (t[0] != '1' && t[0] != '2')) return Fit::no;
  std::string plain(t.substr(0, 13));
  if (plain[5] == '2' && (plain[6] == 'A' || plain[6] == 'B')) {
    plain[5] = '1';
    plain[6] = plain[6] == 'A' ? '9' : '8';
  }
  if (!all_digits(plain) || !all_digits(t.substr(13))) return Fit::no;
  unsigned rest = 0;
  for (const char c : plain) rest = (rest * 10 + digit(c)) % 97;
  return 97 - rest == digit(t[13]) * 10 + digit(t[14]) ? Fit::check : Fit::form;
}

// DNI and NIE: the letter is the number modulo 23.
Fit es_dni(std::string_view t) {
  std::string plain(t);
  if (shaped(t, "A0000000A") && t[0] >= 'X' && t[0] <= 'Z') plain[0] = static_cast<char>('0' + (t[0] - 'X'));
  if (!shaped(plain, "00000000A")) return Fit::no;
  unsigned number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number * 10 + digit(plain[i]);
  return std::string_view("TRWAGMYFPDXBNJZSQVHLCKE")[number % 23] == plain[8] ? Fit::check : Fit::form;
}

// Codice fiscale (D.M. 23/12/1976): letters for odd places have values of their own; letters may stand for
// digits where two people share a code.
Fit it_codice(std::string_view t) {
  if (t.size() != 16 || !shaped(t.substr(0, 6), "AAAAAA") || !is_upper(t[8]) || !is_upper(t[11]) ||
      !is_upper(t[15]))
    return Fit::no;
  constexpr std::array<unsigned, 26> kOdd = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                             20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  unsigned sum = 0;
  for (std::size_t i = 0; i < 15; ++i) {
    const unsigned value = is_digit(t[i]) ? digit(t[i]) : static_cast<unsigned>(t[i] - 'A');
    sum += i % 2 == 0 ? kOdd[value] : value;
  }
  return sum % 26 == static_cast<unsigned>(t[15] - 'A') ? Fit::check : Fit::no;
}

Fit it_driver(std::string_view t) {
  return shaped(t, "AA0000000A") || shaped(t, "U1XXXXXXXA") ? Fit::form : Fit::no;
}

Fit in_aadhaar(std::string_view t) {
  if (!shaped(t, "000000000000") || t[0] < '2') return Fit::no;
  return verhoeff(t) ? Fit::check : Fit::form;
}

// PAN: the fourth letter tells the kind of holder.
Fit in_pan(std::string_view t) {
  return shaped(t, "AAAAA0000A") && std::string_view("ABCFGHJLPT").find(t[3]) != std::string_view::npos
             ? Fit::check
             : Fit::no;
}

Fit br_cpf(std::string_view t) {
  if (!shaped(t, "00000000000") || t.find_first_not_of(t[0]) == std::string_view::npos) return Fit::no;
  const auto check = [](unsigned sum) { return sum * 10 % 11 % 10; };
  const bool first = check(weighted(t, {10, 9, 8, 7, 6, 5, 4, 3, 2})) == digit(t[9]);
  const bool second = check(weighted(t, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2})) == digit(t[10]);
  return first && second ? Fit::check : Fit::form;
}

// BSN: the elfproef, the last weight negative.
Fit nl_bsn(std::string_view t) {
  if (!shaped(t, "000000000")) return Fit::no;
  return (weighted(t, {9, 8, 7, 6, 5, 4, 3, 2}) + 11 * 10 - digit(t[8])) % 11 == 0 ? Fit::check : Fit::form;
}

Fit pl_pesel(std::string_view t) {
  if (!shaped(t, "00000000000")) return Fit::no;
  const bool check = (10 - weighted(t, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3}) % 10) % 10 == digit(t[10]);
  const unsigned month = (digit(t[2]) * 10 + digit(t[3])) % 20;
  return check && month >= 1 && month <= 12 ? Fit::check : Fit::form;
}

// Personnummer: [YY]YYMMDD-NNNC, Luhn over the last ten; coordination numbers add 60 to the day.
Fit se_personnummer(std::string_view t) {
  if (!all_digits(t) || (t.size() != 10 && t.size() != 12)) return Fit::no;
  const std::string_view ten = t.substr(t.size() - 10);
  const unsigned month = digit(ten[2]) * 10 + digit(ten[3]);
  const unsigned day = (digit(ten[4]) * 10 + digit(ten[5])) % 60;
  if (month < 1 || month > 12 || day < 1 || day > 31) return Fit::no;
  return luhn(ten) ? Fit::check : Fit::form;
}

// NRIC and FIN: weights 2 7 6 5 4 3 2; T and G add 4, M adds 3.
Fit sg_nric(std::string_view t) {
  if (!shaped(t, "A0000000A") || std::string_view("STFGM").find(t[0]) == std::string_view::npos)
    return Fit::no;
  unsigned sum = weighted(t.substr(1), {2, 7, 6, 5, 4, 3, 2});
  if (t[0] == 'T' || t[0] == 'G') sum += 4;
  if (t[0] == 'M') sum += 3;
  const std::string_view letters = t[0] == 'S' || t[0] == 'T' ? "JZIHGFEDCBA"
                                   : t[0] == 'M'              ? "KLJNPQRTUWX"
                                                              : "XWUTRQPNMLK";
  const char expected = t[0] == 'M' ? letters[10 - sum % 11] : letters[sum % 11];
  return expected == t[8] ? Fit::check : Fit::form;
}

// Medicare beneficiary identifier: C A AN N A AN N A A N N without S, L, O, I, B, Z (CMS).
Fit us_mbi(std::string_view t) {
  if (!shaped(t, "0AX0AX0AA00") || t[0] == '0') return Fit::no;
  return t.find_first_of("SLOIBZ") == std::string_view::npos ? Fit::check : Fit::no;
}

Fit us_itin(std::string_view t) {
  return shaped(t, "000000000") && t[0] == '9' && t[3] >= '5' ? Fit::form : Fit::no;
}

// Others, told of for completeness: form and, where simple, check.
Fit fi_hetu(std::string_view t) {  // DDMMYY?NNNC; the century sign may be a letter
  const std::string plain =
      t.size() == 11 ? std::string(t.substr(0, 6)) + std::string(t.substr(7)) : std::string(t);
  if (!shaped(plain, "000000000X")) return Fit::no;
  unsigned number = 0;
  for (std::size_t i = 0; i < 9; ++i) number = (number * 10 + digit(plain[i])) % 31;
  return std::string_view("0123456789ABCDEFHJKLMNPRSTUVWXY")[number] == plain[9] ? Fit::check : Fit::no;
}
Fit tr_tckn(std::string_view t) {
  if (!shaped(t, "00000000000") || t[0] == '0') return Fit::no;
  const unsigned odd = digit(t[0]) + digit(t[2]) + digit(t[4]) + digit(t[6]) + digit(t[8]);
  const unsigned even = digit(t[1]) + digit(t[3]) + digit(t[5]) + digit(t[7]);
  return (odd * 7 + 100 - even) % 10 == digit(t[9]) && (odd + even + digit(t[9])) % 10 == digit(t[10])
             ? Fit::check
             : Fit::form;
}
Fit za_id(std::string_view t) {
  if (!shaped(t, "0000000000000")) return Fit::no;
  const unsigned month = digit(t[2]) * 10 + digit(t[3]);
  return month >= 1 && month <= 12 && luhn(t) ? Fit::check : Fit::form;
}
Fit th_id(std::string_view t) {
  if (!shaped(t, "0000000000000") || t[0] == '0') return Fit::no;
  return (11 - weighted(t, {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 10 == digit(t[12]) ? Fit::check
                                                                                                : Fit::form;
}
Fit pk_cnic(std::string_view t) { return shaped(t, "0000000000000") ? Fit::form : Fit::no; }
Fit hk_id(std::string_view t) {
  return shaped(t, "A0000000") || shaped(t, "AA0000000") || shaped(t, "A000000A") ? Fit::form : Fit::no;
}
Fit lk_nic(std::string_view t) {
  return shaped(t, "000000000V") || shaped(t, "000000000X") ? Fit::form : Fit::no;
}
Fit no_fnr(std::string_view t) {
  if (!shaped(t, "00000000000")) return Fit::no;
  return weighted(t, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11 == 0 ? Fit::check : Fit::form;
}

struct Id {
  std::string_view country;
  std::size_t min, max;  // characters
  Fit (*fit)(std::string_view);
  Labels labels;    // its own
  bool unlabelled;  // its check is enough by itself
};

constexpr std::array kIds = std::to_array<Id>({
    {"GB", 8, 9, &gb_nino, kNino, true},
    {"GB", 10, 10, &gb_nhs, kNhs, false},
    {"GB", 16, 16, &gb_driver, kLicence, true},
    {"CA", 9, 9, &ca_sin, kSin, false},
    {"AU", 9, 9, &au_tfn, kTfn, false},
    {"AU", 10, 11, &au_medicare, kAuMedicare, false},
    {"DE", 11, 11, &de_tax, kDeTax, false},
    {"DE", 10, 10, &de_health, kDeTax, true},
    {"FR", 15, 15, &fr_nir, kNir | kSsn, true},
    {"ES", 9, 9, &es_dni, kDni, true},
    {"IT", 16, 16, &it_codice, kCodiceFiscale, true},
    {"IT", 10, 10, &it_driver, kLicence, false},
    {"IN", 12, 12, &in_aadhaar, kAadhaar, false},
    {"IN", 10, 10, &in_pan, kPan | kCard, true},
    {"BR", 11, 11, &br_cpf, kCpf, false},
    {"NL", 9, 9, &nl_bsn, kBsn, false},
    {"PL", 11, 11, &pl_pesel, kPesel, false},
    {"SE", 10, 12, &se_personnummer, kPersonnummer, false},
    {"SG", 9, 9, &sg_nric, kNric, true},
    {"US", 11, 11, &us_mbi, kMbi, true},
    {"US", 9, 9, &us_itin, kItin | kSsn, false},
    {"FI", 10, 11, &fi_hetu, kPersonnummer, false},
    {"TR", 11, 11, &tr_tckn, kTckn, false},
    {"ZA", 13, 13, &za_id, kZaId, false},
    {"TH", 13, 13, &th_id, 0, false},
    {"NO", 11, 11, &no_fnr, 0, false},
    {"PK", 13, 13, &pk_cnic, 0, false},
    {"HK", 8, 9, &hk_id, 0, false},
    {"LK", 10, 10, &lk_nic, 0, false},
});

}  // namespace

std::optional<Verdict> judge_national_id(const Window& window) {
  if (window.widest > Gap::talk || window.labelled(kPartial)) return std::nullopt;
  const std::string_view text = window.chars;
  std::optional<Verdict> best;
  // "tax ID", "identity card": of which country, digits alone do not tell.
  const bool general = window.labelled(kNationalId) && !window.against(kNationalId);
  if (general && window.widest <= Gap::turn && (window.distance < 8 || window.distance >= 100)) {
    std::size_t digits = 0;
    for (const char c : text) digits += is_digit(c) ? 1u : 0u;
    if (digits >= 6)
      best = Verdict{Kind::national_id,
                     {},
                     std::string(text),
                     0.85 + 0.002 * static_cast<double>(text.size()),
                     "asked for as a national or tax id"};
  }
  for (const Id& id : kIds) {
    if (text.size() < id.min || text.size() > id.max || !wanted(window, id.country)) continue;
    const Fit fit = id.fit(text);
    if (fit == Fit::no) continue;
    const bool own = window.labelled(id.labels);
    double confidence = 0;
    if (own)
      confidence = fit == Fit::check ? 0.96 : 0.9;
    else if (id.unlabelled && fit == Fit::check && general)
      confidence = 0.94;
    else if (id.unlabelled && fit == Fit::check && window.widest <= Gap::sep && !window.spoken &&
             !window.against(0))
      confidence = 0.7;
    if (confidence > 0 && (!best || confidence > best->confidence))
      best = Verdict{Kind::national_id, std::string(id.country), std::string(text), confidence,
                     own ? "asked for as this country's id" : "form and check of this country's id"};
  }
  return best;
}

}  // namespace offhook::redact::detect
