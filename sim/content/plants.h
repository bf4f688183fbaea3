// Plants remembers every personal value the generator puts into one conversation: the answer key.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace offhook::sim {

class Plants {
 public:
  enum class Keep { no, yes };
  // Who only wants the content keeps nothing: the answer key costs time.
  explicit Plants(Keep keep) : keep_(keep) {}

  // `form` is the text as it stands at `place`; returned, so that planting and writing are one expression.
  std::string plant(std::string_view kind, std::string_view value, std::string_view form,
                    std::string_view place) {
    if (keep_ == Keep::yes) forms_[{std::string(kind), std::string(value), std::string(place)}].emplace(form);
    return std::string(form);
  }

  // NDJSON: {"conversationId","kind","value","forms":[…],"place"}. Each form beyond plain ASCII letters and
  // digits is listed as JSON escapes and as percent-encoding write it, too.
  [[nodiscard]] std::string ndjson(std::string_view conversation_id) const;

 private:
  Keep keep_;
  std::map<std::tuple<std::string, std::string, std::string>, std::set<std::string>> forms_;
};

}  // namespace offhook::sim
