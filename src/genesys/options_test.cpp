#include "genesys/options.h"

#include <gtest/gtest.h>

#include "json/value.h"

namespace offhook::genesys {
namespace {

Options usable() {
  Options options;
  options.api_base = "https://api.mypurecloud.de/";
  options.client_id = "id";
  options.client_secret = Sensitive<std::string>("secret");
  return options;
}

TEST(Options, LogsInBesideTheApiOfARegion) {
  const auto options = checked(usable());
  ASSERT_TRUE(options);
  EXPECT_EQ(options->api_base, "https://api.mypurecloud.de");
  EXPECT_EQ(options->login_base, "https://login.mypurecloud.de");
}

TEST(Options, LogsInAtAnyOtherBaseItself) {
  EXPECT_EQ(login_base_for("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
  Options options = usable();
  options.login_base = "https://sso.example.com";
  EXPECT_EQ(checked(options)->login_base, "https://sso.example.com");
}

TEST(Options, RefusesWhatCannotWork) {
  Options options = usable();
  options.client_secret = {};
  EXPECT_EQ(checked(options).error().code, "source.options");
  options = usable();
  options.api_base = "mypurecloud.de";
  EXPECT_EQ(checked(options).error().code, "source.options");
  options = usable();
  options.budget.head_room = 1;
  EXPECT_EQ(checked(options).error().code, "source.options");
  options = usable();
  options.budget.transcripts_weight = 0;
  EXPECT_EQ(checked(options).error().code, "source.options");
}

TEST(Filters, SayAnyOfWithinAListAndAllOfBetweenLists) {
  Filters filters;
  filters.media = {"voice", "email"};
  filters.divisions = {"d1"};
  const auto body = json::Value(
      query_body(filters, *parse_rfc3339("2026-11-20T00:00:00Z"), *parse_rfc3339("2026-11-21T00:00:00Z")));
  EXPECT_EQ(body.text("interval"), "2026-11-20T00:00:00.000Z/2026-11-21T00:00:00.000Z");
  const auto* segment = body["segmentFilters"].array();
  ASSERT_TRUE(segment && segment->size() == 1);
  EXPECT_EQ(segment->front().text("type"), "or");
  const auto* predicates = segment->front()["predicates"].array();
  ASSERT_TRUE(predicates && predicates->size() == 2);
  EXPECT_EQ((*predicates)[1].text("dimension"), "mediaType");
  EXPECT_EQ((*predicates)[1].text("value"), "email");
  EXPECT_EQ(body["conversationFilters"].array()->size(), 1u);
}

TEST(Filters, SayNothingWhenEverythingIsWanted) {
  const auto body = json::Value(query_body({}, TimePoint{}, TimePoint{}));
  EXPECT_TRUE(body["segmentFilters"].is_null());
  EXPECT_TRUE(body["conversationFilters"].is_null());
}

}  // namespace
}  // namespace offhook::genesys
