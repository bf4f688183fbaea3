#include "sim/content/plants.h"

#include <vector>

#include "http/url.h"
#include "sim/content/json_text.h"

namespace offhook::sim {

std::string Plants::ndjson(std::string_view conversation_id) const {
  std::string lines;
  for (const auto& [key, forms] : forms_) {
    const auto& [kind, value, place] = key;
    std::set<std::string> all = forms;
    for (const std::string& form : forms) {
      std::string escaped;
      append_json_string(escaped, form, Escapes::ascii);
      all.insert(escaped.substr(1, escaped.size() - 2));
      all.insert(http::percent_encode(form));
    }
    JsonObject line;
    line.text("conversationId", conversation_id).text("kind", kind).text("value", value);
    line.texts("forms", {all.begin(), all.end()}).text("place", place);
    lines += std::move(line).take();
    lines += '\n';
  }
  return lines;
}

}  // namespace offhook::sim
