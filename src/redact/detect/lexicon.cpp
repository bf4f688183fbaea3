#include "redact/detect/lexicon.h"

#include <array>

#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

constexpr std::array kEnglish = std::to_array<Lexeme>({
    {"zero", kDigit, 0, 0},
    {"oh", kDigit | kFiller, 0, 0},
    {"nought", kDigit, 0, 0},
    {"naught", kDigit, 0, 0},
    {"one", kDigit, 1, 0},
    {"two", kDigit, 2, 0},
    {"three", kDigit, 3, 0},
    {"four", kDigit, 4, 0},
    {"five", kDigit, 5, 0},
    {"six", kDigit, 6, 0},
    {"seven", kDigit, 7, 0},
    {"eight", kDigit, 8, 0},
    {"nine", kDigit, 9, 0},
    {"niner", kDigit, 9, 0},
    {"ten", kTeen, 10, 0},
    {"eleven", kTeen, 11, 0},
    {"twelve", kTeen, 12, 0},
    {"thirteen", kTeen, 13, 0},
    {"fourteen", kTeen, 14, 0},
    {"fifteen", kTeen, 15, 0},
    {"sixteen", kTeen, 16, 0},
    {"seventeen", kTeen, 17, 0},
    {"eighteen", kTeen, 18, 0},
    {"nineteen", kTeen, 19, 0},
    {"twenty", kTens, 20, 0},
    {"thirty", kTens, 30, 0},
    {"forty", kTens, 40, 0},
    {"fourty", kTens, 40, 0},
    {"fifty", kTens, 50, 0},
    {"sixty", kTens, 60, 0},
    {"seventy", kTens, 70, 0},
    {"eighty", kTens, 80, 0},
    {"ninety", kTens, 90, 0},
    {"hundred", kHundred, 0, 0},
    {"thousand", kThousand, 0, 0},
    {"double", kRepeat, 2, 0},
    {"triple", kRepeat, 3, 0},
    {"treble", kRepeat, 3, 0},
    {"quadruple", kRepeat, 4, 0},
    {"first", kOrdinal, 1, 0},
    {"second", kOrdinal, 2, 0},
    {"third", kOrdinal, 3, 0},
    {"fourth", kOrdinal, 4, 0},
    {"fifth", kOrdinal, 5, 0},
    {"sixth", kOrdinal, 6, 0},
    {"seventh", kOrdinal, 7, 0},
    {"eighth", kOrdinal, 8, 0},
    {"ninth", kOrdinal, 9, 0},
    {"tenth", kOrdinal, 10, 0},
    {"eleventh", kOrdinal, 11, 0},
    {"twelfth", kOrdinal, 12, 0},
    {"thirteenth", kOrdinal, 13, 0},
    {"fourteenth", kOrdinal, 14, 0},
    {"fifteenth", kOrdinal, 15, 0},
    {"sixteenth", kOrdinal, 16, 0},
    {"seventeenth", kOrdinal, 17, 0},
    {"eighteenth", kOrdinal, 18, 0},
    {"nineteenth", kOrdinal, 19, 0},
    {"twentieth", kOrdinal, 20, 0},
    {"thirtieth", kOrdinal, 30, 0},
    {"january", kMonth, 1, 0},
    {"jan", kMonth, 1, 0},
    {"february", kMonth, 2, 0},
    {"feb", kMonth, 2, 0},
    {"march", kMonth, 3, 0},
    {"mar", kMonth, 3, 0},
    {"april", kMonth, 4, 0},
    {"apr", kMonth, 4, 0},
    {"may", kMonth, 5, 0},
    {"june", kMonth, 6, 0},
    {"jun", kMonth, 6, 0},
    {"july", kMonth, 7, 0},
    {"jul", kMonth, 7, 0},
    {"august", kMonth, 8, 0},
    {"aug", kMonth, 8, 0},
    {"september", kMonth, 9, 0},
    {"sep", kMonth, 9, 0},
    {"sept", kMonth, 9, 0},
    {"october", kMonth, 10, 0},
    {"oct", kMonth, 10, 0},
    {"november", kMonth | kSpelling, 11, 'n'},
    {"nov", kMonth, 11, 0},
    {"december", kMonth, 12, 0},
    {"dec", kMonth, 12, 0},
    {"a", kLetter, 0, 'a'},
    {"b", kLetter, 0, 'b'},
    {"bee", kLetter, 0, 'b'},
    {"c", kLetter, 0, 'c'},
    {"cee", kLetter, 0, 'c'},
    {"d", kLetter, 0, 'd'},
    {"dee", kLetter, 0, 'd'},
    {"e", kLetter, 0, 'e'},
    {"f", kLetter, 0, 'f'},
    {"eff", kLetter, 0, 'f'},
    {"g", kLetter, 0, 'g'},
    {"gee", kLetter, 0, 'g'},
    {"h", kLetter, 0, 'h'},
    {"aitch", kLetter, 0, 'h'},
    {"i", kLetter, 0, 'i'},
    {"j", kLetter, 0, 'j'},
    {"k", kLetter, 0, 'k'},
    {"l", kLetter, 0, 'l'},
    {"ell", kLetter, 0, 'l'},
    {"m", kLetter, 0, 'm'},
    {"em", kLetter, 0, 'm'},
    {"n", kLetter, 0, 'n'},
    {"en", kLetter, 0, 'n'},
    {"o", kLetter | kDigit, 0, 'o'},
    {"p", kLetter, 0, 'p'},
    {"pee", kLetter, 0, 'p'},
    {"q", kLetter, 0, 'q'},
    {"cue", kLetter, 0, 'q'},
    {"r", kLetter, 0, 'r'},
    {"s", kLetter, 0, 's'},
    {"ess", kLetter, 0, 's'},
    {"t", kLetter, 0, 't'},
    {"tee", kLetter, 0, 't'},
    {"u", kLetter, 0, 'u'},
    {"v", kLetter, 0, 'v'},
    {"vee", kLetter, 0, 'v'},
    {"w", kLetter, 0, 'w'},
    {"x", kLetter, 0, 'x'},
    {"y", kLetter, 0, 'y'},
    {"z", kLetter, 0, 'z'},
    {"zee", kLetter, 0, 'z'},
    {"zed", kLetter, 0, 'z'},
    {"alpha", kSpelling, 0, 'a'},
    {"alfa", kSpelling, 0, 'a'},
    {"bravo", kSpelling, 0, 'b'},
    {"charlie", kSpelling, 0, 'c'},
    {"delta", kSpelling, 0, 'd'},
    {"echo", kSpelling, 0, 'e'},
    {"foxtrot", kSpelling, 0, 'f'},
    {"golf", kSpelling, 0, 'g'},
    {"hotel", kSpelling, 0, 'h'},
    {"india", kSpelling, 0, 'i'},
    {"juliet", kSpelling, 0, 'j'},
    {"juliett", kSpelling, 0, 'j'},
    {"kilo", kSpelling, 0, 'k'},
    {"lima", kSpelling, 0, 'l'},
    {"mike", kSpelling, 0, 'm'},
    {"oscar", kSpelling, 0, 'o'},
    {"papa", kSpelling, 0, 'p'},
    {"quebec", kSpelling, 0, 'q'},
    {"romeo", kSpelling, 0, 'r'},
    {"sierra", kSpelling, 0, 's'},
    {"tango", kSpelling, 0, 't'},
    {"uniform", kSpelling, 0, 'u'},
    {"victor", kSpelling, 0, 'v'},
    {"whiskey", kSpelling, 0, 'w'},
    {"whisky", kSpelling, 0, 'w'},
    {"xray", kSpelling, 0, 'x'},
    {"yankee", kSpelling, 0, 'y'},
    {"zulu", kSpelling, 0, 'z'},
    {"dot", kSign, 0, '.'},
    {"point", kSign, 0, '.'},
    {"period", kSign, 0, '.'},
    {"at", kSign, 0, '@'},
    {"dash", kSign, 0, '-'},
    {"hyphen", kSign, 0, '-'},
    {"minus", kSign, 0, '-'},
    {"underscore", kSign, 0, '_'},
    {"apostrophe", kSign, 0, '\''},
    {"slash", kSign, 0, '/'},
    {"plus", kSign, 0, '+'},
    {"colon", kSign, 0, ':'},
    {"space", kSign, 0, ' '},
    {"um", kFiller, 0, 0},
    {"umm", kFiller, 0, 0},
    {"uh", kFiller | kBackchannel, 0, 0},
    {"uhh", kFiller, 0, 0},
    {"uhm", kFiller, 0, 0},
    {"er", kFiller, 0, 0},
    {"erm", kFiller, 0, 0},
    {"ah", kFiller, 0, 0},
    {"eh", kFiller, 0, 0},
    {"hm", kFiller | kBackchannel, 0, 0},
    {"hmm", kFiller | kBackchannel, 0, 0},
    {"mm", kFiller | kBackchannel, 0, 0},
    {"mmm", kFiller | kBackchannel, 0, 0},
    {"mhm", kFiller | kBackchannel, 0, 0},
    {"noise", kFiller | kBackchannel, 0, 0},
    {"music", kFiller | kBackchannel, 0, 0},
    {"and", kFiller, 0, 0},
    {"then", kFiller, 0, 0},
    {"so", kFiller | kLeadIn, 0, 0},
    {"huh", kBackchannel, 0, 0},
    {"okay", kFiller | kBackchannel, 0, 0},
    {"ok", kFiller | kBackchannel, 0, 0},
    {"yes", kFiller | kBackchannel, 0, 0},
    {"yeah", kFiller | kBackchannel, 0, 0},
    {"yep", kFiller | kBackchannel, 0, 0},
    {"yup", kFiller | kBackchannel, 0, 0},
    {"right", kBackchannel, 0, 0},
    {"sure", kBackchannel, 0, 0},
    {"alright", kFiller | kBackchannel, 0, 0},
    {"got", kBackchannel, 0, 0},
    {"go", kBackchannel, 0, 0},
    {"on", kBackchannel, 0, 0},
    {"ahead", kBackchannel, 0, 0},
    {"perfect", kBackchannel, 0, 0},
    {"great", kBackchannel, 0, 0},
    {"good", kBackchannel, 0, 0},
    {"thanks", kBackchannel, 0, 0},
    {"thank", kBackchannel, 0, 0},
    {"you", kBackchannel, 0, 0},
    {"correct", kBackchannel, 0, 0},
    {"please", kBackchannel, 0, 0},
    {"next", kBackchannel, 0, 0},
    {"continue", kBackchannel, 0, 0},
    {"no", kRepair, 0, 0},
    {"sorry", kRepair, 0, 0},
    {"correction", kRepair, 0, 0},
    {"wait", kRepair, 0, 0},
    {"rather", kRepair, 0, 0},
    {"actually", kRepair | kFiller, 0, 0},
    {"scratch", kRepair, 0, 0},
    {"it's", kLeadIn, 0, 0},
    {"its", kLeadIn, 0, 0},
    {"it", kLeadIn | kBackchannel, 0, 0},
    {"is", kLeadIn, 0, 0},
    {"that's", kLeadIn, 0, 0},
    {"thats", kLeadIn, 0, 0},
    {"million", kMagnitude, 0, 0},
    {"billion", kMagnitude, 0, 0},
    {"trillion", kMagnitude, 0, 0},
    {"dollar", kMagnitude, 0, 0},
    {"dollars", kMagnitude, 0, 0},
    {"bucks", kMagnitude, 0, 0},
    {"cent", kMagnitude, 0, 0},
    {"cents", kMagnitude, 0, 0},
    {"percent", kMagnitude, 0, 0},
    {"euro", kMagnitude, 0, 0},
    {"euros", kMagnitude, 0, 0},
    {"pound", kMagnitude, 0, 0},
    {"pounds", kMagnitude, 0, 0},
    {"pence", kMagnitude, 0, 0},
    {"quid", kMagnitude, 0, 0},
    {"rupees", kMagnitude, 0, 0},
    {"naira", kMagnitude, 0, 0},
    {"pesos", kMagnitude, 0, 0},
    {"minutes", kMagnitude, 0, 0},
    {"hours", kMagnitude, 0, 0},
    {"days", kMagnitude, 0, 0},
    {"weeks", kMagnitude, 0, 0},
    {"months", kMagnitude, 0, 0},
    {"years", kMagnitude, 0, 0},
    {"times", kMagnitude, 0, 0},
    {"people", kMagnitude, 0, 0},
    {"miles", kMagnitude, 0, 0},
    {"kilos", kMagnitude, 0, 0},
    {"degrees", kMagnitude, 0, 0},
});
constexpr WordTable<Lexeme, kEnglish.size(), 512> kEnglishTable(kEnglish);

