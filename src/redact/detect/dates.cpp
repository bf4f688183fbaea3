#include "redact/detect/dates.h"

#include <array>
#include <cstdio>

#include "redact/detect/foreign_dates.h"
#include "redact/detect/numbers.h"
#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

struct Month {
  std::string_view word;
  std::uint8_t number = 0;
};
// German, French, Spanish, Italian, Portuguese, Dutch, Swedish; those of English are in the lexicon.
constexpr std::array kForeignMonths = std::to_array<Month>({
    {"januar", 1},    {"janner", 1},     {"februar", 2},    {"marz", 3},       {"mai", 5},
    {"juni", 6},      {"juli", 7},       {"oktober", 10},   {"dezember", 12},  {"janvier", 1},
    {"fevrier", 2},   {"mars", 3},       {"avril", 4},      {"juin", 6},       {"juillet", 7},
    {"aout", 8},      {"septembre", 9},  {"octobre", 10},   {"novembre", 11},  {"decembre", 12},
    {"enero", 1},     {"febrero", 2},    {"marzo", 3},      {"abril", 4},      {"mayo", 5},
    {"junio", 6},     {"julio", 7},      {"agosto", 8},     {"septiembre", 9}, {"setiembre", 9},
    {"octubre", 10},  {"noviembre", 11}, {"diciembre", 12}, {"gennaio", 1},    {"febbraio", 2},
    {"aprile", 4},    {"maggio", 5},     {"giugno", 6},     {"luglio", 7},     {"settembre", 9},
    {"ottobre", 10},  {"dicembre", 12},  {"janeiro", 1},    {"fevereiro", 2},  {"marco", 3},
    {"maio", 5},      {"junho", 6},      {"julho", 7},      {"setembro", 9},   {"outubro", 10},
    {"novembro", 11}, {"dezembro", 12},  {"januari", 1},    {"februari", 2},   {"maart", 3},
    {"mei", 5},       {"augustus", 8},   {"maj", 5},        {"augusti", 8},
});
constexpr WordTable<Month, kForeignMonths.size(), 256> kForeignMonthTable(kForeignMonths);

// "de", "del": "3 de mayo de 1985".
bool of(std::string_view folded) { return folded == "of" || folded == "de" || folded == "del"; }

class Reader {
 public:
  Reader(const Script& script, std::size_t begin, std::size_t end)
      : script_(script), begin_(begin), end_(end) {}

  std::optional<Year> read_year(std::size_t at) const {
    const auto found = year(at);
    if (!found || !found->whole) return std::nullopt;
    return Year{found->value, found->last};
  }

  std::optional<Date> read(std::size_t at) {
    Date date;
    date.first = at;
    date.last = at + 1;
    date.month = month_number(script_, at);
    foreign_ = script_[at].of(word_class::kForeignMonth);
    // Behind the month: "eleventh", "the 11th", then a year; or a year alone.
    std::size_t next = skip(abbreviated(at + 1), {"the"});
    if (const auto found = day(next); found && !year_alone(next)) {
      date.day = found->value;
      date.last = found->last;
    }
    next = date.last;
    while (next < end_ &&
           (script_.sign(next, ',') || dash(next) || script_.sign(next, '.') || of(script_.fold(next))))
      ++next;
    if (const auto found = year(next)) {
      date.year = found->value;
      date.last = found->last;
    }
    // In front of it: "the eleventh of", "11", a year.
    std::size_t front = at;
    if (date.day == 0) {
      if (front > begin_ && (of(script_.fold(front - 1)) || script_.sign(front - 1, '.') || dash(front - 1)))
        --front;
      if (const auto first = day_before(front)) {
        date.first = *first;
        date.day = day_at(*first, front)->value;
      }
    }
    if (date.year == 0 && date.first > begin_) year_before(date);
    if (!plausible_date(date.year, date.month, date.day == 0 ? 1 : date.day)) return std::nullopt;
    if (date.day == 0 && date.year == 0) return std::nullopt;
    return date;
  }

