#include "test/sim/witness.h"

#include <fmt/format.h>
#include <malloc.h>

#include <charconv>

#include "base/encoding.h"
#include "http/url.h"

namespace offhook::test {
namespace {

std::uint64_t heap_bytes() {
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

bool is_api(Call call) {
  return call == Call::availability || call == Call::submit || call == Call::status ||
         call == Call::results || call == Call::links || call == Call::query || call == Call::by_id;
}

std::string key_of(const http::ServerRequest& request) {
  std::string path = http::percent_decode(request.path().substr(1));
  const std::string bucket = std::string(SimulatedWorld::kBucket) + "/";
  return path.starts_with(bucket) ? path.substr(bucket.size()) : path;
}

}  // namespace

http::ServerResponse Witness::watch(const http::ServerRequest& request, const http::ServerFunction& serve) {
  const Call call = call_of(request);
  before(request, call);
  http::ServerResponse response = serve(request);
  after(request, call, response);
  return response;
}

void Witness::begin_life() {
  not_before_.reset();
  base_bytes_ = heap_bytes();
}

std::string Witness::digest() const { return to_hex(sum_.digest()).substr(0, 32); }

void Witness::before(const http::ServerRequest& request, Call call) {
  ++requests_;
  const TimePoint now = world_.clock.now();
  const std::string head =
      fmt::format("{} {} {}{}", format_rfc3339(now), request.method, request.host(), request.target);
  sum_.update(head);
  sum_.update("\n");
  sum_.update(request.body);
  if (is_api(call) && not_before_ && now < *not_before_)
    complaints_.push_back(fmt::format("P9: {} {} was sent {} ms before a 429 allowed it", request.method,
                                      request.path(), (*not_before_ - now).count()));
  if (call == Call::put || call == Call::upload_part) sent_[key_of(request)].insert(request.body);
  if (requests_ % 16 == 0) note_memory();
}

void Witness::after(const http::ServerRequest& request, Call call, const http::ServerResponse& response) {
  sum_.update(std::to_string(response.status));
  sum_.update(response.body);
  tell(fmt::format("{} {} {}{} -> {}{} {} bytes", format_rfc3339(world_.clock.now()), request.method,
                   request.host(), request.path(), response.status,
                   response.reset_before_response ? " lost" : "", response.body.size()));
  if (is_api(call) && response.status == 429) {
    const std::string_view text = response.headers.get("Retry-After");
    std::int64_t seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    not_before_ = world_.clock.now() + std::chrono::seconds(seconds);
  }
  if (is_api(call) && response.status == 401) ++hits_["credential_expired"];
  if (call == Call::links && response.status == 404) ++hits_["transcript_late"];
  if (call == Call::availability && world_.org.available_until() < world_.to()) ++hits_["lake_lag"];
}

void Witness::note_memory() {
  const std::uint64_t now = heap_bytes();
  peak_bytes_ = std::max(peak_bytes_, now - std::min(now, base_bytes_));
}

}  // namespace offhook::test
