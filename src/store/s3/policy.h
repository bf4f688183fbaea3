// A bucket policy, read and asked as IAM evaluates it (IAM User Guide, "Policy evaluation logic" and "IAM
// JSON policy elements: Condition operators"), as far as the gate needs it.
//
// Where a rule cannot be decided from the situation alone (a condition on a key that the situation does not
// know), a Deny counts as not given and an Allow as given: the gate errs on the side of refusing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/value.h"

namespace offhook::store::s3 {

// One request that might be made by anybody.
struct Situation {
  std::string action;    // "s3:PutObject"
  std::string resource;  // ARN
  // Condition keys in lower case with their values; a key with no value is one that the request lacks.
  std::map<std::string, std::vector<std::string>> keys;
};

enum class DenyOutcome {
  denied,   // for every principal
  partial,  // only for some principals
  allowed,  // by no statement
};

class Policy {
 public:
  // Error "policy.malformed": no JSON, or no statements in it.
  [[nodiscard]] static Result<Policy> parse(std::string_view text);

  [[nodiscard]] DenyOutcome denies(const Situation& situation) const;
  // Whether a statement allows anything to everybody without a condition that ties it to accounts, networks
  // or resources of one's own (S3 User Guide, "The meaning of public").
  [[nodiscard]] bool is_public() const;

 private:
  explicit Policy(std::vector<json::Value> statements) : statements_(std::move(statements)) {}
  std::vector<json::Value> statements_;
};

// '*' is any text, '?' any one character.
[[nodiscard]] bool wildcard_match(std::string_view pattern, std::string_view text);

}  // namespace offhook::store::s3