  // "the thirty first of the twelfth two thousand and nine": at "of".
  std::optional<Date> read_ordinals(std::size_t at) {
    Date date;
    const auto first = day_before(at);
    std::size_t next = skip(at + 1, {"the"});
    if (!first || next >= end_ || !script_[next].is(kOrdinal)) return std::nullopt;
    date.first = *first;
    date.day = day(*first)->value;
    date.month = script_[next].number;
    const auto found = year(next + 1);
    if (!found) return std::nullopt;
    date.year = found->value;
    date.last = found->last;
    if (!plausible_date(date.year, date.month, date.day)) return std::nullopt;
    return date;
  }

 private:
  struct Value {
    unsigned value = 0;
    std::size_t last = 0;
    bool whole = false;  // a year of four digits
  };

  [[nodiscard]] std::size_t skip(std::size_t i, std::initializer_list<std::string_view> words) const {
    for (const auto word : words)
      if (i < end_ && script_.fold(i) == word) return i + 1;
    return i;
  }

  // "14-Mar-1979"
  [[nodiscard]] bool dash(std::size_t i) const {
    return (script_.sign(i, '-') || script_.sign(i, '/')) && !script_[i].space_before && i + 1 < end_ &&
           !script_[i + 1].space_before;
  }
  // "Sept. 5th": the word behind the full stop.
  [[nodiscard]] std::size_t abbreviated(std::size_t i) const {
    return i + 1 < end_ && script_.sign(i, '.') && !script_[i].space_before && script_[i + 1].digits &&
                   script_.fold(i - 1).size() <= 4
               ? i + 1
               : i;
  }

  // 1-31 at word i: "eleventh", "twenty first", "twenty-first", "11", "11th", "ten", "two two".
  [[nodiscard]] std::optional<Value> day(std::size_t i) const {
    if (i >= end_) return std::nullopt;
    const std::string_view fold = script_.fold(i);
    if (script_[i].digits) {
      std::size_t n = 0;
      unsigned value = 0;
      for (; n < fold.size() && fold[n] >= '0' && fold[n] <= '9' && n < 3; ++n)
        value = value * 10 + static_cast<unsigned>(fold[n] - '0');
      const std::string_view rest = fold.substr(n);
      if (n > 2 || value < 1 || value > 31) return std::nullopt;
      if (!rest.empty() && rest != "st" && rest != "nd" && rest != "rd" && rest != "th" && rest != "er")
        return std::nullopt;
      return Value{value, i + 1, false};
    }
    if (script_[i].is(kOrdinal)) return Value{script_[i].number, i + 1, false};
    if (script_[i].is(kTens)) {
      std::size_t next = i + 1;
      if (next < end_ && script_.sign(next, '-')) ++next;
      if (next < end_ && script_[next].is(kOrdinal) && script_[next].number < 10) {
        const unsigned value = script_[i].number + script_[next].number;
        if (value <= 31) return Value{value, next + 1, false};
      }
    }
    const auto number = read_number(script_, i, end_, Language::english);
    if (!number || number->digits.size() > 2) return std::nullopt;
    unsigned value = static_cast<unsigned>(std::stoul(number->digits));
    std::size_t last = number->last;
    // "two two", "oh five": a day digit by digit, when another number (the year) follows.
    if (number->digits.size() == 1) {
      const auto second = read_number(script_, last, end_, Language::english);
      if (second && second->digits.size() == 1 &&
          (value == 0 || read_number(script_, second->last, end_, Language::english) ||
           (second->last < end_ && script_.sign(second->last, ',')))) {
        value = value * 10 + static_cast<unsigned>(std::stoul(second->digits));
        last = second->last;
      }
    }
    if (value < 1 || value > 31) return std::nullopt;
    return Value{value, last, false};
  }

  // The same in front of word `end`, which may be another language's.
  [[nodiscard]] std::optional<Value> day_at(std::size_t i, std::size_t end) const {
    if (foreign_)
      if (const auto said = read_foreign_day(script_, i, end)) return Value{said->value, said->last, false};
    return day(i);
  }

  // Does a whole year stand here, and no further number behind it? "nineteen eighty seven", but not the day
  // in "twenty nineteen eighty seven".
  [[nodiscard]] bool year_alone(std::size_t i) const {
    const auto found = year(i);
    return found && found->whole && !read_number(script_, found->last, end_, Language::english);
  }

