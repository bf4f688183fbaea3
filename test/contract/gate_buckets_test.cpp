// Forty-odd ways to set a bucket up wrongly, one at a time on a bucket that is otherwise fit: each is refused
// with its own code and no other. Proves the judging, on answers shaped as the S3 API Reference shows them;
// whether Amazon's answers look so, only Amazon can prove.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "base/check.h"
#include "sim/s3/fake_account.h"
#include "test/contract/fake_store.h"

namespace offhook::test {
namespace {

using model::Verdict;
using sim::BucketSetup;
using sim::SettingAnswer;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string kArn = "arn:aws:kms:us-east-1:111122223333:key/one";
const std::string kOther = "arn:aws:kms:us-east-1:111122223333:key/two";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  check(at != std::string::npos, "the text to replace is there");
  return text.replace(at, what.size(), by);
}

const std::string kEncryption = R"(<ServerSideEncryptionConfiguration><Rule>
  <ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>
    <KMSMasterKeyID>)" + kArn + R"(</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>
  <BucketKeyEnabled>true</BucketKeyEnabled>
  <BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes>
  </Rule></ServerSideEncryptionConfiguration>)";
const std::string kBlock =
    "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>TRUE"
    "</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true"
    "</RestrictPublicBuckets></PublicAccessBlockConfiguration>";
const std::string kVersioning =
    "<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Disabled</MfaDelete></"
    "VersioningConfiguration>";
const std::string kLock =
    "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>"
    "<Mode>COMPLIANCE</Mode><Years>7</Years></DefaultRetention></Rule></ObjectLockConfiguration>";
const std::string kOwnership =
    "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></"
    "OwnershipControls>";
const std::string kLifecycle =
    "<LifecycleConfiguration><Rule><ID>abort</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter>"
    "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation>"
    "</AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>";
const std::string kPolicy = R"({"Version":"2012-10-17","Statement":[
  {"Sid":"Tls","Effect":"Deny","Principal":"*","Action":"s3:*",
   "Resource":["arn:aws:s3:::archive","arn:aws:s3:::archive/*"],
   "Condition":{"Bool":{"aws:SecureTransport":"false"}}},
  {"Sid":"Tls12","Effect":"Deny","Principal":{"AWS":"*"},"Action":["s3:*"],
   "Resource":["arn:aws:s3:::archive","arn:aws:s3:::archive/*"],
   "Condition":{"NumericLessThan":{"s3:TlsVersion":1.2}}},
  {"Sid":"Kms","Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::archive/*",
   "Condition":{"StringNotEquals":{"s3:x-amz-server-side-encryption":"aws:kms"}}},
  {"Sid":"Key","Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::archive/*",
   "Condition":{"StringNotEquals":{"s3:x-amz-server-side-encryption-aws-kms-key-id":")" +
                            kArn + R"("}}},
  {"Sid":"Rekey","Effect":"Deny","Principal":"*","Action":"s3:UpdateObjectEncryption",
   "Resource":"arn:aws:s3:::archive/*"},
  {"Sid":"CreateOnly","Effect":"Deny","Principal":"*","Action":"s3:PutObject",
   "Resource":"arn:aws:s3:::archive/*",
   "Condition":{"Null":{"s3:if-none-match":"true"},"Bool":{"s3:ObjectCreationOperation":"true"}}}]})";
const std::string kReplication =
    "<ReplicationConfiguration><Rule><Status>Enabled</Status></Rule></ReplicationConfiguration>";
const std::string kLogging =
    "<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket></LoggingEnabled>"
    "</BucketLoggingStatus>";

// A world in which everything is as `strict` wants it.
struct World {
  BucketSetup bucket{
      .settings = {{"encryption", {200, kEncryption}},
                   {"publicAccessBlock", {200, kBlock}},
                   {"policyStatus", {200, "<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>"}},
                   {"policy", {200, kPolicy}},
                   {"ownershipControls", {200, kOwnership}},
                   {"versioning", {200, kVersioning}},
                   {"object-lock", {200, kLock}},
                   {"lifecycle", {200, kLifecycle}},
                   {"replication", {200, kReplication}},
                   {"logging", {200, kLogging}}},
      .default_encryption = {"aws:kms", kArn},
      .key_arns = {{"alias/archive", kArn}, {"one", kArn}},
      .refused_encryptions = {"AES256"}};
  store::S3Options options{.bucket = "archive",
                           .region = "us-east-1",
                           .encryption = store::EncryptionChoice::kms,
                           .kms_key = kArn,
                           .expected_owner = "111122223333",
                           .gate = {.profile = "strict", .lock_mode = "COMPLIANCE", .lock_days = 2000}};
  std::map<std::string, sim::FakeKey> keys{{kArn, {}}, {kOther, {}}};
  bool kms_refuses = false;
  SettingAnswer account{200, kBlock};

