#include "redact/tokens.h"

#include <algorithm>

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
  if (const auto found = tokens_.find(id_); found != tokens_.end()) return found->second;
  Token& token = tokens_[kept(id_)];
  token.text = kept(replacement(mark, policy_, key_));
  token.in_json = needs_escape(token.text) ? kept(escaped(token.text)) : token.text;
  if (policy_.rule(mark.kind).replacement == Replacement::token && !is_constant(mark.kind))
    token.bare = without_quotes(token.text);
  return token;
}

std::string_view Tokens::kept(std::string_view text) {
  auto* const bytes = static_cast<char*>(tokens_.get_allocator().resource()->allocate(text.size(), 1));
  std::copy(text.begin(), text.end(), bytes);
  return {bytes, text.size()};
}

}  // namespace offhook::redact
