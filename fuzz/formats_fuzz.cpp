// What our strict readers take is exactly what our writers write (docs/formats/). The first byte picks the
// format.
#include "archive/index.h"
#include "archive/manifest.h"
#include "archive/record_line.h"
#include "audit/audit_line.h"
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

struct Ignore final : json::Visitor {
  Result<void> value(const json::Visit&) override { return {}; }
};

// A record becomes one line of JSON whose member reads back; what else can be read from it never crashes.
void check_record(std::string_view record) {
  (void)parse_line(record);
  Ignore ignore;
  const bool valid = json::walk(record, ignore).has_value();
  const auto head = parse_head(record);
  check(valid || !head, "what is no JSON has no head");
  if (!valid || !check_transcript(record)) return;
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
    default:
      return check_record(text);
  }
}
