#include "sim/damage.h"

#include <algorithm>
#include <memory>

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::sim {

namespace {

void drip(const OrgFault& fault, Clock& clock, http::ServerResponse& response) {
  struct State {
    std::string body;
    std::size_t sent = 0;
  };
  // Shared by the copies of the function object; one server thread calls it.
  auto state = std::make_shared<State>(State{std::move(response.body)});
  const std::size_t piece = std::max<std::size_t>(1, (state->body.size() + fault.pieces - 1) / fault.pieces);
  response.body.clear();
  response.content_length = state->body.size();
  response.stream = [state, piece, &clock, pause = fault.pause] {
    if (state->sent >= state->body.size()) return std::string();
    clock.sleep_for(pause);
    std::string next = state->body.substr(state->sent, piece);
    state->sent += next.size();
    return next;
  };
}

void lie_about_length(const OrgFault& fault, http::ServerResponse& response) {
  auto rest = std::make_shared<std::string>(std::move(response.body));
  response.body.clear();
  response.content_length = rest->size() + (fault.bytes == 0 ? 10 : fault.bytes);
  response.stream = [rest] { return std::exchange(*rest, std::string()); };
}

void state_other_digest(http::ServerResponse& response) {
  const std::string other = to_base64(crypto::sha256("other bytes"));
  const http::Headers before = response.headers;
  if (before.find("x-amz-checksum-sha256")) response.headers.set("x-amz-checksum-sha256", other);
  if (before.find("Digest")) response.headers.set("Digest", "SHA-256=" + other);
  if (before.find("Content-Digest")) response.headers.set("Content-Digest", "sha-256=:" + other + ":");
  const bool stated =
      before.find("x-amz-checksum-sha256") || before.find("Digest") || before.find("Content-Digest");
  if (before.find("Repr-Digest") || !stated) response.headers.set("Repr-Digest", "sha-256=:" + other + ":");
}

}  // namespace

void damage(const OrgFault& fault, Clock& clock, http::ServerResponse& response) {
  using Kind = OrgFault::Kind;
  const bool held = !response.stream;
  switch (fault.kind) {
    case Kind::reset_after:
      response.reset_before_response = true;
      break;
    case Kind::stall:
      response.pause = fault.pause;
      break;
    case Kind::cut:
      response.cut_after_bytes = fault.bytes == 0 ? response.body.size() / 2 : fault.bytes;
      break;
    case Kind::slow:
      if (held) drip(fault, clock, response);
      break;
    case Kind::wrong_length:
      if (held) lie_about_length(fault, response);
      break;
    case Kind::flip:
      if (held && !response.body.empty()) {
        const std::size_t at = fault.bytes == 0 ? response.body.size() / 2 : fault.bytes;
        response.body[std::min(at, response.body.size() - 1)] ^= 1;
      }
      break;
    case Kind::wrong_digest:
      state_other_digest(response);
      break;
    default:
      break;
  }
}

http::ServerResponse gateway_page(int status) {
  http::ServerResponse response;
  response.status = status;
  response.headers.add("Content-Type", "text/html");
  const std::string number = std::to_string(status);
  response.body = "<html>\r\n<head><title>" + number + "</title></head>\r\n<body>\r\n<center><h1>" + number +
                  "</h1></center>\r\n</body>\r\n</html>\r\n";
  return response;
}

}  // namespace offhook::sim
