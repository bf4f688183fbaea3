#include "test/sim/simulated_world.h"

#include "genesys/genesys_source.h"
#include "ledger/sqlite/sqlite_ledger.h"
#include "pipeline/verification.h"
#include "store/s3_store.h"

namespace offhook::test {
namespace {

std::unique_ptr<aws::Provider> bucket_credentials() {
  return aws::make_static_provider(
      {std::string(sim::FakeS3::kAccessKeyId), Sensitive(std::string(sim::FakeS3::kSecret)), {}});
}

store::S3Options bucket_options() {
  store::S3Options options;
  options.bucket = SimulatedWorld::kBucket;
  options.probe_owner = SimulatedWorld::kOwner;
  return options;
}

}  // namespace

Result<void> SimulatedNotifier::deliver(const model::Event& event, int /*attempt*/) {
  OFFHOOK_CHECK_OK(trouble(Moment::before));
  ++deliveries[event.id];
  types.push_back(event.type);
  bodies += event.data;
  return trouble(Moment::after);
}

sim::OrgConfig SimulatedWorld::org_config(std::uint64_t conversations, std::uint64_t seed) {
  sim::OrgConfig config;
  config.plan = {
      .conversations = conversations, .seed = seed, .from = *parse_rfc3339("2026-03-10"), .days = 1};
  config.limit.per_minute = 3000;
  return config;
}

SimulatedWorld::SimulatedWorld(sim::OrgConfig config) : org(std::move(config), clock) {
  s3.make_bucket(std::string(kBucket));
  s3.set_min_part_bytes(0);
}

const redact::Engine& SimulatedWorld::shared_engine() {
  static const redact::Engine engine =
      redact::Engine::open(redact::Policy::standard(), redact::TokenKey::parse(kTokenKey).value()).value();
  return engine;
}

// A constant, so that signatures are the same in every process.
const crypto::SigningKey& SimulatedWorld::shared_signing_key() {
  static const crypto::SigningKey key =
      crypto::SigningKey::from_pem(
          "-----BEGIN PRIVATE KEY-----\n"
          "MC4CAQAwBQYDK2VwBCIEIGEgY29uc3RhbnQgZm9yIHRoZSBzaW11bGF0aW9uLi4u\n"
          "-----END PRIVATE KEY-----\n")
          .value();
  return key;
}

http::ServerResponse SimulatedWorld::route(const http::ServerRequest& request) {
  return is_store(request) ? s3.serve(request) : org.serve(request);
}

pipeline::RunReport SimulatedWorld::run(std::uint64_t workers) {
  pipeline::RunObserver observer;
  return run(workers, observer);
}

pipeline::RunReport SimulatedWorld::run(std::uint64_t workers, pipeline::RunObserver& observer) {
  auto report = live(workers, observer);
  if (report) return std::move(*report);
  pipeline::RunReport ended;
  ended.stopped_by = std::move(report).error();
  return ended;
}

Result<pipeline::RunReport> SimulatedWorld::live(std::uint64_t workers, pipeline::RunObserver& observer) {
  tally = std::make_unique<pipeline::Tally>();
  const auto client = http::make_in_process_client(
      [this](const http::ServerRequest& request) {
        before_request(request);
        return network(request);
      },
      clock);
  MortalClient mortal_client(*client, mortality);
  genesys::Options source_options;
  source_options.api_base = org.config().api_base;
  source_options.client_id = org.config().login.client_id;
  source_options.client_secret = Sensitive<std::string>(org.config().login.client_secret);
  source_options.job_page_size = 5;
  adjust_source(source_options);
  OFFHOOK_TRY(const auto source,
              genesys::make_source(std::move(source_options), mortal_client, program_clock, random));
  const auto provider = bucket_credentials();
  OFFHOOK_TRY(const auto bucket,
              store::make_s3_store(bucket_options(), mortal_client, *provider, program_clock, random));

  OFFHOOK_TRY(auto sqlite, ledger::open_sqlite(disk.path() / "ledger.sqlite"));
  MortalLedger ledger(std::move(sqlite), mortality);
  OFFHOOK_TRY(const auto spool, archive::Spool::open(disk.path() / "spool", 1u << 30));
  OFFHOOK_TRY(const auto audit,
              pipeline::AuditTrail::open(ledger, program_clock, disk.path() / "audit.ndjson"));
  pipeline::RunOptions options;
  options.org = kOrg;
  options.probe_owner = kOwner;
  options.from = from();
  options.to = to();
  options.workers = workers;
  options.upload_workers = 0;
  options.checkpoint_records = 4;
  adjust_run(options);
  const pipeline::Services services{*source, *bucket,     ledger,        &notifier, *engine,
                                    *spool,  signing_key, program_clock, random,    old_keys};
  return pipeline::Run(services, options, *tally, *audit, observer).execute({});
}

std::map<std::string, std::string> SimulatedWorld::data_objects() const {
  std::map<std::string, std::string> result;
  for (const auto& [key, object] : s3.objects(std::string(kBucket)))
    if (key.starts_with("org=")) result[key] = object.bytes;
  return result;
}

void SimulatedWorld::look(const std::function<void(model::ObjectStore&)>& at) {
  const auto client = http::make_in_process_client(s3.function(), clock);
  const auto provider = bucket_credentials();
  at(*store::make_s3_store(bucket_options(), *client, *provider, clock, random).value());
}

std::vector<archive::LoadedManifest> SimulatedWorld::manifests() {
  std::vector<archive::LoadedManifest> loaded;
  look([&](model::ObjectStore& store) {
    loaded = archive::Reader(store, "", std::string(kOrg)).load().value();
  });
  return loaded;
}

archive::VerifyReport SimulatedWorld::verify() {
  archive::VerifyReport report;
  look([&](model::ObjectStore& store) {
    archive::VerifyOptions options;
    options.public_key = signing_key.public_bytes();
    report = pipeline::verify_archive(store, "", kOrg, options, disk.path() / "audit.ndjson").value();
  });
  return report;
}

}  // namespace offhook::test
