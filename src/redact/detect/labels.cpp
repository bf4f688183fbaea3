#include "redact/detect/labels.h"

#include <algorithm>
#include <array>
#include <string>

#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

using namespace label;

using Phrase = LabelPhrase;

// Sorted by hand in groups; the compiler sorts them by first word.
constexpr std::array kPhrases = std::to_array<Phrase>({
    {"phone", kPhone},
    {"phones", kPhone},
    {"phone number", kPhone},
    {"telephone", kPhone},
    {"tel", kPhone},
    {"telefono", kPhone},
    {"telefone", kPhone},
    {"telefon", kPhone},
    {"mobile", kPhone},
    {"mob", kPhone},
    {"cell", kPhone},
    {"cellphone", kPhone},
    {"cellular", kPhone},
    {"handy", kPhone},
    {"fax", kPhone},
    {"landline", kPhone},
    {"whatsapp", kPhone},
    {"callback", kPhone},
    {"call back", kPhone},
    {"call me", kPhone},
    {"call us", kPhone},
    {"called", kPhone},
    {"calling from", kPhone},
    {"contact number", kPhone},
    {"best number", kPhone},
    {"reach me", kPhone},
    {"reach us", kPhone},
    {"reach you", kPhone},
    {"reached", kPhone},
    {"dial", kPhone},
    {"dialed", kPhone},
    {"dialled", kPhone},
    {"text me", kPhone},
    {"txt me", kPhone},
    {"missed a call", kPhone},
    {"ani", kPhone},
    {"dnis", kPhone},
    {"sms", kPhone},
    {"area code", kPhone},
    {"answering at", kPhone},
    {"office", kPhone},
    {"desk", kPhone},
    {"messages to", kPhone},
    {"registered", kPhone},
    {"email", kEmail},
    {"e mail", kEmail},
    {"email address", kEmail},
    {"mail", kEmail},
    {"correo", kEmail},
    {"courriel", kEmail},
    {"handynummer", kPhone},
    {"mobilnummer", kPhone},
    {"telefonnummer", kPhone},
    {"rufnummer", kPhone},
    {"rufen", kPhone},
    {"anrufen", kPhone},
    {"erreichbar", kPhone},
    {"numero de telephone", kPhone},
    {"numero de telefono", kPhone},
    {"numero de celular", kPhone},
    {"movil", kPhone},
    {"celular", kPhone},
    {"llamame", kPhone},
    {"llamarme", kPhone},
    {"portable", kPhone},
    {"appelez", kPhone},
    {"joindre", kPhone},
    {"cellulare", kPhone},
    {"chiamami", kPhone},
    {"telefoonnummer", kPhone},
    {"bel me", kPhone},
    {"what number", kPhone},
    {"number to call", kPhone},
    {"number to reach", kPhone},
    {"number i can call", kPhone},
    {"number we can call", kPhone},
    {"number you're calling from", kPhone},
    {"ring me", kPhone},
    {"phone me", kPhone},
    {"geburtsdatum", kDob},
    {"geburtstag", kDob},
    {"geboren", kDob},
    {"date de naissance", kDob},
    {"ne le", kDob},
    {"nee le", kDob},
    {"fecha de nacimiento", kDob},
    {"nacido", kDob},
    {"nacida", kDob},
    {"naci", kDob},
    {"data di nascita", kDob},
    {"nato il", kDob},
    {"nata il", kDob},
    {"data de nascimento", kDob},
    {"nascido", kDob},
    {"nascida", kDob},
    {"geboortedatum", kDob},
    {"fodelsedatum", kDob},
    {"fodd", kDob},
    {"bday", kDob},
    {"acc no", kAccount},
    {"a/c", kAccount},
    {"kontonummer", kAccount},
    {"numero de cuenta", kAccount},
    {"numero de compte", kAccount},
    {"rekeningnummer", kAccount},
    {"s/c", kSortCode},
    {"sortcode", kSortCode},
    {"pw", kSecret},
    {"pwd", kSecret},
    {"passwd", kSecret},
    {"kennwort", kSecret},
    {"mot de passe", kSecret},
    {"wachtwoord", kSecret},
    {"senha", kSecret},
    {"losenord", kSecret},
    {"security word", kSecret},
    {"memorable word", kSecret},
    {"maiden name", kName},
    {"code we texted", kOtp},
    {"code i texted", kOtp},
    {"code i sent", kOtp},
    {"code i just sent", kOtp},
    {"code you received", kOtp},
    {"code you got", kOtp},
    {"six digit code", kOtp},
    {"6 digit code", kOtp},
    {"four digit code", kOtp},
    {"4 digit code", kOtp},
    {"five digit code", kOtp},
    {"login code", kOtp},
    {"sign in code", kOtp},
    {"access code", kOtp},
    {"auth code", kOtp},
    {"authentication code", kOtp},
    {"authorization code", kOther},
    {"use code", kOtp},
    {"what code", kOtp},
    {"alarm code", kPin},
    {"gate code", kPin},
    {"door code", kPin},
    {"entry code", kPin},
    {"release", kOther},
    {"ip addresses", kIp},
    {"ssn", kSsn},
    {"social", kSsn},
    {"social security", kSsn},
    {"social security number", kSsn},
    {"taxpayer", kSsn},
    {"tax id", kNationalId},
    {"tax identification number", kNationalId},
    {"support line", kPhone},
    {"hotline", kPhone},
    {"helpline", kPhone},
    {"taxpayer id", kSsn},
    {"itin", kItin | kSsn},
    {"card", kCard},
    {"cards", kCard},
    {"card number", kCard},
    {"credit card", kCard},
    {"debit card", kCard},
    {"long number", kCard},
    {"sixteen digit", kCard},
    {"16 digit", kCard},
    {"visa", kCard},
    {"mastercard", kCard},
    {"amex", kCard},
    {"american express", kCard},
    {"cardholder", kCard},
    {"put it on", kCard},
    {"expiry", kExpiry},
    {"expiration", kExpiry},
    {"expires", kExpiry},
    {"exp", kExpiry},
    {"valid thru", kExpiry},
    {"valid through", kExpiry},
    {"good through", kExpiry},
    {"cvv", kCvv},
    {"cvc", kCvv},
    {"cvv2", kCvv},
    {"cvc2", kCvv},
    {"cid", kCvv},
    {"security code", kCvv | kOtp},
    {"three digit", kCvv},
    {"3 digit", kCvv},
    {"on the back", kCvv},
    {"date of birth", kDob},
    {"birth date", kDob},
    {"birthdate", kDob},
    {"dob", kDob},
    {"birthday", kDob},
    {"born", kDob},
    {"birth", kDob},
    {"address", kAddress},
    {"live at", kAddress},
    {"lives at", kAddress},
    {"street", kAddress},
    {"ship to", kAddress},
    {"zip", kZip},
    {"zip code", kZip},
    {"zipcode", kZip},
    {"postcode", kZip},
    {"post code", kZip},
    {"postal code", kZip},
    {"plz", kZip},
    {"name", kName},
    {"names", kName},
    {"surname", kName},
    {"full name", kName},
    {"spell", kName},
    {"spelling", kName},
    {"spelled", kName},
    {"first name", kName},
    {"last name", kName},
    {"routing", kRouting},
    {"routing number", kRouting},
    {"aba", kRouting},
    {"transit number", kRouting},
    {"account", kAccount},
    {"account number", kAccount},
    {"acct", kAccount},
    {"checking account", kAccount},
    {"savings account", kAccount},
    {"bank account", kAccount},
    {"sort code", kSortCode},
    {"iban", kIban},
    {"passport", kPassport},
    {"passport number", kPassport},
    {"driver's license", kLicence},
    {"drivers license", kLicence},
    {"driver license", kLicence},
    {"driving licence", kLicence},
    {"driving license", kLicence},
    {"driver's licence", kLicence},
    {"license number", kLicence},
    {"licence number", kLicence},
    {"dl", kLicence},
    {"license", kLicence},
    {"licence", kLicence},
    {"license plate", kOther},
    {"password", kSecret},
    {"passcode", kPin},
    {"passwort", kSecret},
    {"contrasena", kSecret},
    {"passphrase", kSecret},
    {"api key", kSecret},
    {"secret", kSecret},
    {"secret key", kSecret},
    {"access key", kSecret},
    {"pin", kPin},
    {"pin number", kPin},
    {"pin code", kPin},
    {"otp", kOtp},
    {"one time code", kOtp},
    {"one time password", kOtp},
    {"one time passcode", kOtp},
    {"verification code", kOtp},
    {"confirmation code", kOtp},
    {"your code", kOtp},
    {"ur code", kOtp},
    {"code you texted", kOtp},
    {"code i got", kOtp},
    {"code we sent", kOtp},
    {"texted me", kOtp},
    {"ip", kIp},
    {"ip address", kIp},
    {"mac", kMac},
    {"mac address", kMac},
    {"website", kUrl},
    {"wallet", kCrypto},
    {"bitcoin", kCrypto},
    {"national id", kNationalId},
    {"id card", kNationalId},
    {"identity card", kNationalId},
    {"national insurance", kNino},
    {"national insurance number", kNino},
    {"ni number", kNino},
    {"nino", kNino},
    {"nhs", kNhs},
    {"n h s", kNhs},
    {"nhs number", kNhs},
    {"sin", kSin},
    {"social insurance", kSin},
    {"social insurance number", kSin},
    {"tfn", kTfn},
    {"tax file", kTfn},
    {"tax file number", kTfn},
    {"medicare", kAuMedicare | kMbi},
    {"medicare card", kAuMedicare | kMbi},
    {"mbi", kMbi},
    {"steuer", kDeTax},
    {"steuernummer", kDeTax},
    {"steueridentifikationsnummer", kDeTax},
    {"nir", kNir},
    {"securite sociale", kNir},
    {"dni", kDni},
    {"nie", kDni},
    {"nif", kDni},
    {"codice fiscale", kCodiceFiscale},
    {"aadhaar", kAadhaar},
    {"aadhar", kAadhaar},
    {"pan", kPan},
    {"pan card", kPan},
    {"pan number", kPan},
    {"cpf", kCpf},
    {"bsn", kBsn},
    {"burgerservicenummer", kBsn},
    {"pesel", kPesel},
    {"personal identity", kPersonnummer},
    {"nric", kNric},
    {"tckn", kTckn},
    {"tc kimlik", kTckn},
    {"kimlik", kTckn},
    {"fodselsnummer", kFnr},
    {"personnummer", kPersonnummer | kFnr},
    {"thai id", kThaiId},
    {"cnic", kCnic},
    {"hkid", kHkid},
    {"hong kong id", kHkid},
    {"nic", kLankaNic},
    {"henkilotunnus", kHetu},
    {"hetu", kHetu},
    {"id number", kZaId | kNationalId},
    {"identity number", kZaId | kNationalId},
    {"identification number", kNationalId},
    {"krankenkasse", kDeTax},
    {"kvnr", kDeTax},
    {"pass nr", kPassport},
    {"pasaporte", kPassport},
    {"passeport", kPassport},
    {"reisepass", kPassport},
    {"paye", kNino},
    {"ni", kNino},
    {"swedish id", kPersonnummer},
    {"in case", 0},
    {"number on the account", kPhone},
    {"in order", 0},
    {"member id", kOther},
    {"last four", kPartial},
    {"last 4", kPartial},
    {"last five", kPartial},
    {"last three", kPartial},
    {"last two", kPartial},
    {"first three", kPartial},
    {"first four", kPartial},
    {"first six", kPartial},
    {"ending", kPartial},
    {"ends in", kPartial},
    {"ending in", kPartial},
    {"starting with", kPartial},
    {"order", kOther},
    {"order number", kOther},
    {"orders", kOther},
    {"case", kOther},
    {"case number", kOther},
    {"ticket", kOther},
    {"ticket number", kOther},
    {"tracking", kOther},
    {"tracking number", kOther},
    {"shipment", kOther},
    {"invoice", kOther},
    {"invoice number", kOther},
    {"reference", kOther},
    {"reference number", kOther},
    {"ref", kOther},
    {"confirmation number", kOther},
    {"claim", kOther},
    {"claim number", kOther},
    {"policy", kOther},
    {"policy number", kOther},
    {"model", kOther},
    {"serial", kOther},
    {"serial number", kOther},
    {"sku", kOther},
    {"isbn", kOther},
    {"barcode", kOther},
    {"product", kOther},
    {"version", kOther},
    {"firmware", kOther},
    {"build", kOther},
    {"error", kOther},
    {"error code", kOther},
    {"agent id", kOther},
    {"employee id", kOther},
    {"badge", kOther},
    {"store", kOther},
    {"store number", kOther},
    {"room", kOther},
    {"flight", kOther},
    {"booking", kOther},
    {"gift card", kOther},
    {"gift card number", kOther},
    {"member", kOther},
    {"membership", kOther},
    {"loyalty", kOther},
    {"complaint", kOther},
    {"po", kOther},
    {"purchase order", kOther},
    {"conversationid", kOther},
    {"checksum", kOther},
    {"vin", kOther},
    {"appointment", kDate},
    {"incident", kDate},
    {"accident", kDate},
    {"delivery", kDate},
    {"amount", kMoney},
    {"balance", kMoney},
    {"price", kMoney},
    {"total", kMoney},
    {"paid", kMoney},
});

