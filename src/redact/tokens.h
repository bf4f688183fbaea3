// Tokens: what stands in place of a conversation's findings. Each value's is made once.
//
// Refers to policy and key. One conversation, one thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "redact/mark.h"

namespace offhook::redact {

class Tokens {
 public:
  struct Token {
    std::string text;
    std::string in_json;    // as the inside of a JSON string
    std::string_view bare;  // without the quotes that nested JSON needs; empty of what is no token
  };

  Tokens(const Policy& policy, const TokenKey& key) : policy_(policy), key_(key) {}

  // Stays where it is.
  [[nodiscard]] const Token& of(const Mark& mark);

 private:
  const Policy& policy_;
  const TokenKey& key_;
  std::unordered_map<std::string, Token> tokens_;  // by kind, country and canonical value
  std::string id_;
};

}  // namespace offhook::redact
