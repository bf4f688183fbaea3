#include "redact/tokens.h"

namespace offhook::redact {
namespace {

std::string_view without_quotes(std::string_view text) {
  const std::size_t first = text.find_first_not_of("\\\"");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of("\\\"") - first + 1);
}

}  // namespace

const Tokens::Token& Tokens::of(const Mark& mark) {
  id_ = family(mark.kind);
  id_.append(mark.country).append(mark.blank ? "-" : "/");
  id_.append(static_cast<std::size_t>(mark.quotes), '"').append(mark.canonical);
  const auto [found, fresh] = tokens_.try_emplace(id_);
  Token& token = found->second;
  if (!fresh) return token;
  token.text = replacement(mark, policy_, key_);
  token.in_json = needs_escape(token.text) ? escaped(token.text) : token.text;
  if (policy_.rule(mark.kind).replacement == Replacement::token && !is_constant(mark.kind))
    token.bare = without_quotes(token.text);
  return token;
}

}  // namespace offhook::redact