constexpr std::string_view first_word(std::string_view words) { return words.substr(0, words.find(' ')); }

constexpr auto kSorted = [] {
  auto phrases = kPhrases;
  std::sort(phrases.begin(), phrases.end(), [](const Phrase& a, const Phrase& b) {
    const auto x = first_word(a.words);
    const auto y = first_word(b.words);
    return x != y ? x < y : a.words.size() > b.words.size();  // the longest first
  });
  return phrases;
}();

struct Start {
  std::string_view word;
  std::uint16_t begin = 0;
  std::uint16_t end = 0;
};
constexpr std::size_t kStarts = [] {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kSorted.size(); ++i)
    count += i == 0 || first_word(kSorted[i].words) != first_word(kSorted[i - 1].words);
  return count;
}();
constexpr auto kStartArray = [] {
  std::array<Start, kStarts> starts{};
  std::size_t n = 0;
  for (std::size_t i = 0; i < kSorted.size(); ++i) {
    if (i == 0 || first_word(kSorted[i].words) != first_word(kSorted[i - 1].words))
      starts[n++] = {first_word(kSorted[i].words), static_cast<std::uint16_t>(i), 0};
    starts[n - 1].end = static_cast<std::uint16_t>(i + 1);
  }
  return starts;
}();
constexpr WordTable<Start, kStarts, 1024> kTable(kStartArray);

