#include "store/s3/policy.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace offhook::store::s3 {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return result;
}

// A policy writes one value bare or several in a list; booleans and numbers also without quotes.
std::vector<std::string> values_of(const json::Value& value) {
  std::vector<std::string> result;
  const auto add = [&result](const json::Value& one) {
    if (const auto* text = one.string()) result.push_back(*text);
    if (const auto* flag = one.boolean()) result.emplace_back(*flag ? "true" : "false");
    if (const auto* number = one.integer()) result.push_back(std::to_string(*number));
    if (one.real() != nullptr) result.push_back(json::compact(one));
  };
  if (const auto* list = value.array())
    for (const json::Value& one : *list) add(one);
  else
    add(value);
  return result;
}

// Element names are matched without regard to case.
const json::Value& element(const json::Value& statement, std::string_view name) {
  static const json::Value kNone;
  if (const auto* members = statement.object())
    for (const auto& [key, value] : *members)
      if (lower(key) == lower(name)) return value;
  return kNone;
}

bool any_matches(const json::Value& patterns, const std::string& text, bool ignore_case) {
  return std::ranges::any_of(values_of(patterns), [&](const std::string& pattern) {
    return ignore_case ? wildcard_match(lower(pattern), lower(text)) : wildcard_match(pattern, text);
  });
}

// Action or NotAction, Resource or NotResource. A statement with neither does not speak of it.
bool covers(const json::Value& statement, std::string_view name, const std::string& text, bool ignore_case) {
  if (const json::Value& positive = element(statement, name); !positive.is_null())
    return any_matches(positive, text, ignore_case);
  if (const json::Value& negative = element(statement, "Not" + std::string(name)); !negative.is_null())
    return !any_matches(negative, text, ignore_case);
  return false;
}

enum class Principals { all, some, none };

Principals principals_of(const json::Value& statement) {
  const json::Value& principal = element(statement, "Principal");
  if (principal.is_null())
    return element(statement, "NotPrincipal").is_null() ? Principals::none : Principals::some;
  const auto is_everybody = [](const json::Value& value) {
    return std::ranges::any_of(values_of(value), [](const std::string& text) { return text == "*"; });
  };
  if (is_everybody(principal)) return Principals::all;
  if (const auto* members = principal.object())
    for (const auto& [kind, value] : *members)
      if ((kind == "AWS" || kind == "*") && is_everybody(value)) return Principals::all;
  return Principals::some;
}

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool compare(std::string_view op, const std::string& wanted, const std::string& actual) {
  if (op == "stringequals") return wanted == actual;
  if (op == "stringequalsignorecase" || op == "bool") return lower(wanted) == lower(actual);
  if (op == "stringlike" || op == "arnlike" || op == "arnequals") return wildcard_match(wanted, actual);
  if (op.starts_with("numeric")) {
    const auto limit = number(wanted);
    const auto value = number(actual);
    if (!limit || !value) return false;
    if (op == "numericequals") return *value == *limit;
    if (op == "numericlessthan") return *value < *limit;
    if (op == "numericlessthanequals") return *value <= *limit;
    if (op == "numericgreaterthan") return *value > *limit;
    if (op == "numericgreaterthanequals") return *value >= *limit;
  }
  return false;
}

// The operator that a negated one negates; empty for those that are not.
std::string_view negated(std::string_view op) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNegated = {{
      {"stringnotequals", "stringequals"},
      {"stringnotequalsignorecase", "stringequalsignorecase"},
      {"stringnotlike", "stringlike"},
      {"arnnotequals", "arnequals"},
      {"arnnotlike", "arnlike"},
      {"numericnotequals", "numericequals"},
  }};
  for (const auto& [negative, positive] : kNegated)
    if (op == negative) return positive;
  return "";
}

bool is_known(std::string_view op) {
  constexpr std::array<std::string_view, 11> kOperators = {"stringequals",
                                                           "stringequalsignorecase",
                                                           "bool",
                                                           "stringlike",
                                                           "arnlike",
                                                           "arnequals",
                                                           "numericequals",
                                                           "numericlessthan",
                                                           "numericlessthanequals",
                                                           "numericgreaterthan",
                                                           "numericgreaterthanequals"};
  return std::ranges::find(kOperators, op) != kOperators.end();
}

