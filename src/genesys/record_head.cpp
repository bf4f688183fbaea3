#include "genesys/record_head.h"

#include "json/walk.h"

namespace offhook::genesys {
namespace {

class HeadVisitor final : public json::Visitor {
 public:
  explicit HeadVisitor(std::string_view record) : record_(record) {}

  Result<void> value(const json::Visit& visit) override {
    if (visit.path.size() != 1 || visit.path[0].is_index || visit.type != json::Type::string) return {};
    const std::string_view member = visit.path[0].member;
    if (member != "conversationId" && member != "conversationStart") return {};
    ++found_;
    OFFHOOK_TRY(json::Decoded decoded, json::decode(record_.substr(visit.span.begin, visit.span.size())));
    if (member == "conversationId") {
      head.id = std::move(decoded.text);
    } else if (const auto start = parse_rfc3339(decoded.text)) {
      head.start = *start;
    }
    // Both stand near a record's beginning; the rest of it is not our business.
    if (found_ == 2) return fail(ErrorClass::cancelled, "source.head_read", "");
    return {};
  }

  RecordHead head;

 private:
  std::string_view record_;
  int found_ = 0;
};

}  // namespace

RecordHead read_head(std::string_view record) {
  HeadVisitor visitor(record);
  const auto walked = json::walk(record, visitor);
  if (!walked && walked.error().cls != ErrorClass::cancelled) return {};
  return std::move(visitor.head);
}

}  // namespace offhook::genesys
