// StepFixture: what a single step of the pipeline works with, real but for a source that has what a test
// gives it and a store that a test may meddle with.
#pragma once

#include <gtest/gtest.h>

#include <map>

#include "ledger/sqlite/sqlite_ledger.h"
#include "pipeline/audit_trail.h"
#include "pipeline/gate_guard.h"
#include "pipeline/services.h"
#include "pipeline/tally.h"
#include "test/sim/meddled_store.h"
#include "test/support/temporary_folder.h"

namespace offhook::test {

// One transcript for each communication that `files` names.
class GivenSource final : public model::Source {
 public:
  std::map<std::string, std::string, std::less<>> files;
  int asked = 0;  // for a communication's transcripts
  bool partial = false;

  bool records_are_partial() const override { return partial; }
  Result<std::string> organization_id() override { return std::string("org"); }
  Result<TimePoint> available_until() override { return TimePoint::max(); }
  Result<std::string> begin_read(const model::Slice&) override { return std::string("job"); }
  Result<model::PageEnd> read_page(const std::string&, const std::string&, const model::RecordSink&,
                                   std::stop_token) override {
    return model::PageEnd{};
  }
  Result<std::vector<model::TranscriptLink>> transcripts(std::string_view conversation,
                                                         std::string_view communication,
                                                         std::stop_token) override {
    ++asked;
    if (!files.contains(communication))
      return fail(ErrorClass::not_found, "source.transcript_absent", "there is none");
    return std::vector<model::TranscriptLink>{
        {"of-" + std::string(communication), std::string(conversation), std::string(communication), {}}};
  }
  Result<Sensitive<std::string>> fetch_transcript(const model::TranscriptLink& link, std::uint64_t,
                                                  std::stop_token) override {
    return Sensitive<std::string>(files.at(link.communication_id));
  }
  model::RequestCounts request_counts() const override { return {}; }
};

class StepFixture : public testing::Test {
 protected:
  StepFixture() { options_.org = "acme"; }

  // As if the process had ended and another were at work: the ledger's epoch rises.
  void next_life() {
    ledger_.reset();
    ledger_ = open_ledger();
    spool_ = open_spool();
  }
  void forget_everything() {
    ledger_.reset();
    std::filesystem::remove_all(disk_.path());
    std::filesystem::create_directories(disk_.path());
    next_life();
  }
  pipeline::Services services() {
    return {source_, store_, *ledger_, nullptr, engine(), *spool_, signing_key_, clock_, random_};
  }
  static const redact::Engine& engine() {
    static const redact::Engine opened =
        redact::Engine::open(redact::Policy::standard(),
                             redact::TokenKey::parse("0123456789abcdef0123456789abcdef").value())
            .value();
    return opened;
  }

  TemporaryFolder disk_;
  ManualClock clock_{*parse_rfc3339("2026-03-13T12:00:00Z")};
  SeededRandom random_{5};
  GivenSource source_;
  MeddledStore store_{disk_.path() / "store", random_};
  std::unique_ptr<model::Ledger> ledger_ = open_ledger();
  std::unique_ptr<archive::Spool> spool_ = open_spool();
  crypto::SigningKey signing_key_ = crypto::SigningKey::generate();
  pipeline::RunOptions options_;
  pipeline::Tally tally_;

 private:
  std::unique_ptr<model::Ledger> open_ledger() {
    return ledger::open_sqlite(disk_.path() / "ledger.sqlite").value();
  }
  std::unique_ptr<archive::Spool> open_spool() {
    return archive::Spool::open(disk_.path() / "spool", 1u << 20).value();
  }
};

}  // namespace offhook::test
