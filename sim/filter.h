// Filter: the predicates of a query body (SDK types ConversationDetailQueryFilter, SegmentDetailQueryFilter
// and kin), evaluated over a written record, so that every dimension works that the record has.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "json/value.h"

namespace offhook::sim {

struct Predicate {
  enum class Operator { matches, exists, not_exists };
  std::string name;  // the dimension, metric or property
  Operator op = Operator::matches;
  std::string value;
  // Of `range`, for metrics: bounds that are set.
  std::vector<std::pair<std::string, double>> range;
};

// {"type":"and"|"or","predicates":[…],"clauses":[{"type":…,"predicates":[…]}]}: two levels.
struct Clause {
  bool all = true;
  std::vector<Predicate> predicates;
  std::vector<Clause> clauses;
};

// The filter lists of one body; the elements of a list are ANDed, and so are the lists.
class Filters {
 public:
  // The Error's code and text are the platform's.
  [[nodiscard]] static Result<Filters> parse(const json::Value& body);
  [[nodiscard]] bool empty() const { return lists_.empty(); }
  // `record` is a conversation as written.
  [[nodiscard]] bool match(const json::Value& record) const;

 private:
  enum class On { conversation, segment, evaluation, survey, resolution };
  struct List {
    On on;
    Clause clause;
  };
  std::vector<List> lists_;
};

}  // namespace offhook::sim
