#include "sim/selection.h"

namespace offhook::sim {

namespace {

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
  const std::string_view order = body.text("order");
  if (!order.empty() && order != "asc" && order != "desc" && order != "unordered") {
    return fail(ErrorClass::permanent, "invalid.value", "The order must be asc, desc or unordered.");
  }
  selection.descending = order == "desc";
  return selection;
}

bool active_in(const Outline& outline, const Interval& interval, TimePoint as_of) {
  return outline.start <= as_of && outline.start < interval.to && outline.end >= interval.from;
}

IndexRange candidates(const World& world, const Interval& interval) {
  return {world.first_from(interval.from - kLongest), world.first_from(interval.to)};
}

}  // namespace offhook::sim
