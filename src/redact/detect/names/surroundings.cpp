#include "redact/detect/names/surroundings.h"

#include <algorithm>
#include <array>

#include "redact/detect/names/words.h"
#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

struct Entry {
  std::string_view word;
};

// Little words of German, French, Spanish, Italian, Portuguese, Dutch and Swedish that are none of English.
constexpr std::array kForeign = std::to_array<Entry>({
    {"ich"},      {"sie"},    {"wir"},    {"ihr"},   {"mein"},  {"meine"},  {"ihre"},    {"der"},
    {"das"},      {"den"},    {"dem"},    {"des"},   {"ein"},   {"eine"},   {"einen"},   {"und"},
    {"ist"},      {"nicht"},  {"mit"},    {"auf"},   {"bitte"}, {"habe"},   {"haben"},   {"kommt"},
    {"wird"},     {"bei"},    {"vom"},    {"zum"},   {"zur"},   {"unter"},  {"wo"},      {"wann"},
    {"mich"},     {"mir"},    {"le"},     {"les"},   {"une"},   {"est"},    {"pour"},    {"avec"},
    {"mon"},      {"ma"},     {"mes"},    {"je"},    {"vous"},  {"nous"},   {"sur"},     {"dans"},
    {"c'est"},    {"j'ai"},   {"merci"},  {"votre"}, {"el"},    {"los"},    {"las"},     {"mi"},
    {"mis"},      {"una"},    {"por"},    {"para"},  {"con"},   {"que"},    {"gracias"}, {"esta"},
    {"su"},       {"il"},     {"gli"},    {"mio"},   {"mia"},   {"che"},    {"sono"},    {"del"},
    {"della"},    {"grazie"}, {"het"},    {"mijn"},  {"een"},   {"voor"},   {"niet"},    {"jag"},
    {"och"},      {"det"},    {"inte"},   {"min"},   {"meu"},   {"minha"},  {"com"},     {"uma"},
    {"obrigado"}, {"unser"},  {"unsere"}, {"seine"}, {"sind"},  {"lautet"}, {"notre"},   {"nuestra"},
    {"nuestro"},
});

// Words that English shares with one of them: they tell nothing.
constexpr std::array kShared = std::to_array<Entry>({
    {"am"}, {"an"}, {"in"},  {"a"},    {"no"},   {"me"},  {"on"},  {"so"}, {"was"}, {"do"}, {"as"}, {"he"},
    {"i"},  {"o"},  {"per"}, {"come"}, {"also"}, {"hat"}, {"die"}, {"to"}, {"is"},  {"de"}, {"of"}, {"man"},
});
constexpr WordTable<Entry, kShared.size(), 64> kSharedTable(kShared);

struct Brand {
  std::string_view first;
  std::string_view second;
};
constexpr std::array kBrands = std::to_array<Brand>({
    {"wells", "fargo"},       {"morgan", "stanley"},    {"jp", "morgan"},         {"charles", "schwab"},
    {"edward", "jones"},      {"fannie", "mae"},        {"freddie", "mac"},       {"sallie", "mae"},
    {"merrill", "lynch"},     {"goldman", "sachs"},     {"john", "deere"},        {"john", "lewis"},
    {"john", "hancock"},      {"ralph", "lauren"},      {"calvin", "klein"},      {"tommy", "hilfiger"},
    {"michael", "kors"},      {"kate", "spade"},        {"ted", "baker"},         {"paul", "smith"},
    {"ann", "taylor"},        {"eddie", "bauer"},       {"harley", "davidson"},   {"thomas", "cook"},
    {"jo", "malone"},         {"jimmy", "choo"},        {"jack", "daniels"},      {"estee", "lauder"},
    {"elizabeth", "arden"},   {"charlotte", "tilbury"}, {"papa", "john"},         {"jimmy", "john"},
    {"trader", "joe"},        {"betty", "crocker"},     {"uncle", "ben"},         {"virgin", "atlantic"},
    {"virgin", "mobile"},     {"rolls", "royce"},       {"aston", "martin"},      {"alfa", "romeo"},
    {"mercedes", "benz"},     {"land", "rover"},        {"louis", "vuitton"},     {"johnson", "johnson"},
    {"santa", "claus"},       {"austin", "reed"},       {"laura", "ashley"},      {"victoria", "secret"},
    {"victoria's", "secret"}, {"hugo", "boss"},         {"tiffany", "co"},        {"philip", "morris"},
    {"eli", "lilly"},         {"william", "hill"},      {"jack", "daniel"},       {"ben", "jerry"},
    {"rose", "gold"},         {"washington", "post"},   {"temple", "meads"},      {"costa", "coffee"},
    {"kaiser", "permanente"}, {"marks", "spencer"},     {"abercrombie", "fitch"}, {"procter", "gamble"},
    {"smith", "wesson"},      {"barnes", "noble"},      {"dolce", "gabbana"},     {"ernst", "young"},
    {"harvey", "nichols"},    {"moet", "chandon"},
});

