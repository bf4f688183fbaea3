#include "http/client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "http/server.h"
#include "test/support/certificates.h"
#include "test/support/temporary_folder.h"

namespace offhook::http {
namespace {

// Echoes a request as text, or does what the target asks for.
ServerResponse behave(const ServerRequest& request) {
  const std::string_view path = request.path();
  if (path.ends_with("/echo")) {
    std::string text = request.method + " " + request.target + "\n";
    for (const auto& [name, value] : request.headers) text += name + "=" + value + "\n";
    return {.status = 201, .headers = {{"X-Seen", "1"}, {"x-seen", "2"}}, .body = text + "\n" + request.body};
  }
  if (path == "/reset") return {.body = "never seen", .reset_before_response = true};
  if (path == "/cut") return {.body = std::string(100'000, 'x'), .cut_after_bytes = 70'000};
  if (path == "/cut-stream")
    return {.stream = [] { return std::string(1000, 'x'); }, .cut_after_bytes = 70'500};
  if (path == "/slow") return {.body = "late", .pause = Milliseconds(1500)};
  if (path == "/range") return {.status = 206, .headers = {{"Content-Range", "bytes 2-4/10"}}, .body = "234"};
  if (path == "/large") return {.body = std::string(300'000, 'y')};
  if (path == "/stream") {
    return {
        .stream = [left = 50]() mutable { return left-- > 0 ? std::string(20'000, 'z') : std::string(); }};
  }
  if (path == "/sized") {
    return {.stream = [left = 3]() mutable { return left-- > 0 ? std::string(5, 'w') : std::string(); },
            .content_length = 15};
  }
  if (path == "/moved") return {.status = 302, .headers = {{"Location", "/echo"}}};
  if (path == "/empty") return {.status = 204};
  return {.status = 404, .headers = {{"Content-Type", "text/plain"}}, .body = "no such thing"};
}

class Collector final : public BodySink {
 public:
  explicit Collector(bool wanted = true) : wanted_(wanted) {}
  bool wants(const Response& head) override {
    ++asked;
    status = head.status;
    return wanted_;
  }
  Result<void> write(std::string_view chunk) override {
    ++chunks;
    if (stop_after && bytes.size() + chunk.size() > *stop_after)
      return fail(ErrorClass::corrupt, "test.enough", "enough");
    bytes += chunk;
    return {};
  }
  int asked = 0;
  int status = 0;
  int chunks = 0;
  std::string bytes;
  std::optional<std::size_t> stop_after;

 private:
  bool wanted_;
};

enum class Transport { plain, tls, in_process };

// One set of expectations for every Client.
class ClientContract : public testing::TestWithParam<Transport> {
 protected:
  void SetUp() override {
    if (GetParam() == Transport::in_process) {
      client_ = make_in_process_client(behave, clock_);
      base_ = "http://in.process";
      return;
    }
    ServerOptions server;
    ClientOptions client;
    if (GetParam() == Transport::tls) {
      const test::Certificates certificates(folder_.path());
      server.tls_certificate = certificates.leaf;
      server.tls_key = certificates.leaf_key;
      client.ca_file = certificates.ca;
    }
    auto started = Server::start(server, behave);
    ASSERT_TRUE(started) << started.error().message;
    server_ = std::move(*started);
    auto made = make_curl_client(client);
    ASSERT_TRUE(made) << made.error().message;
    client_ = std::move(*made);
    base_ = server_->base_url();
  }

  Request get(const std::string& target) const { return {.url = base_ + target}; }

  test::TemporaryFolder folder_;
  ManualClock clock_{TimePoint{}};
  std::unique_ptr<Server> server_;
  std::unique_ptr<Client> client_;
  std::string base_;
};

TEST_P(ClientContract, TargetsArriveExactlyAsGiven) {
  for (const char* target : {"/echo?a=%2F+b&c=%c3%a4", "/echo?x=//../y", "/../a/./%2e%2E//b%20c%2fd/echo"}) {
    const auto response = client_->send(get(target));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_TRUE(response->body.starts_with(std::string("GET ") + target + "\n")) << response->body;
  }
}

TEST_P(ClientContract, EveryMethodKeepsItsNameAndBody) {
  for (const char* method : {"GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"}) {
    Request request = get("/echo");
    request.method = method;
    if (request.method != "GET") request.body = "some bytes";
    const auto response = client_->send(request);
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 201);
    EXPECT_TRUE(response->body.starts_with(std::string(method) + " /echo\n"));
    EXPECT_TRUE(response->body.ends_with("\n\n" + std::string(request.body))) << response->body;
  }
}

TEST_P(ClientContract, AddsNoFieldThatNobodyAskedFor) {
  Request request = get("/echo");
  request.method = "POST";
  const std::string body(2'000'000, 'b');
  request.body = body;
  const auto response = client_->send(request);
  ASSERT_TRUE(response) << response.error().message;
  const std::string head = response->body.substr(0, response->body.find("\n\n"));
  EXPECT_EQ(head.find("Expect"), std::string::npos);
  EXPECT_EQ(head.find("Content-Type"), std::string::npos);
  EXPECT_NE(head.find("Content-Length=2000000"), std::string::npos) << head;
  EXPECT_EQ(response->body.size(), head.size() + 2 + body.size());
}

TEST_P(ClientContract, SendsFieldsWithAndWithoutAValue) {
  Request request = get("/echo");
  request.headers = {{"X-One", "1"}, {"X-Empty", ""}, {"Content-Type", "application/json"}};
  request.method = "POST";
  const auto response = client_->send(request);
  ASSERT_TRUE(response);
  EXPECT_NE(response->body.find("X-One=1\n"), std::string::npos);
  EXPECT_NE(response->body.find("X-Empty=\n"), std::string::npos);
  EXPECT_NE(response->body.find("Content-Type=application/json\n"), std::string::npos);
  EXPECT_NE(response->body.find("Content-Length=0\n"), std::string::npos);
}

TEST_P(ClientContract, AnswersKeepEveryFieldWhateverItsCase) {
  const auto response = client_->send(get("/echo"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->headers.get("X-SEEN"), "1");
  EXPECT_EQ(std::ranges::count_if(
                response->headers,
                [](const auto& field) { return field.first == "X-Seen" || field.first == "x-seen"; }),
            2);
}

TEST_P(ClientContract, ARangeAnswerGoesOutAsTheFunctionMadeIt) {
  Request request = get("/range");
  request.headers.add("Range", "bytes=2-4");
  const auto response = client_->send(request);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 206);
  EXPECT_EQ(response->headers.get("content-range"), "bytes 2-4/10");
  EXPECT_EQ(response->body, "234");
}

TEST_P(ClientContract, HeadHasALengthAndNoBody) {
  Request request = get("/large");
  request.method = "HEAD";
  for (int i = 0; i < 2; ++i) {
    const auto response = client_->send(request);
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->headers.get("Content-Length"), "300000");
    EXPECT_EQ(response->body, "");
  }
}

TEST_P(ClientContract, FollowsNoRedirect) {
  const auto response = client_->send(get("/moved"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(response->headers.get("location"), "/echo");
}

TEST_P(ClientContract, AnEmptyAnswerIsAnAnswer) {
  Collector sink;
  const auto response = client_->send(get("/empty"), &sink);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 204);
  EXPECT_EQ(sink.asked, 1);
  EXPECT_EQ(sink.bytes, "");
}

TEST_P(ClientContract, ABodyBeyondItsBoundIsRefused) {
  Request request = get("/large");
  request.max_response_bytes = 299'999;
  const auto refused = client_->send(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "http.too_large");
  EXPECT_FALSE(refused.error().worth_retrying());
  request.max_response_bytes = 300'000;
  EXPECT_EQ(client_->send(request)->body.size(), 300'000u);
}

TEST_P(ClientContract, StreamsToASinkInChunks) {
  Collector sink;
  Request request = get("/stream");
  request.max_response_bytes = 10;
  const auto response = client_->send(request, &sink);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(sink.bytes, std::string(1'000'000, 'z'));
  EXPECT_GT(sink.chunks, 1);
  EXPECT_EQ(sink.asked, 1);
  EXPECT_EQ(response->body, "");
}

TEST_P(ClientContract, AStreamMayKnowItsLength) {
  const auto response = client_->send(get("/sized"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->headers.get("Content-Length"), "15");
  EXPECT_EQ(response->body, std::string(15, 'w'));
}

TEST_P(ClientContract, ASinkMayLeaveAnErrorAnswerInMemory) {
  Collector sink(false);
  const auto response = client_->send(get("/nothing"), &sink);
  ASSERT_TRUE(response);
  EXPECT_EQ(sink.status, 404);
  EXPECT_EQ(sink.chunks, 0);
  EXPECT_EQ(response->body, "no such thing");
}

TEST_P(ClientContract, AnErrorOfTheSinkStopsTheTransfer) {
  Collector sink;
  sink.stop_after = 100'000;
  const auto response = client_->send(get("/stream"), &sink);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, "test.enough");
  EXPECT_EQ(response.error().cls, ErrorClass::corrupt);
  EXPECT_TRUE(client_->send(get("/echo")));  // and leaves the client usable
}

TEST_P(ClientContract, ACutBodyIsNeverASuccess) {
  Collector sink;
  const auto cut = client_->send(get("/cut"), &sink);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, "http.cut");
  EXPECT_TRUE(cut.error().worth_retrying());
  EXPECT_EQ(sink.bytes.size(), 70'000u);

  Collector streamed;
  const auto cut_stream = client_->send(get("/cut-stream"), &streamed);
  ASSERT_FALSE(cut_stream);
  EXPECT_EQ(cut_stream.error().code, "http.cut");
  EXPECT_EQ(streamed.bytes.size(), 70'500u);
}

TEST_P(ClientContract, AConnectionBrokenBeforeTheAnswerIsAReset) {
  ASSERT_TRUE(client_->send(get("/echo")));  // so that a connection is there to be used again
  const auto response = client_->send(get("/reset"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, "http.reset");
  EXPECT_TRUE(response.error().worth_retrying());
  EXPECT_TRUE(client_->send(get("/echo")));
}

TEST_P(ClientContract, SilenceBeyondTheIdleTimeoutIsATimeout) {
  Request request = get("/slow");
  request.idle_timeout = Milliseconds(300);
  const auto response = client_->send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, "http.timeout");
  EXPECT_TRUE(response.error().worth_retrying());
  request.idle_timeout = Milliseconds(30'000);
  request.total_timeout = Milliseconds(300);
  EXPECT_EQ(client_->send(request).error().code, "http.timeout");
}

TEST_P(ClientContract, ErrorsNameTheRequestButNoQueryAndNoSignedUrl) {
  Request request = get("/reset?signature=hunter2");
  const auto named = client_->send(request);
  EXPECT_NE(named.error().message.find("/reset"), std::string::npos) << named.error().message;
  EXPECT_EQ(named.error().message.find("hunter2"), std::string::npos);
  request.secret_url = true;
  const auto secret = client_->send(request);
  EXPECT_EQ(secret.error().message.find("/reset"), std::string::npos) << secret.error().message;
  EXPECT_EQ(secret.error().message.find("hunter2"), std::string::npos);
}

TEST_P(ClientContract, ManyThreadsGetTheirOwnAnswers) {
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 16; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 20; ++i) {
          Request request = get("/echo?thread=" + std::to_string(thread) + "&i=" + std::to_string(i));
          const std::string body(static_cast<std::size_t>(thread) * 1000, static_cast<char>('a' + thread));
          request.method = "PUT";
          request.body = body;
          const auto response = client_->send(request);
          if (!response || !response->body.starts_with("PUT " + request.url.substr(base_.size()) + "\n") ||
              !response->body.ends_with("\n\n" + body))
            ++wrong;
        }
      });
    }
  }
  EXPECT_EQ(wrong, 0);
}

INSTANTIATE_TEST_SUITE_P(, ClientContract,
                         testing::Values(Transport::plain, Transport::tls, Transport::in_process),
                         [](const auto& tested) {
                           switch (tested.param) {
                             case Transport::plain:
                               return "Plain";
                             case Transport::tls:
                               return "Tls";
                             default:
                               return "InProcess";
                           }
                         });

TEST(CurlClient, RefusesPlainHttpBeyondThisMachine) {
  const auto client = *make_curl_client({});
  const auto refused = client->send({.url = "http://example.com/"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "http.plain");
}

TEST(CurlClient, RefusesACertificateThatNobodyVouchesFor) {
  const test::TemporaryFolder folder;
  const test::Certificates certificates(folder.path());
  const auto server =
      *Server::start({.tls_certificate = certificates.leaf, .tls_key = certificates.leaf_key}, behave);
  const test::TemporaryFolder elsewhere;
  const test::Certificates others(elsewhere.path());
  for (const auto& ca_file : {std::filesystem::path(), others.ca}) {
    const auto client = *make_curl_client({.ca_file = ca_file});
    const auto refused = client->send({.url = server->base_url() + "/echo"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "http.tls") << refused.error().message;
    EXPECT_FALSE(refused.error().worth_retrying());
  }
}

TEST(CurlClient, P10_refuses_a_certificate_of_another_host) {
  const test::TemporaryFolder folder;
  const test::Certificates certificates(folder.path());
  const auto server = *Server::start({.address = "127.0.0.2",  // the certificate is for 127.0.0.1
                                      .tls_certificate = certificates.leaf,
                                      .tls_key = certificates.leaf_key},
                                     behave);
  const auto client = *make_curl_client({.ca_file = certificates.ca});
  const auto refused = client->send({.url = server->base_url() + "/echo"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "http.tls") << refused.error().message;
}

// Each request is a connection of its own, which resumes a TLS session; under ThreadSanitizer this shows
// whether threads meet in one.
TEST(CurlClient, ThreadsResumeTheirSessionsApart) {
  const test::TemporaryFolder folder;
  const test::Certificates certificates(folder.path());
  const auto server =
      *Server::start({.tls_certificate = certificates.leaf, .tls_key = certificates.leaf_key}, behave);
  const auto client = *make_curl_client({.ca_file = certificates.ca});
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread)
      threads.emplace_back([&] {
        for (int i = 0; i < 20; ++i)
          answered +=
              client->send({.url = server->base_url() + "/echo", .headers = {{"Connection", "close"}}})
                  .has_value();
      });
  }
  EXPECT_EQ(answered, 8 * 20);
}

TEST(CurlClient, SaysWhichCertificateFileItCannotRead) {
  const auto client = make_curl_client({.ca_file = "/nowhere/ca.pem"});
  ASSERT_FALSE(client);
  EXPECT_NE(client.error().message.find("/nowhere/ca.pem"), std::string::npos);
}

TEST(CurlClient, NobodyListeningIsRetryable) {
  int port = 0;
  {
    const auto server = *Server::start({}, behave);
    port = server->port();
  }
  const auto client = *make_curl_client({});
  const auto refused = client->send({.url = "http://127.0.0.1:" + std::to_string(port) + "/"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "http.connect");
  EXPECT_TRUE(refused.error().worth_retrying());
}

TEST(CurlClient, RefusesAFieldThatWouldBeTwo) {
  const auto client = *make_curl_client({});
  for (const auto& headers :
       {Headers{{"X-A", "1\r\nX-B: 2"}}, Headers{{"X-A: b", "1"}}, Headers{{"", "1"}}}) {
    const auto refused = client->send({.url = "http://127.0.0.1:1/", .headers = headers});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "http.header");
  }
}

// A request that may have had its effect is never sent twice, though libcurl would when a connection that it
// used again turns out to be closed.
TEST(CurlClient, SendsNothingTwice) {
  std::atomic<int> seen = 0;
  const auto server = *Server::start({}, [&](const ServerRequest& request) -> ServerResponse {
    if (request.path() == "/effect") {
      ++seen;
      return {.reset_before_response = true};
    }
    return {};
  });
  const auto client = *make_curl_client({});
  ASSERT_TRUE(client->send({.url = server->base_url() + "/warm"}));
  for (const char* method : {"POST", "GET", "PUT"}) {
    seen = 0;
    const auto response = client->send({.method = method, .url = server->base_url() + "/effect"});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, "http.reset");
    EXPECT_EQ(seen, 1) << method;
    ASSERT_TRUE(client->send({.url = server->base_url() + "/warm"}));
  }
}

TEST(CurlClient, AsksBeforeItSendsALargeBody) {
  const auto server = *Server::start({.max_request_bytes = 1000}, behave);
  const auto client = *make_curl_client({});
  const std::string body(50'000'000, 'x');
  const auto refused = client->send(
      {.method = "PUT", .url = server->base_url() + "/echo", .body = body, .expect_continue = true});
  ASSERT_TRUE(refused) << refused.error().message;
  EXPECT_EQ(refused->status, 413);
  const auto taken = client->send({.method = "PUT",
                                   .url = server->base_url() + "/echo",
                                   .body = std::string_view(body).substr(0, 900),
                                   .expect_continue = true});
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->status, 201);
  EXPECT_NE(taken->body.find("Expect=100-continue"), std::string::npos);
}

TEST(CurlClient, CutsOffWhatIsUnderWayWhenAskedToStop) {
  std::stop_source stop;
  const auto server = *Server::start({}, [&](const ServerRequest& request) -> ServerResponse {
    if (request.path() == "/quick") return {.body = "in time"};
    stop.request_stop();
    return {.stream = [] { return std::string(1, 'x'); }};  // for ever; each byte is a sign of life
  });
  const auto patient = *make_curl_client({.stop = stop.get_token(), .stop_grace = Milliseconds(60'000)});
  const auto client = *make_curl_client({.stop = stop.get_token(), .stop_grace = Milliseconds(0)});
  ASSERT_TRUE(client->send({.url = server->base_url() + "/quick"}));
  Request endless{.url = server->base_url() + "/endless"};
  endless.max_response_bytes = 1u << 30;
  const auto cut = client->send(endless);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, "http.stopped");
  EXPECT_EQ(cut.error().cls, ErrorClass::cancelled);
  EXPECT_FALSE(client->send({.url = server->base_url() + "/quick"}));
  EXPECT_TRUE(patient->send({.url = server->base_url() + "/quick"})) << "within the time left to end";
}

TEST(InProcessClient, APauseMovesTheClockAndNothingElse) {
  ManualClock clock{TimePoint{}};
  const auto client = make_in_process_client(behave, clock);
  ASSERT_TRUE(client->send({.url = "https://any.host/slow"}));
  EXPECT_EQ(clock.now(), TimePoint(Milliseconds(1500)));
}

TEST(InProcessClient, TellsHostsApart) {
  ManualClock clock{TimePoint{}};
  const auto client = make_in_process_client(
      [](const ServerRequest& request) -> ServerResponse { return {.body = std::string(request.host())}; },
      clock);
  EXPECT_EQ(client->send({.url = "https://api.example.com/x"})->body, "api.example.com");
  EXPECT_EQ(client->send({.url = "https://media.example.com:8443/x"})->body, "media.example.com:8443");
}

}  // namespace
}  // namespace offhook::http
