// How fast offhook-sim hands out content, beside the bare loopback: it must never be a benchmark's
// bottleneck.
#include <benchmark/benchmark.h>

#include "base/check.h"
#include "base/encoding.h"
#include "http/client.h"
#include "http/server.h"
#include "json/value.h"
#include "sim/content/conversation.h"
#include "sim/content/transcript.h"
#include "sim/org.h"

namespace offhook::sim {
namespace {

const TimePoint kFrom = TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 3 / 10));

class CountingSink final : public http::BodySink {
 public:
  bool wants(const http::Response& head) override { return head.status == 200; }
  Result<void> write(std::string_view chunk) override {
    bytes_ += chunk.size();
    return {};
  }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  std::uint64_t bytes_ = 0;
};

// Fetches `request` from a server that answers with `serve`, over loopback.
void fetch(benchmark::State& state, const http::ServerFunction& serve, http::Request request) {
  const auto server = http::Server::start({}, serve);
  const auto client = http::make_curl_client();
  check(server && client, "loopback works");
  request.url = (*server)->base_url() + request.url;
  std::uint64_t bytes = 0;
  const auto send = [&] {
    CountingSink sink;
    check((*client)->send(request, &sink).has_value(), "an answer came");
    bytes += sink.bytes();
  };
  send();  // connects, and makes what is made once
  bytes = 0;
  for (auto _ : state) send();
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void loopback_plain(benchmark::State& state) {
  const auto serve = [](const http::ServerRequest&) {
    http::ServerResponse response;
    response.stream = [left = 256, chunk = std::string(256u << 10, 'x')]() mutable {
      return left-- > 0 ? chunk : std::string();
    };
    return response;
  };
  fetch(state, serve, {.url = "/"});
}
BENCHMARK(loopback_plain)->UseRealTime();

void loopback_bare_array(benchmark::State& state) {
  SystemClock clock;
  OrgConfig config;
  config.plan = {.conversations = 8'000, .from = kFrom};
  config.query = {.bare_array = true, .repeat = static_cast<std::uint64_t>(state.range(0)), .contents = {}};
  config.limit.per_minute = 1'000'000;
  Org org(config, clock);
  http::ServerRequest login{
      .method = "POST", .target = "/oauth/token", .headers = {}, .body = "grant_type=client_credentials"};
  login.headers.add("Authorization", "Basic " + to_base64(as_bytes(org.config().login.client_id + ":" +
                                                                   org.config().login.client_secret)));
  const auto token = json::parse(org.serve(login).body);
  http::Request request{.method = "POST", .url = "/api/v2/analytics/conversations/details/query"};
  request.headers.add("Authorization", "Bearer " + std::string(token->text("access_token")));
  request.body = R"({"interval":"2026-03-10T00:00:00Z/2026-03-11T00:00:00Z"})";
  fetch(state, [&org](const http::ServerRequest& asked) { return org.serve(asked); }, request);
}
BENCHMARK(loopback_bare_array)->Arg(0)->Arg(1'000)->UseRealTime();

void make_records(benchmark::State& state) {
  const World world({.conversations = 100'000, .from = kFrom});
  std::uint64_t index = 0, bytes = 0;
  for (auto _ : state) {
    const Outline outline = world.outline(index++ % world.size());
    bytes += write_record(make_conversation(world, outline), outline.end, Attributes::with).size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(make_records);

void make_transcripts(benchmark::State& state) {
  const World world({.conversations = 100'000, .from = kFrom});
  std::uint64_t index = 0, bytes = 0;
  for (auto _ : state) {
    const Outline outline = world.outline(index++ % world.size());
    for (const Recording& recording : recordings_of(world, outline)) {
      Plants plants(Plants::Keep::no);
      bytes += write_transcript(world, outline, recording, plants).size();
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(make_transcripts);

}  // namespace
}  // namespace offhook::sim
