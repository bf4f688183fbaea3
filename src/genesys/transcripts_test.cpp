#include "genesys/transcripts.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/sha256.h"
#include "genesys/genesys_source.h"
#include "genesys/gzip_words_for_test.h"
#include "genesys/scripted_api_for_test.h"

namespace offhook::genesys {
namespace {

constexpr const char* kUrls =
    "/api/v2/speechandtextanalytics/conversations/c1/communications/s1/transcripturls";
constexpr const char* kUrl =
    "/api/v2/speechandtextanalytics/conversations/c1/communications/s1/transcripturl";
constexpr std::uint64_t kMaxBytes = 1000;

std::string listing(const std::string& path) {
  return R"({"conversation":{"id":"c1"},"communicationId":"s1","urls":[{"recording":{"id":"r1"},)"
         R"("url":"https://media.example.com)" +
         path + R"("}]})";
}

http::ServerResponse file(int status, std::string body, http::Headers headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = std::move(body), .stream = {}};
}

struct Fixture {
  Fixture() : source(*make_source(ScriptedApi::options(), *client, api.clock, api.random)) {}

  Result<std::vector<model::TranscriptLink>> find() { return source->transcripts("c1", "s1", {}); }
  Result<std::string> fetch(std::uint64_t max_bytes = kMaxBytes) {
    const model::TranscriptLink link{"r1", "c1", "s1",
                                     Sensitive<std::string>("https://media.example.com/file?sig=hidden")};
    auto bytes = source->fetch_transcript(link, max_bytes, {});
    if (!bytes) return fail(bytes.error());
    return bytes->reveal();
  }

  ScriptedApi api;
  std::unique_ptr<http::Client> client = api.client();
  std::unique_ptr<model::Source> source;
};

TEST(Transcripts, TiesEachFileToItsRecording) {
  Fixture f;
  f.api.on("GET", kUrls, {ScriptedApi::json(200, listing("/t1"))});
  const auto links = f.find();
  ASSERT_TRUE(links) << links.error().message;
  ASSERT_EQ(links->size(), 1u);
  EXPECT_EQ(links->front().id, "r1");
  EXPECT_EQ(links->front().communication_id, "s1");
  EXPECT_EQ(links->front().url.reveal(), "https://media.example.com/t1");
}

TEST(Transcripts, TakesANotFoundAsEvidenceOfAbsence) {
  Fixture f;
  f.api.on("GET", kUrls, {ScriptedApi::json(404, R"({"code":"resource.not.found","contextId":"x-1"})")});
  const auto links = f.find();
  ASSERT_FALSE(links);
  EXPECT_EQ(links.error().code, "source.transcript_absent");
  EXPECT_EQ(links.error().cls, ErrorClass::not_found);
  EXPECT_NE(links.error().message.find("resource.not.found"), std::string::npos);
  EXPECT_NE(links.error().message.find("x-1"), std::string::npos);
  EXPECT_EQ(f.api.asked(kUrl).size(), 1u) << "an absent transcript costs one request";
}

TEST(Transcripts, FallsBackToTheEndpointForOne) {
  Fixture f;
  f.api.on("GET", kUrls, {ScriptedApi::json(403, R"({"code":"missing.any.permissions"})")});
  f.api.on("GET", kUrl, {ScriptedApi::json(200, R"({"url":"https://media.example.com/one"})")});
  for (int i = 0; i < 2; ++i) {
    const auto links = f.find();
    ASSERT_TRUE(links) << links.error().message;
    EXPECT_EQ(links->front().id, "s1");
  }
  EXPECT_EQ(f.api.asked(kUrls).size(), 1u) << "the lesson was not kept";
}

TEST(Transcripts, KeepsTheCredentialFromTheMediaHost) {
  Fixture f;
  f.api.on("GET", "/file", {file(200, "words")});
  EXPECT_EQ(*f.fetch(), "words");
  const auto asked = f.api.asked("/file");
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].host(), "media.example.com");
  EXPECT_FALSE(asked[0].headers.find("Authorization"));
  EXPECT_TRUE(f.api.asked("/oauth").empty());
}

TEST(Download, ResumesWhereItWasCut) {
  auto cut = file(200, "0123456789", {{"ETag", "\"e\""}});
  cut.cut_after_bytes = 4;
  Fixture f;
  f.api.on("GET", "/file",
           {cut, file(206, "456789", {{"ETag", "\"e\""}, {"Content-Range", "bytes 4-9/10"}})});
  EXPECT_EQ(*f.fetch(), "0123456789");
  const auto asked = f.api.asked("/file");
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[1].headers.get("Range"), "bytes=4-");
  EXPECT_EQ(asked[1].headers.get("If-Range"), "\"e\"");
}

TEST(Download, BeginsAfreshWhenTheServerDoesNotPlayAlong) {
  auto cut = file(200, "0123456789", {{"ETag", "\"e\""}});
  cut.cut_after_bytes = 4;
  for (const auto& second :
       {file(200, "abcdef", {{"ETag", "\"f\""}}),
        file(206, "56789", {{"ETag", "\"e\""}, {"Content-Range", "bytes 5-9/10"}}),
        file(206, "456789", {{"ETag", "\"other\""}, {"Content-Range", "bytes 4-9/10"}}), file(416, "")}) {
    Fixture f;
    f.api.on("GET", "/file", {cut, second, file(200, "abcdef")});
    const auto got = f.fetch();
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(*got, "abcdef");
    if (second.status != 200) {
      EXPECT_FALSE(f.api.asked("/file")[2].headers.find("Range"));
    }
  }
}

