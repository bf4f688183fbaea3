// Canonical JSON of an object of which some members are canonical JSON already, as text: a long one is not
// read into a Value to be written again.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "json/value.h"

namespace offhook::archive {

using TextMembers = std::map<std::string, std::string, std::less<>>;

[[nodiscard]] inline std::string json_with_texts(json::Value::Object members, TextMembers texts) {
  std::size_t size = 0;
  for (const auto& [name, text] : texts) {
    size += text.size() + name.size() + 4;
    members[name];  // its place in the order
  }
  const auto text_of = [&](const std::string& name, const json::Value& value) {
    const auto text = texts.find(name);
    return text == texts.end() ? json::canonical(value) : std::move(text->second);
  };
  std::string out;
  out.reserve(size + 4096);
  for (const auto& [name, value] : members) {
    out += out.empty() ? '{' : ',';
    out += json::quote(name);
    out += ':';
    out += text_of(name, value);
  }
  out += out.empty() ? "{}" : "}";
  return out;
}

}  // namespace offhook::archive
