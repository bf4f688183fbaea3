#include "redact/detect/names/words.h"

#include <array>
#include <string>

#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

constexpr std::array<std::string_view, 8192> kBuckets = {
#include "redact/detect/names/words.inc"
};

constexpr bool is_marker(char c) { return c >= 'A' && c <= 'Z'; }

// Calls visit(kind, word) for all words of a bucket.
template <class Visit>
constexpr void each_word(std::string_view bucket, Visit visit) {
  for (std::size_t at = 0; at < bucket.size();) {
    std::size_t end = at + 1;
    while (end < bucket.size() && !is_marker(bucket[end])) ++end;
    visit(bucket[at], bucket.substr(at + 1, end - at - 1));
    at = end;
  }
}

// The letter before the word in its bucket; 0: not there.
char kind_of(std::string_view word) {
  const std::string_view bucket = kBuckets[hash_word(word) & (kBuckets.size() - 1)];
  for (std::size_t at = bucket.find(word); at != std::string_view::npos; at = bucket.find(word, at + 1)) {
    const char before = at == 0 ? 'a' : bucket[at - 1];
    const std::size_t behind = at + word.size();
    const bool ends = behind == bucket.size() || is_marker(bucket[behind]);
    if (is_marker(before) && ends) return before;
  }
  return 0;
}

bool inflected(std::string_view word) {
  struct Ending {
    std::string_view ending;
    std::string_view rest;
  };
  constexpr std::array kEndings = std::to_array<Ending>({
      {"s", ""},
      {"es", ""},
      {"ies", "y"},
      {"ed", ""},
      {"ed", "e"},
      {"ing", ""},
      {"ing", "e"},
      {"ly", ""},
      {"er", ""},
      {"er", "e"},
      {"ness", ""},
  });
  // All of them end in one of five letters.
  if (word.size() < 4 || std::string_view("sdgyr").find(word.back()) == std::string_view::npos) return false;
  for (const Ending& e : kEndings) {
    if (!word.ends_with(e.ending) || word.size() < e.ending.size() + 3) continue;
    const std::string base = std::string(word.substr(0, word.size() - e.ending.size())).append(e.rest);
    const char kind = kind_of(base);
    if (kind == 'W' || kind == 'X' || kind == 'Y' || kind == 'Z') return true;
  }
  return false;
}

