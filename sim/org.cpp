#include "sim/org.h"

#include <vector>

#include "sim/answers.h"
#include "sim/content/cast.h"
#include "sim/content/ids.h"
#include "sim/content/transcript.h"
#include "sim/damage.h"

namespace offhook::sim {

namespace {

OrgConfig with_credentials(OrgConfig config) {
  if (config.login.client_id.empty()) config.login.client_id = other_id(config.plan.seed, 0, "client");
  if (config.login.client_secret.empty()) {
    config.login.client_secret = other_id(config.plan.seed, 0, "secret");
  }
  return config;
}

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return parts;
}

std::string_view authority(std::string_view base) {
  const std::size_t at = base.find("://");
  return at == std::string_view::npos ? base : base.substr(at + 3);
}

}  // namespace

Org::Org(OrgConfig config, Clock& clock)
    : config_(with_credentials(std::move(config))),
      clock_(clock),
      world_(config_.plan),
      login_(config_.login, config_.plan.seed, clock),
      limit_(config_.limit, clock),
      jobs_(config_.jobs, world_, clock),
      query_(config_.query, world_, clock),
      media_(config_.media, config_.plan.seed, clock) {
  for (const OrgFault& fault : config_.faults) faults_.add(fault);
}

void Org::set_bases(std::string api, std::string login, std::string media) {
  config_.api_base = std::move(api);
  config_.login_base = std::move(login);
  config_.media_base = std::move(media);
}

TimePoint Org::available_until() const {
  return std::chrono::floor<std::chrono::hours>(clock_.now() - config_.availability_lag);
}

Org::Counts Org::counts() const {
  return {.requests = requests_, .throttled = throttled_, .credentials_on_media = media_.credentials_seen()};
}

Org::Host Org::host_of(const http::ServerRequest& request) const {
  const std::string_view host = request.host();
  if (host.starts_with("login.")) return Host::login;
  if (host.starts_with("api.")) return Host::api;
  if (host.starts_with("media.") || host == authority(config_.media_base)) return Host::media;
  return Host::login_and_api;
}

http::ServerResponse Org::serve(const http::ServerRequest& request) {
  const std::optional<OrgFault> fault = faults_.strike(request);
  return fault ? answer_with(*fault, request) : answer(request, JobFate::fulfilled);
}

http::ServerResponse Org::answer_with(const OrgFault& fault, const http::ServerRequest& request) {
  using Kind = OrgFault::Kind;
  http::ServerResponse response;
  switch (fault.kind) {
    case Kind::throttled:
      return throttled(fault.seconds, world_.id(++requests_, "correlation"));
    case Kind::status:
      return gateway_page(fault.status);
    case Kind::reset_before:
      response.reset_before_response = true;
      return response;
    case Kind::revoke:
      login_.revoke_all();
      break;
    default:
      break;
  }
  const JobFate fate = fault.kind == Kind::job_failed    ? JobFate::failed
                       : fault.kind == Kind::job_expired ? JobFate::expired
                                                         : JobFate::fulfilled;
  response = answer(request, fate);
  damage(fault, clock_, response);
  return response;
}

http::ServerResponse Org::answer(const http::ServerRequest& request, JobFate fate) {
  const Host host = host_of(request);
  if (host == Host::media) {
    return media_.serve(request, [this](std::string_view path) { return transcript_at(path); });
  }
  if (host != Host::api && request.path() == "/oauth/token") {
    return request.method == "POST" ? login_.token(request) : json_answer(405, "{}");
  }
  if (host == Host::login) return json_answer(404, "{}");
  return serve_api(request, fate);
}

http::ServerResponse Org::serve_api(const http::ServerRequest& request, JobFate fate) {
  const std::uint64_t count = ++requests_;
  const std::string context_id = world_.id(count, "correlation");
  std::string token;
  const Login::Verdict verdict = login_.check(request, token);
  http::ServerResponse response;
  if (verdict == Login::Verdict::missing) {
    response = error_answer({401,
                             "authentication.required",
                             "No authentication bearer token specified in authorization header.",
                             {}},
                            context_id);
  } else if (verdict == Login::Verdict::bad) {
    response = error_answer({401, "bad.credentials", "Invalid login credentials.", {}}, context_id);
  } else {
    const RateLimit::Count use = limit_.take(token);
    response = use.allowed ? route(request, fate, context_id) : throttled(use.reset_seconds, context_id);
    announce(use, limit_.config().per_minute, response);
  }
  response.headers.add("ININ-Correlation-Id", context_id);
  return response;
}

http::ServerResponse Org::throttled(std::int64_t seconds, const std::string& context_id) {
  ++throttled_;
  JsonObject limit;
  limit.text("key", "client.credentials.token.rate.per.minute")
      .text("namespace", "platform.api")
      .number("value", limit_.config().per_minute);
  const std::string wait = std::to_string(seconds);
  http::ServerResponse response =
      error_answer({429, "too.many.requests.retry.after",
                    "Rate limit exceeded the maximum. Retry the request in [" + wait + "] seconds",
                    std::move(limit).take()},
                   context_id);
  response.headers.add("Retry-After", wait);
  return response;
}