// Whether one line of a Condition holds; nothing where the situation cannot tell.
std::optional<bool> holds(std::string op, const std::string& key, const json::Value& wanted_value,
                          const Situation& situation) {
  op = lower(op);
  bool for_any = false;
  bool for_all = false;
  if (op.starts_with("foranyvalue:")) {
    for_any = true;
    op.erase(0, 12);
  } else if (op.starts_with("forallvalues:")) {
    for_all = true;
    op.erase(0, 13);
  }
  const auto known = situation.keys.find(lower(key));
  if (known == situation.keys.end()) return std::nullopt;
  const std::vector<std::string>& actual = known->second;
  const std::vector<std::string> wanted = values_of(wanted_value);

  if (op == "null")
    return std::ranges::any_of(
        wanted, [&](const std::string& text) { return (lower(text) == "true") == actual.empty(); });
  bool if_exists = false;
  if (op.ends_with("ifexists")) {
    if_exists = true;
    op.erase(op.size() - 8);
  }
  const std::string_view positive = negated(op);
  const bool is_negated = !positive.empty();
  const std::string_view comparison = is_negated ? positive : std::string_view(op);
  if (!is_known(comparison)) return std::nullopt;
  // IAM: without the key a positive operator does not match and a negated one does; a set operator follows
  // the empty set.
  if (actual.empty()) return if_exists || for_all || (is_negated && !for_any);

  const auto matches = [&](const std::string& value) {
    const bool equal = std::ranges::any_of(
        wanted, [&](const std::string& text) { return compare(comparison, text, value); });
    return equal != is_negated;
  };
  return for_all || !(for_any || !is_negated) ? std::ranges::all_of(actual, matches)
                                              : std::ranges::any_of(actual, matches);
}

// All lines of all operators must hold. Nothing: some line cannot be told and no other decides.
std::optional<bool> condition_holds(const json::Value& statement, const Situation& situation) {
  const auto* operators = element(statement, "Condition").object();
  bool unclear = false;
  if (operators != nullptr)
    for (const auto& [op, lines] : *operators) {
      const auto* keys = lines.object();
      if (keys == nullptr) return std::nullopt;
      for (const auto& [key, wanted] : *keys) {
        const auto line = holds(op, key, wanted, situation);
        if (line && !*line) return false;
        unclear = unclear || !line;
      }
    }
  if (unclear) return std::nullopt;
  return true;
}

// Conditions that tie an Allow to somebody in particular.
bool is_tied_down(const json::Value& statement) {
  constexpr std::array<std::string_view, 14> kTies = {
      "aws:principalorgid",    "aws:principalorgpaths",    "aws:principalaccount",
      "aws:principalarn",      "aws:sourceaccount",        "aws:sourcearn",
      "aws:sourceip",          "aws:sourceorgid",          "aws:sourceowner",
      "aws:sourcevpc",         "aws:sourcevpce",           "aws:userid",
      "s3:dataaccesspointarn", "s3:dataaccesspointaccount"};
  const auto* operators = element(statement, "Condition").object();
  if (operators == nullptr) return false;
  for (const auto& [op, lines] : *operators) {
    const std::string name = lower(op);
    // Only a positive operator that fails where the key is missing ties anything down.
    const bool ties = (name.starts_with("stringequals") || name.starts_with("stringlike") ||
                       name.starts_with("arn") || name == "ipaddress") &&
                      name.find("not") == std::string::npos && !name.ends_with("ifexists");
    const auto* keys = lines.object();
    if (!ties || keys == nullptr) continue;
    for (const auto& [key, wanted] : *keys) {
      const auto values = values_of(wanted);
      const bool is_open = std::ranges::any_of(values, [](const std::string& value) {
        return value == "*" || value == "0.0.0.0/0" || value == "::/0";
      });
      if (std::ranges::find(kTies, lower(key)) != kTies.end() && !is_open && !values.empty()) return true;
    }
  }
  return false;
}

}  // namespace

bool wildcard_match(std::string_view pattern, std::string_view text) {
  // Backtracking to the latest star only: linear in practice, quadratic at worst.
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Result<Policy> Policy::parse(std::string_view text) {
  const auto document = json::parse(text);
  if (document) {
    const json::Value& statement = element(*document, "Statement");
    if (const auto* list = statement.array()) return Policy(*list);
    if (statement.object() != nullptr) return Policy({statement});
  }
  return fail(ErrorClass::corrupt, "policy.malformed", "the bucket policy has no statements");
}

DenyOutcome Policy::denies(const Situation& situation) const {
  DenyOutcome outcome = DenyOutcome::allowed;
  for (const json::Value& statement : statements_) {
    const auto* effect = element(statement, "Effect").string();
    if (effect == nullptr || lower(*effect) != "deny") continue;
    const Principals principals = principals_of(statement);
    if (principals == Principals::none || !covers(statement, "Action", situation.action, true) ||
        !covers(statement, "Resource", situation.resource, false))
      continue;
    const auto condition = condition_holds(statement, situation);
    if (!condition.value_or(false)) continue;
    if (principals == Principals::all) return DenyOutcome::denied;
    outcome = DenyOutcome::partial;
  }
  return outcome;
}

bool Policy::is_public() const {
  return std::ranges::any_of(statements_, [](const json::Value& statement) {
    const auto* effect = element(statement, "Effect").string();
    if (effect == nullptr || lower(*effect) != "allow") return false;
    // An Allow with NotPrincipal reaches everybody but the few it names.
    const bool everybody =
        principals_of(statement) == Principals::all || !element(statement, "NotPrincipal").is_null();
    return everybody && !is_tied_down(statement);
  });
}

}  // namespace offhook::store::s3
