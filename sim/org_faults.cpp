#include "sim/org_faults.h"

#include <algorithm>
#include <array>
#include <utility>

#include "json/value.h"

namespace offhook::sim {

namespace {

constexpr std::array<std::pair<std::string_view, OrgFault::Kind>, 13> kNames{
    {{"throttled", OrgFault::Kind::throttled},
     {"status", OrgFault::Kind::status},
     {"reset_before", OrgFault::Kind::reset_before},
     {"reset_after", OrgFault::Kind::reset_after},
     {"stall", OrgFault::Kind::stall},
     {"slow", OrgFault::Kind::slow},
     {"cut", OrgFault::Kind::cut},
     {"wrong_length", OrgFault::Kind::wrong_length},
     {"flip", OrgFault::Kind::flip},
     {"wrong_digest", OrgFault::Kind::wrong_digest},
     {"revoke", OrgFault::Kind::revoke},
     {"job_failed", OrgFault::Kind::job_failed},
     {"job_expired", OrgFault::Kind::job_expired}}};

// The part of a path up to the next '/', which is taken off.
std::string_view next_part(std::string_view& path) {
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view part = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return part;
}

bool path_matches(std::string_view pattern, std::string_view path) {
  for (;;) {
    if (pattern == "**") return true;
    if (pattern.empty() || path.empty()) return pattern.empty() && path.empty();
    const std::string_view wanted = next_part(pattern), given = next_part(path);
    if (wanted != "*" && wanted != given) return false;
  }
}

bool matches(std::string_view endpoint, const http::ServerRequest& request) {
  const std::size_t space = endpoint.find(' ');
  if (space == std::string_view::npos) return false;
  const std::string_view method = endpoint.substr(0, space);
  if (method != "*" && method != request.method) return false;
  std::string_view pattern = endpoint.substr(space + 1), path = request.path();
  if (!pattern.starts_with('/') || !path.starts_with('/')) return false;
  pattern.remove_prefix(1);
  path.remove_prefix(1);
  return path_matches(pattern, path);
}

Result<OrgFault> parse_fault(const json::Value& value, std::size_t number) {
  const auto wrong = [number](std::string_view what) {
    return fail(ErrorClass::permanent, "sim.faults",
                "fault " + std::to_string(number) + " of the script: " + std::string(what));
  };
  constexpr std::array<std::string_view, 9> kMembers{"endpoint", "from",     "times",  "fault", "status",
                                                     "seconds",  "pause_ms", "pieces", "bytes"};
  if (!value.object()) return wrong("it is no object");
  for (const auto& [name, member] : *value.object()) {
    if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end())
      return wrong("unknown member " + name);
  }
  OrgFault fault;
  const auto kind = std::find_if(kNames.begin(), kNames.end(),
                                 [&](const auto& entry) { return entry.first == value.text("fault"); });
  if (kind == kNames.end()) return wrong("its `fault` is not known");
  fault.kind = kind->second;
  fault.endpoint = value.text("endpoint");
  if (fault.endpoint.find(" /") == std::string::npos) return wrong("its `endpoint` is not `METHOD /path`");
  const auto number_or = [&value](std::string_view name, auto fallback) {
    return value[name].is_null() ? fallback : static_cast<decltype(fallback)>(value.number(name));
  };
  fault.from = number_or("from", fault.from);
  fault.times = number_or("times", fault.times);
  fault.status = number_or("status", fault.status);
  fault.seconds = number_or("seconds", fault.seconds);
  fault.pause = Milliseconds(number_or("pause_ms", fault.pause.count()));
  fault.pieces = std::max<std::uint64_t>(1, number_or("pieces", fault.pieces));
  fault.bytes = number_or("bytes", fault.bytes);
  return fault;
}

}  // namespace

void OrgFaults::add(OrgFault fault) {
  const MutexLock lock(mutex_);
  entries_.push_back({std::move(fault), 0});
}

std::optional<OrgFault> OrgFaults::strike(const http::ServerRequest& request) {
  const MutexLock lock(mutex_);
  std::optional<OrgFault> struck;
  for (Entry& entry : entries_) {
    if (!matches(entry.fault.endpoint, request)) continue;
    const std::uint64_t call = ++entry.calls;
    if (!struck && call >= entry.fault.from && call - entry.fault.from < entry.fault.times)
      struck = entry.fault;
  }
  return struck;
}

Result<std::vector<OrgFault>> parse_faults(std::string_view json) {
  OFFHOOK_TRY(const json::Value script, json::parse(json));
  const json::Value::Array* list = script["faults"].array();
  if (!list) return fail(ErrorClass::permanent, "sim.faults", "the script has no list `faults`");
  std::vector<OrgFault> faults;
  for (const json::Value& item : *list) {
    OFFHOOK_TRY(OrgFault fault, parse_fault(item, faults.size() + 1));
    faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace offhook::sim
