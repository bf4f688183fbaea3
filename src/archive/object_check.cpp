#include "archive/object_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "archive/frame.h"
#include "archive/index.h"
#include "archive/layout.h"
#include "archive/seal.h"
#include "base/encoding.h"
#include "crypto/composite.h"
#include "crypto/merkle.h"
#include "crypto/sha256.h"

namespace offhook::archive {
namespace {

constexpr std::uint64_t kReadBytes = 8 * kMiB;  // of one ranged GET

// Bytes that are gone or that the store itself finds damaged are findings; all else is an Error.
bool is_finding(const Error& error) {
  return error.cls == ErrorClass::not_found || error.cls == ErrorClass::corrupt;
}

// Compares the composite checksum: SHA-256 over the digests of parts of a fixed size.
class PartDigests {
 public:
  explicit PartDigests(std::uint64_t part_size_bytes) : part_size_(part_size_bytes) {}
  void update(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t taken = std::min<std::uint64_t>(bytes.size(), part_size_ - in_part_);
      part_.update(bytes.substr(0, taken));
      bytes.remove_prefix(taken);
      in_part_ += taken;
      if (in_part_ == part_size_) end_part();
    }
  }
  [[nodiscard]] std::string composite() {
    if (in_part_ > 0) end_part();
    return crypto::composite_sha256(parts_);
  }

 private:
  void end_part() {
    parts_.push_back(part_.digest());
    part_ = crypto::Sha256();
    in_part_ = 0;
  }
  std::uint64_t part_size_;
  std::uint64_t in_part_ = 0;
  crypto::Sha256 part_;
  std::vector<Digest> parts_;
};

class Checker {
 public:
  Checker(const ListedObject& object, const ObjectCheck& check)
      : object_(object), check_(check), parts_(object.part_size_bytes) {}

  Result<void> run() {
    OFFHOOK_CHECK_OK(check_head());
    OFFHOOK_CHECK_OK(load_index());
    if (readable_) OFFHOOK_CHECK_OK(check_bytes());
    return {};
  }

 private:
  void found(std::string code, std::string detail) { check_.found(std::move(code), std::move(detail)); }

  Result<void> check_head() {
    if (object_.part_size_bytes == 0) {
      readable_ = false;
      found("object.part_size", "the manifest states part size 0");
      return {};
    }
    auto info = check_.store.head(object_.key);
    if (!info) {
      if (!is_finding(info.error())) return fail(std::move(info).error());
      readable_ = false;
      found("object.missing", info.error().message);
      return {};
    }
    if (info->size_bytes != object_.size_bytes) {
      readable_ = false;
      found("object.size", fmt::format("{} bytes, {} listed", info->size_bytes, object_.size_bytes));
    }
    if (!info->checksum_sha256.empty() && info->checksum_sha256 != object_.checksum)
      found("object.checksum", fmt::format("the store states {}, the manifest lists {}",
                                           info->checksum_sha256, object_.checksum));
    return {};
  }

  Result<void> load_index() {
    auto bytes = check_.store.get(object_.index_key, std::nullopt, kMaxIndexBytes);
    if (!bytes) {
      if (!is_finding(bytes.error())) return fail(std::move(bytes).error());
      found("index.missing", bytes.error().message);
      return {};
    }
    if (bytes->size() != object_.index_size_bytes || to_hex(crypto::sha256(*bytes)) != object_.index_sha256)
      found("index.sha256", fmt::format("{} is not what the manifest lists", object_.index_key));
    auto lines = decode_index(*bytes);
    if (!lines) {
      found("index.malformed", lines.error().message);
      return {};
    }
    index_ = std::move(*lines);
    if (index_->size() != object_.lines)
      found("index.lines", fmt::format("{} lines, {} listed", index_->size(), object_.lines));
    return {};
  }

  Result<void> check_bytes() {
    crypto::Sha256 whole;
    FrameCutter cutter(
        [&](std::uint64_t offset, std::string_view frame) { return check_frame(offset, frame); });
    for (std::uint64_t offset = 0; offset < object_.size_bytes; offset += kReadBytes) {
      const model::ByteRange range{offset, std::min(kReadBytes, object_.size_bytes - offset)};
      auto chunk = check_.store.get(object_.key, range, range.size);
      if (!chunk) {
        if (!is_finding(chunk.error())) return fail(std::move(chunk).error());
        found("object.unreadable", chunk.error().message);
        return {};
      }
      whole.update(*chunk);
      parts_.update(*chunk);
      // After a broken frame the next one cannot be found; the hashes go on.
      if (!broken_) note_frame_error(cutter.feed(*chunk));
    }
    if (!broken_) note_frame_error(cutter.finish());
    if (to_hex(whole.digest()) != object_.sha256) found("object.sha256", "its bytes are not those listed");
    if (parts_.composite() != object_.checksum)
      found("object.checksum", "its parts do not have the composite checksum listed");
    if (broken_) return {};
    if (tree_.size() != object_.lines)
      found("object.lines", fmt::format("{} lines, {} listed", tree_.size(), object_.lines));
    if (to_hex(tree_.root()) != object_.merkle_root)
      found("object.merkle_root", "its lines do not have the root listed");
    return {};
  }

  void note_frame_error(const Result<void>& fed) {
    if (fed) return;
    broken_ = true;
    found("object.frame", fed.error().message);
  }

  Result<void> check_frame(std::uint64_t offset, std::string_view frame) {
    auto raw = decompress_frame(frame);
    if (!raw) return fail(std::move(raw).error().within(fmt::format("at byte {}", offset)));
    return split_lines(*raw, [&](std::uint32_t line, std::string_view bytes) -> Result<void> {
      check_line(offset, frame.size(), line, bytes);
      return {};
    });
  }

  void check_line(std::uint64_t offset, std::uint64_t size, std::uint32_t line, std::string_view bytes) {
    const Digest leaf = crypto::leaf_hash(bytes);
    const std::uint64_t position = tree_.size();
    tree_.append(leaf);
    const auto wrong = [&](std::string_view what) {
      found("object.line", fmt::format("line {} of the frame at byte {}: {}", line, offset, what));
    };
    const auto member = parse_line(bytes);
    if (!member) return wrong(member.error().message);
    if (!index_) return;
    if (position >= index_->size()) return wrong("the index does not have it");
    const IndexLine& expected = (*index_)[position];
    const std::string leaf_hex = to_hex(leaf);
    if (expected.leaf != leaf_hex) return wrong("its leaf hash is not the index's");
    if (expected.frame_offset != offset || expected.frame_size != size || expected.line != line)
      return wrong("the index has it in another place");
    if (expected.id != member->id || expected.version != member->version ||
        expected.conversation != member->conversation)
      return wrong("the index has another id, version or conversation");
    check_.record({*member, leaf_hex, bytes, position});
  }

  const ListedObject& object_;
  const ObjectCheck& check_;
  bool readable_ = true;  // worth reading: there, with the size listed
  bool broken_ = false;
  std::optional<std::vector<IndexLine>> index_;
  PartDigests parts_;
  crypto::MerkleTree tree_;
};

}  // namespace

Result<void> check_object(const ListedObject& object, const ObjectCheck& check) {
  return Checker(object, check).run();
}

}  // namespace offhook::archive
