#include "cli/time_zone.h"

#include <date/tz.h>

namespace offhook::cli {

using std::chrono::days;
using std::chrono::sys_days;

Result<TimeZone> TimeZone::find(const std::string& name) {
  TimeZone found;
  if (name == "UTC") return found;
  try {
    found.zone_ = date::locate_zone(name);
    return found;
  } catch (const std::exception&) {
    return fail(ErrorClass::permanent, "config.time_zone",
                "the system has no time zone '" + name + "': give an IANA name such as Europe/Berlin");
  }
}

TimePoint TimeZone::start_of(std::chrono::year_month_day day) const {
  const sys_days midnight(day);
  if (!zone_) return midnight;
  const date::local_days local(midnight.time_since_epoch());
  return std::chrono::time_point_cast<Milliseconds>(zone_->to_sys(local, date::choose::earliest));
}

sys_days TimeZone::local_day(TimePoint time) const {
  if (!zone_) return std::chrono::floor<days>(time);
  return sys_days(std::chrono::floor<days>(zone_->to_local(time)).time_since_epoch());
}

TimePoint TimeZone::day_start(TimePoint time) const { return start_of(local_day(time)); }

TimePoint TimeZone::next_day(TimePoint time) const { return start_of(local_day(time) + days(1)); }

TimePoint TimeZone::days_before(TimePoint time, int count) const {
  return start_of(local_day(time) - days(count));
}

}  // namespace offhook::cli
