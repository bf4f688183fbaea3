#include "sim/selection.h"

#include <algorithm>

#include "base/check.h"
#include "sim/content/conversation.h"

namespace offhook::sim {

namespace {

// No conversation lasts longer: the platform seems to close what is left open near 60 days.
constexpr std::chrono::days kLongest{61};

}  // namespace

Result<Interval> parse_interval(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return fail(ErrorClass::permanent, "bad.request", "An interval of the form start/end is required.");
  }
  const auto from = parse_rfc3339(text.substr(0, slash));
  const auto to = parse_rfc3339(text.substr(slash + 1));
  if (!from || !to) {
    return fail(ErrorClass::permanent, "invalid.date", "The interval is not two ISO-8601 dates.");
  }
  if (*to <= *from) {
    return fail(ErrorClass::permanent, "bad.request", "The interval's end must be after its start.");
  }
  return Interval{*from, *to};
}

Result<Selection> parse_selection(const json::Value& body) {
  Selection selection;
  OFFHOOK_TRY(selection.interval, parse_interval(body.text("interval")));
  OFFHOOK_TRY(selection.filters, Filters::parse(body));
  const std::string_view order = body.text("order");
  if (!order.empty() && order != "asc" && order != "desc" && order != "unordered") {
    return fail(ErrorClass::permanent, "invalid.value", "The order must be asc, desc or unordered.");
  }
  selection.descending = order == "desc";
  const std::string_view by = body.text("orderBy");
  if (by == "conversationEnd" || by == "segmentEnd") {
    selection.order_by = Selection::OrderBy::end;
  } else if (!by.empty() && by != "conversationStart" && by != "segmentStart") {
    return fail(ErrorClass::permanent, "invalid.value", "The orderBy is not known.");
  }
  if (body.number("limit") > 0) selection.limit = static_cast<std::uint64_t>(body.number("limit"));
  const bool* inside = body["startOfDayIntervalMatching"].boolean();
  selection.started_inside = inside && *inside;
  return selection;
}

Rows::Rows(const World& world, Selection selection, Rule rule, TimePoint as_of)
    : world_(&world), selection_(std::move(selection)), rule_(rule), as_of_(as_of) {
  Interval interval = selection_.interval;
  const TimePoint first_day = std::chrono::floor<std::chrono::days>(interval.from);
  if (rule == Rule::started_days) {
    interval = {first_day, std::chrono::ceil<std::chrono::days>(interval.to)};
  } else {
    interval.from = selection_.started_inside ? first_day : interval.from - kLongest;
  }
  begin_ = world.first_from(interval.from);
  // Known are conversations that had begun at `as_of`.
  end_ = std::max(begin_, world.first_from(std::min(interval.to, as_of + Milliseconds(1))));
}

Rows Rows::select(const World& world, Selection selection, Rule rule, TimePoint as_of) {
  Rows rows(world, std::move(selection), rule, as_of);
  const bool plain = rows.selection_.order_by == Selection::OrderBy::start && !rows.selection_.limit;
  return plain ? rows : rows.materialised();
}

bool Rows::match(const Outline& outline) const {
  if (rule_ == Rule::activity && std::min(outline.end, as_of_) < selection_.interval.from) return false;
  if (selection_.filters.empty()) return true;
  const auto record =
      json::parse(write_record(make_conversation(*world_, outline), as_of_, Attributes::without));
  check(record.has_value(), "a written record is valid JSON");
  return selection_.filters.match(*record);
}

std::optional<Outline> Rows::at(std::uint64_t position) const {
  if (list_) return world_->outline((*list_)[position]);
  const std::uint64_t index = selection_.descending ? end_ - 1 - position : begin_ + position;
  Outline outline = world_->outline(index);
  if (!match(outline)) return std::nullopt;
  return outline;
}

Rows Rows::materialised() const {
  std::vector<std::pair<TimePoint, std::uint64_t>> found;
  for (std::uint64_t index = begin_; index < end_; ++index) {
    const Outline outline = world_->outline(index);
    const bool by_end = selection_.order_by == Selection::OrderBy::end;
    if (match(outline)) found.emplace_back(by_end ? outline.end : outline.start, index);
  }
  std::sort(found.begin(), found.end());
  if (selection_.descending) std::reverse(found.begin(), found.end());
  if (selection_.limit && found.size() > *selection_.limit) found.resize(*selection_.limit);
  auto list = std::make_shared<std::vector<std::uint64_t>>();
  list->reserve(found.size());
  for (const auto& [time, index] : found) list->push_back(index);
  Rows rows = *this;
  rows.list_ = std::move(list);
  return rows;
}

}  // namespace offhook::sim
