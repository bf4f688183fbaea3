// SimulatedWorld: an organisation, an S3 bucket, a receiver of events and a disk, in one process on a clock
// of their own. run() is one life of the program over it, with the real pipeline, source, store and ledger;
// any number of lives may follow each other, each ended where Mortality says.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "archive/reader.h"
#include "archive/verifier.h"
#include "genesys/options.h"
#include "model/notifier.h"
#include "pipeline/run.h"
#include "redact/engine.h"
#include "sim/org.h"
#include "sim/s3/fake_s3.h"
#include "test/sim/mortality.h"
#include "test/sim/shifted_clock.h"
#include "test/support/temporary_folder.h"

namespace offhook::test {

class SimulatedNotifier final : public model::Notifier {
 public:
  std::string destination() const override { return "https://events.invalid/"; }
  Result<void> deliver(const model::Event& event, int attempt) override;

  // Asked before and after an event is taken; an Error is what the program sees.
  enum class Moment { before, after };
  std::function<Result<void>(Moment)> trouble = [](Moment) { return Result<void>(); };
  std::map<std::string, std::uint64_t> deliveries;  // by event id
  std::vector<std::string> types;                   // of all events taken, in order
  std::string bodies;                               // likewise
};

class SimulatedWorld {
 public:
  static constexpr std::string_view kBucket = "archive";
  static constexpr std::string_view kOrg = "acme";
  static constexpr std::string_view kOwner = "this-ledger";
  static constexpr std::string_view kTokenKey = "0123456789abcdef0123456789abcdef";

  // A day of conversations, the real calls among them.
  static sim::OrgConfig org_config(std::uint64_t conversations, std::uint64_t seed);
  explicit SimulatedWorld(std::uint64_t conversations = 12, std::uint64_t seed = 1)
      : SimulatedWorld(org_config(conversations, seed)) {}
  explicit SimulatedWorld(sim::OrgConfig config);

  // One life over the days of the organisation's plan. What it was ended by, or did, is in the report.
  pipeline::RunReport run(std::uint64_t workers = 0);
  pipeline::RunReport run(std::uint64_t workers, pipeline::RunObserver& observer);

  // Where every request of the program arrives first; route() is what it does unless told otherwise.
  http::ServerFunction network = [this](const http::ServerRequest& request) { return route(request); };
  [[nodiscard]] http::ServerResponse route(const http::ServerRequest& request);
  [[nodiscard]] static bool is_store(const http::ServerRequest& request) {
    return request.host().find("s3") != std::string_view::npos;
  }

  // Data objects and their bytes: what must not depend on interruptions.
  [[nodiscard]] std::map<std::string, std::string> data_objects() const;
  // Shows the bucket as a client that meets no faults sees it.
  void look(const std::function<void(model::ObjectStore&)>& at);
  [[nodiscard]] std::vector<archive::LoadedManifest> manifests();
  // The archive's own proof, and the audit log held against it.
  [[nodiscard]] archive::VerifyReport verify();

  [[nodiscard]] TimePoint from() const { return org.config().plan.from; }
  [[nodiscard]] TimePoint to() const { return from() + std::chrono::days(org.config().plan.days); }

  // The same in all worlds: immutable.
  [[nodiscard]] static const redact::Engine& shared_engine();
  [[nodiscard]] static const crypto::SigningKey& shared_signing_key();

  ManualClock clock{*parse_rfc3339("2026-03-13T12:00:00Z")};
  ShiftedClock program_clock{clock};  // what the program takes for the time
  SeededRandom random{5};
  sim::Org org;
  sim::FakeS3 s3{clock};
  SimulatedNotifier notifier;
  Mortality mortality;
  // In memory where there is such a folder: hundreds of lives sync it thousands of times.
  TemporaryFolder disk{std::filesystem::exists("/dev/shm") ? "/dev/shm"
                                                           : std::filesystem::temp_directory_path()};
  std::unique_ptr<pipeline::Tally> tally;  // of the last life
  const redact::Engine* engine = &shared_engine();
  std::vector<redact::TokenKey> old_keys;
  const crypto::SigningKey& signing_key = shared_signing_key();
  std::function<void(const http::ServerRequest&)> before_request = [](const auto&) {};
  std::function<void(pipeline::RunOptions&)> adjust_run = [](auto&) {};
  std::function<void(genesys::Options&)> adjust_source = [](auto&) {};

 private:
  Result<pipeline::RunReport> live(std::uint64_t workers, pipeline::RunObserver& observer);
};

}  // namespace offhook::test
