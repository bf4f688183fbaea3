// Org: one simulated Genesys Cloud organisation, as its clients see it over HTTP. What it answers and from
// which source that is known: docs/simulator.md.
//
// serve() may be called from any thread. The clock must outlive the Org.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "http/message.h"
#include "sim/content/recordings.h"
#include "sim/content/world.h"
#include "sim/jobs.h"
#include "sim/login.h"
#include "sim/media.h"
#include "sim/org_faults.h"
#include "sim/query.h"
#include "sim/rate_limit.h"

namespace offhook::sim {

struct TranscriptConfig {
  Milliseconds delay{0};           // from the end of a recording to its transcript
  unsigned late_per_thousand = 0;  // so many take longer, up to `latest`
  Milliseconds latest = std::chrono::hours(48);
  unsigned missing_per_thousand = 0;  // so many never come
};

struct OrgConfig {
  Plan plan{};
  LoginConfig login{};  // empty id and secret: derived from the seed
  RateLimitConfig limit{};
  JobConfig jobs{};
  QueryConfig query{};
  MediaConfig media{};
  TranscriptConfig transcripts{};
  std::vector<OrgFault> faults{};
  Milliseconds availability_lag{0};  // of the data lake, before rounding down to a full hour

  // Where it is reached. Told apart by the Host header: `login.…`, `api.…`, `media.…`; on other hosts the
  // media base's authority is media, everything else login and API.
  std::string api_base = "https://api.sim.invalid";
  std::string login_base = "https://login.sim.invalid";
  std::string media_base = "https://media.sim.invalid";
};

class Org {
 public:
  Org(OrgConfig config, Clock& clock);

  [[nodiscard]] http::ServerResponse serve(const http::ServerRequest& request);
  void add_fault(OrgFault fault) { faults_.add(std::move(fault)); }
  // Before the first request, where the port is known only after the server has started.
  void set_bases(std::string api, std::string login, std::string media);

  [[nodiscard]] const OrgConfig& config() const { return config_; }
  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] TimePoint available_until() const;
  // When a recording has its transcript; TimePoint::max(): never.
  [[nodiscard]] TimePoint ready_at(const Recording& recording) const;

  struct Counts {
    std::uint64_t requests = 0;   // to the API
    std::uint64_t throttled = 0;  // answered 429
    std::uint64_t credentials_on_media = 0;
  };
  [[nodiscard]] Counts counts() const;

 private:
  enum class Host { login, api, media, login_and_api };
  [[nodiscard]] Host host_of(const http::ServerRequest& request) const;
  [[nodiscard]] http::ServerResponse answer(const http::ServerRequest& request, JobFate fate);
  [[nodiscard]] http::ServerResponse answer_with(const OrgFault& fault, const http::ServerRequest& request);
  [[nodiscard]] http::ServerResponse serve_api(const http::ServerRequest& request, JobFate fate);
  [[nodiscard]] http::ServerResponse throttled(std::int64_t seconds, const std::string& context_id);
  [[nodiscard]] http::ServerResponse route(const http::ServerRequest& request, JobFate fate,
                                           const std::string& context_id);
  [[nodiscard]] http::ServerResponse organization() const;
  [[nodiscard]] http::ServerResponse transcript_urls(std::string_view conversation_id,
                                                     std::string_view communication_id, bool all,
                                                     const std::string& context_id) const;
  [[nodiscard]] std::optional<std::string> transcript_at(std::string_view path) const;

  OrgConfig config_;
  Clock& clock_;
  World world_;
  Login login_;
  RateLimit limit_;
  Jobs jobs_;
  Query query_;
  MediaHost media_;
  OrgFaults faults_;
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<std::uint64_t> throttled_{0};
};

}  // namespace offhook::sim
