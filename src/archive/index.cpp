#include "archive/index.h"

#include <fmt/format.h>

#include <limits>

#include "json/value.h"

namespace offhook::archive {
namespace {

// An index of the largest object, 128 MiB of frames, has some tens of MiB of lines.
constexpr std::uint64_t kMaxRawBytes = 1u << 30;

Error index_error(std::string message) {
  return {ErrorClass::corrupt, "archive.index", "index: " + std::move(message)};
}

std::uint64_t natural(const json::Value& value) {
  const auto* number = value.integer();
  return number != nullptr && *number >= 0 ? static_cast<std::uint64_t>(*number) : 0;
}

}  // namespace

// Members in canonical order. There is one for each record: a tree of values takes half as long again.
std::string index_line(const IndexLine& line) {
  std::string conversation, tokens;
  if (!line.conversation.empty()) conversation = R"(,"conversation":)" + json::quote(line.conversation);
  for (const std::string& token : line.tokens) {
    if (!tokens.empty()) tokens += ',';
    tokens += json::quote(token);
  }
  return fmt::format(
      R"({{"commitment":{}{},"frame":[{},{}],"id":{},"key":{},"leaf":{},"line":{},"tokens":[{}],"version":{}}})",
      json::quote(line.commitment), conversation, line.frame_offset, line.frame_size, json::quote(line.id),
      json::quote(line.key), json::quote(line.leaf), line.line, tokens, line.version);
}

Result<IndexLine> parse_index_line(std::string_view text) {
  OFFHOOK_TRY(const json::Value value, json::parse(text));
  IndexLine line{.id = std::string(value.text("id")),
                 .conversation = std::string(value.text("conversation")),
                 .version = static_cast<std::uint32_t>(natural(value["version"])),
                 .line = static_cast<std::uint32_t>(natural(value["line"])),
                 .leaf = std::string(value.text("leaf")),
                 .commitment = std::string(value.text("commitment")),
                 .key = std::string(value.text("key")),
                 .tokens = {}};
  if (const auto* frame = value["frame"].array(); frame != nullptr && frame->size() == 2) {
    line.frame_offset = natural((*frame)[0]);
    line.frame_size = natural((*frame)[1]);
  }
  if (const auto* tokens = value["tokens"].array())
    for (const json::Value& token : *tokens)
      if (const auto* word = token.string()) line.tokens.push_back(*word);
  // What was not read above, or is not canonical, shows as a difference.
  if (line.id.empty() || index_line(line) != text) return fail(index_error("a line is not of version 1"));
  return line;
}

Result<IndexEncoder> IndexEncoder::open(int level) {
  OFFHOOK_TRY(FrameEncoder encoder, FrameEncoder::open(level));
  return IndexEncoder(std::move(encoder));
}

Result<void> IndexEncoder::add(const IndexLine& line) {
  const std::string text = index_line(line);
  if (raw_.size() + text.size() + 1 > kFrameBytes) OFFHOOK_CHECK_OK(end_frame());
  raw_.append(text).push_back('\n');
  return {};
}

Result<void> IndexEncoder::end_frame() {
  if (raw_.empty()) return {};
  OFFHOOK_TRY(const std::string frame, encoder_.compress(raw_));
  bytes_ += frame;
  raw_.clear();
  return {};
}

Result<std::string> IndexEncoder::finish() && {
  OFFHOOK_CHECK_OK(end_frame());
  return std::move(bytes_);
}

Result<std::string> encode_index(const std::vector<IndexLine>& lines, int level) {
  OFFHOOK_TRY(IndexEncoder encoder, IndexEncoder::open(level));
  for (const IndexLine& line : lines) OFFHOOK_CHECK_OK(encoder.add(line));
  return std::move(encoder).finish();
}

Result<std::vector<IndexLine>> decode_index(std::string_view bytes) {
  std::vector<IndexLine> lines;
  std::uint64_t raw_bytes = 0;
  FrameCutter cutter([&](std::uint64_t, std::string_view frame) -> Result<void> {
    OFFHOOK_TRY(const std::string raw, decompress_frame(frame));
    raw_bytes += raw.size();
    if (raw_bytes > kMaxRawBytes)
      return fail(index_error(fmt::format("more than {} bytes of lines", kMaxRawBytes)));
    return split_lines(raw, [&](std::uint32_t, std::string_view text) -> Result<void> {
      OFFHOOK_TRY(IndexLine line, parse_index_line(text));
      lines.push_back(std::move(line));
      return {};
    });
  });
  OFFHOOK_CHECK_OK(cutter.feed(bytes));
  OFFHOOK_CHECK_OK(cutter.finish());
  return lines;
}

}  // namespace offhook::archive
