#include "web/status_server.h"

#include <gtest/gtest.h>

#include "http/client.h"

namespace offhook::web {
namespace {

TEST(StatusServer, ServesMetricsMadeWhenAskedFor) {
  int calls = 0;
  const auto server =
      start_status_server("127.0.0.1:0", [&] { return "made " + std::to_string(++calls) + "\n"; });
  ASSERT_TRUE(server) << server.error().message;
  const auto client = http::make_curl_client().value();
  const auto ask = [&](const std::string& path) {
    http::Request request;
    request.url = (*server)->base_url() + path;
    return client->send(request).value();
  };
  EXPECT_EQ(ask("/metrics").body, "made 1\n");
  EXPECT_EQ(ask("/metrics").body, "made 2\n");
  EXPECT_EQ(ask("/healthz").status, 200);
  EXPECT_EQ(ask("/other").status, 404);
}

TEST(StatusServer, RefusesWhatIsNoAddress) {
  for (const std::string_view bad :
       {"", "9464", ":9464", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "127.0.0.1:-1"})
    EXPECT_FALSE(start_status_server(bad, [] { return std::string(); })) << bad;
}

}  // namespace
}  // namespace offhook::web
