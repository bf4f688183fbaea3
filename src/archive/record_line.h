// Record lines: one source record, redacted, with one member of ours spliced in (formats, record line).
//
// Pure functions. The types carry the promise that only redacted bytes are packed: a Line is made from
// RedactedBytes alone, frames are made of Lines, and the spool takes frames.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"
#include "model/slice.h"

namespace offhook::archive {

inline constexpr std::uint64_t kMaxRecordBytes = 32u << 20;        // formats, record line
inline constexpr std::uint64_t kMaxConversationBytes = 64u << 20;  // a conversation with its transcripts

// ---- What a raw record says about itself ----

// One session of a customer or external participant: the leg that a transcript belongs to.
struct Leg {
  std::string communication;  // session id
  std::string media_type;     // voice, chat, email, message, callback, …
  bool recorded = false;      // `recording`: that one was started, not that a file exists
  std::uint32_t agents = 0;   // agents' sessions that talked with it: a leg handed on is recorded in parts
  bool operator==(const Leg&) const = default;
};

struct RecordHead {
  std::string id;
  TimePoint start;
  std::optional<TimePoint> end;  // none: the conversation is still open
  std::vector<Leg> legs;         // in document order, each session id once
  // It brings what was said with it, in a member `transcripts` that is not empty: as no answer of the
  // platform does, but as other exporters hand records on.
  bool has_transcripts = false;
};

// Reads a raw conversation record. Fails with class corrupt and, as code, the reason of its quarantine:
// "malformed", "not_object", "reserved_member" (it has a member _offhook), "no_id", "no_start". The message
// has positions, never content. What is in a member that says nothing of this is passed over: that it is
// well-formed, redaction finds out, or check_document().
[[nodiscard]] Result<RecordHead> parse_head(std::string_view raw_record);

// A raw record or transcript needs to be a well-formed object without a member _offhook: "malformed",
// "not_object", "reserved_member".
[[nodiscard]] Result<void> check_document(std::string_view raw);

// ---- Lines ----

struct LineMember {
  std::uint32_t version = 1;
  std::string org;
  std::string id;
  std::string previous;       // hex leaf hash of the version before; empty for the first
  std::string policy;         // first 8 hex digits of the policy's hash
  std::string key;            // token key id
  std::string conversation;   // transcripts only
  std::string communication;  // transcripts only
  bool operator==(const LineMember&) const = default;
};

// Names, where it is written, that redaction has been over these bytes. They outlive it.
struct RedactedBytes {
  explicit RedactedBytes(std::string_view text) : bytes(text) {}
  std::string_view bytes;
};

// One line without its LF.
class Line {
 public:
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] const Digest& leaf() const { return leaf_; }
  [[nodiscard]] std::string leaf_hex() const;

 private:
  friend Result<Line> make_line(const LineMember&, RedactedBytes);
  Line(std::string bytes, const Digest& leaf) : bytes_(std::move(bytes)), leaf_(leaf) {}
  std::string bytes_;
  Digest leaf_;
};

// Error class corrupt ("not_object") where the record is not an object. White space around it is dropped;
// line breaks can only stand outside strings and become spaces.
[[nodiscard]] Result<Line> make_line(const LineMember& member, RedactedBytes record);

// Reads the member back; Error "archive.line", class corrupt, where there is none.
[[nodiscard]] Result<LineMember> parse_line(std::string_view line);

// The record that a line was made of: the line without the member of ours. Fails as parse_line() does.
[[nodiscard]] Result<std::string> record_of(std::string_view line);

}  // namespace offhook::archive