  [[nodiscard]] std::optional<Value> year(std::size_t i) const {
    if (i < end_ && (script_.sign(i, '\'') || script_.fold(i) == "\xE2\x80\x99")) ++i;
    if (i >= end_) return std::nullopt;
    if (script_[i].digits) {
      const std::string_view fold = script_.fold(i);
      if (script_[i].letters || (fold.size() != 4 && fold.size() != 2)) return std::nullopt;
      const unsigned value = full_year(static_cast<unsigned>(std::stoul(std::string(fold))));
      if (value < 1880 || value > 2099) return std::nullopt;
      return Value{value, i + 1, fold.size() == 4};
    }
    if (foreign_)
      if (const auto said = read_foreign_year(script_, i, end_)) return Value{said->value, said->last, true};
    std::string digits;
    std::size_t last = i;
    while (digits.size() < 4 && last < end_) {
      std::size_t at = last;
      if (at > i && script_.sign(at, '-')) ++at;
      const auto number = read_number(script_, at, end_, Language::english);
      if (!number) break;
      // "eighty seven" is two digits and may be all; "nineteen eighty seven" goes on.
      if (digits.size() + number->digits.size() > 4) break;
      digits += number->digits;
      last = number->last;
      if (digits.size() == 2 && digits != "19" && digits != "20" && digits[0] != '1') break;
    }
    if (digits.size() != 4 && digits.size() != 2) return std::nullopt;
    const unsigned value = full_year(static_cast<unsigned>(std::stoul(digits)));
    if (value < 1880 || value > 2099) return std::nullopt;
    return Value{value, last, digits.size() == 4};
  }

  // The first word of the day that ends right before word i; "the" stays outside.
  [[nodiscard]] std::optional<std::size_t> day_before(std::size_t i) const {
    for (std::size_t back = 4; back >= 1; --back) {
      if (i < begin_ + back) continue;
      const std::size_t first = i - back;
      if (const auto found = day_at(first, i); found && found->last == i) return first;
    }
    return std::nullopt;
  }

  void year_before(Date& date) const {
    std::size_t behind = date.first;
    if (behind > begin_ && script_.fold(behind - 1) == "the") --behind;
    if (behind > begin_ && script_.sign(behind - 1, ',')) --behind;
    for (std::size_t back = 5; back >= 1; --back) {
      if (behind < begin_ + back) continue;
      const auto found = year(behind - back);
      if (found && found->last == behind && found->value >= 1880) {
        date.year = found->value;
        date.first = behind - back;
        return;
      }
    }
  }

  const Script& script_;
  std::size_t begin_;
  std::size_t end_;
  bool foreign_ = false;  // the month's name is none of English
};

}  // namespace

std::string Date::canonical() const {
  std::array<char, 16> out{};
  if (year != 0 && day != 0)
    std::snprintf(out.data(), out.size(), "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
  else if (day != 0)
    std::snprintf(out.data(), out.size(), "--%02u-%02u", month % 100, day % 100);
  else
    std::snprintf(out.data(), out.size(), "%04u-%02u", year % 10000, month % 100);
  return out.data();
}

std::vector<std::string_view> foreign_months() {
  std::vector<std::string_view> months;
  for (const Month& month : kForeignMonths) months.push_back(month.word);
  return months;
}

unsigned month_number(const Script& script, std::size_t at) {
  if (script[at].is(kMonth)) return script[at].number;
  if (!script[at].of(word_class::kForeignMonth)) return 0;
  const Month* month = kForeignMonthTable.find(script.fold(at));
  return month == nullptr ? 0 : month->number;
}

std::optional<Date> read_date(const Script& script, std::size_t at, std::size_t begin, std::size_t end) {
  Reader reader(script, begin, end);
  return month_number(script, at) != 0 ? reader.read(at) : reader.read_ordinals(at);
}

std::optional<Year> read_year(const Script& script, std::size_t at, std::size_t end) {
  return Reader(script, at, end).read_year(at);
}

}  // namespace offhook::redact::detect