struct Entry {
  std::string_view word;
};
constexpr std::array kFunction = std::to_array<Entry>({
    {"a"},        {"about"},      {"above"},      {"account"},   {"after"},    {"again"},     {"ago"},
    {"all"},      {"alright"},    {"also"},       {"always"},    {"am"},       {"an"},        {"and"},
    {"another"},  {"any"},        {"anyone"},     {"anything"},  {"are"},      {"aren't"},    {"as"},
    {"ask"},      {"at"},         {"available"},  {"away"},      {"back"},     {"be"},        {"because"},
    {"been"},     {"before"},     {"being"},      {"between"},   {"both"},     {"but"},       {"by"},
    {"bye"},      {"call"},       {"called"},     {"caller"},    {"calling"},  {"came"},      {"can"},
    {"can't"},    {"cannot"},     {"come"},       {"correct"},   {"could"},    {"customer"},  {"day"},
    {"did"},      {"didn't"},     {"do"},         {"does"},      {"doesn't"},  {"doing"},     {"don't"},
    {"done"},     {"down"},       {"each"},       {"either"},    {"else"},     {"even"},      {"ever"},
    {"every"},    {"everything"}, {"exactly"},    {"few"},       {"fine"},     {"first"},     {"for"},
    {"from"},     {"get"},        {"getting"},    {"give"},      {"go"},       {"going"},     {"gonna"},
    {"good"},     {"goodbye"},    {"got"},        {"great"},     {"had"},      {"happy"},     {"has"},
    {"have"},     {"having"},     {"he"},         {"he's"},      {"hello"},    {"help"},      {"her"},
    {"here"},     {"hey"},        {"hi"},         {"him"},       {"his"},      {"hold"},      {"how"},
    {"i"},        {"i'd"},        {"i'll"},       {"i'm"},       {"i've"},     {"if"},        {"in"},
    {"into"},     {"is"},         {"isn't"},      {"it"},        {"it'll"},    {"it's"},      {"its"},
    {"just"},     {"know"},       {"last"},       {"later"},     {"let"},      {"let's"},     {"like"},
    {"line"},     {"little"},     {"look"},       {"looking"},   {"looks"},    {"lot"},       {"ma'am"},
    {"madam"},    {"make"},       {"maybe"},      {"me"},        {"mean"},     {"mine"},      {"minute"},
    {"moment"},   {"more"},       {"morning"},    {"most"},      {"much"},     {"must"},      {"my"},
    {"myself"},   {"name"},       {"need"},       {"needs"},     {"never"},    {"new"},       {"next"},
    {"no"},       {"nope"},       {"not"},        {"nothing"},   {"now"},      {"number"},    {"of"},
    {"off"},      {"oh"},         {"ok"},         {"okay"},      {"on"},       {"once"},      {"one"},
    {"only"},     {"or"},         {"order"},      {"other"},     {"our"},      {"out"},       {"over"},
    {"own"},      {"perfect"},    {"phone"},      {"please"},    {"problem"},  {"put"},       {"ready"},
    {"really"},   {"right"},      {"said"},       {"same"},      {"say"},      {"says"},      {"see"},
    {"send"},     {"sent"},       {"service"},    {"she"},       {"she's"},    {"should"},    {"sir"},
    {"so"},       {"some"},       {"someone"},    {"something"}, {"sorry"},    {"speaking"},  {"spelled"},
    {"spell"},    {"still"},      {"stop"},       {"such"},      {"support"},  {"sure"},      {"take"},
    {"team"},     {"tell"},       {"than"},       {"thank"},     {"thanks"},   {"that"},      {"that'll"},
    {"that's"},   {"the"},        {"their"},      {"them"},      {"then"},     {"there"},     {"there's"},
    {"these"},    {"they"},       {"they're"},    {"thing"},     {"think"},    {"this"},      {"those"},
    {"time"},     {"to"},         {"today"},      {"told"},      {"tomorrow"}, {"too"},       {"trying"},
    {"two"},      {"under"},      {"understand"}, {"up"},        {"us"},       {"use"},       {"very"},
    {"wait"},     {"waiting"},    {"wanna"},      {"want"},      {"wanted"},   {"was"},       {"wasn't"},
    {"we"},       {"we'll"},      {"we're"},      {"we've"},     {"welcome"},  {"well"},      {"went"},
    {"were"},     {"what"},       {"what's"},     {"when"},      {"where"},    {"which"},     {"while"},
    {"who"},      {"who's"},      {"whose"},      {"why"},       {"with"},     {"within"},    {"without"},
    {"won't"},    {"work"},       {"working"},    {"would"},     {"wrong"},    {"yeah"},      {"yep"},
    {"yes"},      {"yesterday"},  {"yet"},        {"you"},       {"you'd"},    {"you'll"},    {"you're"},
    {"you've"},   {"your"},       {"yours"},      {"um"},        {"uh"},       {"er"},        {"hmm"},
    {"mm"},       {"afternoon"},  {"evening"},    {"monday"},    {"tuesday"},  {"wednesday"}, {"thursday"},
    {"friday"},   {"saturday"},   {"weekend"},    {"january"},   {"february"}, {"july"},      {"october"},
    {"november"}, {"december"},   {"english"},    {"anyway"},    {"actually"}, {"spanish"},   {"french"},
    {"german"},   {"three"},      {"four"},       {"five"},      {"six"},      {"seven"},     {"eight"},
    {"nine"},     {"ten"},        {"mr"},         {"mrs"},       {"ms"},       {"miss"},      {"dr"},
    {"mister"},   {"missus"},     {"est"},        {"las"},       {"los"},      {"el"},        {"et"},
    {"und"},      {"mon"},        {"mein"},       {"ist"},       {"aus"},      {"card"},      {"bank"},
    {"email"},    {"address"},    {"street"},     {"city"},      {"zip"},      {"code"},      {"yo"},
    {"si"},       {"na"},         {"mhm"},        {"huh"},       {"nice"},     {"meet"},      {"dear"},
    {"regards"},  {"sincerely"},  {"best"},       {"kind"},      {"hear"},     {"reach"},     {"add"},
    {"check"},    {"found"},      {"old"},        {"long"},      {"free"},     {"open"},      {"whole"},
    {"glad"},     {"keep"},       {"will"},       {"may"},       {"might"},    {"shall"},     {"love"},
    {"way"},
});
constexpr std::size_t kUnique = [] {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kFunction.size(); ++i) {
    bool again = false;
    for (std::size_t k = 0; k < i; ++k) again = again || kFunction[k].word == kFunction[i].word;
    count += again ? 0 : 1;
  }
  return count;
}();
static_assert(kUnique == kFunction.size(), "a function word stands twice");
constexpr WordTable<Entry, kFunction.size(), 1024> kFunctionTable(kFunction);