http::ServerResponse Org::route(const http::ServerRequest& request, JobFate fate,
                                const std::string& context_id) {
  const std::vector<std::string_view> path = split_path(request.path());
  const auto is = [&](std::string_view method, std::initializer_list<std::string_view> pattern) {
    return request.method == method && path.size() == pattern.size() &&
           std::equal(path.begin(), path.end(), pattern.begin(),
                      [](std::string_view have, std::string_view want) {
                        return want == "*" ? !have.empty() : have == want;
                      });
  };
  if (is("GET", {"api", "v2", "organizations", "me"})) return organization();
  if (is("POST", {"api", "v2", "analytics", "conversations", "details", "jobs"})) {
    return jobs_.submit(request, available_until(), fate, context_id);
  }
  if (is("GET", {"api", "v2", "analytics", "conversations", "details", "jobs", "availability"})) {
    JsonObject body;
    body.time("dataAvailabilityDate", available_until());
    return json_answer(200, std::move(body).take());
  }
  if (is("GET", {"api", "v2", "analytics", "conversations", "details", "jobs", "*"})) {
    return jobs_.status(std::string(path[6]), context_id);
  }
  if (is("DELETE", {"api", "v2", "analytics", "conversations", "details", "jobs", "*"})) {
    return jobs_.cancel(std::string(path[6]), context_id);
  }
  if (is("GET", {"api", "v2", "analytics", "conversations", "details", "jobs", "*", "results"})) {
    return jobs_.results(std::string(path[6]), request, context_id);
  }
  if (is("POST", {"api", "v2", "analytics", "conversations", "details", "query"})) {
    return query_.details(request, context_id);
  }
  if (is("GET", {"api", "v2", "analytics", "conversations", "details"})) {
    return query_.by_ids(request, context_id);
  }
  if (is("GET", {"api", "v2", "analytics", "conversations", "*", "details"})) {
    return query_.by_id(path[4], context_id);
  }
  for (const bool all : {false, true}) {
    if (is("GET", {"api", "v2", "speechandtextanalytics", "conversations", "*", "communications", "*",
                   all ? "transcripturls" : "transcripturl"})) {
      return transcript_urls(path[4], path[6], all, context_id);
    }
  }
  return error_answer({404, "not.found", "The requested resource was not found.", {}}, context_id);
}

http::ServerResponse Org::organization() const {
  JsonObject body;
  body.text("id", world_.organization_id())
      .text("name", "Example Bank")
      .text("defaultLanguage", "en-US")
      .text("defaultCountryCode", "US")
      .text("thirdPartyOrgName", "examplebank")
      .number("version", 7)
      .text("state", "active")
      .text("domain", "examplebank")
      .raw("features", R"({"realtimeCIC":true,"purecloud":true,"hipaa":false})")
      .text("selfUri", "/api/v2/organizations/me");
  return json_answer(200, std::move(body).take());
}

http::ServerResponse Org::transcript_urls(std::string_view conversation_id, std::string_view communication_id,
                                          bool all, const std::string& context_id) const {
  const auto none = [&] {
    return error_answer({404, "resource.not.found", "URL is not available.", {}}, context_id);
  };
  const std::optional<std::uint64_t> index = world_.find(conversation_id);
  if (!index) return none();
  const Outline outline = world_.outline(*index);
  std::vector<Recording> found;
  for (Recording& recording : recordings_of(world_, outline)) {
    if (recording.communication_id == communication_id && clock_.now() >= ready_at(recording)) {
      found.push_back(std::move(recording));
    }
  }
  if (found.empty()) return none();
  const auto url_of = [&](const Recording& recording) {
    return config_.media_base + media_.sign("/transcripts/" + outline.id + "/" + recording.communication_id +
                                            "/" + recording.id + ".json");
  };
  JsonObject body;
  if (all) {
    const auto entity = [](std::string_view id, const std::string& uri) {
      JsonObject object;
      object.text("id", id).text("selfUri", uri);
      return std::move(object).take();
    };
    const std::string conversation_uri = "/api/v2/conversations/" + outline.id;
    JsonArray urls;
    for (const Recording& recording : found) {
      JsonObject item;
      item.raw("recording", entity(recording.id, conversation_uri + "/recordings/" + recording.id))
          .text("url", url_of(recording));
      urls.add(std::move(item));
    }
    body.raw("conversation", entity(outline.id, conversation_uri))
        .text("communicationId", communication_id)
        .raw("urls", std::move(urls).take());
  } else {
    body.text("url", url_of(found.front()));
  }
  return json_answer(200, std::move(body).take());
}

std::optional<std::string> Org::transcript_at(std::string_view path) const {
  const std::vector<std::string_view> parts = split_path(path);
  if (parts.size() != 4 || parts[0] != "transcripts") return std::nullopt;
  const std::optional<std::uint64_t> index = world_.find(parts[1]);
  if (!index) return std::nullopt;
  const Outline outline = world_.outline(*index);
  for (const Recording& recording : recordings_of(world_, outline)) {
    if (parts[2] != recording.communication_id || parts[3] != recording.id + ".json") continue;
    Plants plants(Plants::Keep::no);
    return write_transcript(world_, outline, recording, plants);
  }
  return std::nullopt;
}

TimePoint Org::ready_at(const Recording& recording) const {
  const TranscriptConfig& config = config_.transcripts;
  Dice dice(config_.plan.seed, 0, recording.id);
  if (dice.chance(config.missing_per_thousand)) return TimePoint::max();
  if (!dice.chance(config.late_per_thousand)) return recording.end + config.delay;
  return recording.end + Milliseconds(dice.between(config.delay.count(), config.latest.count()));
}

}  // namespace offhook::sim