TEST(Download, DoesNotResumeWithoutAStrongEtag) {
  auto cut = file(200, "0123456789", {{"ETag", "W/\"e\""}});
  cut.cut_after_bytes = 4;
  Fixture f;
  f.api.on("GET", "/file", {cut, file(200, "0123456789")});
  EXPECT_EQ(*f.fetch(), "0123456789");
  EXPECT_FALSE(f.api.asked("/file")[1].headers.find("Range"));
}

TEST(Download, ComparesEveryStatedDigest) {
  const std::string right = to_base64(crypto::sha256("words")), wrong = to_base64(crypto::sha256("other"));
  for (const auto& [name, before, after] :
       {std::tuple{"Repr-Digest", "sha-256=:", ":"},
        std::tuple{"Content-Digest", "sha-512=:AA==:, sha-256=:", ":"}, std::tuple{"Digest", "SHA-256=", ""},
        std::tuple{"x-amz-checksum-sha256", "", ""}}) {
    Fixture good;
    good.api.on("GET", "/file", {file(200, "words", {{name, before + right + after}})});
    EXPECT_TRUE(good.fetch()) << name;
    Fixture bad;
    bad.api.on("GET", "/file", {file(200, "words", {{name, before + wrong + after}})});
    const auto got = bad.fetch();
    ASSERT_FALSE(got) << name;
    EXPECT_EQ(got.error().cls, ErrorClass::corrupt);
    EXPECT_EQ(got.error().code, "source.digest_mismatch");
    EXPECT_NE(got.error().message.find(name), std::string::npos);
  }
}

TEST(Download, FetchesAgainWhatCameDamaged) {
  const http::Headers stated{{"x-amz-checksum-sha256", to_base64(crypto::sha256("words"))},
                             {"ETag", "\"e\""}};
  Fixture f;
  f.api.on("GET", "/file", {file(200, "wards", stated), file(200, "words", stated)});
  EXPECT_EQ(*f.fetch(), "words");
  EXPECT_FALSE(f.api.asked("/file")[1].headers.find("Range"));
}

TEST(Download, LeavesTheDigestOfPartsAlone) {
  Fixture f;
  f.api.on("GET", "/file", {file(200, "words", {{"x-amz-checksum-sha256", "AAAA-3"}})});
  EXPECT_TRUE(f.fetch());
}

TEST(Download, UnpacksWhatIsStoredAsGzipAfterChecking) {
  const http::Headers stated{{"Content-Encoding", "gzip"},
                             {"x-amz-checksum-sha256", to_base64(crypto::sha256(kWordsGzip))}};
  Fixture f;
  f.api.on("GET", "/file", {file(200, kWordsGzip, stated)});
  const auto got = f.fetch();
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(*got, "words");
  EXPECT_EQ(f.api.asked("/file")[0].headers.get("Accept-Encoding"), "identity");
}

TEST(Download, ResolvesAnExpiredLinkOnce) {
  Fixture f;
  f.api.on("GET", "/file", {file(403, "<Error/>")});
  f.api.on("GET", "/fresh", {file(200, "words")});
  f.api.on("GET", kUrls, {ScriptedApi::json(200, listing("/fresh"))});
  EXPECT_EQ(*f.fetch(), "words");

  Fixture stuck;
  stuck.api.on("GET", "/file", {file(403, "")});
  stuck.api.on("GET", kUrls, {ScriptedApi::json(200, listing("/file"))});
  EXPECT_EQ(stuck.fetch().error().code, "source.link_expired");
  EXPECT_EQ(stuck.api.asked("/file").size(), 2u);
}

TEST(Download, ResumesOnTheFreshLinkWhatTheOldOneBegan) {
  auto cut = file(200, "0123456789", {{"ETag", "\"e\""}});
  cut.cut_after_bytes = 4;
  Fixture f;
  f.api.on("GET", "/file", {cut, file(403, "")});
  f.api.on("GET", "/fresh", {file(206, "456789", {{"ETag", "\"e\""}, {"Content-Range", "bytes 4-9/10"}})});
  f.api.on("GET", kUrls, {ScriptedApi::json(200, listing("/fresh"))});
  EXPECT_EQ(*f.fetch(), "0123456789");
  EXPECT_EQ(f.api.asked("/fresh")[0].headers.get("Range"), "bytes=4-");
}

TEST(Download, RefusesWhatIsTooLarge) {
  Fixture f;
  f.api.on("GET", "/file", {file(200, std::string(101, 'x'))});
  const auto got = f.fetch(100);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, "source.too_large");
  EXPECT_EQ(got.error().cls, ErrorClass::permanent);
}

TEST(Download, NeverNamesTheSignedUrl) {
  http::ServerResponse reset;
  reset.reset_before_response = true;
  for (const auto& answer : {file(403, ""), file(404, ""), file(500, ""), reset}) {
    Fixture f;
    f.api.on("GET", "/file", {answer});
    const auto got = f.fetch();
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().message.find("hidden"), std::string::npos) << got.error().message;
  }
}

}  // namespace
}  // namespace offhook::genesys