// Names of companies and things that customers speak of every day and no dictionary knows.
constexpr std::array kBrandWords = std::to_array<Entry>({
    {"accenture"},  {"adidas"},   {"airbnb"},     {"aldi"},      {"asda"},       {"asus"},     {"aviva"},
    {"barclays"},   {"bitcoin"},  {"bosch"},      {"carrefour"}, {"citibank"},   {"citroen"},  {"comcast"},
    {"deliveroo"},  {"dyson"},    {"easyjet"},    {"ebay"},      {"emirates"},   {"ethernet"}, {"expedia"},
    {"fedex"},      {"fitbit"},   {"garmin"},     {"gmail"},     {"hermes"},     {"hotmail"},  {"hsbc"},
    {"huawei"},     {"hulu"},     {"hyundai"},    {"ikea"},      {"instagram"},  {"isuzu"},    {"iveco"},
    {"klarna"},     {"lenovo"},   {"lidl"},       {"linkedin"},  {"lloyds"},     {"logitech"}, {"lufthansa"},
    {"mastercard"}, {"mazda"},    {"microsoft"},  {"monzo"},     {"motorola"},   {"natwest"},  {"nespresso"},
    {"netflix"},    {"netgear"},  {"nissan"},     {"nokia"},     {"nvidia"},     {"onedrive"}, {"opel"},
    {"paypal"},     {"peugeot"},  {"pixel"},      {"qantas"},    {"renault"},    {"revolut"},  {"roku"},
    {"ryanair"},    {"samsung"},  {"sharepoint"}, {"shopify"},   {"siemens"},    {"skoda"},    {"sonos"},
    {"spotify"},    {"starlink"}, {"subaru"},     {"suzuki"},    {"telefonica"}, {"telstra"},  {"tesco"},
    {"tesla"},      {"tiktok"},   {"trustpilot"}, {"ubuntu"},    {"verizon"},    {"vodafone"}, {"volvo"},
    {"waitrose"},   {"walmart"},  {"wayfair"},    {"whatsapp"},  {"wifi"},       {"xfinity"},  {"xiaomi"},
    {"youtube"},    {"zalando"},  {"zara"},       {"zendesk"},
});
constexpr WordTable<Entry, kBrandWords.size(), 256> kBrandTable(kBrandWords);

constexpr std::array kHumanVerbs = std::to_array<std::string_view>(
    {"called",   "calls",   "said",      "says",       "told",      "wrote",    "writes", "emailed",
     "texted",   "phoned",  "asked",     "asks",       "wants",     "wanted",   "lives",  "lived",
     "works",    "worked",  "spoke",     "shouted",    "replied",   "ordered",  "signed", "moved",
     "spent",    "thinks",  "confirmed", "complained", "requested", "promised", "left",   "came",
     "answered", "dropped", "brought",   "delivered",  "passed",    "explained"});