constexpr std::array kSpanish = std::to_array<Lexeme>({
    {"cero", kDigit, 0, 0},       {"uno", kDigit, 1, 0},       {"un", kDigit, 1, 0},
    {"dos", kDigit, 2, 0},        {"tres", kDigit, 3, 0},      {"cuatro", kDigit, 4, 0},
    {"cinco", kDigit, 5, 0},      {"seis", kDigit, 6, 0},      {"siete", kDigit, 7, 0},
    {"ocho", kDigit, 8, 0},       {"nueve", kDigit, 9, 0},     {"diez", kTeen, 10, 0},
    {"once", kTeen, 11, 0},       {"doce", kTeen, 12, 0},      {"trece", kTeen, 13, 0},
    {"catorce", kTeen, 14, 0},    {"quince", kTeen, 15, 0},    {"dieciseis", kTeen, 16, 0},
    {"diecisiete", kTeen, 17, 0}, {"dieciocho", kTeen, 18, 0}, {"diecinueve", kTeen, 19, 0},
    {"veinte", kTens, 20, 0},     {"treinta", kTens, 30, 0},   {"cuarenta", kTens, 40, 0},
    {"cincuenta", kTens, 50, 0},  {"sesenta", kTens, 60, 0},   {"setenta", kTens, 70, 0},
    {"ochenta", kTens, 80, 0},    {"noventa", kTens, 90, 0},   {"cien", kHundred, 0, 0},
    {"doble", kRepeat, 2, 0},     {"triple", kRepeat, 3, 0},   {"punto", kSign, 0, '.'},
    {"arroba", kSign, 0, '@'},    {"guion", kSign, 0, '-'},    {"barra", kSign, 0, '/'},
    {"mas", kSign, 0, '+'},       {"y", kFiller, 0, 0},
});
constexpr WordTable<Lexeme, kSpanish.size(), 128> kSpanishTable(kSpanish);

