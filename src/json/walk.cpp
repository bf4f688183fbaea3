#include "json/walk.h"

#include <fmt/format.h>

#include "json/detail/scan.h"
#include "json/walker.h"

namespace offhook::json {
namespace {

// Gives a visitor what a walker sees, with the path to it.
class PathKeeper {
 public:
  explicit PathKeeper(Visitor& visitor) : visitor_(visitor) {
    constexpr std::size_t kUsualDepth = 16;
    path_.reserve(kUsualDepth);
    keys_.reserve(kUsualDepth);
  }

  bool name(std::string_view name, const NameKey&, Span span) {
    path_.back().member = name;
    key_ = span;
    return true;
  }
  bool item() {
    ++path_.back().index;
    return true;
  }
  bool value(Type type, Span span, bool) { return accepted(visitor_.value({type, span, key_, path_})); }
  bool open(Type type, Span bracket) {
    if (!value(type, bracket, false)) return false;
    constexpr auto kBeforeFirst = static_cast<std::size_t>(-1);
    path_.push_back({{}, type == Type::array ? kBeforeFirst : 0, type == Type::array});
    keys_.push_back(key_);
    key_ = {};
    return true;
  }
  bool close(Type type, Span whole) {
    path_.pop_back();
    const Span key = keys_.back();
    keys_.pop_back();
    key_ = {};
    return accepted(visitor_.container_end({type, whole, key, path_}));
  }

  Result<void> refused;  // by the visitor

 private:
  bool accepted(Result<void> answer) {
    if (answer) [[likely]]
      return true;
    refused = std::move(answer);
    return false;
  }

  Visitor& visitor_;
  std::vector<Step> path_;
  std::vector<Span> keys_;  // of the containers that are open
  Span key_;
};

void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto put = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code_point < 0x80) return put(code_point);
  if (code_point < 0x800) {
    put(0xc0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      put(0xe0 | code_point >> 12);
    } else {
      put(0xf0 | code_point >> 18);
      put(0x80 | (code_point >> 12 & 0x3f));
    }
    put(0x80 | (code_point >> 6 & 0x3f));
  }
  put(0x80 | (code_point & 0x3f));
}

}  // namespace

Error malformed(std::size_t offset, std::string_view what) {
  return {ErrorClass::corrupt, "json.malformed", fmt::format("{} at byte {}", what, offset)};
}

Result<void> walk(std::string_view record, Visitor& visitor) {
  PathKeeper keeper(visitor);
  Walker walker(record, keeper);
  if (walker.run()) return {};
  if (!walker.wrong().empty()) return fail(malformed(walker.failed_at(), walker.wrong()));
  return std::move(keeper.refused);
}

std::string pointer(const std::vector<Step>& path) {
  std::string text;
  for (const Step& step : path) {
    text += '/';
    if (step.is_index) {
      text += std::to_string(step.index);
      continue;
    }
    for (const char c : step.member) {
      if (c == '~')
        text += "~0";
      else if (c == '/')
        text += "~1";
      else
        text += c;
    }
  }
  return text;
}

Result<Decoded> decode(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != '"') return fail(malformed(0, "no string literal"));
  const char* const begin = literal.data() + 1;
  const char* const end = literal.data() + literal.size();
  const char* failed_at = nullptr;
  bool escaped = false;
  const char* const quote = detail::string_end(begin, end, failed_at, escaped);
  if (quote == nullptr || quote + 1 != end)
    return fail(malformed(static_cast<std::size_t>((quote ? quote + 1 : failed_at) - literal.data()),
                          "an ill-formed string"));
  const std::string_view raw(begin, static_cast<std::size_t>(quote - begin));
  if (!escaped) return Decoded{std::string(raw), {}};

  Decoded decoded;
  decoded.text.reserve(raw.size());
  decoded.raw_offset.reserve(raw.size() + 1);
  for (const char* p = begin; p != quote;) {
    const auto from = static_cast<std::uint32_t>(p - begin);
    if (*p == '\\') {
      std::uint32_t code_point = 0;
      p += detail::escape_length(p, end, code_point);
      append_utf8(decoded.text, code_point);
      decoded.raw_offset.resize(decoded.text.size(), from);
    } else {
      decoded.text += *p++;
      decoded.raw_offset.push_back(from);
    }
  }
  decoded.raw_offset.push_back(static_cast<std::uint32_t>(raw.size()));
  return decoded;
}

}  // namespace offhook::json
