#include "test/sim/fault_world.h"

#include "genesys/genesys_source.h"
#include "ledger/sqlite/sqlite_ledger.h"
#include "pipeline/verification.h"
#include "store/s3_store.h"

namespace offhook::test {
namespace {

// The same in all worlds: immutable.
const redact::Engine& shared_engine() {
  static const redact::Engine engine =
      redact::Engine::open(redact::Policy::standard(), redact::TokenKey::parse(FaultWorld::kTokenKey).value())
          .value();
  return engine;
}

// A constant, so that signatures are the same in every process.
const crypto::SigningKey& shared_signing_key() {
  static const crypto::SigningKey key =
      crypto::SigningKey::from_pem(
          "-----BEGIN PRIVATE KEY-----\n"
          "MC4CAQAwBQYDK2VwBCIEIGEgY29uc3RhbnQgZm9yIHRoZSBzaW11bGF0aW9uLi4u\n"
          "-----END PRIVATE KEY-----\n")
          .value();
  return key;
}

std::unique_ptr<aws::Provider> bucket_credentials() {
  return aws::make_static_provider(
      {std::string(sim::FakeS3::kAccessKeyId), Sensitive(std::string(sim::FakeS3::kSecret)), {}});
}

store::S3Options bucket_options() {
  store::S3Options options;
  options.bucket = FaultWorld::kBucket;
  options.probe_owner = FaultWorld::kOwner;
  return options;
}

}  // namespace

Result<void> TroubledNotifier::deliver(const model::Event& event, int /*attempt*/) {
  OFFHOOK_CHECK_OK(trouble(Moment::before));
  ++deliveries[event.id];
  bodies += event.data;
  return trouble(Moment::after);
}

FaultWorldSetup FaultWorldSetup::small(std::uint64_t conversations, std::uint64_t seed) {
  FaultWorldSetup setup;
  setup.org.plan = {
      .conversations = conversations, .seed = seed, .from = *parse_rfc3339("2026-03-10"), .days = 1};
  setup.org.limit.per_minute = 3000;
  return setup;
}

FaultWorld::FaultWorld(FaultWorldSetup wanted)
    : setup(std::move(wanted)),
      org(setup.org, clock),
      engine(shared_engine()),
      signing_key(shared_signing_key()) {
  s3.make_bucket(std::string(kBucket));
  s3.set_min_part_bytes(0);
}

http::ServerResponse FaultWorld::route(const http::ServerRequest& request) {
  return is_store(request) ? s3.serve(request) : org.serve(request);
}

pipeline::RunReport FaultWorld::run(std::uint64_t workers) {
  pipeline::RunObserver observer;
  return run(workers, observer);
}

pipeline::RunReport FaultWorld::run(std::uint64_t workers, pipeline::RunObserver& observer) {
  auto report = live(workers, observer);
  if (report) return std::move(*report);
  pipeline::RunReport ended;
  ended.stopped_by = std::move(report).error();
  return ended;
}

Result<pipeline::RunReport> FaultWorld::live(std::uint64_t workers, pipeline::RunObserver& observer) {
  tally = std::make_unique<pipeline::Tally>();
  const auto client = http::make_in_process_client(
      [this](const http::ServerRequest& request) { return network(request); }, clock);
  MortalClient mortal_client(*client, mortality);
  genesys::Options source_options;
  source_options.api_base = org.config().api_base;
  source_options.client_id = org.config().login.client_id;
  source_options.client_secret = Sensitive<std::string>(org.config().login.client_secret);
  source_options.job_page_size = setup.job_page_size;
  OFFHOOK_TRY(const auto source,
              genesys::make_source(std::move(source_options), mortal_client, program_clock, random));
  const auto provider = bucket_credentials();
  OFFHOOK_TRY(const auto bucket,
              store::make_s3_store(bucket_options(), mortal_client, *provider, program_clock, random));

  OFFHOOK_TRY(auto sqlite, ledger::open_sqlite(disk.path() / "ledger.sqlite"));
  MortalLedger ledger(std::move(sqlite), mortality);
  OFFHOOK_TRY(const auto spool, archive::Spool::open(disk.path() / "spool", setup.spool_bytes));
  OFFHOOK_TRY(const auto audit,
              pipeline::AuditTrail::open(ledger, program_clock, disk.path() / "audit.ndjson"));
  pipeline::RunOptions options;
  options.org = kOrg;
  options.probe_owner = kOwner;
  options.from = from();
  options.to = to();
  options.workers = workers;
  options.upload_workers = 0;
  options.object_bytes = setup.object_bytes;
  options.checkpoint_records = setup.checkpoint_records;
  options.gate_interval = setup.gate_interval;
  options.quarantine_percent = 100;  // a seed's faults strike most of its few records
  const pipeline::Services services{*source, *bucket,     ledger,        &notifier, engine,
                                    *spool,  signing_key, program_clock, random};
  return pipeline::Run(services, options, *tally, *audit, observer).execute({});
}

std::map<std::string, std::string> FaultWorld::data_objects() const {
  std::map<std::string, std::string> result;
  for (const auto& [key, object] : s3.objects(std::string(kBucket)))
    if (key.starts_with("org=")) result[key] = object.bytes;
  return result;
}

void FaultWorld::look(const std::function<void(model::ObjectStore&)>& at) {
  const auto client = http::make_in_process_client(s3.function(), clock);
  const auto provider = bucket_credentials();
  at(*store::make_s3_store(bucket_options(), *client, *provider, clock, random).value());
}

archive::VerifyReport FaultWorld::verify() {
  archive::VerifyReport report;
  look([&](model::ObjectStore& store) {
    archive::VerifyOptions options;
    options.public_key = signing_key.public_bytes();
    report = pipeline::verify_archive(store, "", kOrg, options, disk.path() / "audit.ndjson").value();
  });
  return report;
}

}  // namespace offhook::test
