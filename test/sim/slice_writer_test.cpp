// What a slice's writer makes durable, and when: an interruption neither loses a record nor packs one twice.
#include "pipeline/slice_writer.h"

#include <fmt/format.h>

#include "test/sim/step_fixture.h"
#include "test/sim/sync_watch.h"
#include "test/support/ledger_rows.h"

namespace offhook::test {
namespace {

using model::ObjectState;
using pipeline::Enriched;

constexpr std::uint64_t kRecords = 7;

class SliceWriter : public StepFixture {
 protected:
  SliceWriter() {
    options_.checkpoint_records = 2;
    EXPECT_TRUE(ledger_->plan_slice(slice_));
    EXPECT_TRUE(ledger_->start_slice("acme", slice_.id(), "job"));
  }

  static Enriched record(std::uint64_t position) {
    Enriched enriched;
    enriched.position = position;
    enriched.outcome = Enriched::Outcome::archive;
    enriched.id = fmt::format("c{}", position);
    enriched.start = *parse_rfc3339("2026-03-10T09:00:00Z");
    enriched.commitment = fmt::format("{:064}", position);
    enriched.conversation.bytes = fmt::format(R"({{"conversationId":"c{}"}})", position);
    return enriched;
  }
  // One life: the first `records` of the page, and its end when they are all.
  void write(std::uint64_t records) {
    pipeline::SliceWriter::Hooks hooks;
    hooks.sealed = [](const model::ObjectRow&, const archive::Seal&) { return Result<void>(); };
    auto writer = pipeline::SliceWriter::open(services(), options_, tally_, ledger_->slices("").value().at(0),
                                              std::move(hooks))
                      .value();
    for (std::uint64_t i = 0; i < records; ++i) ASSERT_TRUE(writer.add(record(i)));
    if (records == kRecords) {
      ASSERT_TRUE(writer.end_page({}));
    }
  }
  model::ObjectRow object() { return ledger_->open_objects("acme", slice_.id()).value().at(0); }
  std::string spooled() { return spool_->read(object().name, 0, object().size_bytes).value(); }

  const model::Slice slice_{"acme", *parse_rfc3339("2026-03-10"), *parse_rfc3339("2026-03-11")};
};

class Interrupted : public SliceWriter, public testing::WithParamInterface<std::uint64_t> {};

TEST_P(Interrupted, P2_no_record_is_lost_or_packed_twice) {
  write(GetParam());
  next_life();
  write(kRecords);
  EXPECT_EQ(object().state, ObjectState::sealed);
  EXPECT_EQ(object().lines, kRecords);
  const auto records = records_of(*ledger_, object().name);
  ASSERT_EQ(records.size(), kRecords);
  for (std::uint64_t i = 0; i < kRecords; ++i) EXPECT_EQ(records[i].id, fmt::format("c{}", i));
  EXPECT_EQ(accounts_of(*ledger_, "acme", slice_.id()).size(), kRecords);
}

TEST_P(Interrupted, P5_the_bytes_are_those_of_one_life) {
  write(GetParam());
  next_life();
  write(kRecords);
  const std::string interrupted = spooled();
  forget_everything();
  ASSERT_TRUE(ledger_->plan_slice(slice_));
  ASSERT_TRUE(ledger_->start_slice("acme", slice_.id(), "job"));
  write(kRecords);
  EXPECT_EQ(interrupted, spooled());
}

INSTANTIATE_TEST_SUITE_P(After, Interrupted, testing::Range<std::uint64_t>(0, kRecords),
                         testing::PrintToStringParamName());

// Enriched side by side, none of them saw the other in the ledger; checkpoints came in between.
TEST_F(SliceWriter, P4_an_id_that_comes_again_in_time_is_the_next_version_or_nothing_new) {
  options_.workers = 1;
  pipeline::SliceWriter::Hooks hooks;
  hooks.sealed = [](const model::ObjectRow&, const archive::Seal&) { return Result<void>(); };
  auto writer = pipeline::SliceWriter::open(services(), options_, tally_, ledger_->slices("").value().at(0),
                                            std::move(hooks))
                    .value();
  for (std::uint64_t i = 0; i < options_.records_in_flight(); ++i) ASSERT_TRUE(writer.add(record(i)));
  Enriched again = record(options_.records_in_flight());
  again.id = "c0";
  again.commitment = record(0).commitment;
  ASSERT_TRUE(writer.add(again));
  ++again.position;
  again.commitment = record(1).commitment;
  ASSERT_TRUE(writer.add(again));
  ASSERT_TRUE(writer.end_page({}));
  const auto records = records_of(*ledger_, object().name);
  ASSERT_EQ(records.size(), options_.records_in_flight() + 1);
  EXPECT_EQ(records.front().id, "c0");
  EXPECT_EQ(records.back().id, "c0");
  EXPECT_EQ(records.back().version, 2u);
}

TEST_F(SliceWriter, P4_the_ledger_counts_on_nothing_that_the_disk_may_not_have) {
  int checkpoints = 0;
  const SyncWatch watch([&](const std::filesystem::path& file) {
    if (file.filename() != "ledger.sqlite-wal") return;
    ++checkpoints;
    for (const auto& entry : std::filesystem::directory_iterator(disk_.path() / "spool"))
      EXPECT_EQ(watch.durable_bytes(entry.path()), entry.file_size()) << "at checkpoint " << checkpoints;
  });
  write(kRecords);
  EXPECT_GE(checkpoints, 4);  // three of two records, one at the end
}

}  // namespace
}  // namespace offhook::test