// Number of words the phrase takes at `i`, 0: does not stand there. A hyphen between its words is as good as
// a space ("e-mail").
std::size_t match(const Script& script, std::size_t i, std::size_t end, std::string_view phrase) {
  const std::size_t start = i;
  while (true) {
    const auto space = phrase.find(' ');
    if (i >= end || script.fold(i) != phrase.substr(0, space)) return 0;
    ++i;
    if (space == std::string_view::npos) return i - start;
    phrase.remove_prefix(space + 1);
    if (i < end && script.sign(i, '-')) ++i;
  }
}

// "that's your account number", "got the card number", "thanks for your date of birth": words right before a
// label that make it one of what was said before.
bool confirms(const Script& script, std::size_t label, std::size_t begin) {
  const auto one_of = [&](std::size_t i, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), script.fold(i)) != words.end();
  };
  if (label < begin + 2 || !one_of(label - 1, {"your", "the", "a", "my", "his", "her", "our", "their"}))
    return false;
  if (one_of(label - 2, {"that's", "thats", "that"})) return true;
  const std::size_t verb = label - 2;
  if (one_of(verb, {"got"})) return verb == begin || !one_of(verb - 1, {"you", "you've", "have"});
  if (verb == begin) return false;
  return (one_of(verb, {"was", "is"}) && one_of(verb - 1, {"that", "this"})) ||
         (one_of(verb, {"for"}) && one_of(verb - 1, {"thanks", "you"}));
}

