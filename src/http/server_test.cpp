#include "http/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>

#include "http/client.h"

namespace offhook::http {
namespace {

ServerResponse echo(const ServerRequest& request) {
  if (request.path() == "/throw") throw std::runtime_error("a bug");
  return {.body = request.method + " " + request.target + " [" + request.body + "]"};
}

// What the server says to these bytes until it closes the connection.
std::string talk(const Server& server, std::string_view bytes) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(server.port()));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t count; (count = recv(fd, buffer, sizeof buffer, 0)) > 0;)
    answer.append(buffer, static_cast<std::size_t>(count));
  close(fd);
  return answer;
}

std::string status_of(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }

class ServerTest : public testing::Test {
 protected:
  std::unique_ptr<Server> server_ = *Server::start({.max_request_bytes = 100}, echo);
};

TEST_F(ServerTest, AnswersOneRequestAfterAnother) {
  const std::string answer = talk(*server_,
                                  "GET /one HTTP/1.1\r\nHost: a\r\n\r\n"
                                  "PUT /two HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                                  "GET /three HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                                  "GET /four HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(answer.find("GET /one []"), std::string::npos);
  EXPECT_NE(answer.find("PUT /two [abc]"), std::string::npos);
  EXPECT_NE(answer.find("GET /three []"), std::string::npos);
  EXPECT_EQ(answer.find("/four"), std::string::npos);
}

TEST_F(ServerTest, ReadsChunkedBodies) {
  const std::string answer = talk(*server_,
                                  "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  "3;note=x\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n"
                                  "GET /next HTTP/1.0\r\n\r\n");
  EXPECT_NE(answer.find("POST / [abc0123456789]"), std::string::npos) << answer;
  EXPECT_NE(answer.find("GET /next []"), std::string::npos);
}

TEST_F(ServerTest, TakesTheAbsoluteFormOfATarget) {
  const std::string answer = talk(*server_, "GET http://a.example/x?y=%2f HTTP/1.0\r\n\r\n");
  EXPECT_NE(answer.find("GET /x?y=%2f []"), std::string::npos) << answer;
}

TEST_F(ServerTest, RefusesWhatIsNotARequestAndClosesTheConnection) {
  const std::string host = "\r\nHost: a\r\n";
  for (const auto& [request, status] : std::vector<std::pair<std::string, std::string>>{
           {"nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request"},
           {"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request"},
           {"GET nowhere HTTP/1.1" + host + "\r\n", "HTTP/1.1 400 Bad Request"},
           {"GET / HTTP/2.0" + host + "\r\n", "HTTP/1.1 505 "},
           {"GET / HTTP/1.1" + host + "No colon\r\n\r\n", "HTTP/1.1 400 Bad Request"},
           {"GET / HTTP/1.1" + host + "Blank : x\r\n\r\n", "HTTP/1.1 400 Bad Request"},
           {"PUT / HTTP/1.1" + host + "Content-Length: -1\r\n\r\n", "HTTP/1.1 400 Bad Request"},
           {"PUT / HTTP/1.1" + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 400 Bad Request"},
           {"PUT / HTTP/1.1" + host + "Transfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 501 "},
           {"PUT / HTTP/1.1" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 400 Bad Request"},
           {"PUT / HTTP/1.1" + host + "Content-Length: 101\r\n\r\n", "HTTP/1.1 413 Content Too Large"},
           {"PUT / HTTP/1.1" + host + "Transfer-Encoding: chunked\r\n\r\n65\r\n",
            "HTTP/1.1 413 Content Too Large"},
           {"GET /" + std::string(70'000, 'x'), "HTTP/1.1 431 "}}) {
    const std::string answer = talk(*server_, request);
    EXPECT_EQ(status_of(answer), status) << request.substr(0, 100);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  }
}

TEST_F(ServerTest, AFunctionThatThrowsIsAServerError) {
  const std::string answer = talk(*server_, "GET /throw HTTP/1.0\r\n\r\n");
  EXPECT_EQ(status_of(answer), "HTTP/1.1 500 Internal Server Error");
  EXPECT_EQ(answer.find("a bug"), std::string::npos);
}

TEST(Server, SaysWhyItCannotListen) {
  const auto first = *Server::start({}, echo);
  const auto second = Server::start({.port = first->port()}, echo);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find(std::to_string(first->port())), std::string::npos);
  EXPECT_FALSE(Server::start({.address = "example.com"}, echo));
  EXPECT_FALSE(Server::start({.tls_certificate = "/nowhere", .tls_key = "/nowhere"}, echo));
}

TEST(Server, P10_listens_on_loopback_unless_told_otherwise) {
  const auto server = *Server::start({}, echo);
  // Whoever has every address has this one, too: it can be taken by another only if ours is not among them.
  const auto beside = Server::start({.address = "127.0.0.2", .port = server->port()}, echo);
  EXPECT_TRUE(beside) << beside.error().message;
}

TEST(Server, StopsWhileAConnectionIsIdleAndAnotherWaits) {
  std::latch waiting(1);
  auto server = *Server::start({}, [&](const ServerRequest& request) -> ServerResponse {
    if (request.path() != "/wait") return {};
    waiting.count_down();
    return {.pause = std::chrono::hours(1)};
  });
  const auto client = *make_curl_client({});
  ASSERT_TRUE(client->send({.url = server->base_url() + "/"}));  // leaves an idle connection
  std::atomic<bool> cut = false;
  std::jthread other([&] { cut = !client->send({.url = server->base_url() + "/wait"}); });
  waiting.wait();
  server.reset();
  other.join();
  EXPECT_TRUE(cut);
}

TEST(Server, MoreClientsThanConnectionsAreServedInTurn) {
  const auto server = *Server::start({.max_connections = 2}, echo);
  std::atomic<int> served = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] { served += talk(*server, "GET / HTTP/1.0\r\n\r\n").ends_with("GET / []"); });
  }
  EXPECT_EQ(served, 8);
}

}  // namespace
}  // namespace offhook::http