constexpr std::array kOrganisations = std::to_array<Entry>(
    {{"inc"},       {"ltd"},        {"llc"},         {"corp"},       {"gmbh"},      {"plc"},
     {"co"},        {"company"},    {"bank"},        {"street"},     {"st"},        {"ave"},
     {"avenue"},    {"road"},       {"rd"},          {"lane"},       {"drive"},     {"dr"},
     {"blvd"},      {"boulevard"},  {"court"},       {"place"},      {"hotel"},     {"university"},
     {"college"},   {"school"},     {"hospital"},    {"airport"},    {"station"},   {"insurance"},
     {"airlines"},  {"airways"},    {"group"},       {"holdings"},   {"team"},      {"support"},
     {"branch"},    {"store"},      {"store's"},     {"county"},     {"park"},      {"river"},
     {"lake"},      {"island"},     {"city"},        {"town"},       {"novel's"},   {"bridge"},
     {"square"},    {"terrace"},    {"way"},         {"close"},      {"house"},     {"plaza"},
     {"services"},  {"service"},    {"solutions"},   {"systems"},    {"energy"},    {"motors"},
     {"logistics"}, {"foundation"}, {"association"}, {"institute"},  {"orchestra"}, {"hall"},
     {"centre"},    {"center"},     {"tower"},       {"mall"},       {"stadium"},   {"clinic"},
     {"surgery"},   {"dental"},     {"pharmacy"},    {"mutual"},     {"trust"},     {"union"},
     {"agency"},    {"council"},    {"museum"},      {"theatre"},    {"theater"},   {"restaurant"},
     {"cafe"},      {"salon"},      {"garage"},      {"church"},     {"library"},   {"club"},
     {"resort"},    {"inn"},        {"lodge"},       {"apartments"}, {"estates"},   {"financial"},
     {"savings"},   {"energie"},    {"bay"},         {"beach"},      {"falls"},     {"heights"},
     {"springs"},   {"valley"},     {"harbour"},     {"harbor"},     {"junction"},  {"cathedral"},
     {"memorial"},  {"casino"},     {"bakery"},      {"festival"}});
constexpr WordTable<Entry, kOrganisations.size(), 512> kOrganisationTable(kOrganisations);

}  // namespace

WordKinds word_kinds(std::string_view folded) {
  WordKinds kinds;
  const char kind = kind_of(folded);
  kinds.first = kind == 'F' || kind == 'B' || kind == 'X' || kind == 'Z';
  kinds.last = kind == 'L' || kind == 'B' || kind == 'Y' || kind == 'Z';
  kinds.word = kind == 'W' || kind == 'X' || kind == 'Y' || kind == 'Z' || (kind == 0 && inflected(folded));
  kinds.proper = kind == 'P';
  return kinds;
}

bool function_word(std::string_view folded) { return kFunctionTable.find(folded) != nullptr; }

std::vector<std::string_view> function_words() {
  std::vector<std::string_view> words;
  for (const Entry& entry : kFunction) words.push_back(entry.word);
  return words;
}

std::vector<std::string_view> given_names() {
  std::vector<std::string_view> names;
  for (const std::string_view bucket : kBuckets)
    each_word(bucket, [&](char kind, std::string_view word) {
      if (kind == 'F' || kind == 'B') names.push_back(word);
    });
  return names;
}

bool organisation(std::string_view folded) { return kOrganisationTable.find(folded) != nullptr; }

}  // namespace offhook::redact::detect