  void answer(const std::string& setting, std::string body) {
    bucket.settings[setting] = {200, std::move(body)};
  }
  void unset(const std::string& setting) { bucket.settings.erase(setting); }
  void refuse(const std::string& setting) { bucket.settings[setting] = {403, "AccessDenied"}; }

  model::GateReport report() const {
    ManualClock clock(parse_rfc3339("2026-11-20T00:00:00Z").value());
    SeededRandom random(1);
    sim::FakeS3 s3(clock);
    sim::FakeAccount around(clock);
    s3.make_bucket("archive", bucket);
    for (const auto& [arn, key] : keys) around.add_key(arn, key);
    around.add_alias("alias/archive", kArn);
    around.set_public_access(account);
    if (kms_refuses) around.refuse_kms();
    const auto client = http::make_in_process_client(
        [&](const http::ServerRequest& request) {
          return sim::FakeAccount::is_for_account(request) ? around.serve(request) : s3.serve(request);
        },
        clock);
    const auto provider = aws::make_static_provider(
        {std::string(sim::FakeS3::kAccessKeyId), Sensitive(std::string(sim::FakeS3::kSecret)), {}});
    const auto store = store::make_s3_store(options, *client, *provider, clock, random).value();
    const auto made = store->check_gate();
    if (!made) return {"error", {{made.error().code, Verdict::fail, made.error().message, ""}}};
    EXPECT_EQ(s3.open_uploads("archive"), 0u) << "probes are taken back";
    EXPECT_THAT(s3.objects("archive"), IsEmpty());
    return *made;
  }
};

std::vector<std::string> codes(const model::GateReport& report, Verdict least) {
  std::vector<std::string> result;
  for (const auto& finding : report.findings)
    if (finding.verdict >= least) result.push_back(finding.code);
  return result;
}
std::vector<std::string> refusals(const model::GateReport& report) { return codes(report, Verdict::fail); }

TEST(GateBuckets, AFitBucketPassesTheStrictProfile) {
  const auto report = World{}.report();
  EXPECT_THAT(codes(report, Verdict::warn), IsEmpty());
  EXPECT_TRUE(report.passed());
  EXPECT_GE(report.findings.size(), 25u);
  EXPECT_GE(report.evidence.size(), 14u);
}

TEST(GateBuckets, FitBucketsOfOtherShapesPassToo) {
  World alias;
  alias.options.kms_key = "alias/archive";
  EXPECT_THAT(refusals(alias.report()), IsEmpty()) << "an alias is resolved";
  World id;
  id.options.kms_key = "one";
  EXPECT_THAT(refusals(id.report()), IsEmpty()) << "a bare id is the ARN that ends in it";
  World governance;
  governance.options.gate.lock_mode = "GOVERNANCE";
  EXPECT_THAT(refusals(governance.report()), IsEmpty()) << "COMPLIANCE is more than GOVERNANCE";
  World silent;
  silent.bucket.create_states = sim::StatedEncryption{};
  EXPECT_THAT(refusals(silent.report()), IsEmpty()) << "a part states what the beginning does not";
  World expiring;
  expiring.options.gate.retention_days = 3650;
  expiring.answer("lifecycle",
                  replaced(kLifecycle, "</Rule>", "<Expiration><Days>4000</Days></Expiration></Rule>"));
  EXPECT_THAT(refusals(expiring.report()), IsEmpty()) << "expiry after the retention is wanted";
  World elsewhere;
  elsewhere.options.prefix = "offhook/";
  elsewhere.answer("lifecycle",
                   kLifecycle.substr(0, kLifecycle.size() - 25) +
                       "<Rule><ID>tmp</ID><Status>Enabled</Status><Filter><Prefix>tmp/</Prefix></Filter>"
                       "<Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>");
  EXPECT_THAT(refusals(elsewhere.report()), IsEmpty()) << "rules for other prefixes are not ours";
}

struct MisSet {
  std::string code;
  std::function<void(World&)> spoil;
};

class MisSetBucket : public testing::TestWithParam<MisSet> {};

TEST_P(MisSetBucket, IsRefusedWithItsOwnCode) {
  World world;
  GetParam().spoil(world);
  const auto report = world.report();
  EXPECT_THAT(refusals(report), ElementsAre(GetParam().code));
  EXPECT_FALSE(report.passed());
  for (const auto& finding : report.findings) {
    if (finding.verdict >= Verdict::fail) {
      EXPECT_FALSE(finding.mend.empty());
    }
  }
}

