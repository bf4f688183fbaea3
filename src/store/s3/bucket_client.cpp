#include "store/s3/bucket_client.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/service_error.h"
#include "http/url.h"

namespace offhook::store::s3 {
namespace {

Error invalid(std::string message) { return {ErrorClass::permanent, "config.invalid", std::move(message)}; }

// Amazon S3 User Guide, "Object Lock": a hundred years.
constexpr int kMaxLockDays = 36'500;

// Amazon S3 User Guide, "Bucket naming rules".
bool is_bucket_name(std::string_view name) {
  return name.size() >= 3 && name.size() <= 63 && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                  (c >= 'A' && c <= 'Z');
         });
}

bool uses_path(const S3Options& options) {
  if (options.addressing != Addressing::automatic) return options.addressing == Addressing::path;
  return !options.endpoint.empty() || options.bucket.find('.') != std::string::npos;
}

std::string endpoint_of(const S3Options& options, const std::string& region) {
  if (!options.endpoint.empty()) return options.endpoint;
  return fmt::format("https://s3.{}.amazonaws.com{}", region, region.starts_with("cn-") ? ".cn" : "");
}

}  // namespace

Result<std::unique_ptr<BucketClient>> BucketClient::open(const S3Options& options, http::Client& http,
                                                         aws::Provider& provider, Clock& clock,
                                                         Random& random) {
  if (!is_bucket_name(options.bucket)) return fail(invalid("the bucket's name is not one S3 allows"));
  if (!options.endpoint.empty() && !http::parse_url(options.endpoint))
    return fail(invalid("the S3 endpoint is not an http or https URL"));
  if (!options.prefix.empty() && !options.prefix.ends_with('/'))
    return fail(invalid("the prefix must end in '/'"));
  if (!options.lock_mode.empty() && options.lock_mode != "GOVERNANCE" && options.lock_mode != "COMPLIANCE")
    return fail(invalid("the Object Lock mode must be GOVERNANCE or COMPLIANCE"));
  if (!options.lock_mode.empty() && (options.lock_days < 1 || options.lock_days > kMaxLockDays))
    return fail(invalid("Object Lock needs a number of days, from 1 to 36,500"));
  return std::unique_ptr<BucketClient>(new BucketClient(options, http, provider, clock, random));
}

BucketClient::BucketClient(S3Options options, http::Client& http, aws::Provider& provider, Clock& clock,
                           Random& random)
    : options_(std::move(options)), http_(http), provider_(provider), clock_(clock), random_(random) {
  route_ = make_route(options_.region.empty() ? "us-east-1" : options_.region);
}

std::shared_ptr<BucketClient::Route> BucketClient::make_route(std::string region) const {
  auto url = http::parse_url(endpoint_of(options_, region)).value();
  if (!uses_path(options_)) url.host = options_.bucket + "." + url.host;
  std::string base = url.scheme + "://" + url.authority();
  if (uses_path(options_)) base += "/" + options_.bucket;
  aws::ServiceOptions service{{std::move(region), "s3"}, aws::kS3Rules, options_.retry};
  return std::shared_ptr<Route>(
      new Route{std::move(base), {std::move(service), http_, provider_, clock_, random_}});
}

std::shared_ptr<BucketClient::Route> BucketClient::route() const {
  const MutexLock lock(mutex_);
  return route_;
}

bool BucketClient::over_tls() const { return route()->base_url.starts_with("https://"); }

bool BucketClient::on_loopback() const {
  const auto url = http::parse_url(route()->base_url);
  return url && url->is_loopback();
}

std::string BucketClient::region() const { return route()->client.region(); }

Result<aws::ServiceClient::Answer> BucketClient::send(const Call& call) {
  const auto send_by = [&](Route& way) {
    aws::ServiceClient::Call out;
    out.request.method = call.method;
    out.request.url = way.base_url + "/" + http::percent_encode(call.key, true);
    if (!call.query.empty()) out.request.url += "?" + call.query;
    out.request.headers = call.headers;
    if (!options_.expected_owner.empty())
      out.request.headers.set("x-amz-expected-bucket-owner", options_.expected_owner);
    out.request.body = call.body;
    out.request.http1_only = true;  // what Amazon speaks; throughput comes from many connections
    out.request.max_response_bytes = call.max_response_bytes;
    out.request.idle_timeout = call.idle_timeout;
    // A refusal of a large body should arrive before the body goes.
    out.request.expect_continue = call.body.size() >= (1u << 20);
    out.payload_hash = call.payload_hash;
    out.error_in_success = call.error_in_success;
    out.retry_conflict = call.retry_conflict;
    return way.client.send(std::move(out));
  };

  const std::shared_ptr<Route> way = route();
  auto answer = send_by(*way);
  if (!answer || answer->response.status < 300 || !on_amazon() || !options_.region.empty()) return answer;
  const std::string there = aws::parse_service_error(answer->response).region;
  const int status = answer->response.status;
  if (there.empty() || there == way->client.region() || (status != 301 && status != 307 && status != 400))
    return answer;
  const std::shared_ptr<Route> moved = make_route(there);
  {
    const MutexLock lock(mutex_);
    route_ = moved;
  }
  return send_by(*moved);
}

Error BucketClient::refusal(const Call& call, const http::Response& response) {
  aws::ServiceError error = aws::parse_service_error(response);
  // HEAD has no body: what S3 means stands in the status alone.
  if (error.code.empty() && error.status == 404) error.code = "NotFound";
  if (error.code.empty() && error.status == 403) error.code = "AccessDenied";
  if (error.code.empty() && error.status == 412) error.code = "PreconditionFailed";
  const std::string_view operation = std::string_view(call.query).substr(0, call.query.find_first_of("=&"));
  return aws::to_error(error, "s3",
                       fmt::format("{} {}{}{}", call.method, call.key.empty() ? "the bucket" : call.key,
                                   operation.empty() ? "" : "?", operation));
}

Result<aws::ServiceClient::Answer> BucketClient::expect(const Call& call) {
  OFFHOOK_TRY(auto answer, send(call));
  const http::Response& response = answer.response;
  if (response.status < 200 || response.status >= 300 ||
      (call.error_in_success && !aws::parse_service_error(response).code.empty()))
    return fail(refusal(call, response));
  return answer;
}

}  // namespace offhook::store::s3
