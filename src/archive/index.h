// Index: beside each object, where each of its records stands (formats, index). Canonical JSON lines, packed
// as an object is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "archive/frame.h"
#include "base/result.h"

namespace offhook::archive {

struct IndexLine {
  std::string id;
  std::string conversation;  // of a transcript, else empty
  std::uint32_t version = 1;
  std::uint64_t frame_offset = 0;  // in bytes of the object
  std::uint64_t frame_size = 0;
  std::uint32_t line = 0;  // from 0 within the frame
  std::string leaf;        // hex
  std::string commitment;  // hex HMAC of the source bytes
  std::string key;         // id of the key it was made with
  std::vector<std::string> tokens;
  bool operator==(const IndexLine&) const = default;
};

inline constexpr std::uint64_t kMaxIndexBytes = 256u << 20;  // compressed; readers refuse more

[[nodiscard]] std::string index_line(const IndexLine& line);
// Strict: unknown members, wrong types, anything not canonical is Error "archive.index", class corrupt.
[[nodiscard]] Result<IndexLine> parse_index_line(std::string_view text);

// IndexEncoder makes an index object of lines that come one by one, in the order of the object. It holds a
// frame's lines and the frames made so far. Not thread-safe.
class IndexEncoder {
 public:
  [[nodiscard]] static Result<IndexEncoder> open(int level);
  [[nodiscard]] Result<void> add(const IndexLine& line);
  // The whole object; nothing may be added afterwards.
  [[nodiscard]] Result<std::string> finish() &&;

 private:
  explicit IndexEncoder(FrameEncoder encoder) : encoder_(std::move(encoder)) {}
  [[nodiscard]] Result<void> end_frame();

  FrameEncoder encoder_;
  std::string bytes_, raw_;
};

[[nodiscard]] Result<std::string> encode_index(const std::vector<IndexLine>& lines, int level);
[[nodiscard]] Result<std::vector<IndexLine>> decode_index(std::string_view bytes);

}  // namespace offhook::archive