// "d o b", "D.O.B.", "t f n", "A/C": a label said or written letter by letter. Sets how many words it takes.
const Phrase* initials(const Script& script, std::size_t i, std::size_t end, std::size_t& taken) {
  constexpr std::size_t kMax = 5;
  if (script.fold(i).size() != 1 || (i > 0 && script[i - 1].utterance == script[i].utterance &&
                                     script[i - 1].letters && script.fold(i - 1).size() == 1))
    return nullptr;
  std::string joined;
  std::size_t last = i;
  for (std::size_t at = i; at < end && joined.size() <= 2 * kMax;) {
    if (!script[at].letters || script.fold(at).size() != 1) break;
    joined += script.fold(at);
    last = ++at;
    if (script.sign(at, '.'))
      last = ++at;
    else if (script.sign(at, '/') && at + 1 < end && script.fold(at + 1).size() == 1)
      joined += script.fold(at++);
  }
  if (joined.size() < 2) return nullptr;
  const Start* start = kTable.find(joined);
  if (start == nullptr) return nullptr;
  for (std::size_t p = start->begin; p < start->end; ++p)
    if (kSorted[p].words == joined) {
      taken = last - i;
      return &kSorted[p];
    }
  return nullptr;
}

}  // namespace

std::span<const LabelPhrase> label_phrases() { return kSorted; }

