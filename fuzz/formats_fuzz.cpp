// What our strict readers take is exactly what our writers write (docs/formats/). The first byte picks the
// format.
#include "archive/frame.h"
#include "archive/index.h"
#include "archive/manifest.h"
#include "archive/record_line.h"
#include "audit/audit_line.h"
#include "audit/signed_note.h"
#include "base/check.h"
#include "fuzz/target.h"
#include "json/walk.h"

namespace offhook::archive {
namespace {

void check_manifest(std::string_view text) {
  if (const auto manifest = parse_manifest(text))
    check(manifest_json(*manifest) == text, "a manifest is written as it was read");
}

void check_index(std::string_view text) {
  if (const auto line = parse_index_line(text))
    check(index_line(*line) == text, "an index line is written as it was read");
}

void check_packed_index(std::string_view bytes) {
  if (const auto lines = decode_index(bytes)) {
    const auto again = decode_index(*encode_index(*lines, 1));
    check(again && *again == *lines, "an index reads back equal");
  }
}

void check_audit(std::string_view text) {
  if (const auto line = audit::parse_audit_line(text))
    check(audit::audit_json(*line) == text, "an audit line is written as it was read");
}

// Frames that a stream is cut into join to the stream again, and each is a frame of its own or is refused.
void check_frames(std::string_view bytes) {
  std::string joined;
  FrameCutter cutter([&](std::uint64_t offset, std::string_view frame) -> Result<void> {
    check(offset == joined.size(), "a frame starts where the one before ends");
    joined += frame;
    constexpr std::uint64_t kEnough = 1u << 20;
    if (const auto raw = decompress_frame(frame, kEnough)) check(raw->size() <= kEnough, "the bound is kept");
    return {};
  });
  const std::size_t half = bytes.size() / 2;
  const bool whole = cutter.feed(bytes.substr(0, half)) && cutter.feed(bytes.substr(half)) && cutter.finish();
  check(!whole || joined == bytes, "no byte is lost between frames");
}

// Nobody has signed these: whatever reads as a checkpoint or a proof is refused.
void check_note(std::string_view text) {
  static const crypto::PublicKeyBytes nobody = crypto::SigningKey::generate().public_bytes();
  check(!audit::open_checkpoint(text, "o", nobody), "an unsigned checkpoint is refused");
  check(!audit::check_proof(text, "line", "o", nobody), "an unsigned proof is refused");
}

struct Ignore final : json::Visitor {
  Result<void> value(const json::Visit&) override { return {}; }
};

// A record becomes one line of JSON whose member reads back; what else can be read from it never crashes.
void check_record(std::string_view record) {
  (void)parse_line(record);
  Ignore ignore;
  const bool valid = json::walk(record, ignore).has_value();
  (void)parse_head(record);
  const bool document = check_document(record).has_value();
  check(valid || !document, "what is no JSON is no document");
  if (!document) return;
  const LineMember member{2, "acme", "an id", std::string(64, 'a'), "0011aabb", "2233ccdd", "", ""};
  const auto line = make_line(member, RedactedBytes(record));
  check(line.has_value(), "an object without a member of ours becomes a line");
  check(line->bytes().find_first_of("\n\r") == std::string::npos, "a line is one line");
  check(json::walk(line->bytes(), ignore).has_value(), "a line is JSON");
  const auto back = parse_line(line->bytes());
  check(back && *back == member, "the member reads back");
}

}  // namespace
}  // namespace offhook::archive

FUZZ_TARGET(formats) {
  using namespace offhook::archive;
  if (input.empty()) return;
  const std::string_view text = input.substr(1);
  switch (input[0]) {
    case 'm':
      return check_manifest(text);
    case 'i':
      return check_index(text);
    case 'p':
      return check_packed_index(text);
    case 'a':
      return check_audit(text);
    case 'f':
      return check_frames(text);
    case 'n':
      return check_note(text);
    default:
      return check_record(text);
  }
}
