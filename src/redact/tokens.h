// Tokens: what stands in place of a conversation's findings. Each value's is made once.
//
// Refers to policy, key and memory, in which its texts live. One conversation, one thread.
#pragma once

#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>

#include "redact/mark.h"

namespace offhook::redact {

class Tokens {
 public:
  struct Token {
    std::string_view text;
    std::string_view in_json;  // as the inside of a JSON string
    std::string_view bare;     // without the quotes that nested JSON needs; empty of what is no token
  };

  Tokens(const Policy& policy, const TokenKey& key, std::pmr::memory_resource* memory)
      : policy_(policy), key_(key), tokens_(memory) {}

  // Stays where it is.
  [[nodiscard]] const Token& of(const Mark& mark);

 private:
  [[nodiscard]] std::string_view kept(std::string_view text);

  const Policy& policy_;
  const TokenKey& key_;
  std::pmr::unordered_map<std::string_view, Token> tokens_;  // by kind, country and canonical value
  std::string id_;
};

}  // namespace offhook::redact