std::vector<Label> find_labels(const Script& script) {
  std::vector<Label> labels;
  for (std::size_t i = 0; i < script.size();) {
    std::size_t taken = 0;
    // Glued to a bracket, as where a tag stood behind a constant ("[CVV]</b>cvv"), a word was no word before.
    const bool glued = i > 0 && !script[i].space_before && script.sign(i - 1, ']');
    if (script[i].letters && !glued && !script.replaced(i)) {
      if (const Start* start = kTable.find(script.fold(i)); start != nullptr) {
        const std::size_t end = script.end_of(script[i].utterance);
        for (std::size_t p = start->begin; p < start->end && taken == 0; ++p) {
          taken = match(script, i, end, kSorted[p].words);
          if (taken != 0)
            labels.push_back(
                {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + taken), kSorted[p].mask});
        }
      }
      if (taken == 0)
        if (const Phrase* phrase = initials(script, i, script.end_of(script[i].utterance), taken);
            phrase != nullptr)
          labels.push_back(
              {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + taken), phrase->mask});
    }
    if (taken != 0) labels.back().confirms = confirms(script, i, script.begin_of(script[i].utterance));
    i += std::max<std::size_t>(taken, 1);
  }
  return labels;
}

Governing governing(const Script& script, const std::vector<Label>& labels, std::uint32_t first,
                    std::uint32_t last) {
  constexpr unsigned kReach = 12;            // words between a label and the value in its utterance
  constexpr std::uint32_t kSlotReach = 6;    // utterances a question stays open
  constexpr unsigned kAfterReach = 5;        // words behind a value
  constexpr std::uint32_t kLateReach = 2;    // utterances in which the other side may confirm it
  constexpr unsigned kOtherUtterance = 100;  // distance of a label in an earlier utterance
  Governing found;
  const std::uint32_t utterance = script[first].utterance;
  auto next = std::lower_bound(labels.begin(), labels.end(), first,
                               [](const Label& l, std::uint32_t word) { return l.last <= word; });
  if (next != labels.begin()) {
    auto label = std::prev(next);
    const std::uint32_t at = script[label->first].utterance;
    if (at == utterance) {
      found.distance = first - label->last;
      if (found.distance <= kReach) {
        found.before = label->mask;
        // "phone or fax number": labels of one phrase govern together.
        while (label != labels.begin() && label->first - std::prev(label)->last <= 2 &&
               script[std::prev(label)->first].utterance == utterance)
          found.before |= (--label)->mask;
      }
    } else if (utterance - at <= kSlotReach) {
      found.distance = kOtherUtterance + (utterance - at);
      for (; script[label->first].utterance == at; --label) {
        found.before |= label->mask;
        if (label == labels.begin()) break;
      }
    }
  }
  const std::uint32_t ends_in = script[last - 1].utterance;
  while (next != labels.end() && next->first < last) ++next;
  if (next != labels.end() && script[next->first].utterance == ends_in && next->first - last <= kAfterReach)
    found.after = next->mask;
  if (found.before == 0 && found.after == 0 && next != labels.end() && next->confirms &&
      script[next->first].utterance - ends_in <= kLateReach &&
      script.role(next->first) != script.role(first) && script.end_of(ends_in) - last <= kAfterReach)
    found.after = next->mask;
  return found;
}

}  // namespace offhook::redact::detect
