#include "sim/filter.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "base/time.h"

namespace offhook::sim {

namespace {

constexpr std::array<std::string_view, 11> kConversationDimensions{"accessAttribute",
                                                                   "conversationEnd",
                                                                   "conversationId",
                                                                   "conversationInitiator",
                                                                   "conversationStart",
                                                                   "customerParticipation",
                                                                   "divisionId",
                                                                   "externalTag",
                                                                   "mediaStatsMinConversationMos",
                                                                   "originatingDirection",
                                                                   "originatingSocialMediaPublic"};

// Dimensions are singular where the record's member is a list.
std::string_view member_of(std::string_view dimension) {
  if (dimension == "divisionId") return "divisionIds";
  if (dimension == "accessAttribute") return "accessAttributes";
  if (dimension == "requestedRouting") return "requestedRoutings";
  if (dimension == "requestedRoutingSkillId") return "requestedRoutingSkillIds";
  return dimension;
}

std::string as_text(const json::Value& value) {
  if (const auto* text = value.string()) return *text;
  if (const auto* flag = value.boolean()) return *flag ? "true" : "false";
  if (const auto* number = value.integer()) return std::to_string(*number);
  return {};
}

bool in_range(double value, const std::vector<std::pair<std::string, double>>& range) {
  return std::all_of(range.begin(), range.end(), [value](const auto& bound) {
    if (bound.first == "gt") return value > bound.second;
    if (bound.first == "gte") return value >= bound.second;
    if (bound.first == "lt") return value < bound.second;
    return value <= bound.second;
  });
}

// Looks a name up in one thing (a conversation, or a segment with its session and participant).
using Lookup = std::function<const json::Value&(std::string_view)>;

std::optional<double> number_of(std::string_view name, const Lookup& lookup) {
  if (name == "tSegmentDuration") {
    const auto start = parse_rfc3339(as_text(lookup("segmentStart")));
    const auto end = parse_rfc3339(as_text(lookup("segmentEnd")));
    if (!start || !end) return std::nullopt;
    return static_cast<double>((*end - *start).count());
  }
  const json::Value& value = lookup(name);
  if (const auto* real = value.real()) return *real;
  if (const auto* integer = value.integer()) return static_cast<double>(*integer);
  return std::nullopt;
}

bool match(const Predicate& predicate, const Lookup& lookup) {
  if (!predicate.range.empty()) {
    const std::optional<double> value = number_of(predicate.name, lookup);
    return value && in_range(*value, predicate.range);
  }
  const json::Value& value = lookup(member_of(predicate.name));
  if (predicate.op == Predicate::Operator::exists) return !value.is_null();
  if (predicate.op == Predicate::Operator::not_exists) return value.is_null();
  if (const auto* list = value.array()) {
    return std::any_of(list->begin(), list->end(),
                       [&](const json::Value& item) { return as_text(item) == predicate.value; });
  }
  return !value.is_null() && as_text(value) == predicate.value;
}

bool match(const Clause& clause, const Lookup& lookup) {
  std::vector<bool> results;
  for (const Predicate& predicate : clause.predicates) results.push_back(match(predicate, lookup));
  for (const Clause& inner : clause.clauses) results.push_back(match(inner, lookup));
  const auto yes = [](bool result) { return result; };
  return clause.all ? std::all_of(results.begin(), results.end(), yes)
                    : std::any_of(results.begin(), results.end(), yes);
}

// Calls `test` for each segment until it says yes.
bool any_segment(const json::Value& record, const std::function<bool(const Lookup&)>& test) {
  static const json::Value kNone;
  const auto list = [](const json::Value& value) -> const json::Value::Array& {
    static const json::Value::Array kEmpty;
    return value.array() ? *value.array() : kEmpty;
  };
  for (const json::Value& participant : list(record["participants"])) {
    for (const json::Value& session : list(participant["sessions"])) {
      for (const json::Value& segment : list(session["segments"])) {
        const Lookup lookup = [&](std::string_view name) -> const json::Value& {
          for (const json::Value* place : {&segment, &session, &session["flow"], &participant}) {
            if (const json::Value& found = (*place)[name]; !found.is_null()) return found;
          }
          return kNone;
        };
        if (test(lookup)) return true;
      }
    }
  }
  return false;
}

Result<Predicate> parse_predicate(const json::Value& value, bool on_conversation) {
  Predicate predicate;
  for (const std::string_view name : {"dimension", "metric", "property"}) {
    if (!value.text(name).empty()) predicate.name = value.text(name);
  }
  const bool known =
      !on_conversation || std::find(kConversationDimensions.begin(), kConversationDimensions.end(),
                                    predicate.name) != kConversationDimensions.end();
  if (predicate.name.empty() || !known) {
    return fail(ErrorClass::permanent, "invalid.property",
                "A filter's predicate has no dimension that can be filtered on here.");
  }
  const std::string_view op = value.text("operator");
  if (op == "exists") {
    predicate.op = Predicate::Operator::exists;
  } else if (op == "notExists") {
    predicate.op = Predicate::Operator::not_exists;
  } else if (!op.empty() && op != "matches") {
    return fail(ErrorClass::permanent, "invalid.value", "A predicate's operator is not known.");
  }
  predicate.value = as_text(value["value"]);
  for (const std::string name : {"gt", "gte", "lt", "lte"}) {
    const json::Value& bound = value["range"][name];
    if (const auto* real = bound.real()) predicate.range.emplace_back(name, *real);
    if (const auto* integer = bound.integer()) {
      predicate.range.emplace_back(name, static_cast<double>(*integer));
    }
  }
  return predicate;
}

Result<Clause> parse_clause(const json::Value& value, bool on_conversation, int levels) {
  const std::string_view type = value.text("type");
  if (type != "and" && type != "or") {
    return fail(ErrorClass::permanent, "invalid.value", "A filter's type must be and or or.");
  }
  Clause clause;
  clause.all = type == "and";
  if (const auto* predicates = value["predicates"].array()) {
    for (const json::Value& item : *predicates) {
      OFFHOOK_TRY(Predicate predicate, parse_predicate(item, on_conversation));
      clause.predicates.push_back(std::move(predicate));
    }
  }
  if (const auto* clauses = value["clauses"].array(); clauses && levels > 1) {
    for (const json::Value& item : *clauses) {
      OFFHOOK_TRY(Clause inner, parse_clause(item, on_conversation, levels - 1));
      clause.clauses.push_back(std::move(inner));
    }
  }
  return clause;
}

}  // namespace

Result<Filters> Filters::parse(const json::Value& body) {
  constexpr std::array<std::pair<std::string_view, On>, 5> kLists{{{"conversationFilters", On::conversation},
                                                                   {"segmentFilters", On::segment},
                                                                   {"evaluationFilters", On::evaluation},
                                                                   {"surveyFilters", On::survey},
                                                                   {"resolutionFilters", On::resolution}}};
  Filters filters;
  for (const auto& [name, on] : kLists) {
    const json::Value& list = body[name];
    if (list.is_null()) continue;
    if (!list.array()) {
      return fail(ErrorClass::permanent, "bad.request", std::string(name) + " must be a list.");
    }
    for (const json::Value& item : *list.array()) {
      OFFHOOK_TRY(Clause clause, parse_clause(item, on == On::conversation, 2));
      filters.lists_.push_back({on, std::move(clause)});
    }
  }
  return filters;
}

bool Filters::match(const json::Value& record) const {
  const auto any_of = [&record](std::string_view member, const Clause& clause) {
    const json::Value::Array* items = record[member].array();
    return items && std::any_of(items->begin(), items->end(), [&clause](const json::Value& item) {
             return sim::match(clause,
                               [&item](std::string_view name) -> const json::Value& { return item[name]; });
           });
  };
  return std::all_of(lists_.begin(), lists_.end(), [&](const List& list) {
    switch (list.on) {
      case On::conversation:
        return sim::match(list.clause,
                          [&record](std::string_view name) -> const json::Value& { return record[name]; });
      case On::segment:
        return any_segment(record, [&](const Lookup& lookup) { return sim::match(list.clause, lookup); });
      case On::evaluation:
        return any_of("evaluations", list.clause);
      case On::survey:
        return any_of("surveys", list.clause);
      case On::resolution:
        return any_of("resolutions", list.clause);
    }
    return false;
  });
}

}  // namespace offhook::sim
