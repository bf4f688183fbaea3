#include "audit/audit_line.h"

#include <gtest/gtest.h>

namespace offhook::audit {
namespace {

AuditLine sample() {
  AuditLine line;
  line.timestamp = parse_rfc3339("2026-11-21T01:02:03.004Z").value();
  line.seq = 7;
  line.action = Action::manifest_committed;
  line.slice = "20261120T000000Z-20261121T000000Z";
  line.object = "_offhook/manifests/org=acme/x/0000000001.json";
  line.checksum = std::string(64, 'a');
  line.evidence = {{"objects", 2}};
  return line;
}

TEST(AuditLine, is_canonical_JSON_and_is_read_back) {
  const std::string text = audit_json(sample());
  EXPECT_EQ(text,
            R"({"action":"manifest.committed","checksum":")" + std::string(64, 'a') +
                R"(","evidence":{"objects":2},"object":"_offhook/manifests/org=acme/x/0000000001.json",)"
                R"("seq":7,"slice":"20261120T000000Z-20261121T000000Z","status":"ok",)"
                R"("timestamp":"2026-11-21T01:02:03.004Z"})");
  EXPECT_EQ(parse_audit_line(text).value(), sample());
}

TEST(AuditLine, every_action_has_one_word) {
  for (int number = 0; number <= static_cast<int>(Action::ledger_rebuilt); ++number) {
    const auto action = static_cast<Action>(number);
    EXPECT_EQ(parse_action(to_string(action)).value(), action);
  }
  EXPECT_FALSE(parse_action("something.else"));
}

TEST(AuditLine, is_read_strictly) {
  const std::string good = audit_json(sample());
  for (const auto& [from, to] :
       std::initializer_list<std::pair<std::string, std::string>>{{"manifest.committed", "manifest.comitted"},
                                                                  {"\"ok\"", "\"fine\""},
                                                                  {"\"seq\":7", "\"seq\":-7"},
                                                                  {"\"seq\":7", "\"seq\":7,\"surplus\":1"},
                                                                  {"\"seq\":7", "\"seq\": 7"},
                                                                  {"{\"objects\":2}", "[]"},
                                                                  {"2026-11-21T01", "2026-11-21 at 1"}}) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    EXPECT_EQ(parse_audit_line(bad).error().cls, ErrorClass::corrupt) << bad;
  }
}

}  // namespace
}  // namespace offhook::audit