constexpr std::array kFrench = std::to_array<Lexeme>({
    {"zero", kDigit, 0, 0},      {"un", kDigit, 1, 0},        {"une", kDigit, 1, 0},
    {"deux", kDigit, 2, 0},      {"trois", kDigit, 3, 0},     {"quatre", kDigit, 4, 0},
    {"cinq", kDigit, 5, 0},      {"six", kDigit, 6, 0},       {"sept", kDigit, 7, 0},
    {"huit", kDigit, 8, 0},      {"neuf", kDigit, 9, 0},      {"dix", kTeen, 10, 0},
    {"onze", kTeen, 11, 0},      {"douze", kTeen, 12, 0},     {"treize", kTeen, 13, 0},
    {"quatorze", kTeen, 14, 0},  {"quinze", kTeen, 15, 0},    {"seize", kTeen, 16, 0},
    {"vingt", kTens, 20, 0},     {"trente", kTens, 30, 0},    {"quarante", kTens, 40, 0},
    {"cinquante", kTens, 50, 0}, {"soixante", kTens, 60, 0},  {"cent", kHundred, 0, 0},
    {"vingts", kTens, 20, 0},    {"septante", kTens, 70, 0},  {"huitante", kTens, 80, 0},
    {"nonante", kTens, 90, 0},   {"double", kRepeat, 2, 0},   {"point", kSign, 0, '.'},
    {"arobase", kSign, 0, '@'},  {"arrobase", kSign, 0, '@'}, {"tiret", kSign, 0, '-'},
    {"plus", kSign, 0, '+'},     {"et", kFiller, 0, 0},
});
constexpr WordTable<Lexeme, kFrench.size(), 128> kFrenchTable(kFrench);

