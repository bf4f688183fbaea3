#include "archive/record_line.h"

#include <fmt/format.h>

#include <span>
#include <utility>

#include "base/encoding.h"
#include "crypto/merkle.h"
#include "json/value.h"

namespace offhook::archive {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kOpening = R"({"_offhook":)";

Error line_error(std::string message) {
  return {ErrorClass::corrupt, "archive.line", "record line: " + std::move(message)};
}

std::string member_json(const LineMember& member) {
  json::Value::Object object{{"v", 1},
                             {"org", member.org},
                             {"id", member.id},
                             {"version", std::uint64_t{member.version}},
                             {"policy", member.policy},
                             {"key", member.key}};
  if (!member.previous.empty()) object.emplace("prev", member.previous);
  if (!member.conversation.empty()) object.emplace("conversation", member.conversation);
  if (!member.communication.empty()) object.emplace("communication", member.communication);
  return json::canonical(json::Value(std::move(object)));
}

// The length of the JSON object at the front of `text`; 0 where it does not end. The member is of our own
// making, so strings and depth are all there is to know.
std::size_t object_length(std::string_view text) {
  bool in_string = false;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return 0;
}

// The value of the member _offhook, as text.
Result<std::string_view> member_of(std::string_view line) {
  if (!line.starts_with(kOpening)) return fail(line_error("it does not begin with the member _offhook"));
  const std::string_view rest = line.substr(kOpening.size());
  const std::size_t length = object_length(rest);
  if (length == 0) return fail(line_error("the member _offhook does not end"));
  return rest.substr(0, length);
}

}  // namespace

std::string Line::leaf_hex() const { return to_hex(leaf_); }

Result<Line> make_line(const LineMember& member, RedactedBytes record) {
  std::string_view bytes = record.bytes;
  const auto first = bytes.find_first_not_of(kSpace);
  const auto last = bytes.find_last_not_of(kSpace);
  if (first == std::string_view::npos || bytes[first] != '{' || bytes[last] != '}' || first == last)
    return fail(ErrorClass::corrupt, "not_object", "a record that is no object cannot become a line");
  bytes = bytes.substr(first + 1, last - first);  // from after the brace to the closing one
  const bool has_members = bytes.find_first_not_of(kSpace) != bytes.size() - 1;

  const std::string ours = member_json(member);
  std::string line;
  line.reserve(kOpening.size() + ours.size() + 1 + bytes.size());
  line.append(kOpening).append(ours);
  if (has_members) line += ',';
  const std::size_t spliced = line.size();
  line += bytes;
  // Each byte is written, not only those that change: so the compiler makes sixteen of them one step.
  for (char& c : std::span(line).subspan(spliced)) c = c == '\n' || c == '\r' ? ' ' : c;
  const Digest leaf = crypto::leaf_hash(line);
  return Line(std::move(line), leaf);
}

Result<LineMember> parse_line(std::string_view line) {
  OFFHOOK_TRY(const std::string_view text, member_of(line));
  OFFHOOK_TRY(const json::Value value, json::parse(text));
  if (value.number("v") != 1)
    return fail(line_error(fmt::format("version {} is not known", value.number("v"))));
  LineMember member{.version = static_cast<std::uint32_t>(value.number("version")),
                    .org = std::string(value.text("org")),
                    .id = std::string(value.text("id")),
                    .previous = std::string(value.text("prev")),
                    .policy = std::string(value.text("policy")),
                    .key = std::string(value.text("key")),
                    .conversation = std::string(value.text("conversation")),
                    .communication = std::string(value.text("communication"))};
  if (member_json(member) != text) return fail(line_error("its member _offhook is not of version 1"));
  return member;
}

Result<std::string> record_of(std::string_view line) {
  OFFHOOK_TRY(const std::string_view member, member_of(line));
  std::string_view rest = line.substr(kOpening.size() + member.size());
  if (rest.starts_with(',')) rest.remove_prefix(1);
  return "{" + std::string(rest);
}

}  // namespace offhook::archive
