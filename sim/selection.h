// Selection: which conversations a query or a job means, and in which order.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "json/value.h"
#include "sim/content/world.h"
#include "sim/filter.h"

namespace offhook::sim {

struct Interval {
  TimePoint from{};
  TimePoint to{};
};

// "start/end", ISO 8601. The Error's text is the platform's message.
[[nodiscard]] Result<Interval> parse_interval(std::string_view text);

struct Selection {
  enum class OrderBy { start, end };
  Interval interval{};
  Filters filters{};
  OrderBy order_by = OrderBy::start;
  bool descending = false;
  std::optional<std::uint64_t> limit{};  // job only
  bool started_inside = false;           // job only: startOfDayIntervalMatching
};

[[nodiscard]] Result<Selection> parse_selection(const json::Value& body);

// The two rules by which an interval selects; they differ in the API, too.
enum class Rule {
  activity,      // the job: anything happened in the interval, as far as is known
  started_days,  // the query: it started on a day the interval touches
};

// Rows: the selected conversations by position. Positions that do not match are skipped by the reader, so
// that a large selection costs nothing until it is read. Immutable.
class Rows {
 public:
  Rows() = default;
  // `as_of`: what happened later is not known.
  static Rows select(const World& world, Selection selection, Rule rule, TimePoint as_of);

  [[nodiscard]] std::uint64_t positions() const { return list_ ? list_->size() : end_ - begin_; }
  // The conversation at a position, if it is of the selection.
  [[nodiscard]] std::optional<Outline> at(std::uint64_t position) const;
  // The same rows, found once and for all: a position is then a row number.
  [[nodiscard]] Rows materialised() const;
  // True if every position matches: position and row number are the same.
  [[nodiscard]] bool dense() const {
    return list_ || (rule_ == Rule::started_days && selection_.filters.empty());
  }

 private:
  Rows(const World& world, Selection selection, Rule rule, TimePoint as_of);
  [[nodiscard]] bool match(const Outline& outline) const;

  const World* world_ = nullptr;
  Selection selection_{};
  Rule rule_ = Rule::activity;
  TimePoint as_of_{};
  std::uint64_t begin_ = 0;  // indexes
  std::uint64_t end_ = 0;
  std::shared_ptr<const std::vector<std::uint64_t>> list_;  // shared by copies of the same rows
};

}  // namespace offhook::sim