constexpr std::array kPortuguese = std::to_array<Lexeme>({
    {"zero", kDigit, 0, 0},      {"um", kDigit, 1, 0},       {"uma", kDigit, 1, 0},
    {"dois", kDigit, 2, 0},      {"duas", kDigit, 2, 0},     {"tres", kDigit, 3, 0},
    {"quatro", kDigit, 4, 0},    {"cinco", kDigit, 5, 0},    {"seis", kDigit, 6, 0},
    {"meia", kDigit, 6, 0},      {"sete", kDigit, 7, 0},     {"oito", kDigit, 8, 0},
    {"nove", kDigit, 9, 0},      {"dez", kTeen, 10, 0},      {"onze", kTeen, 11, 0},
    {"doze", kTeen, 12, 0},      {"treze", kTeen, 13, 0},    {"catorze", kTeen, 14, 0},
    {"quatorze", kTeen, 14, 0},  {"quinze", kTeen, 15, 0},   {"dezesseis", kTeen, 16, 0},
    {"dezessete", kTeen, 17, 0}, {"dezoito", kTeen, 18, 0},  {"dezenove", kTeen, 19, 0},
    {"vinte", kTens, 20, 0},     {"trinta", kTens, 30, 0},   {"quarenta", kTens, 40, 0},
    {"cinquenta", kTens, 50, 0}, {"sessenta", kTens, 60, 0}, {"setenta", kTens, 70, 0},
    {"oitenta", kTens, 80, 0},   {"noventa", kTens, 90, 0},  {"cem", kHundred, 0, 0},
    {"ponto", kSign, 0, '.'},    {"arroba", kSign, 0, '@'},  {"hifen", kSign, 0, '-'},
    {"traco", kSign, 0, '-'},    {"barra", kSign, 0, '/'},   {"mais", kSign, 0, '+'},
    {"e", kFiller, 0, 0},
});
constexpr WordTable<Lexeme, kPortuguese.size(), 128> kPortugueseTable(kPortuguese);

