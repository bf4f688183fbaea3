#include "sim/media.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <set>

#include "crypto/sha256.h"
#include "sim/gzip.h"
#include "sim/org_fixture_for_test.h"

namespace offhook::sim {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class MediaTest : public OrgTest {
 protected:
  std::string url() { return std::string(api_json("GET", transcript_target("transcripturl")).text("url")); }
  http::Response get(const std::string& url, http::Headers headers = {}) {
    return send("GET", url, {}, std::move(headers));
  }
  void start_with(MediaConfig media) {
    OrgConfig config = small();
    config.media = media;
    start(std::move(config));
  }
};

TEST_F(MediaTest, RefusesCredentialsAndExpiredUrls) {
  start(small());
  const std::string link = url();
  EXPECT_EQ(get(link, {{"Authorization", "Bearer " + token_}}).status, 400);
  EXPECT_EQ(org_->counts().credentials_on_media, 1u);
  EXPECT_EQ(get(link).status, 200);
  EXPECT_EQ(get(link + "0").status, 403);
  EXPECT_EQ(send("PUT", link).status, 405);
  clock_.advance(std::chrono::hours(1));
  const http::Response late = get(link);
  EXPECT_EQ(late.status, 403);
  EXPECT_THAT(late.body, HasSubstr("Request has expired"));
}

TEST_F(MediaTest, HonoursRangeAndIfRange) {
  start(small());
  const std::string link = url();
  const http::Response whole = get(link);
  const std::string etag(whole.headers.get("ETag"));
  const std::string size = std::to_string(whole.body.size());
  const http::Response part = get(link, {{"Range", "bytes=100-199"}, {"If-Range", etag}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, whole.body.substr(100, 100));
  EXPECT_EQ(part.headers.get("Content-Range"), "bytes 100-199/" + size);
  EXPECT_EQ(get(link, {{"Range", "bytes=100-"}}).body, whole.body.substr(100));
  EXPECT_EQ(get(link, {{"Range", "bytes=-7"}}).body, whole.body.substr(whole.body.size() - 7));
  EXPECT_EQ(get(link, {{"Range", "bytes=100-"}, {"If-Range", "\"other\""}}).status, 200);
  const http::Response beyond = get(link, {{"Range", "bytes=" + size + "-"}});
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(beyond.headers.get("Content-Range"), "bytes */" + size);
}

TEST_F(MediaTest, CanLackRangesAndTags) {
  start_with({.ranges = false, .etags = false});
  const http::Response response = get(url(), {{"Range", "bytes=5-9"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_FALSE(response.headers.find("ETag"));
  EXPECT_FALSE(response.headers.find("Accept-Ranges"));
}

TEST_F(MediaTest, StatesDigestsWhenTold) {
  struct Case {
    DigestStyle style;
    std::string_view header, before, after;
  };
  for (const Case& c : {Case{DigestStyle::s3, "x-amz-checksum-sha256", "", ""},
                        Case{DigestStyle::repr, "Repr-Digest", "sha-256=:", ":"},
                        Case{DigestStyle::content, "Content-Digest", "sha-256=:", ":"},
                        Case{DigestStyle::legacy, "Digest", "SHA-256=", ""}}) {
    start_with({.digest = c.style});
    const std::string link = url();
    const http::Response whole = get(link);
    const std::string digest = to_base64(crypto::sha256(whole.body));
    EXPECT_EQ(whole.headers.get(c.header), std::string(c.before) + digest + std::string(c.after));
    const http::Response part = get(link, {{"Range", "bytes=1-5"}});
    const std::string of_part = to_base64(crypto::sha256(part.body));
    if (c.style == DigestStyle::s3) {
      EXPECT_FALSE(part.headers.find(c.header));
    }
    if (c.style == DigestStyle::repr) {
      EXPECT_EQ(part.headers.get(c.header), whole.headers.get(c.header));
    }
    if (c.style == DigestStyle::content) {
      EXPECT_THAT(std::string(part.headers.get(c.header)), HasSubstr(of_part));
    }
  }
  start(small());
  for (const auto& [name, value] : get(url()).headers) EXPECT_EQ(name.find("igest"), std::string::npos);
}

std::string gunzip(const std::string& bytes) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string out(4u << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST_F(MediaTest, CompressesForThoseWhoAccept) {
  start_with({.gzip = true});
  const std::string link = url();
  const http::Response plain = get(link);
  EXPECT_FALSE(plain.headers.find("Content-Encoding"));
  const http::Response packed = get(link, {{"Accept-Encoding", "gzip, deflate"}});
  EXPECT_EQ(packed.headers.get("Content-Encoding"), "gzip");
  EXPECT_NE(packed.headers.get("ETag"), plain.headers.get("ETag"));
  EXPECT_LT(packed.body.size(), plain.body.size());
  EXPECT_EQ(gunzip(packed.body), plain.body);
}

TEST_F(MediaTest, TranscriptsComeLateOrNever) {
  OrgConfig config = small();
  config.plan.conversations = 200;
  config.transcripts = {.delay = std::chrono::minutes(5),
                        .late_per_thousand = 300,
                        .latest = std::chrono::hours(48),
                        .missing_per_thousand = 100};
  config.limit.per_minute = 100'000;
  clock_.set(*parse_rfc3339("2026-03-11T00:30:00Z"));
  start(std::move(config));
  const auto count = [this] {
    int found = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
      const Outline outline = org_->world().outline(i);
      for (const Recording& recording : recordings_of(org_->world(), outline)) {
        const http::Response response =
            api("GET", "/api/v2/speechandtextanalytics/conversations/" + outline.id + "/communications/" +
                           recording.communication_id + "/transcripturls");
        EXPECT_TRUE(response.status == 200 || response.status == 404);
        if (response.status == 404) {
          EXPECT_EQ(json::parse(response.body)->text("code"), "resource.not.found");
        } else {
          ++found;
        }
      }
    }
    return found;
  };
  const int first = count();
  clock_.advance(std::chrono::hours(49));
  token_.clear();
  const int later = count();
  clock_.advance(std::chrono::hours(240));
  token_.clear();
  EXPECT_LT(first, later);
  EXPECT_EQ(count(), later) << "what is missing never comes";
}

TEST_F(MediaTest, ATransferredCallHasTwoRecordingsAndAConsultationItsOwn) {
  OrgConfig config = small();
  config.plan.conversations = 400;
  start(std::move(config));
  int transfers = 0, consultations = 0;
  for (std::uint64_t i = 0; i < 400; ++i) {
    const Outline outline = org_->world().outline(i);
    if (!outline.transferred && !outline.consulted) continue;
    std::set<std::string> communications;
    for (const Recording& r : recordings_of(org_->world(), outline))
      communications.insert(r.communication_id);
    EXPECT_EQ(communications.size(), outline.consulted ? 2u : 1u);
    transfers += outline.transferred;
    consultations += outline.consulted;
    const json::Value urls =
        api_json("GET", "/api/v2/speechandtextanalytics/conversations/" + outline.id + "/communications/" +
                            org_->world().id(i, "session/customer") + "/transcripturls");
    ASSERT_EQ(urls["urls"].array()->size(), outline.transferred ? 2u : 1u);
    for (const json::Value& item : *urls["urls"].array()) {
      const auto file = json::parse(get(std::string(item.text("url"))).body);
      EXPECT_EQ(file->text("recordingId"), item["recording"].text("id"));
    }
  }
  EXPECT_GT(transfers, 5);
  EXPECT_GT(consultations, 2);
}

}  // namespace
}  // namespace offhook::sim
