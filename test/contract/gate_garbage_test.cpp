// A server that answers nonsense: no answer of it counts as a pass, and nothing of it reaches a terminal raw.
#include <gtest/gtest.h>

#include <algorithm>

#include "test/contract/fake_store.h"

namespace offhook::test {
namespace {

using model::Verdict;

const std::vector<std::string>& nonsense() {
  static const std::vector<std::string> bodies{
      "",
      "<html><body>Welcome to the hotel's network</body></html>",
      R"({"IsPublic":false})",
      "<PolicyStatus>",
      "<a>" + std::string(200'000, '<') + "</a>",
      std::string("\0\x1b[2J\xff\xfe", 7),
      "[" + std::string(100'000, '[') + "]",
  };
  return bodies;
}

// Settings whose absence or silence must not let a bucket through where they are demanded.
model::GateReport strict_report(const sim::BucketSetup& setup) {
  FakeStore fake({.region = "us-east-1", .expected_owner = "111122223333", .gate = {.profile = "strict"}},
                 setup);
  auto report = fake.store->check_gate();
  if (report) return *report;
  return {"error", {{report.error().code, Verdict::fail, report.error().message, ""}}};
}

bool passes(const model::GateReport& report, std::string_view check) {
  return std::ranges::any_of(report.findings, [&](const model::GateFinding& finding) {
    return finding.code == check && finding.verdict == Verdict::pass;
  });
}

TEST(GateGarbage, IsNeverAPass) {
  const std::pair<const char*, const char*> settings[] = {{"publicAccessBlock", "public_access_block"},
                                                          {"ownershipControls", "ownership"},
                                                          {"versioning", "versioning"},
                                                          {"object-lock", "object_lock"},
                                                          {"lifecycle", "lifecycle_abort"},
                                                          {"lifecycle", "lifecycle_expiry"},
                                                          {"encryption", "default_encryption"},
                                                          {"encryption", "customer_keys"},
                                                          {"policy", "policy_tls"},
                                                          {"policy", "policy_rekey"},
                                                          {"policy", "public_access"},
                                                          {"logging", "logging"},
                                                          {"replication", "replication"}};
  for (const auto& [setting, check] : settings)
    for (const std::string& body : nonsense()) {
      sim::BucketSetup setup;
      setup.settings[setting] = {200, body};
      const auto report = strict_report(setup);
      EXPECT_FALSE(report.passed());
      EXPECT_FALSE(passes(report, check)) << check << " of " << body.substr(0, 40);
    }
}

TEST(GateGarbage, SaysNothingOfWhoMayRead) {
  for (const std::string& body : nonsense()) {
    sim::BucketSetup setup;
    setup.settings["policy"] = {403, "AccessDenied"};
    setup.settings["policyStatus"] = {200, body};
    EXPECT_FALSE(passes(strict_report(setup), "public_access")) << body.substr(0, 40);
    setup.settings.clear();
    setup.settings["acl"] = {200, body};
    EXPECT_FALSE(passes(strict_report(setup), "public_access")) << body.substr(0, 40);
  }
}

TEST(GateGarbage, NumbersBeyondReasonAreNoRetention) {
  for (const char* days : {"<Years>99999999999999999999</Years>", "<Days>-1</Days>", "<Days>many</Days>",
                           "<Years>-2147483648</Years>"}) {
    sim::BucketSetup setup;
    setup.settings["object-lock"] = {
        200, std::string("<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule>"
                         "<DefaultRetention><Mode>COMPLIANCE</Mode>") +
                 days + "</DefaultRetention></Rule></ObjectLockConfiguration>"};
    const auto report = strict_report(setup);
    if (!std::string_view(days).starts_with("<Years>9")) {
      EXPECT_FALSE(passes(report, "object_lock")) << days;
    }
    setup.settings["lifecycle"] = {200, std::string("<LifecycleConfiguration><Rule><Status>Enabled</Status>"
                                                    "<Expiration><Days>many</Days></Expiration></Rule>"
                                                    "</LifecycleConfiguration>")};
    EXPECT_FALSE(passes(strict_report(setup), "lifecycle_expiry"));
  }
}

TEST(GateGarbage, FromWhoeverAnswersIsARefusal) {
  for (const std::string& body : nonsense()) {
    ManualClock clock(parse_rfc3339("2026-11-20T00:00:00Z").value());
    SeededRandom random(1);
    const auto client = http::make_in_process_client(
        [&](const http::ServerRequest&) { return http::ServerResponse{.body = body}; }, clock);
    const auto provider = aws::make_static_provider({"AKIAFAKE", Sensitive(std::string("s")), {}});
    const auto store = store::make_s3_store({.bucket = "archive"}, *client, *provider, clock, random).value();
    const auto report = store->check_gate();
    ASSERT_FALSE(report) << body.substr(0, 40);
    EXPECT_EQ(report.error().code, "gate.unreadable");
  }
}

TEST(GateGarbage, ReachesNobodyRaw) {
  sim::BucketSetup setup;
  setup.settings["lifecycle"] = {
      200,
      "<LifecycleConfiguration><Rule><ID>\x1b]0;owned\x07\xff</ID><Status>Enabled</Status><Expiration><Days>1"
      "</Days></Expiration></Rule></LifecycleConfiguration>"};
  setup.settings["versioning"] = {418, "\x1b[31mTeapot"};
  const auto report = strict_report(setup);
  const auto is_plain = [](const std::string& text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  };
  bool seen = false;
  for (const auto& finding : report.findings) {
    EXPECT_TRUE(is_plain(finding.seen) && is_plain(finding.mend)) << finding.code;
    seen = seen || finding.seen.find("owned") != std::string::npos;
  }
  EXPECT_TRUE(seen) << "the rule is named all the same";
  for (const auto& evidence : report.evidence) EXPECT_TRUE(is_plain(evidence.answer)) << evidence.question;
}

}  // namespace
}  // namespace offhook::test