constexpr std::array kGerman = std::to_array<Lexeme>({
    {"null", kDigit, 0, 0},         {"eins", kDigit, 1, 0},         {"zwei", kDigit, 2, 0},
    {"zwo", kDigit, 2, 0},          {"drei", kDigit, 3, 0},         {"vier", kDigit, 4, 0},
    {"funf", kDigit, 5, 0},         {"fuenf", kDigit, 5, 0},        {"sechs", kDigit, 6, 0},
    {"sieben", kDigit, 7, 0},       {"acht", kDigit, 8, 0},         {"neun", kDigit, 9, 0},
    {"zehn", kTeen, 10, 0},         {"elf", kTeen, 11, 0},          {"zwolf", kTeen, 12, 0},
    {"dreizehn", kTeen, 13, 0},     {"vierzehn", kTeen, 14, 0},     {"funfzehn", kTeen, 15, 0},
    {"sechzehn", kTeen, 16, 0},     {"siebzehn", kTeen, 17, 0},     {"achtzehn", kTeen, 18, 0},
    {"neunzehn", kTeen, 19, 0},     {"zwanzig", kTens, 20, 0},      {"dreissig", kTens, 30, 0},
    {"vierzig", kTens, 40, 0},      {"funfzig", kTens, 50, 0},      {"sechzig", kTens, 60, 0},
    {"siebzig", kTens, 70, 0},      {"achtzig", kTens, 80, 0},      {"neunzig", kTens, 90, 0},
    {"punkt", kSign, 0, '.'},       {"klammeraffe", kSign, 0, '@'}, {"bindestrich", kSign, 0, '-'},
    {"unterstrich", kSign, 0, '_'}, {"und", kFiller, 0, 0},
});
constexpr WordTable<Lexeme, kGerman.size(), 128> kGermanTable(kGerman);

constexpr std::array kItalian = std::to_array<Lexeme>({
    {"zero", kDigit, 0, 0},     {"uno", kDigit, 1, 0},         {"due", kDigit, 2, 0},
    {"tre", kDigit, 3, 0},      {"quattro", kDigit, 4, 0},     {"cinque", kDigit, 5, 0},
    {"sei", kDigit, 6, 0},      {"sette", kDigit, 7, 0},       {"otto", kDigit, 8, 0},
    {"nove", kDigit, 9, 0},     {"dieci", kTeen, 10, 0},       {"undici", kTeen, 11, 0},
    {"dodici", kTeen, 12, 0},   {"venti", kTens, 20, 0},       {"trenta", kTens, 30, 0},
    {"quaranta", kTens, 40, 0}, {"cinquanta", kTens, 50, 0},   {"sessanta", kTens, 60, 0},
    {"settanta", kTens, 70, 0}, {"ottanta", kTens, 80, 0},     {"novanta", kTens, 90, 0},
    {"punto", kSign, 0, '.'},   {"chiocciola", kSign, 0, '@'}, {"trattino", kSign, 0, '-'},
    {"piu", kSign, 0, '+'},     {"e", kFiller, 0, 0},
});
constexpr WordTable<Lexeme, kItalian.size(), 64> kItalianTable(kItalian);

