#include "test/sim/network_faults.h"

#include <array>

#include "sim/answers.h"

namespace offhook::test {
namespace {

using http::ServerRequest;
using http::ServerResponse;
using sim::Dice;
using sim::OrgFault;
using S3Kind = sim::FaultKind;
using Strike = decltype(NetworkFault::strike);
using Answer = std::optional<ServerResponse>;

const std::vector<Call> kApi{Call::availability, Call::submit, Call::status, Call::results, Call::links};
const std::vector<Call> kSource{Call::login,   Call::availability, Call::submit, Call::status,
                                Call::results, Call::links,        Call::media};
const std::vector<Call> kStore{
    Call::bucket,       Call::create_upload, Call::upload_part, Call::list_parts, Call::complete_upload,
    Call::abort_upload, Call::put,           Call::get,         Call::head};
// Those that change something: their answers are worth losing.
const std::vector<Call> kStoreWrites{Call::create_upload, Call::upload_part, Call::complete_upload,
                                     Call::put};

// The organisation's own fault, on this one request.
ServerResponse by_org(SimulatedWorld& world, const ServerRequest& request, OrgFault fault) {
  fault.endpoint = "* /**";
  world.org.add_fault(std::move(fault));
  return world.route(request);
}
Strike org(OrgFault::Kind kind) {
  return [kind](SimulatedWorld& world, const ServerRequest& request, Dice&) -> Answer {
    OrgFault fault;
    fault.kind = kind;
    return by_org(world, request, fault);
  };
}
// The store's own fault, on this one request.
Strike store(S3Kind kind) {
  return [kind](SimulatedWorld& world, const ServerRequest& request, Dice& dice) -> Answer {
    world.s3.add_fault({"", kind, 0, 1, Milliseconds(dice.between(1'000, 90'000))});
    ServerResponse response = world.route(request);
    world.s3.clear_faults();
    return response;
  };
}

Answer throttle(SimulatedWorld& world, const ServerRequest& request, Dice& dice) {
  OrgFault fault;
  fault.kind = OrgFault::Kind::throttled;
  fault.seconds = dice.between(1, 70);
  return by_org(world, request, fault);
}

Answer server_error(SimulatedWorld& world, const ServerRequest& request, Dice& dice) {
  OrgFault fault;
  fault.status = dice.pick(std::array{500, 502, 503, 504});
  return by_org(world, request, fault);
}

Answer page_of_a_gateway(SimulatedWorld& world, const ServerRequest& request, Dice&) {
  OrgFault fault;
  fault.status = 200;
  return by_org(world, request, fault);
}

Answer stall(SimulatedWorld& world, const ServerRequest& request, Dice& dice) {
  OrgFault fault;
  fault.kind = OrgFault::Kind::stall;
  fault.pause = Milliseconds(dice.between(1'000, 60'000));
  return by_org(world, request, fault);
}

// Half of the body, and nothing that says so.
Answer truncate(SimulatedWorld& world, const ServerRequest& request, Dice&) {
  ServerResponse response = world.route(request);
  response.body.resize(response.body.size() / 2);
  return response;
}

// Only where a digest covers the bytes: against all others there is TLS alone.
Answer flip(SimulatedWorld& world, const ServerRequest& request, Dice&) {
  const sim::DigestStyle digest = world.org.config().media.digest;
  const bool part = request.headers.find("Range").has_value();
  if (digest == sim::DigestStyle::none || (digest == sim::DigestStyle::s3 && part)) return std::nullopt;
  OrgFault fault;
  fault.kind = OrgFault::Kind::flip;
  return by_org(world, request, fault);
}

Answer refuse_cursor(SimulatedWorld& /*world*/, const ServerRequest& request, Dice&) {
  if (request.query().find("cursor=") == std::string_view::npos) return std::nullopt;
  return sim::error_answer({400, "invalid.cursor", "The cursor is not valid.", {}}, "fault");
}

// Two hours pass before the request is served: signed URLs and short lives end.
Answer let_time_pass(SimulatedWorld& world, const ServerRequest& request, Dice&) {
  world.clock.advance(std::chrono::hours(2));
  return world.route(request);
}

Strike clock_jump(int direction) {
  return [direction](SimulatedWorld& world, const ServerRequest& request, Dice& dice) -> Answer {
    world.program_clock.jump(direction * Milliseconds(std::chrono::minutes(dice.between(5, 3'000))));
    return world.route(request);
  };
}

}  // namespace

Call call_of(const ServerRequest& request) {
  const std::string_view path = request.path(), query = request.query(), method = request.method;
  const auto asks = [&](std::string_view name) { return query.find(name) != std::string_view::npos; };
  if (SimulatedWorld::is_store(request)) {
    const bool virtual_hosted = request.host().starts_with(SimulatedWorld::kBucket);
    const bool has_key = virtual_hosted ? path.size() > 1 : path.find('/', 1) != std::string_view::npos;
    if (!has_key) return Call::bucket;
    if (method == "POST") return asks("uploads") ? Call::create_upload : Call::complete_upload;
    if (method == "PUT") return asks("partNumber") ? Call::upload_part : Call::put;
    if (method == "DELETE") return asks("uploadId") ? Call::abort_upload : Call::other;
    if (asks("uploadId")) return Call::list_parts;
    return method == "HEAD" ? Call::head : Call::get;
  }
  if (request.host().starts_with("login.")) return Call::login;
  if (request.host().starts_with("media.")) return Call::media;
  if (path.ends_with("/availability")) return Call::availability;
  if (path.ends_with("/details/jobs")) return Call::submit;
  if (path.ends_with("/results")) return Call::results;
  if (path.ends_with("/conversations/details/query")) return Call::query;
  if (path.ends_with("/conversations/details")) return Call::by_id;
  if (path.find("/details/jobs/") != std::string_view::npos) return Call::status;
  return path.find("/transcripturl") != std::string_view::npos ? Call::links : Call::other;
}

const std::vector<NetworkFault>& network_faults() {
  using Kind = OrgFault::Kind;
  static const std::vector<NetworkFault> faults{
      // The source.
      {"throttled", kApi, 6, throttle},
      {"media_throttled", {Call::media}, 3, throttle},
      {"server_error", kSource, 7, server_error},
      {"error_page_in_success", kApi, 3, page_of_a_gateway},
      {"reset", kSource, 4, org(Kind::reset_before)},
      {"answer_lost", kSource, 3, org(Kind::reset_after)},
      {"stalled", kSource, 3, stall},
      {"slow", kSource, 2, org(Kind::slow)},
      {"cut", kSource, 3, org(Kind::cut)},
      {"truncated", kApi, 2, truncate},
      {"wrong_length", kSource, 2, org(Kind::wrong_length)},
      {"flipped", {Call::media}, 2, flip},
      {"wrong_digest", {Call::media}, 2, org(Kind::wrong_digest)},
      {"credential_revoked", kApi, 2, org(Kind::revoke)},
      {"job_failed", {Call::submit}, 1, org(Kind::job_failed)},
      {"job_expired", {Call::submit}, 1, org(Kind::job_expired)},
      {"cursor_refused", {Call::results}, 4, refuse_cursor},
      {"url_expired", {Call::media}, 1, let_time_pass},
      // The store.
      {"s3_slow_down", kStore, 4, store(S3Kind::slow_down)},
      {"s3_throttled", kStore, 3, store(S3Kind::throttled)},
      {"s3_internal_error", kStore, 4, store(S3Kind::internal_error)},
      {"s3_error_though_done", kStoreWrites, 2, store(S3Kind::internal_error_after)},
      {"s3_unavailable", kStore, 4, store(S3Kind::unavailable)},
      {"s3_request_timeout", kStoreWrites, 2, store(S3Kind::request_timeout)},
      {"s3_reset", kStore, 3, store(S3Kind::reset_before)},
      {"s3_answer_lost", kStoreWrites, 3, store(S3Kind::reset_after)},
      {"s3_error_in_success", {Call::complete_upload}, 3, store(S3Kind::error_in_success)},
      {"s3_conflict", {Call::complete_upload, Call::put}, 2, store(S3Kind::conflict)},
      {"s3_precondition_failed", {Call::complete_upload, Call::put}, 2, store(S3Kind::precondition_failed)},
      {"s3_no_such_upload",
       {Call::upload_part, Call::list_parts, Call::complete_upload},
       1,
       store(S3Kind::no_such_upload)},
      {"s3_access_denied", kStore, 1, store(S3Kind::access_denied)},
      {"s3_expired_token", kStore, 2, store(S3Kind::expired_token)},
      {"s3_bad_digest", {Call::upload_part, Call::put}, 2, store(S3Kind::bad_digest)},
      {"s3_damaged", {Call::upload_part}, 1, store(S3Kind::damage_stored)},
      {"s3_wrong_checksum",
       {Call::upload_part, Call::complete_upload, Call::put, Call::head},
       1,
       store(S3Kind::wrong_checksum_stated)},
      {"s3_slow", kStore, 2, store(S3Kind::slow)},
      {"s3_cut",
       {Call::bucket, Call::create_upload, Call::complete_upload, Call::get},
       2,
       store(S3Kind::cut_body)},
      // The program's own clock.
      {"clock_forward", kSource, 1, clock_jump(1)},
      {"clock_back", kStore, 1, clock_jump(-1)},
  };
  return faults;
}

const std::vector<NetworkFault>& second_opinion_faults() {
  using Kind = OrgFault::Kind;
  static const std::vector<Call> questions{Call::query, Call::by_id};
  static const std::vector<NetworkFault> faults{
      {"query_server_error", questions, 12, server_error},  // more than are tried again
      {"query_throttled", questions, 3, throttle},
      {"query_cut", questions, 12, org(Kind::cut)},
      {"query_truncated", questions, 12, truncate},
      {"query_error_page", questions, 12, page_of_a_gateway},
      {"query_reset", questions, 3, org(Kind::reset_before)},
  };
  return faults;
}

}  // namespace offhook::test
