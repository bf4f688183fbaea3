#include "redact/views.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "redact/sixteen.h"

namespace offhook::redact {
namespace {

void append(View& view, std::string_view text, std::size_t begin, std::size_t end) {
  for (const char c : text) {
    view.text += c;
    view.begin.push_back(static_cast<std::uint32_t>(begin));
    view.end.push_back(static_cast<std::uint32_t>(end));
  }
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_valid(std::string_view text) {
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0) return false;
  }
  return true;
}

// RFC 3986 §2.1.
std::optional<View> percent_decoded(std::string_view source) {
  const auto escape_at = [&](std::size_t i) {
    return source[i] == '%' && i + 2 < source.size() && hex_value(source[i + 1]) >= 0 &&
           hex_value(source[i + 2]) >= 0;
  };
  View view;
  bool any = false;
  for (std::size_t i = 0; i < source.size();) {
    if (escape_at(i)) {
      const char c = static_cast<char>(hex_value(source[i + 1]) * 16 + hex_value(source[i + 2]));
      append(view, {&c, 1}, i, i + 3);
      any = true;
      i += 3;
    } else {
      append(view, source.substr(i, 1), i, i + 1);
      ++i;
    }
  }
  if (!any || !is_valid(view.text)) return std::nullopt;
  return view;
}

// An HTML tag or comment at `i`: its end, or `i`.
std::size_t tag_end(std::string_view source, std::size_t i) {
  constexpr std::size_t kLongestTag = 4096;
  if (source[i] != '<' || i + 1 >= source.size()) return i;
  const char c = source[i + 1];
  if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '/' && c != '!') return i;
  const std::size_t end = source.substr(0, std::min(source.size(), i + kLongestTag)).find('>', i);
  return end == std::string_view::npos ? i : end + 1;
}

// Does the tag separate what stands on its sides, as a paragraph does and bold type does not?
bool separates(std::string_view tag) {
  constexpr std::array<std::string_view, 14> kInline = {
      "b", "i", "u", "a", "em", "span", "strong", "font", "sup", "sub", "mark", "code", "wbr", "small"};
  std::string name;
  for (const char c : tag.substr(1)) {
    if (c == '/' && name.empty()) continue;
    if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) break;
    name += static_cast<char>(c | 0x20);
  }
  return std::find(kInline.begin(), kInline.end(), name) == kInline.end();
}

// An entity at `i`: its text and its end.
std::optional<std::pair<std::string, std::size_t>> entity(std::string_view source, std::size_t i) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kNamed = {{{"amp", "&"},
                                                                                     {"lt", "<"},
                                                                                     {"gt", ">"},
                                                                                     {"quot", "\""},
                                                                                     {"apos", "'"},
                                                                                     {"nbsp", " "},
                                                                                     {"commat", "@"},
                                                                                     {"period", "."},
                                                                                     {"plus", "+"},
                                                                                     {"hyphen", "-"},
                                                                                     {"shy", ""},
                                                                                     {"zwnj", ""}}};
  const std::size_t end = source.substr(0, std::min(source.size(), i + 12)).find(';', i);
  if (end == std::string_view::npos) return std::nullopt;
  const auto name = source.substr(i + 1, end - i - 1);
  for (const auto& [known, text] : kNamed)
    if (name == known) return std::pair{std::string(text), end + 1};
  if (name.size() < 2 || name[0] != '#') return std::nullopt;
  const bool hex = name[1] == 'x' || name[1] == 'X';
  const auto digits = name.substr(hex ? 2 : 1);
  std::uint32_t code = 0;
  const auto [stop, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  if (error != std::errc() || stop != digits.data() + digits.size() || code == 0 || code > 0x10ffff ||
      (code >= 0xd800 && code < 0xe000))
    return std::nullopt;
  std::array<char, U8_MAX_LENGTH> bytes{};
  std::int32_t size = 0;
  U8_APPEND_UNSAFE(bytes.data(), size, static_cast<UChar32>(code));
  return std::pair{std::string(bytes.data(), static_cast<std::size_t>(size)), end + 1};
}

std::optional<View> without_tags(std::string_view source) {
  View view;
  bool any = false;
  for (std::size_t i = 0; i < source.size();) {
    if (const std::size_t end = tag_end(source, i); end > i) {
      if (separates(source.substr(i, end - i))) append(view, "\n", i, end);
      any = true;
      i = end;
      continue;
    }
    if (source[i] == '&') {
      if (const auto found = entity(source, i)) {
        append(view, found->first, i, found->second);
        any = true;
        i = found->second;
        continue;
      }
    }
    append(view, source.substr(i, 1), i, i + 1);
    ++i;
  }
  if (!any) return std::nullopt;
  return view;
}

}  // namespace

std::vector<View> views_of(std::string_view source) {
  std::vector<View> views;
  if (source.find('%') != std::string_view::npos)
    if (auto view = percent_decoded(source)) views.push_back(std::move(*view));
  if (has_either(source, '<', '&'))
    if (auto view = without_tags(source)) views.push_back(std::move(*view));
  return views;
}

std::vector<Mark> back_to_source(const View& view, const Mark& mark) {
  std::vector<Mark> pieces;
  for (std::size_t i = mark.start; i < mark.end; ++i) {
    const std::size_t begin = view.begin[i];
    const std::size_t end = view.end[i];
    if (!pieces.empty() && begin <= pieces.back().end) {
      pieces.back().end = std::max(pieces.back().end, end);
      continue;
    }
    pieces.push_back(mark);
    pieces.back().start = begin;
    pieces.back().end = end;
    pieces.back().blank = pieces.size() > 1;
  }
  return pieces;
}

}  // namespace offhook::redact
