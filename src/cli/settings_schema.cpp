// The JSON Schema (draft 2020-12) of offhook.toml, as editors and validators of TOML take it.
#include <cmath>

#include "cli/settings_document.h"
#include "json/value.h"

namespace offhook::cli {
namespace {

using json::Value;

Value number(double value) {
  if (value == std::floor(value)) return static_cast<std::int64_t>(value);
  return value;
}

Value::Object of_type(const char* type) { return {{"type", type}}; }

Value::Array choices_of(const SettingSpec& spec) {
  Value::Array choices;
  for (std::size_t at = 0; at <= spec.choices.size();) {
    const std::size_t bar = std::min(spec.choices.find('|', at), spec.choices.size());
    choices.emplace_back(spec.choices.substr(at, bar - at));
    at = bar + 1;
  }
  return choices;
}

Value::Object type_of(const SettingSpec& spec) {
  switch (spec.type) {
    case SettingType::number:
    case SettingType::decimal: {
      Value::Object type = of_type(spec.type == SettingType::number ? "integer" : "number");
      type["minimum"] = number(spec.least);
      if (spec.most < SettingSpec{}.most) type["maximum"] = number(spec.most);
      if (!spec.fallback.empty()) type["default"] = number(std::stod(std::string(spec.fallback)));
      return type;
    }
    case SettingType::boolean: {
      Value::Object type = of_type("boolean");
      type["default"] = spec.fallback == "true";
      return type;
    }
    case SettingType::list: {
      Value::Object strings = of_type("array"), named = of_type("object");
      strings["items"] = of_type("string");
      named["additionalProperties"] = of_type("string");
      return {{"anyOf", Value::Array{of_type("string"), std::move(strings), std::move(named)}}};
    }
    case SettingType::text:
    case SettingType::secret:
      break;
  }
  Value::Object type = of_type("string");
  if (!spec.choices.empty()) type["enum"] = choices_of(spec);
  if (!spec.fallback.empty()) type["default"] = std::string(spec.fallback);
  return type;
}

Value::Object described(const SettingSpec& spec) {
  Value::Object type = type_of(spec);
  type["description"] = std::string(spec.help);
  return type;
}

Value::Object closed(Value::Object properties) {
  Value::Object object = of_type("object");
  object["properties"] = std::move(properties);
  object["additionalProperties"] = false;
  return object;
}

}  // namespace

std::string json_schema() {
  Value::Object sections, org;
  for (const SettingSection& section : setting_sections()) {
    Value::Object members;
    for (const SettingSpec* spec : section.settings)
      members[std::string(member_name(*spec))] = described(*spec);
    if (section.name == "org") {
      org = closed(std::move(members));
    } else {
      sections[std::string(section.name)] = closed(std::move(members));
      sections[std::string(section.name)].object()->emplace("description", std::string(section.title));
    }
  }
  Value::Object organisation = sections;
  organisation["expected_org_id"] = described(spec_of("org.expected_id"));
  org["additionalProperties"] = closed(std::move(organisation));
  sections["org"] = std::move(org);
  Value::Object schema = closed(std::move(sections));
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = "offhook.toml";
  return json::compact(schema);
}

}  // namespace offhook::cli