const std::string kOpenStatement =
    R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::archive/*"},)";

std::string grant(std::string_view group) {
  return fmt::format(
      "<AccessControlPolicy><AccessControlList><Grant><Grantee><URI>http://acs.amazonaws.com/groups/global/{}"
      "</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>",
      group);
}

std::vector<MisSet> mis_set_buckets() {
  return {
      // Where and whose.
      {"bucket.missing", [](World& w) { w.options.bucket = "missing-bucket"; }},
      {"bucket.denied", [](World& w) { w.bucket.owner = "999999999999"; }},
      {"bucket.elsewhere", [](World& w) { w.bucket.region = "eu-central-1"; }},
      {"owner.not_configured",
       [](World& w) {
         w.options.expected_owner = "";
         w.options.gate.accept_unknown = {"account_public_access"};
       }},
      {"region.not_configured", [](World& w) { w.options.region = ""; }},
      // Encryption as stated.
      {"encryption.refused", [](World& w) { w.bucket.refuses_writes = true; }},
      {"encryption.none",
       [](World& w) {
         w.bucket.create_states = sim::StatedEncryption{};
         w.bucket.part_states = sim::StatedEncryption{};
       }},
      {"encryption.algorithm",
       [](World& w) { w.bucket.create_states = sim::StatedEncryption{"AES256", ""}; }},
      {"encryption.key", [](World& w) { w.bucket.create_states = sim::StatedEncryption{"aws:kms", kOther}; }},
      {"negative_probe.let_through", [](World& w) { w.bucket.refused_encryptions = {}; }},
      // Encryption as configured.
      {"default_encryption.none",
       [](World& w) {
         w.unset("encryption");
         w.options.gate = {.profile = "custom", .demands = {{"default_encryption", store::Demand::require}}};
       }},
      {"default_encryption.denied",
       [](World& w) {
         w.refuse("encryption");
         w.options.gate.accept_unknown = {"customer_keys"};
       }},
      {"default_encryption.not_kms",
       [](World& w) { w.answer("encryption", replaced(kEncryption, "aws:kms<", "AES256<")); }},
      {"default_encryption.other_key",
       [](World& w) { w.answer("encryption", replaced(kEncryption, kArn, kOther)); }},
      {"default_encryption.amazons_key",
       [](World& w) { w.answer("encryption", replaced(kEncryption, kArn, "")); }},
      {"default_encryption.no_bucket_key",
       [](World& w) { w.answer("encryption", replaced(kEncryption, "true<", "false<")); }},
      {"customer_keys.allowed",
       [](World& w) { w.answer("encryption", replaced(kEncryption, "SSE-C", "NONE")); }},
      // The key.
      {"kms_key.missing", [](World& w) { w.keys.erase(kArn); }},
      {"kms_key.denied", [](World& w) { w.kms_refuses = true; }},
      {"kms_key.disabled", [](World& w) { w.keys[kArn].state = "Disabled"; }},
      {"kms_key.deletion",
       [](World& w) {
         w.keys[kArn].state = "PendingDeletion";
         w.keys[kArn].deletion_planned = true;
       }},
      {"kms_key.state", [](World& w) { w.keys[kArn].state = "PendingImport"; }},
      {"kms_key.amazons", [](World& w) { w.keys[kArn].manager = "AWS"; }},
      {"kms_key.kind", [](World& w) { w.keys[kArn].spec = "RSA_2048"; }},
      // Who may read.
      {"public_access_block.none", [](World& w) { w.unset("publicAccessBlock"); }},
      {"public_access_block.denied", [](World& w) { w.refuse("publicAccessBlock"); }},
      {"public_access_block.block_acls",
       [](World& w) {
         w.answer("publicAccessBlock", replaced(kBlock, "<BlockPublicAcls>true", "<BlockPublicAcls>false"));
       }},
      {"public_access_block.ignore_acls",
       [](World& w) {
         w.answer("publicAccessBlock", replaced(kBlock, "<IgnorePublicAcls>TRUE", "<IgnorePublicAcls>FALSE"));
       }},
      {"public_access_block.block_policy",
       [](World& w) {
         w.answer("publicAccessBlock",
                  replaced(kBlock, "<BlockPublicPolicy>true", "<BlockPublicPolicy>false"));
       }},
      {"public_access_block.restrict_buckets",
       [](World& w) {
         w.answer("publicAccessBlock",
                  replaced(kBlock, "<RestrictPublicBuckets>true", "<RestrictPublicBuckets>false"));
       }},
      {"account_public_access.none",
       [](World& w) { w.account = {404, "NoSuchPublicAccessBlockConfiguration"}; }},
      {"account_public_access.denied", [](World& w) { w.account = {403, "AccessDenied"}; }},
      {"account_public_access.block_policy",
       [](World& w) {
         w.account = {200, replaced(kBlock, "<BlockPublicPolicy>true", "<BlockPublicPolicy>false")};
       }},
      {"ownership.none", [](World& w) { w.unset("ownershipControls"); }},
      {"ownership.preferred",
       [](World& w) {
         w.answer("ownershipControls", replaced(kOwnership, "BucketOwnerEnforced", "BucketOwnerPreferred"));
       }},
      {"ownership.object_writer",
       [](World& w) {
         w.answer("ownershipControls", replaced(kOwnership, "BucketOwnerEnforced", "ObjectWriter"));
       }},
      // What the policy forbids.
      {"policy_tls.missing",
       [](World& w) { w.answer("policy", replaced(kPolicy, R"(:"false"}}})", R"(:"true"}}})")); }},
      {"policy_tls.partial",
       [](World& w) {
         w.answer("policy", replaced(kPolicy, R"("Principal":"*","Action":"s3:*")",
                                     R"("Principal":{"AWS":"arn:aws:iam::1:root"},"Action":"s3:*")"));
       }},
      {"policy_tls_version.missing",
       [](World& w) { w.answer("policy", replaced(kPolicy, ":1.2}", ":1.1}")); }},
      {"policy_encryption.missing",
       [](World& w) {
         std::string policy = replaced(kPolicy, R"("s3:x-amz-server-side-encryption":"aws:kms")",
                                       R"("s3:x-amz-server-side-encryption":["aws:kms","AES256"])");
         w.answer("policy", replaced(policy, R"({"StringNotEquals":{"s3:x-amz-server-side-encryption-aws)",
                                     R"({"StringNotEqualsIfExists":{"s3:x-amz-server-side-encryption-aws)"));
         // IfExists would deny a missing key as well; a request without it must not be denied by this one.
         w.answer("policy", replaced(w.bucket.settings["policy"].body, "StringNotEqualsIfExists",
                                     "ForAnyValue:StringNotEquals"));
       }},
      {"policy_key.missing",
       [](World& w) {
         w.answer("policy", replaced(kPolicy, R"(key-id":")" + kArn, R"(key-id":["arn:aws:kms:*"],"x":")"));
       }},
      {"policy_rekey.missing",
       [](World& w) {
         w.answer("policy", replaced(kPolicy, "s3:UpdateObjectEncryption", "s3:UpdateObjectEncryptions"));
       }},
      // Keeping it.
      {"versioning.off", [](World& w) { w.unset("versioning"); }},
      {"versioning.suspended",
       [](World& w) { w.answer("versioning", replaced(kVersioning, "Enabled", "Suspended")); }},
      {"versioning.denied", [](World& w) { w.refuse("versioning"); }},
      {"object_lock.none", [](World& w) { w.unset("object-lock"); }},
      {"object_lock.no_default",
       [](World& w) {
         w.answer("object-lock",
                  "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></"
                  "ObjectLockConfiguration>");
       }},
      {"object_lock.mode",
       [](World& w) { w.answer("object-lock", replaced(kLock, "COMPLIANCE", "GOVERNANCE")); }},
      {"object_lock.short",
       [](World& w) { w.answer("object-lock", replaced(kLock, "<Years>7", "<Years>5")); }},
      {"lifecycle_abort.none", [](World& w) { w.unset("lifecycle"); }},
      {"lifecycle_expiry.early",
       [](World& w) {
         w.answer("lifecycle",
                  replaced(kLifecycle, "</Rule>", "<Expiration><Days>30</Days></Expiration></Rule>"));
       }},
      {"lifecycle_expiry.date",
       [](World& w) {
         w.answer("lifecycle",
                  replaced(kLifecycle, "</Rule>", "<Expiration><Date>2030-01-01</Date></Expiration></Rule>"));
       }},
      {"lifecycle_expiry.versions",
       [](World& w) {
         w.options.gate.retention_days = 365;
         w.answer("lifecycle", replaced(kLifecycle, "</Rule>",
                                        "<NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays>"
                                        "</NoncurrentVersionExpiration></Rule>"));
       }},
  };
}

INSTANTIATE_TEST_SUITE_P(All, MisSetBucket, testing::ValuesIn(mis_set_buckets()), [](const auto& tested) {
  std::string name = tested.param.code;
  std::ranges::replace(name, '.', '_');
  return name;
});

// What the public-access check itself finds, where no access block stands in the way.
class PublicBucket : public testing::Test {
 protected:
  void SetUp() override {
    world_.options.gate = {};
    world_.unset("publicAccessBlock");
    world_.unset("ownershipControls");
  }
  World world_;
};

TEST_F(PublicBucket, ByPolicyIsRefusedInTheStandardProfile) {
  world_.answer("policy", replaced(kPolicy, "[\n", "[" + kOpenStatement));
  EXPECT_THAT(refusals(world_.report()), ElementsAre("public_access.policy"));
}
TEST_F(PublicBucket, ByPolicyStatusIsRefusedInTheStandardProfile) {
  world_.answer("policyStatus", "<PolicyStatus><IsPublic>TRUE</IsPublic></PolicyStatus>");
  EXPECT_THAT(refusals(world_.report()), ElementsAre("public_access.policy"));
}
TEST_F(PublicBucket, ByListIsRefusedInTheStandardProfile) {
  world_.answer("acl", grant("AllUsers"));
  EXPECT_THAT(refusals(world_.report()), ElementsAre("public_access.acl"));
  world_.answer("acl", grant("AuthenticatedUsers"));
  EXPECT_THAT(refusals(world_.report()), ElementsAre("public_access.acl_authenticated"));
}
TEST_F(PublicBucket, ThatDoesNotSayIsRefused) {
  for (const char* setting : {"policy", "policyStatus"}) world_.refuse(setting);
  EXPECT_THAT(refusals(world_.report()), ElementsAre("public_access.policy_unknown"));
  world_.answer("policyStatus", "<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>");
  world_.refuse("acl");
  EXPECT_THAT(refusals(world_.report()), ElementsAre("public_access.acl_unknown"));
}
TEST_F(PublicBucket, BehindAnAccessBlockIsNotPublic) {
  world_.answer("publicAccessBlock", kBlock);
  world_.answer("policy", replaced(kPolicy, "[\n", "[" + kOpenStatement));
  world_.answer("acl", grant("AllUsers"));
  EXPECT_THAT(refusals(world_.report()), IsEmpty());
}
TEST_F(PublicBucket, WithAPolicyThatIsNoPolicyIsRefused) {
  world_.answer("policy", "{}");
  EXPECT_THAT(refusals(world_.report()), ElementsAre("public_access.policy_malformed"));
}

TEST(GateProfiles, StandardWarnsWhereStrictRefuses) {
  World world;
  world.unset("versioning");
  world.unset("object-lock");
  world.unset("lifecycle");
  EXPECT_THAT(refusals(world.report()),
              ElementsAre("versioning.off", "object_lock.none", "lifecycle_abort.none"));
  world.options.gate = {};
  const auto report = world.report();
  EXPECT_TRUE(report.passed());
  EXPECT_THAT(codes(report, Verdict::warn),
              ElementsAre("versioning.off", "object_lock.none", "lifecycle_abort.none"));
}

TEST(GateProfiles, StandardTakesABareBucketOfToday) {
  World world;
  world.bucket = {};
  world.options = {.bucket = "archive"};
  EXPECT_TRUE(world.report().passed());
}

TEST(GateProfiles, CustomDemandsWhatItNames) {
  World world;
  world.unset("versioning");
  world.options.gate = {.profile = "custom", .demands = {{"versioning", store::Demand::require}}};
  EXPECT_THAT(refusals(world.report()), ElementsAre("versioning.off"));
  world.options.gate.demands["versioning"] = store::Demand::off;
  EXPECT_TRUE(world.report().passed());
}

TEST(GateProfiles, TheUnknownPassesOnlyWhereItIsAccepted) {
  World world;
  world.bucket.settings["object-lock"] = {501, "NotImplemented"};
  EXPECT_THAT(refusals(world.report()), ElementsAre("object_lock.unsupported"));
  world.options.gate.accept_unknown = {"object_lock"};
  EXPECT_TRUE(world.report().passed());
}

TEST(GateProfiles, NamesThatDoNotExistAreRefused) {
  EXPECT_FALSE(store::validate({.profile = "lax"}));
  EXPECT_FALSE(store::validate({.profile = "custom", .demands = {{"no_such_check", store::Demand::off}}}));
  EXPECT_FALSE(store::validate({.accept_unknown = {"no_such_check"}}));
  EXPECT_FALSE(store::validate({.profile = "strict", .demands = {{"tls", store::Demand::off}}}));
  EXPECT_TRUE(store::validate({.profile = "custom", .demands = {{"tls", store::Demand::warn}}}));
}

}  // namespace
}  // namespace offhook::test
