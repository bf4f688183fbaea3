#include "test/sim/planted_values.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <sstream>

#include "json/value.h"
#include "sim/content/answer_key.h"

namespace offhook::test {
namespace {

template <class Number>
Number prefix(std::string_view text) {
  Number number = 0;
  std::memcpy(&number, text.data(), sizeof number);
  return number;
}

// Long enough that it stands nowhere by chance: two words, an address, or seven digits.
bool is_telling(std::string_view form) {
  const auto digits = std::count_if(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; });
  return form.size() >= 8 && (digits >= 7 || form.find('@') != std::string_view::npos ||
                              form.find(' ') != std::string_view::npos);
}

}  // namespace

PlantedValues::PlantedValues(const SimulatedWorld& world) {
  std::stringstream key;
  sim::write_answer_key(world.org.world(), false, key);
  std::set<std::string> known;
  for (std::string line; std::getline(key, line);) {
    const auto plant = json::parse(line).value();
    for (const json::Value& form : *plant["forms"].array())
      if (const std::string* text = form.string(); is_telling(*text) && known.insert(*text).second)
        add(*text, plant.text("kind"));
  }
  add(std::string(SimulatedWorld::kTokenKey), "token key");
  add(std::string(sim::FakeS3::kSecret), "store's secret");
  add(world.org.config().login.client_secret, "client secret");
}

void PlantedValues::add(std::string text, std::string_view kind) {
  begins_.set(prefix<std::uint16_t>(text));
  const auto first = prefix<std::uint32_t>(text);
  forms_.emplace(first, Form{std::move(text), std::string(kind)});
}

std::vector<std::string> PlantedValues::in(std::string_view text) const {
  std::vector<std::string> found;
  for (std::size_t at = 0; at + sizeof(std::uint32_t) <= text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (!begins_.test(prefix<std::uint16_t>(rest))) continue;
    const auto [first, last] = forms_.equal_range(prefix<std::uint32_t>(rest));
    for (auto form = first; form != last; ++form)
      if (rest.starts_with(form->second.text))
        found.push_back("a planted " + form->second.kind + " at byte " + std::to_string(at));
  }
  return found;
}

}  // namespace offhook::test