constexpr std::array kSwedish = std::to_array<Lexeme>({
    {"noll", kDigit, 0, 0},    {"ett", kDigit, 1, 0},          {"en", kDigit, 1, 0},
    {"tva", kDigit, 2, 0},     {"tre", kDigit, 3, 0},          {"fyra", kDigit, 4, 0},
    {"fem", kDigit, 5, 0},     {"sex", kDigit, 6, 0},          {"sju", kDigit, 7, 0},
    {"atta", kDigit, 8, 0},    {"nio", kDigit, 9, 0},          {"tio", kTeen, 10, 0},
    {"tjugo", kTens, 20, 0},   {"trettio", kTens, 30, 0},      {"fyrtio", kTens, 40, 0},
    {"femtio", kTens, 50, 0},  {"sextio", kTens, 60, 0},       {"sjuttio", kTens, 70, 0},
    {"attio", kTens, 80, 0},   {"nittio", kTens, 90, 0},       {"punkt", kSign, 0, '.'},
    {"snabel", kSign, 0, '@'}, {"bindestreck", kSign, 0, '-'}, {"plus", kSign, 0, '+'},
});
constexpr WordTable<Lexeme, kSwedish.size(), 64> kSwedishTable(kSwedish);

constexpr std::array kHindi = std::to_array<Lexeme>({
    {"शून्य", kDigit, 0, 0},
    {"जीरो", kDigit, 0, 0},
    {"ज़ीरो", kDigit, 0, 0},
    {"एक", kDigit, 1, 0},
    {"दो", kDigit, 2, 0},
    {"तीन", kDigit, 3, 0},
    {"चार", kDigit, 4, 0},
    {"पांच", kDigit, 5, 0},
    {"पाँच", kDigit, 5, 0},
    {"छह", kDigit, 6, 0},
    {"छः", kDigit, 6, 0},
    {"सात", kDigit, 7, 0},
    {"आठ", kDigit, 8, 0},
    {"नौ", kDigit, 9, 0},
    {"प्लस", kSign, 0, '+'},
});
constexpr WordTable<Lexeme, kHindi.size(), 64> kHindiTable(kHindi);

// One look that tells most words from all foreign ones.
constexpr std::uint32_t kForeignSlots = 8192;
constexpr auto kForeign = [] {
  std::array<bool, kForeignSlots> slots{};
  const auto add = [&](const auto& words) {
    for (const Lexeme& lexeme : words) slots[hash_word(lexeme.word) & (kForeignSlots - 1)] = true;
  };
  add(kSpanish);
  add(kFrench);
  add(kPortuguese);
  add(kGerman);
  add(kItalian);
  add(kSwedish);
  add(kHindi);
  return slots;
}();

constexpr Lexeme kNone{};

}  // namespace

const Lexeme& look_up(std::string_view folded) {
  const Lexeme* found = kEnglishTable.find(folded);
  return found != nullptr ? *found : kNone;
}

const Lexeme* look_up(std::string_view folded, Language language) {
  switch (language) {
    case Language::english:
      return kEnglishTable.find(folded);
    case Language::spanish:
      return kSpanishTable.find(folded);
    case Language::french:
      return kFrenchTable.find(folded);
    case Language::portuguese:
      return kPortugueseTable.find(folded);
    case Language::german:
      return kGermanTable.find(folded);
    case Language::italian:
      return kItalianTable.find(folded);
    case Language::swedish:
      return kSwedishTable.find(folded);
    case Language::hindi:
      return kHindiTable.find(folded);
  }
  return nullptr;
}

std::span<const Lexeme> lexemes(Language language) {
  switch (language) {
    case Language::english:
      return kEnglish;
    case Language::spanish:
      return kSpanish;
    case Language::french:
      return kFrench;
    case Language::portuguese:
      return kPortuguese;
    case Language::german:
      return kGerman;
    case Language::italian:
      return kItalian;
    case Language::swedish:
      return kSwedish;
    case Language::hindi:
      return kHindi;
  }
  return {};
}

bool maybe_foreign(std::string_view folded) { return kForeign[hash_word(folded) & (kForeignSlots - 1)]; }

}  // namespace offhook::redact::detect
