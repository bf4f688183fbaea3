#include "http/url.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace offhook::http {
namespace {

TEST(Url, TakesItsPartsAsWritten) {
  const auto url = parse_url("HTTPS://Bucket.S3.Example.com:8333/a%2fb/../c//?x=%20&y");
  ASSERT_TRUE(url) << url.error().message;
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "bucket.s3.example.com");
  EXPECT_EQ(url->port, "8333");
  EXPECT_EQ(url->path, "/a%2fb/../c//");
  EXPECT_EQ(url->query, "x=%20&y");
  EXPECT_EQ(url->authority(), "bucket.s3.example.com:8333");
  EXPECT_EQ(url->to_string(), "https://bucket.s3.example.com:8333/a%2fb/../c//?x=%20&y");
}

TEST(Url, AnEmptyPathIsASlash) {
  EXPECT_EQ(parse_url("https://a")->to_string(), "https://a/");
  EXPECT_EQ(parse_url("https://a?b=c")->to_string(), "https://a/?b=c");
}

TEST(Url, KeepsTheBracketsOfAnIpv6Literal) {
  const auto url = parse_url("http://[::1]:8080/x");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "[::1]");
  EXPECT_EQ(url->port, "8080");
  EXPECT_TRUE(url->is_loopback());
}

TEST(Url, RefusesWhatItCannotSendSafely) {
  for (const char* text :
       {"", "a", "ftp://a/", "https://", "https:///x", "https://user:pw@a/", "https://a/#f", "https://a/b c",
        "https://a/\r\nX: y", "https://a:0/", "https://a:65536/", "https://a:/", "https://a:8o/",
        "https://[::1/", "https://[]/", "https://a]/", "https://a\\b/", "https://\xc3\xa4/"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().code, "url.invalid");
  }
}

TEST(Url, ErrorsDoNotRepeatTheText) {
  EXPECT_EQ(parse_url("https://key:hunter2@a/").error().message.find("hunter2"), std::string::npos);
}

TEST(Url, KnowsLoopback) {
  for (const char* text :
       {"http://localhost/", "http://api.localhost:1/", "http://127.0.0.1/", "http://127.1.2.3/"})
    EXPECT_TRUE(parse_url(text)->is_loopback()) << text;
  for (const char* text : {"http://127.0.0.1.example.com/", "http://127.0.0.example/", "http://128.0.0.1/",
                           "http://localhost.example.com/", "http://notlocalhost/", "http://[::2]/"})
    EXPECT_FALSE(parse_url(text)->is_loopback()) << text;
}

TEST(PercentEncoding, LeavesTheUnreservedOnly) {
  EXPECT_EQ(percent_encode("aZ0-._~ /+\xff"), "aZ0-._~%20%2F%2B%FF");
  EXPECT_EQ(percent_encode("a/b c", true), "a/b%20c");
  EXPECT_EQ(percent_decode("a%2fb+%zz%4"), "a/b+%zz%4");
}

RC_GTEST_PROP(PercentEncoding, DecodesToWhatWasEncoded, (const std::string& text)) {
  RC_ASSERT(percent_decode(percent_encode(text)) == text);
  RC_ASSERT(percent_decode(percent_encode(text, true)) == text);
}

TEST(Query, ReadsNamesAndValuesInOrder) {
  const auto query = parse_query("b=2&a=1%20x+y&&flag&c==&b=3");
  const decltype(parse_query("")) expected = {
      {"b", "2"}, {"a", "1 x y"}, {"flag", ""}, {"c", "="}, {"b", "3"}};
  EXPECT_EQ(query, expected);
  EXPECT_TRUE(parse_query("").empty());
}

}  // namespace
}  // namespace offhook::http
