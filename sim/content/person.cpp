#include "sim/content/person.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace offhook::sim {

namespace {

struct Name {
  std::string_view written;
  std::string_view ascii;  // for the e-mail address
};

struct Culture {
  std::array<Name, 8> given;
  std::array<Name, 8> family;
  Phone (*phone)(Dice&);
};

std::string number(std::uint64_t value, int width) {
  std::string text = std::to_string(value);
  if (text.size() < static_cast<std::size_t>(width))
    text.insert(0, static_cast<std::size_t>(width) - text.size(), '0');
  return text;
}

Phone uk_phone(Dice& dice) { return {"44", "7700900" + number(dice.below(1000), 3), "0"}; }
Phone de_phone(Dice& dice) { return {"49", "3023125" + number(dice.below(1000), 3), "0"}; }
Phone fr_phone(Dice& dice) { return {"33", "19900" + number(dice.below(10000), 4), "0"}; }
Phone au_phone(Dice& dice) { return {"61", "491570" + number(dice.below(1000), 3), "0"}; }

const std::array<Culture, 12> kCultures{{
    {{{{"Dana", "dana"},
       {"Linda", "linda"},
       {"Robert", "robert"},
       {"Susan", "susan"},
       {"Kevin", "kevin"},
       {"Grace", "grace"},
       {"Will", "will"},
       {"April", "april"}}},
     {{{"Baker", "baker"},
       {"Miller", "miller"},
       {"Young", "young"},
       {"King", "king"},
       {"Carter", "carter"},
       {"Hall", "hall"},
       {"Bishop", "bishop"},
       {"Reed", "reed"}}},
     make_us_phone},
    {{{{"José", "jose"},
       {"María", "maria"},
       {"Ángel", "angel"},
       {"Lucía", "lucia"},
       {"Iñaki", "inaki"},
       {"Raúl", "raul"},
       {"Sofía", "sofia"},
       {"Concepción", "concepcion"}}},
     {{{"García Márquez", "garcia.marquez"},
       {"Peña", "pena"},
       {"de la Cruz", "delacruz"},
       {"Núñez", "nunez"},
       {"Ibáñez", "ibanez"},
       {"Rodríguez", "rodriguez"},
       {"López", "lopez"},
       {"Muñoz", "munoz"}}},
     make_us_phone},
    {{{{"Jürgen", "juergen"},
       {"Käthe", "kaethe"},
       {"Björn", "bjoern"},
       {"Sabine", "sabine"},
       {"Götz", "goetz"},
       {"Renate", "renate"},
       {"Uwe", "uwe"},
       {"Anneliese", "anneliese"}}},
     {{{"Müller-Lüdenscheidt", "mueller-luedenscheidt"},
       {"Groß", "gross"},
       {"Schäfer", "schaefer"},
       {"Köhler", "koehler"},
       {"von der Heide", "vonderheide"},
       {"Weiß", "weiss"},
       {"Jäger", "jaeger"},
       {"Böhm", "boehm"}}},
     de_phone},
    {{{{"Chloé", "chloe"},
       {"François", "francois"},
       {"Hélène", "helene"},
       {"Jean-Luc", "jean-luc"},
       {"Gaëlle", "gaelle"},
       {"Rémi", "remi"},
       {"Noémie", "noemie"},
       {"Benoît", "benoit"}}},
     {{{"Lefèvre", "lefevre"},
       {"d'Aubigné", "daubigne"},
       {"Boulanger", "boulanger"},
       {"Périer", "perier"},
       {"Le Goff", "legoff"},
       {"Garçon", "garcon"},
       {"Château", "chateau"},
       {"Béranger", "beranger"}}},
     fr_phone},
    {{{{"Aoife", "aoife"},
       {"Seán", "sean"},
       {"Niamh", "niamh"},
       {"Callum", "callum"},
       {"Siân", "sian"},
       {"Alistair", "alistair"},
       {"Bronwen", "bronwen"},
       {"Rhys", "rhys"}}},
     {{{"O'Brien", "obrien"},
       {"MacDonald", "macdonald"},
       {"Ó Súilleabháin", "osuilleabhain"},
       {"Price", "price"},
       {"Llewellyn", "llewellyn"},
       {"Park", "park"},
       {"Fitzgerald", "fitzgerald"},
       {"Banks", "banks"}}},
     uk_phone},
    {{{{"Przemysław", "przemyslaw"},
       {"Małgorzata", "malgorzata"},
       {"Łukasz", "lukasz"},
       {"Zuzana", "zuzana"},
       {"Jiří", "jiri"},
       {"Agnieszka", "agnieszka"},
       {"Željko", "zeljko"},
       {"Tomáš", "tomas"}}},
     {{{"Wójcik", "wojcik"},
       {"Świątek", "swiatek"},
       {"Dvořák", "dvorak"},
       {"Kowalska", "kowalska"},
       {"Novotný", "novotny"},
       {"Šimić", "simic"},
       {"Błaszczyk", "blaszczyk"},
       {"Čapek", "capek"}}},
     de_phone},
    {{{{"Nguyễn", "nguyen"},
       {"Linh", "linh"},
       {"Đức", "duc"},
       {"Thảo", "thao"},
       {"Minh", "minh"},
       {"Hương", "huong"},
       {"Quốc", "quoc"},
       {"Bảo", "bao"}}},
     {{{"Trần", "tran"},
       {"Phạm", "pham"},
       {"Lê", "le"},
       {"Võ", "vo"},
       {"Đặng", "dang"},
       {"Bùi", "bui"},
       {"Hồ", "ho"},
       {"Ngô", "ngo"}}},
     au_phone},
    {{{{"Priya", "priya"},
       {"Venkatesh", "venkatesh"},
       {"Arjun", "arjun"},
       {"Lakshmi", "lakshmi"},
       {"Rohan", "rohan"},
       {"Ananya", "ananya"},
       {"Harpreet", "harpreet"},
       {"Sanjay", "sanjay"}}},
     {{{"Subramaniam", "subramaniam"},
       {"Iyer", "iyer"},
       {"Kaur", "kaur"},
       {"Chatterjee", "chatterjee"},
       {"Patel", "patel"},
       {"Reddy", "reddy"},
       {"Gupta", "gupta"},
       {"Krishnamurthy", "krishnamurthy"}}},
     uk_phone},
    {{{{"Mohammed", "mohammed"},
       {"Fatima", "fatima"},
       {"Yusuf", "yusuf"},
       {"Layla", "layla"},
       {"Omar", "omar"},
       {"Noor", "noor"},
       {"Khalid", "khalid"},
       {"Amina", "amina"}}},
     {{{"Al-Rashid", "al-rashid"},
       {"Haddad", "haddad"},
       {"bin Salman", "binsalman"},
       {"El Amrani", "elamrani"},
       {"Farouk", "farouk"},
       {"Nasser", "nasser"},
       {"Aziz", "aziz"},
       {"Karim", "karim"}}},
     fr_phone},
    {{{{"健太", "kenta"},
       {"美咲", "misaki"},
       {"Hiroshi", "hiroshi"},
       {"Yuki", "yuki"},
       {"小明", "xiaoming"},
       {"Wei", "wei"},
       {"민준", "minjun"},
       {"Jia", "jia"}}},
     {{{"佐藤", "sato"},
       {"田中", "tanaka"},
       {"Suzuki", "suzuki"},
       {"王", "wang"},
       {"Zhang", "zhang"},
       {"김", "kim"},
       {"Nakamura", "nakamura"},
       {"陈", "chen"}}},
     au_phone},
    {{{{"Oluwaseun", "oluwaseun"},
       {"Chidi", "chidi"},
       {"Ngozi", "ngozi"},
       {"Thabo", "thabo"},
       {"Amara", "amara"},
       {"Kwame", "kwame"},
       {"Zanele", "zanele"},
       {"Blessing", "blessing"}}},
     {{{"Adeyemi", "adeyemi"},
       {"Okafor", "okafor"},
       {"Nkosi", "nkosi"},
       {"Mensah", "mensah"},
       {"Mbeki", "mbeki"},
       {"Dlamini", "dlamini"},
       {"Eze", "eze"},
       {"Owusu", "owusu"}}},
     uk_phone},
    {{{{"Дмитрий", "dmitry"},
       {"Ольга", "olga"},
       {"Софія", "sofiia"},
       {"Андрій", "andrii"},
       {"Ελένη", "eleni"},
       {"Γιώργος", "giorgos"},
       {"Светлана", "svetlana"},
       {"Νίκος", "nikos"}}},
     {{{"Иванова", "ivanova"},
       {"Шевченко", "shevchenko"},
       {"Παπαδόπουλος", "papadopoulos"},
       {"Кузнецов", "kuznetsov"},
       {"Мельник", "melnyk"},
       {"Οικονόμου", "oikonomou"},
       {"Попова", "popova"},
       {"Коваль", "koval"}}},
     de_phone},
}};

constexpr std::array<std::string_view, 6> kDomains{"example.com",      "example.net",      "example.org",
                                                   "mail.example.com", "shop.example.org", "post.example"};

std::string make_email(std::string_view given, std::string_view family, Dice& dice) {
  std::string local(given);
  switch (dice.below(4)) {
    case 0:
      local = std::string(given.substr(0, 1)) + "." + std::string(family);
      break;
    case 1:
      local += "." + std::string(family);
      break;
    case 2:
      local += "_" + std::string(family) + number(dice.below(100), 2);
      break;
    default:
      local += "." + std::string(family) + "+shop";
      break;
  }
  return local + "@" + std::string(dice.pick(kDomains));
}

std::string words_only(std::string_view ascii) {
  std::string words(ascii);
  std::replace_if(words.begin(), words.end(), [](char c) { return c == '.' || c == '-'; }, ' ');
  return words;
}

std::string ascii_lower(std::string_view text) {
  std::string lower;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z')
      lower += static_cast<char>(c - 'A' + 'a');
    else if (c != ' ')
      lower += c;
  }
  return lower;
}

}  // namespace