constexpr std::array kPresence = std::to_array<std::string_view>({"available", "there", "home"});

}  // namespace

std::span<const std::string_view> human_verbs() { return kHumanVerbs; }
std::span<const std::string_view> words_of_presence() { return kPresence; }
bool human_verb(std::string_view folded) {
  return std::find(kHumanVerbs.begin(), kHumanVerbs.end(), folded) != kHumanVerbs.end();
}
bool present(std::string_view folded) {
  return std::find(kPresence.begin(), kPresence.end(), folded) != kPresence.end();
}

bool foreign_text(const Script& script, std::size_t begin, std::size_t end) {
  if (begin == end || !script.has(script[begin].utterance, word_class::kForeignWord)) return false;
  std::size_t foreign = 0, english = 0;
  for (std::size_t i = begin; i < end; ++i) {
    if (!script[i].letters || script[i].all_upper) continue;  // shouting and tokens have no language
    if (script[i].of(word_class::kForeignWord))
      ++foreign;
    else if (script[i].of(word_class::kFunction) && kSharedTable.find(script.fold(i)) == nullptr)
      ++english;
  }
  return foreign > english && (foreign >= 2 || english == 0);
}

std::vector<std::string_view> foreign_words() {
  std::vector<std::string_view> words;
  for (const Entry& entry : kForeign) words.push_back(entry.word);
  return words;
}

bool brand(std::string_view first, std::string_view second) {
  for (const Brand& b : kBrands)
    if (b.first == first && b.second == second) return true;
  return false;
}

bool brand(std::string_view folded) { return kBrandTable.find(folded) != nullptr; }

bool demonym(std::string_view folded) {
  for (const std::string_view name :
       {"irish",    "welsh",    "scottish",   "british", "dutch",  "danish",    "polish",
        "swedish",  "finnish",  "italian",    "swiss",   "greek",  "turkish",   "russian",
        "indian",   "chinese",  "japanese",   "korean",  "thai",   "brazilian", "mexican",
        "american", "canadian", "australian", "french",  "german", "english",   "spanish"})
    if (folded == name) return true;
  return false;
}

bool holiday(std::string_view folded) {
  for (const std::string_view name :
       {"christmas", "xmas", "easter", "thanksgiving", "halloween", "diwali", "eid", "hanukkah", "ramadan"})
    if (folded == name) return true;
  return false;
}

bool names_a_thing(std::string_view folded) {
  for (const std::string_view word : {"plan", "tariff", "package", "product", "model", "tier", "brand",
                                      "campaign", "warehouse", "depot", "region", "city"})
    if (folded == word) return true;
  return false;
}

bool size_letter(std::string_view folded) {
  return folded == "s" || folded == "m" || folded == "l" || folded == "x";
}

bool compass(std::string_view folded) {
  for (const std::string_view word : {"north", "east", "south", "west", "central"})
    if (folded == word) return true;
  return false;
}

bool town(std::string_view folded) {
  for (const std::string_view name :
       {"paris",     "london",    "charlotte", "boston",   "austin",   "dallas",   "houston",  "denver",
        "cleveland", "madison",   "jackson",   "lincoln",  "orlando",  "phoenix",  "savannah", "sydney",
        "adelaide",  "florence",  "milan",     "verona",   "vienna",   "geneva",   "sofia",    "lancaster",
        "chester",   "york",      "preston",   "lincoln",  "bradford", "chelsea",  "kent",     "washington",
        "raleigh",   "arlington", "richmond",  "carolina", "georgia",  "virginia", "dakota",   "brooklyn",
        "jordan",    "israel",    "kingston",  "hamilton", "victoria", "regina",   "london",   "lisbon",
        "delhi",     "memphis",   "augusta",   "helena",   "salem",    "eugene",   "aurora",   "henderson"})
    if (folded == name) return true;
  return false;
}

}  // namespace offhook::redact::detect
