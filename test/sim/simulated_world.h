// SimulatedWorld: an organisation, an S3 bucket, a webhook receiver and a disk, in one process on a clock of
// its own. run() is one life of the program over it, with the real pipeline, source, store and ledger; any
// number of lives may follow each other, each ended where Mortality says.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "archive/reader.h"
#include "archive/verifier.h"
#include "base/file.h"
#include "genesys/genesys_source.h"
#include "ledger/sqlite/sqlite_ledger.h"
#include "pipeline/run.h"
#include "sim/org.h"
#include "sim/s3/fake_s3.h"
#include "store/s3_store.h"
#include "test/sim/mortality.h"
#include "test/support/temporary_folder.h"

namespace offhook::test {

class CountingNotifier final : public model::Notifier {
 public:
  std::string destination() const override { return "https://events.invalid/"; }
  Result<void> deliver(const model::Event& event, int) override {
    ++deliveries;
    ids.insert(event.id);
    types.push_back(event.type);
    return {};
  }
  std::uint64_t deliveries = 0;
  std::set<std::string> ids;
  std::vector<std::string> types;
};

class SimulatedWorld {
 public:
  static constexpr std::string_view kBucket = "archive";
  static constexpr std::string_view kOrg = "acme";
  static constexpr std::string_view kOwner = "this-ledger";

  explicit SimulatedWorld(std::uint64_t conversations = 12, std::uint64_t seed = 1)
      : SimulatedWorld(org_config(conversations, seed)) {}
  explicit SimulatedWorld(sim::OrgConfig config) : org(std::move(config), clock) {
    s3.make_bucket(std::string(kBucket));
    s3.set_min_part_bytes(0);
  }

  // One life. What it was ended by, or did, is in the report.
  pipeline::RunReport run(std::uint64_t workers = 0) {
    pipeline::RunObserver observer;
    return run(workers, observer);
  }
  pipeline::RunReport run(std::uint64_t workers, pipeline::RunObserver& observer) {
    const auto client = http::make_in_process_client(
        [this](const http::ServerRequest& request) {
          if (before_request) before_request(request);
          return request.host().find("s3") == std::string_view::npos ? org.serve(request) : s3.serve(request);
        },
        clock);
    MortalClient mortal_client(*client, mortality);
    genesys::Options source_options;
    source_options.api_base = org.config().api_base;
    source_options.client_id = org.config().login.client_id;
    source_options.client_secret = Sensitive<std::string>(org.config().login.client_secret);
    source_options.job_page_size = 5;
    if (adjust_source) adjust_source(source_options);
    const auto source = genesys::make_source(std::move(source_options), mortal_client, clock, random).value();
    const auto provider = aws::make_static_provider(
        {std::string(sim::FakeS3::kAccessKeyId), Sensitive(std::string(sim::FakeS3::kSecret)), {}});
    store::S3Options store_options;
    store_options.bucket = kBucket;
    store_options.probe_owner = kOwner;
    const auto store =
        store::make_s3_store(std::move(store_options), mortal_client, *provider, clock, random).value();

    MortalLedger ledger(ledger::open_sqlite(disk.path() / "ledger.sqlite").value(), mortality);
    const auto spool = archive::Spool::open(disk.path() / "spool", 1u << 30).value();
    const auto audit = pipeline::AuditTrail::open(ledger, clock, disk.path() / "audit.ndjson").value();
    pipeline::RunOptions options;
    options.org = kOrg;
    options.probe_owner = kOwner;
    options.from = from;
    options.to = from + std::chrono::days(1);
    options.workers = workers;
    options.upload_workers = 0;
    options.checkpoint_records = 4;
    options.gate_interval = gate_interval;
    if (adjust_run) adjust_run(options);
    tally = std::make_unique<pipeline::Tally>();
    const pipeline::Services services{*source, *store,      ledger, &notifier, engine,
                                      *spool,  signing_key, clock,  random};
    return pipeline::Run(services, options, *tally, *audit, observer).execute({});
  }

  // Data objects and their bytes: what must not depend on interruptions.
  [[nodiscard]] std::map<std::string, std::string> data_objects() const {
    std::map<std::string, std::string> result;
    for (const auto& [key, object] : s3.objects(std::string(kBucket)))
      if (key.starts_with("org=")) result[key] = object.bytes;
    return result;
  }

  // What a reader does with the bucket.
  template <class Read>
  auto with_store(Read read) {
    const auto client = http::make_in_process_client(s3.function(), clock);
    const auto provider = aws::make_static_provider(
        {std::string(sim::FakeS3::kAccessKeyId), Sensitive(std::string(sim::FakeS3::kSecret)), {}});
    store::S3Options options;
    options.bucket = kBucket;
    const auto store = store::make_s3_store(std::move(options), *client, *provider, clock, random).value();
    return read(*store);
  }

  [[nodiscard]] archive::VerifyReport verify() {
    archive::VerifyOptions options;
    options.public_key = signing_key.public_bytes();
    return with_store(
        [&](model::ObjectStore& store) { return archive::verify(store, "", kOrg, options).value(); });
  }
  [[nodiscard]] std::vector<archive::LoadedManifest> manifests() {
    return with_store([&](model::ObjectStore& store) {
      return archive::Reader(store, "", std::string(kOrg)).load().value();
    });
  }

  static sim::OrgConfig org_config(std::uint64_t conversations, std::uint64_t seed) {
    sim::OrgConfig config;
    config.plan = {
        .conversations = conversations, .seed = seed, .from = *parse_rfc3339("2026-03-10"), .days = 1};
    config.limit.per_minute = 3000;
    return config;
  }

  const TimePoint from = *parse_rfc3339("2026-03-10");
  ManualClock clock{*parse_rfc3339("2026-03-13T12:00:00Z")};
  SeededRandom random{5};
  sim::Org org;
  sim::FakeS3 s3{clock};
  CountingNotifier notifier;
  Mortality mortality;
  // In memory where there is such a folder: hundreds of lives sync it thousands of times.
  TemporaryFolder disk{std::filesystem::exists("/dev/shm") ? "/dev/shm"
                                                           : std::filesystem::temp_directory_path()};
  std::unique_ptr<pipeline::Tally> tally;
  std::chrono::seconds gate_interval{60};
  std::function<void(const http::ServerRequest&)> before_request;
  std::function<void(pipeline::RunOptions&)> adjust_run;
  std::function<void(genesys::Options&)> adjust_source;
  // The same in all worlds: they are immutable.
  static const redact::Engine& shared_engine() {
    static const redact::Engine engine =
        redact::Engine::open(redact::Policy::standard(),
                             redact::TokenKey::parse("0123456789abcdef0123456789abcdef").value())
            .value();
    return engine;
  }
  static const crypto::SigningKey& shared_signing_key() {
    static const crypto::SigningKey key = crypto::SigningKey::generate();
    return key;
  }
  const redact::Engine& engine = shared_engine();
  const crypto::SigningKey& signing_key = shared_signing_key();
};

}  // namespace offhook::test