Phone make_us_phone(Dice& dice) {
  constexpr std::array<std::string_view, 24> kAreas{"212", "213", "214", "303", "305", "312", "317", "404",
                                                    "415", "503", "512", "602", "617", "619", "702", "713",
                                                    "718", "720", "801", "804", "808", "813", "917", "971"};
  return {"1", std::string(dice.pick(kAreas)) + "55501" + number(dice.below(100), 2), ""};
}

std::string Phone::written(std::size_t style) const {
  if (country != "1") return "+" + country + " " + national.substr(0, 3) + " " + national.substr(3);
  const std::string area = national.substr(0, 3), exchange = national.substr(3, 3), line = national.substr(6);
  switch (style % 5) {
    case 0:
      return area + "-" + exchange + "-" + line;
    case 1:
      return "(" + area + ") " + exchange + "-" + line;
    case 2:
      return area + "." + exchange + "." + line;
    case 3:
      return area + " " + exchange + " " + line;
    default:
      return "+1 " + area + " " + exchange + " " + line;
  }
}

Person make_person(Dice& dice) {
  // Half the callers are of the first culture, as on an English-speaking line.
  const Culture& culture = dice.chance(500) ? kCultures[0] : dice.pick(kCultures);
  const Name& given = dice.pick(culture.given);
  const Name& family = dice.pick(culture.family);
  Person person{.given = std::string(given.written),
                .family = std::string(family.written),
                .email = make_email(given.ascii, family.ascii, dice),
                .phone = culture.phone(dice),
                .said = words_only(given.ascii) + " " + words_only(family.ascii)};
  return person;
}

Person make_person(std::string_view full_name, Dice& dice) {
  const std::size_t space = full_name.find(' ');
  Person person{
      .given = std::string(full_name.substr(0, space)), .family = {}, .email = {}, .phone = {}, .said = {}};
  if (space != std::string_view::npos) person.family = full_name.substr(space + 1);
  person.email = make_email(ascii_lower(person.given), ascii_lower(person.family), dice);
  person.phone = make_us_phone(dice);
  person.said = ascii_lower(person.given) + " " + ascii_lower(person.family);
  return person;
}

}  // namespace offhook::sim
