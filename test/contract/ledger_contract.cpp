#include "test/contract/ledger_contract.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <thread>

#include "test/support/ledger_rows.h"

namespace offhook::test {
namespace {

using namespace model;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string kOrg = "acme";

Slice day(int day_of_november, const std::string& org = kOrg) {
  const auto from = std::chrono::sys_days(std::chrono::year(2026) / 11 / day_of_november);
  return {org, from, from + std::chrono::days(1)};
}

TimePoint at(int hour) { return day(22).from + std::chrono::hours(hour); }

ObjectRow object(const std::string& name, const Slice& slice = day(20),
                 ObjectState state = ObjectState::open) {
  ObjectRow row;
  row.name = name;
  row.slice = slice.id();
  row.org = slice.org;
  row.dt = "2026-11-20";
  row.state = state;
  row.size_bytes = 100;
  row.lines = 2;
  return row;
}

RecordRow record(const std::string& id, const std::string& object, std::uint32_t line,
                 std::uint32_t version = 1) {
  RecordRow row;
  row.id = id;
  row.version = version;
  row.commitment = "commitment of " + id;
  row.key = "11223344";
  row.leaf = "leaf of " + id + " " + std::to_string(version);
  row.object = object;
  row.frame_size = 100;
  row.line = line;
  row.tokens = {"EMAIL-0123456789abcdef", "PHONE-0123456789abcdef"};
  return row;
}

AccountRow account(const std::string& id, AccountStatus status, const Slice& slice = day(20)) {
  AccountRow row;
  row.slice = slice.id();
  row.org = slice.org;
  row.id = id;
  row.status = status;
  return row;
}

Checkpoint checkpoint(const Slice& slice = day(20)) {
  Checkpoint point;
  point.slice = slice.id();
  point.org = slice.org;
  point.cursor = "cursor-2";
  point.page = 1;
  point.position = 7;
  point.evidence = R"({"pages":1})";
  return point;
}

Commit commit(std::uint64_t number, std::vector<std::string> objects = {}, const Slice& slice = day(20)) {
  Commit row;
  row.slice = slice.id();
  row.org = slice.org;
  row.number = number;
  row.manifest_key = "manifest";
  row.manifest_sha256 = "hash of " + std::to_string(number);
  row.certificate_sha256 = "certificate of " + std::to_string(number);
  row.objects = std::move(objects);
  return row;
}

OutboxRow event(const std::string& id, TimePoint next_attempt) {
  OutboxRow row;
  row.event = {id, "s3://bucket/prefix", "archive.completed", "subject", at(0), R"({"a":1})"};
  row.manifest = "manifest";
  row.next_attempt = next_attempt;
  return row;
}

// By value, so that a loop over it does not outlive it.
template <class T>
T taken(Result<T> result) {
  return std::move(result).value();
}

std::vector<std::string> ids(const std::vector<OutboxRow>& rows) {
  std::vector<std::string> ids;
  for (const OutboxRow& row : rows) ids.push_back(row.event.id);
  return ids;
}

std::vector<std::string> names(const std::vector<ObjectRow>& rows) {
  std::vector<std::string> names;
  for (const ObjectRow& row : rows) names.push_back(row.name);
  return names;
}

}  // namespace

// ---- Slices ----

TEST_P(LedgerContract, a_slice_is_planned_once_and_kept_over_a_restart) {
  ASSERT_TRUE(ledger().plan_slice(day(21)));
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  ASSERT_TRUE(ledger().plan_slice(day(20, "other")));
  ASSERT_TRUE(ledger().start_slice(kOrg, day(20).id(), "job-1"));
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  reopen();
  const auto rows = ledger().slices(kOrg).value();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(ledger().slice(kOrg, day(21).id()).value().slice, day(21));
  EXPECT_EQ(rows[0].slice, day(20));
  EXPECT_EQ(rows[0].state, SliceState::reading);
  EXPECT_EQ(rows[0].job, "job-1");
  EXPECT_EQ(rows[1].slice, day(21));
  EXPECT_EQ(rows[1].state, SliceState::planned);
}

TEST_P(LedgerContract, starting_again_begins_at_the_first_page) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  ASSERT_TRUE(ledger().start_slice(kOrg, day(20).id(), "job-1"));
  ASSERT_TRUE(ledger().checkpoint(checkpoint()));
  SliceRow row = ledger().slices(kOrg).value().at(0);
  EXPECT_EQ(row.cursor, "cursor-2");
  EXPECT_EQ(row.page, 1u);
  EXPECT_EQ(row.position, 7u);
  EXPECT_EQ(row.evidence, R"({"pages":1})");
  EXPECT_EQ(row.state, SliceState::reading);
  ASSERT_TRUE(ledger().start_slice(kOrg, day(20).id(), "job-2"));
  row = ledger().slices(kOrg).value().at(0);
  EXPECT_EQ(row.job, "job-2");
  EXPECT_EQ(row.cursor, "");
  EXPECT_EQ(row.page, 0u);
  EXPECT_EQ(row.position, 0u);
}

TEST_P(LedgerContract, a_slice_goes_from_planned_to_committed) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  ASSERT_TRUE(ledger().start_slice(kOrg, day(20).id(), "job"));
  Checkpoint last = checkpoint();
  last.slice_read = true;
  ASSERT_TRUE(ledger().checkpoint(last));
  EXPECT_EQ(ledger().slices(kOrg).value().at(0).state, SliceState::read);
  ASSERT_TRUE(ledger().commit(commit(1)));
  SliceRow row = ledger().slices(kOrg).value().at(0);
  EXPECT_EQ(row.state, SliceState::committed);
  EXPECT_EQ(row.manifests, 1u);
  EXPECT_EQ(row.last_manifest_sha256, "hash of 1");
  EXPECT_EQ(row.certificate_sha256, "certificate of 1");
  ASSERT_TRUE(ledger().start_slice(kOrg, day(20).id(), "job"));
  ASSERT_TRUE(ledger().settle_slice(kOrg, day(20).id()));
  row = ledger().slices(kOrg).value().at(0);
  EXPECT_EQ(row.state, SliceState::committed);
  EXPECT_EQ(row.manifests, 1u);
}

TEST_P(LedgerContract, what_is_not_there_is_not_found) {
  EXPECT_EQ(ledger().start_slice(kOrg, day(20).id(), "job").error().cls, ErrorClass::not_found);
  EXPECT_EQ(ledger().settle_slice(kOrg, day(20).id()).error().cls, ErrorClass::not_found);
  EXPECT_EQ(ledger().slice(kOrg, day(20).id()).error().cls, ErrorClass::not_found);
  EXPECT_EQ(ledger().checkpoint(checkpoint()).error().cls, ErrorClass::not_found);
  EXPECT_EQ(ledger().update_object(object("o")).error().cls, ErrorClass::not_found);
  EXPECT_EQ(ledger().event_failed("e", 1, at(1)).error().cls, ErrorClass::not_found);
  EXPECT_EQ(ledger().event_delivered("e", "line").error().cls, ErrorClass::not_found);
  EXPECT_EQ(ledger().audit_size().value(), 0u);
  EXPECT_FALSE(ledger().find_record(kOrg, Dataset::conversations, "c").value());
  EXPECT_THAT(records_of(ledger(), "o"), IsEmpty());
}

// ---- Records and objects ----

TEST_P(LedgerContract, the_newest_version_of_a_record_is_found) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  point.objects = {object("o1"), object("o2")};
  point.records = {record("c1", "o1", 0), record("c2", "o1", 1), record("c1", "o2", 0, 2)};
  RecordRow transcript = record("c1", "o2", 1);
  transcript.dataset = Dataset::transcripts;
  transcript.conversation = "c9";
  point.records.push_back(transcript);
  ASSERT_TRUE(ledger().checkpoint(point));
  reopen();
  const KnownRecord known = ledger().find_record(kOrg, Dataset::conversations, "c1").value().value();
  EXPECT_EQ(known.version, 2u);
  EXPECT_EQ(known.commitment, "commitment of c1");
  EXPECT_EQ(known.key, "11223344");
  EXPECT_EQ(known.leaf, "leaf of c1 2");
  EXPECT_EQ(known.object, "o2");
  EXPECT_EQ(ledger().find_record(kOrg, Dataset::transcripts, "c1").value()->version, 1u);
  EXPECT_FALSE(ledger().find_record("other", Dataset::conversations, "c1").value());
  EXPECT_FALSE(ledger().find_record(kOrg, Dataset::conversations, "c3").value());
}

// More than are in memory at a time.
TEST_P(LedgerContract, P6_long_lists_come_whole_and_in_order) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  constexpr std::uint32_t kRows = 1203;
  const auto id_of = [](std::uint32_t i) { return fmt::format("c{:05}", i); };
  Checkpoint point = checkpoint();
  point.objects = {object("o1"), object("o2")};
  for (std::uint32_t i = kRows; i-- > 0;) {
    point.accounts.push_back(account(id_of(i), AccountStatus::archived));
    point.accounts.push_back(account(id_of(i), AccountStatus::pending));
    point.accounts.back().dataset = Dataset::transcripts;
    point.records.push_back(record(id_of(i), "o1", i % 100));
    point.records.back().frame_offset = i / 100;
    point.records.push_back(record(id_of(i), "o2", i, 2));
  }
  ASSERT_TRUE(ledger().checkpoint(point));
  const auto accounts = accounts_of(ledger(), kOrg, day(20).id());
  const auto records = records_of(ledger(), "o1"), others = records_of(ledger(), "o2");
  ASSERT_EQ(accounts.size(), 2 * kRows);
  ASSERT_EQ(records.size(), kRows);
  ASSERT_EQ(others.size(), kRows);
  for (std::uint32_t i = 0; i < kRows; ++i) {
    EXPECT_EQ(accounts[i].id, id_of(i));
    EXPECT_EQ(accounts[i].dataset, Dataset::conversations);
    EXPECT_EQ(accounts[kRows + i].id, id_of(i));
    EXPECT_EQ(accounts[kRows + i].dataset, Dataset::transcripts);
    EXPECT_EQ(records[i].id, id_of(i));
    EXPECT_EQ(others[i].id, id_of(i));
  }
}

TEST_P(LedgerContract, an_error_of_the_receiver_ends_a_list) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  point.objects = {object("o1")};
  for (std::uint32_t i = 0; i < 3; ++i) {
    point.records.push_back(record("c" + std::to_string(i), "o1", i));
    point.accounts.push_back(account("c" + std::to_string(i), AccountStatus::archived));
  }
  ASSERT_TRUE(ledger().checkpoint(point));
  int taken_rows = 0;
  const auto refuse = [&](const auto&) -> Result<void> {
    ++taken_rows;
    return fail(ErrorClass::cancelled, "test.enough", "enough");
  };
  EXPECT_EQ(ledger().each_record("o1", refuse).error().code, "test.enough");
  EXPECT_EQ(ledger().each_account(kOrg, day(20).id(), refuse).error().code, "test.enough");
  EXPECT_EQ(taken_rows, 2);
}

TEST_P(LedgerContract, changed_records_are_those_with_a_version_before) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  point.objects = {object("o1"), object("o2")};
  point.records = {record("c1", "o1", 0), record("c2", "o1", 1), record("c1", "o2", 0, 2),
                   record("c3", "o2", 1), record("c1", "o2", 2, 3)};
  ASSERT_TRUE(ledger().checkpoint(point));
  std::vector<std::string> changed;
  const auto take = [&](const RecordRow& row) -> Result<void> {
    changed.push_back(row.id + " " + std::to_string(row.version));
    return {};
  };
  ASSERT_TRUE(ledger().each_changed_record("o1", take));
  EXPECT_THAT(changed, IsEmpty());
  ASSERT_TRUE(ledger().each_changed_record("o2", take));
  EXPECT_THAT(changed, ElementsAre("c1 2", "c1 3"));
}

TEST_P(LedgerContract, records_of_an_object_come_in_its_order) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  point.objects = {object("o1")};
  RecordRow later = record("c0", "o1", 0);
  later.frame_offset = 100;
  point.records = {later, record("c2", "o1", 1), record("c1", "o1", 0)};
  ASSERT_TRUE(ledger().checkpoint(point));
  const auto rows = records_of(ledger(), "o1");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].id, "c1");
  EXPECT_EQ(rows[1].id, "c2");
  EXPECT_EQ(rows[2].id, "c0");
  EXPECT_EQ(rows[2].frame_offset, 100u);
  EXPECT_EQ(rows[0].frame_size, 100u);
  EXPECT_EQ(rows[0].object, "o1");
  EXPECT_THAT(rows[0].tokens, ElementsAre("EMAIL-0123456789abcdef", "PHONE-0123456789abcdef"));
}

TEST_P(LedgerContract, a_version_is_written_once_and_only_into_a_known_object) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  point.objects = {object("o1")};
  point.records = {record("c1", "o1", 0)};
  ASSERT_TRUE(ledger().checkpoint(point));
  point.records = {record("c1", "o1", 1)};
  EXPECT_EQ(ledger().checkpoint(point).error().cls, ErrorClass::conflict);
  point.records = {record("c2", "o1", 0)};  // the place is taken
  EXPECT_EQ(ledger().checkpoint(point).error().cls, ErrorClass::conflict);
  point.records = {record("c3", "nowhere", 0)};
  EXPECT_EQ(ledger().checkpoint(point).error().cls, ErrorClass::conflict);
}

TEST_P(LedgerContract, an_object_grows_is_sealed_stored_and_listed) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  point.objects = {object("o1"), object("o2")};
  ASSERT_TRUE(ledger().checkpoint(point));
  ObjectRow row = object("o1");
  row.state = ObjectState::uploading;
  row.size_bytes = 12345678901;
  row.lines = 9;
  row.key = "key";
  row.sha256 = "sha";
  row.merkle_root = "root";
  row.part_size_bytes = 8 << 20;
  row.upload_token = "token";
  row.upload_id = "upload";
  row.epoch = ledger().epoch();
  row.stored = "{}";
  ASSERT_TRUE(ledger().update_object(row));
  reopen();
  const auto open = ledger().open_objects(kOrg, day(20).id()).value();
  ASSERT_EQ(open.size(), 2u);
  const ObjectRow& read = open[0].name == "o1" ? open[0] : open[1];
  EXPECT_EQ(read.state, ObjectState::uploading);
  EXPECT_EQ(read.size_bytes, 12345678901u);
  EXPECT_EQ(read.lines, 9u);
  EXPECT_EQ(read.key + read.sha256 + read.merkle_root, "keysharoot");
  EXPECT_EQ(read.part_size_bytes, 8u << 20);
  EXPECT_EQ(read.upload_token + read.upload_id + read.stored, "tokenupload{}");
  EXPECT_EQ(read.epoch, ledger().epoch() - 1);
  EXPECT_EQ(read.dt, "2026-11-20");
  row.state = ObjectState::stored;
  ASSERT_TRUE(ledger().update_object(row));
  ASSERT_TRUE(ledger().commit(commit(1, {"o1"})));
  EXPECT_THAT(names(ledger().open_objects(kOrg, day(20).id()).value()), ElementsAre("o2"));
  EXPECT_THAT(names(ledger().listed_objects(kOrg, day(20).id()).value()), ElementsAre("o1"));
  EXPECT_THAT(names(ledger().listed_objects(kOrg, "").value()), ElementsAre("o1"));
  EXPECT_THAT(ledger().listed_objects(kOrg, day(21).id()).value(), IsEmpty());
  EXPECT_THAT(ledger().listed_objects("other", "").value(), IsEmpty());
}

TEST_P(LedgerContract, P3_an_object_that_is_not_stored_cannot_be_listed) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  point.objects = {object("o1", day(20), ObjectState::uploading)};
  ASSERT_TRUE(ledger().checkpoint(point));
  EXPECT_EQ(ledger().commit(commit(1, {"o1"})).error().cls, ErrorClass::not_found);
  EXPECT_EQ(ledger().slices(kOrg).value().at(0).manifests, 0u);
}

// ---- Accounts ----

TEST_P(LedgerContract, P2_every_expected_record_has_one_account_a_slice) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  AccountRow pending = account("c2", AccountStatus::pending);
  pending.reason = "source.transcript_absent";
  pending.detail = "404";
  pending.due = at(3);
  AccountRow transcript = account("a", AccountStatus::absent);
  transcript.dataset = Dataset::transcripts;
  transcript.conversation = "c1";
  point.accounts = {transcript, pending, account("c1", AccountStatus::archived)};
  ASSERT_TRUE(ledger().checkpoint(point));
  reopen();
  auto rows = accounts_of(ledger(), kOrg, day(20).id());
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].id, "c1");
  EXPECT_EQ(rows[0].status, AccountStatus::archived);
  EXPECT_EQ(rows[1].id, "c2");
  EXPECT_EQ(rows[1].reason, "source.transcript_absent");
  EXPECT_EQ(rows[1].detail, "404");
  EXPECT_EQ(rows[1].due, at(3));
  EXPECT_EQ(rows[2].dataset, Dataset::transcripts);
  EXPECT_EQ(rows[2].conversation, "c1");
  point.accounts = {account("c2", AccountStatus::archived)};
  ASSERT_TRUE(ledger().checkpoint(point));
  rows = accounts_of(ledger(), kOrg, day(20).id());
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1].status, AccountStatus::archived);
  EXPECT_EQ(rows[1].reason, "");
}

TEST_P(LedgerContract, accounts_are_found_by_their_ids) {
  for (const Slice& slice : {day(20), day(21)}) ASSERT_TRUE(ledger().plan_slice(slice));
  Checkpoint point = checkpoint(), other = checkpoint(day(21));
  AccountRow transcript = account("c4", AccountStatus::archived);
  transcript.dataset = Dataset::transcripts;
  point.accounts = {account("c1", AccountStatus::archived), account("c2", AccountStatus::gap), transcript};
  other.accounts = {account("c3", AccountStatus::archived, day(21))};
  ASSERT_TRUE(ledger().checkpoint(point));
  ASSERT_TRUE(ledger().checkpoint(other));
  const auto rows =
      ledger()
          .accounts_of(kOrg, day(20).id(), Dataset::conversations, {"c4", "c3", "c2", "c0", "c1"})
          .value();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].id, "c2");
  EXPECT_EQ(rows[0].status, AccountStatus::gap);
  EXPECT_EQ(rows[1].id, "c1");
  EXPECT_THAT(ledger().accounts_of("other", day(20).id(), Dataset::conversations, {"c1"}).value(), IsEmpty());
}

TEST_P(LedgerContract, ids_are_sorted_by_their_bytes) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  for (const char* id : {"b", "a-", "A", "a", "é", "0/7"})
    point.accounts.push_back(account(id, AccountStatus::archived));
  ASSERT_TRUE(ledger().checkpoint(point));
  std::vector<std::string> order;
  for (const AccountRow& row : accounts_of(ledger(), kOrg, day(20).id())) order.push_back(row.id);
  EXPECT_THAT(order, ElementsAre("0/7", "A", "a", "a-", "b", "é"));
}

TEST_P(LedgerContract, a_changed_status_is_taken_over_by_other_slices) {
  Checkpoint first = checkpoint(day(20)), second = checkpoint(day(21)), other = checkpoint(day(20, "other"));
  for (const Slice& slice : {day(20), day(21), day(20, "other")}) ASSERT_TRUE(ledger().plan_slice(slice));
  AccountRow transcript = account("s1", AccountStatus::pending);
  transcript.dataset = Dataset::transcripts;
  transcript.conversation = "c1";
  first.accounts = {transcript, account("s1", AccountStatus::pending)};
  other.accounts = {account("s1", AccountStatus::pending, day(20, "other"))};
  ASSERT_TRUE(ledger().checkpoint(first));
  ASSERT_TRUE(ledger().checkpoint(other));
  transcript.slice = day(21).id();
  transcript.status = AccountStatus::absent;
  transcript.reason = "gone";
  second.accounts = {transcript};
  ASSERT_TRUE(ledger().checkpoint(second));
  const auto rows = accounts_of(ledger(), kOrg, day(20).id());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].status, AccountStatus::pending);  // a conversation of the same id is another record
  EXPECT_EQ(rows[1].status, AccountStatus::absent);
  EXPECT_EQ(rows[1].reason, "gone");
  EXPECT_EQ(accounts_of(ledger(), "other", day(20).id()).at(0).status, AccountStatus::pending);
  second.accounts[0].status = AccountStatus::archived;
  second.accounts[0].detail = "";
  ASSERT_TRUE(ledger().checkpoint(second));
  EXPECT_EQ(accounts_of(ledger(), kOrg, day(20).id()).at(1).detail, "elsewhere");
  EXPECT_EQ(accounts_of(ledger(), kOrg, day(21).id()).at(0).detail, "");
}

TEST_P(LedgerContract, transcripts_of_a_conversation_are_known_over_all_slices) {
  for (const Slice& slice : {day(20), day(21)}) {
    ASSERT_TRUE(ledger().plan_slice(slice));
    Checkpoint point = checkpoint(slice);
    for (const char* id : {"s2", "s1"}) {
      AccountRow row = account(id, AccountStatus::pending, slice);
      row.dataset = Dataset::transcripts;
      row.conversation = "c1";
      row.due = at(slice == day(20) ? 1 : 2);
      point.accounts.push_back(row);
    }
    point.accounts.push_back(account("c1", AccountStatus::archived, slice));
    ASSERT_TRUE(ledger().checkpoint(point));
  }
  const auto rows = ledger().transcript_accounts(kOrg, "c1").value();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].id, "s1");
  EXPECT_EQ(rows[1].id, "s2");
  EXPECT_EQ(rows[0].due, at(2));  // as the newest slice has it
  EXPECT_THAT(ledger().transcript_accounts(kOrg, "c2").value(), IsEmpty());
  EXPECT_THAT(ledger().transcript_accounts("other", "c1").value(), IsEmpty());
}

TEST_P(LedgerContract, what_is_lost_is_forgotten_and_its_slice_begun_anew) {
  for (const Slice& slice : {day(20), day(21)}) ASSERT_TRUE(ledger().plan_slice(slice));
  const auto transcript = [](const std::string& id, const std::string& conversation, const Slice& slice) {
    AccountRow row = account(id, AccountStatus::archived, slice);
    row.dataset = Dataset::transcripts;
    row.conversation = conversation;
    return row;
  };
  Checkpoint point = checkpoint();
  point.slice_read = true;
  point.objects = {object("lost", day(20), ObjectState::sealed),
                   object("kept", day(20), ObjectState::sealed)};
  RecordRow lost = record("t1", "lost", 0), kept = record("t2", "kept", 0);
  lost.dataset = kept.dataset = Dataset::transcripts;
  lost.conversation = "c1";
  kept.conversation = "c2";
  point.records = {lost, kept};
  point.accounts = {transcript("s1", "c1", day(20)), transcript("s2", "c2", day(20))};
  ASSERT_TRUE(ledger().checkpoint(point));
  Checkpoint other = checkpoint(day(21));
  other.references = {transcript("s1", "c1", day(21))};
  ASSERT_TRUE(ledger().checkpoint(other));

  ASSERT_TRUE(ledger().forget_objects(kOrg, day(20).id(), {"lost"}));
  EXPECT_THAT(names(taken(ledger().open_objects(kOrg, day(20).id()))), ElementsAre("kept"));
  EXPECT_FALSE(ledger().find_record(kOrg, Dataset::transcripts, "t1").value());
  EXPECT_TRUE(ledger().find_record(kOrg, Dataset::transcripts, "t2").value());
  for (const Slice& slice : {day(20), day(21)}) {
    const AccountRow row = accounts_of(ledger(), kOrg, slice.id()).at(0);
    EXPECT_EQ(row.id, "s1");
    EXPECT_EQ(row.status, AccountStatus::pending);
    EXPECT_EQ(row.reason, kLostReason);
    EXPECT_LE(row.due, at(0));
  }
  EXPECT_EQ(accounts_of(ledger(), kOrg, day(20).id()).at(1).status, AccountStatus::archived);
  const SliceRow slice = taken(ledger().slices(kOrg)).at(0);
  EXPECT_EQ(slice.state, SliceState::reading);
  EXPECT_EQ(slice.job + slice.cursor, "");
  EXPECT_EQ(slice.page + slice.position, 0u);
  ASSERT_TRUE(ledger().update_object(object("kept", day(20), ObjectState::stored)));
  EXPECT_FALSE(ledger().forget_objects(kOrg, day(20).id(), {"kept"}));  // what is stored is not lost
}

TEST_P(LedgerContract, a_conversation_that_closes_closes_in_every_slice_where_it_stands) {
  for (const Slice& slice : {day(20), day(21), day(20, "other")}) {
    ASSERT_TRUE(ledger().plan_slice(slice));
    Checkpoint point = checkpoint(slice);
    point.accounts = {account("c1", AccountStatus::archived, slice)};
    point.accounts[0].reason = "open";
    ASSERT_TRUE(ledger().checkpoint(point));
  }
  EXPECT_EQ(ledger().open_conversations(kOrg).value().size(), 2u);
  Checkpoint closed = checkpoint(day(21));
  closed.accounts = {account("c1", AccountStatus::archived, day(21))};
  closed.accounts[0].start = at(3);
  ASSERT_TRUE(ledger().checkpoint(closed));
  EXPECT_THAT(ledger().open_conversations(kOrg).value(), IsEmpty());
  EXPECT_EQ(ledger().open_conversations("other").value().size(), 1u);
  const auto first = accounts_of(ledger(), kOrg, day(20).id()).at(0);
  EXPECT_EQ(first.detail, "");  // its own object has it still
  EXPECT_EQ(accounts_of(ledger(), kOrg, day(21).id()).at(0).start, at(3));
}

TEST_P(LedgerContract, P2_what_is_due_or_missing_names_its_slice) {
  for (int number : {20, 21, 22, 23}) ASSERT_TRUE(ledger().plan_slice(day(number)));
  const auto put = [&](int number, AccountStatus status, TimePoint due) {
    Checkpoint point = checkpoint(day(number));
    point.accounts = {account("c" + std::to_string(number), status, day(number))};
    point.accounts[0].due = due;
    ASSERT_TRUE(ledger().checkpoint(point));
    if (number != 23) {
      ASSERT_TRUE(ledger().commit(commit(1, {}, day(number))));
    }
  };
  put(20, AccountStatus::pending, at(5));
  put(21, AccountStatus::gap, {});
  put(22, AccountStatus::archived, {});
  put(23, AccountStatus::gap, {});  // not committed: it is being read anyway
  EXPECT_THAT(ledger().slices_due(kOrg, at(4)).value(), ElementsAre(day(21).id()));
  EXPECT_THAT(ledger().slices_due(kOrg, at(5)).value(), ElementsAre(day(20).id(), day(21).id()));
  EXPECT_THAT(ledger().slices_due("other", at(5)).value(), IsEmpty());
}

TEST_P(LedgerContract, P2_what_is_quarantined_names_its_slice) {
  for (int number : {20, 21, 22}) ASSERT_TRUE(ledger().plan_slice(day(number)));
  const auto put = [&](int number, AccountStatus status) {
    Checkpoint point = checkpoint(day(number));
    point.accounts = {account("c" + std::to_string(number), status, day(number))};
    ASSERT_TRUE(ledger().checkpoint(point));
    ASSERT_TRUE(ledger().commit(commit(1, {}, day(number))));
  };
  put(20, AccountStatus::quarantined);
  put(21, AccountStatus::archived);
  put(22, AccountStatus::pending);
  EXPECT_THAT(ledger().slices_quarantined(kOrg).value(), ElementsAre(day(20).id()));
  EXPECT_THAT(ledger().slices_quarantined("other").value(), IsEmpty());
}

TEST_P(LedgerContract, P2_a_new_reading_names_anew_what_had_no_name_but_its_place) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint(day(20));
  point.accounts = {account("0/5", AccountStatus::quarantined, day(20)),
                    account("c1", AccountStatus::quarantined, day(20)),
                    account("c2", AccountStatus::archived, day(20))};
  ASSERT_TRUE(ledger().checkpoint(point));
  ASSERT_TRUE(ledger().start_slice(kOrg, day(20).id(), "job-2"));
  std::vector<std::string> ids;
  const auto accounts = accounts_of(ledger(), kOrg, day(20).id());
  for (const AccountRow& row : accounts) ids.push_back(row.id);
  EXPECT_THAT(ids, ElementsAre("c1", "c2"));
}

TEST_P(LedgerContract, a_reference_never_replaces_a_slices_own_account) {
  for (const Slice& slice : {day(20), day(21)}) ASSERT_TRUE(ledger().plan_slice(slice));
  Checkpoint own = checkpoint(day(20)), referring = checkpoint(day(20));
  own.accounts = {account("c1", AccountStatus::archived)};
  ASSERT_TRUE(ledger().checkpoint(own));
  referring.references = {account("c1", AccountStatus::archived), account("c2", AccountStatus::archived)};
  for (AccountRow& row : referring.references) row.detail = "elsewhere";
  ASSERT_TRUE(ledger().checkpoint(referring));
  const auto rows = accounts_of(ledger(), kOrg, day(20).id());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].detail, "");
  EXPECT_EQ(rows[1].detail, "elsewhere");
}

// Of a communication a part is archived, and another may come.
TEST_P(LedgerContract, what_is_archived_in_part_stands_where_it_stands) {
  for (const int number : {20, 21}) ASSERT_TRUE(ledger().plan_slice(day(number)));
  const auto leg = [&](int number, AccountStatus status, std::string_view reason) {
    AccountRow row = account("s1", status, day(number));
    row.dataset = Dataset::transcripts;
    row.reason = reason;
    return row;
  };
  const auto rows = [&] {
    return std::pair(accounts_of(ledger(), kOrg, day(20).id()).at(0),
                     accounts_of(ledger(), kOrg, day(21).id()).at(0));
  };
  Checkpoint missing = checkpoint(day(21)), part = checkpoint(day(20)), look = checkpoint(day(21));
  missing.accounts = {leg(21, AccountStatus::pending, "source.transcript_absent")};
  missing.accounts[0].detail = "404";
  ASSERT_TRUE(ledger().checkpoint(missing));
  part.accounts = {leg(20, AccountStatus::pending, kMorePartsReason)};
  part.accounts[0].due = at(3);
  ASSERT_TRUE(ledger().checkpoint(part));
  auto [here, there] = rows();
  EXPECT_EQ(there.status, AccountStatus::pending);
  EXPECT_EQ(there.reason, kMorePartsReason);
  EXPECT_EQ(there.due, at(3));
  EXPECT_EQ(here.detail, "");
  EXPECT_EQ(there.detail, "elsewhere");

  look.restated = {leg(21, AccountStatus::archived, "")};
  ASSERT_TRUE(ledger().checkpoint(look));
  std::tie(here, there) = rows();
  for (const AccountRow& row : {here, there}) {
    EXPECT_EQ(row.status, AccountStatus::archived);
    EXPECT_EQ(row.reason, "");
    EXPECT_EQ(row.due, TimePoint{});
  }
  EXPECT_EQ(here.detail, "");
  EXPECT_EQ(there.detail, "elsewhere");

  // The other part after all, and in the other slice.
  part.accounts = {leg(20, AccountStatus::pending, kMorePartsReason)};
  look.restated.clear();
  look.accounts = {leg(21, AccountStatus::archived, "")};
  ASSERT_TRUE(ledger().checkpoint(part));
  ASSERT_TRUE(ledger().checkpoint(look));
  std::tie(here, there) = rows();
  EXPECT_EQ(here.status, AccountStatus::archived);
  EXPECT_EQ(here.detail, "");
  EXPECT_EQ(there.detail, "");
}

TEST_P(LedgerContract, versions_are_those_that_manifests_list) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  point.slice_read = true;
  point.objects = {object("a", day(20), ObjectState::stored), object("b", day(20), ObjectState::stored)};
  RecordRow transcript = record("r1", "a", 2);
  transcript.dataset = Dataset::transcripts;
  transcript.conversation = "c1";
  point.records = {record("c1", "a", 0), record("c1", "b", 0, 2), transcript};
  ASSERT_TRUE(ledger().checkpoint(point));
  EXPECT_THAT(ledger().versions_of(kOrg, Dataset::conversations, "c1").value(), IsEmpty());
  ASSERT_TRUE(ledger().commit(commit(1, {"a"})));
  EXPECT_EQ(ledger().versions_of(kOrg, Dataset::conversations, "c1").value().size(), 1u);
  ASSERT_TRUE(ledger().commit(commit(2, {"b"})));
  const auto versions = ledger().versions_of(kOrg, Dataset::conversations, "c1").value();
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].object, "a");
  EXPECT_EQ(versions[1].version, 2u);
  const auto transcripts = ledger().transcripts_of(kOrg, "c1").value();
  ASSERT_EQ(transcripts.size(), 1u);
  EXPECT_EQ(transcripts[0].id, "r1");
  EXPECT_THAT(ledger().transcripts_of(kOrg, "c2").value(), IsEmpty());
}

// ---- Manifests ----

TEST_P(LedgerContract, a_prepared_manifest_is_kept_until_it_is_committed) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  EXPECT_FALSE(ledger().prepared_manifest(kOrg, day(20).id(), 1).value());
  ASSERT_TRUE(ledger().prepare_manifest(kOrg, day(20).id(), 1, "bytes"));
  reopen();
  EXPECT_EQ(ledger().prepared_manifest(kOrg, day(20).id(), 1).value(), "bytes");
  EXPECT_FALSE(ledger().prepared_manifest(kOrg, day(20).id(), 2).value());
  ASSERT_TRUE(ledger().commit(commit(1)));
  EXPECT_FALSE(ledger().prepared_manifest(kOrg, day(20).id(), 1).value());
}

TEST_P(LedgerContract, P4_a_number_is_committed_once_and_in_order) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  EXPECT_EQ(ledger().commit(commit(2)).error().code, "ledger.manifest_number");
  ASSERT_TRUE(ledger().commit(commit(1)));
  Commit again = commit(1);
  again.audit_lines = {"line"};
  again.outbox = event("e", at(0));
  const auto refused = ledger().commit(again);
  EXPECT_EQ(refused.error().code, "ledger.manifest_number");
  EXPECT_EQ(refused.error().cls, ErrorClass::conflict);
  EXPECT_EQ(ledger().audit_size().value(), 0u);
  EXPECT_THAT(ledger().due_events(at(9)).value(), IsEmpty());
  ASSERT_TRUE(ledger().commit(commit(2)));
}

// ---- Audit log and outbox ----

TEST_P(LedgerContract, audit_lines_keep_their_order_from_every_source) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  ASSERT_TRUE(ledger().append_audit({"l0", "l1"}));
  Commit row = commit(1);
  row.audit_lines = {"l2", "l3"};
  row.outbox = event("e1", at(1));
  ASSERT_TRUE(ledger().commit(row));
  ASSERT_TRUE(ledger().event_delivered("e1", "l4"));
  reopen();
  EXPECT_EQ(ledger().audit_size().value(), 5u);
  EXPECT_THAT(ledger().audit_lines(0, 100).value(), ElementsAre("l0", "l1", "l2", "l3", "l4"));
  EXPECT_THAT(ledger().audit_lines(1, 2).value(), ElementsAre("l1", "l2"));
  EXPECT_THAT(ledger().audit_lines(5, 2).value(), IsEmpty());
}

TEST_P(LedgerContract, a_commit_tells_of_each_record_that_is_not_archived) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Checkpoint point = checkpoint();
  AccountRow transcript = account("a", AccountStatus::absent);
  transcript.dataset = Dataset::transcripts;
  point.accounts = {transcript,
                    account("c1", AccountStatus::gap),
                    account("c2", AccountStatus::archived),
                    account("c0", AccountStatus::quarantined),
                    account("c3", AccountStatus::pending),
                    account("x", AccountStatus::gap, day(21))};
  ASSERT_TRUE(ledger().checkpoint(point));
  Commit row = commit(1);
  row.audit_lines = {"first"};
  row.account_line = [](const AccountRow& it) { return "of " + it.id; };
  row.last_line = [] { return std::string("last"); };
  ASSERT_TRUE(ledger().commit(row));
  EXPECT_THAT(ledger().audit_lines(0, 100).value(), ElementsAre("first", "of c0", "of c1", "of a", "last"));
}

TEST_P(LedgerContract, an_event_waits_in_the_outbox_until_it_is_delivered) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Commit row = commit(1);
  row.outbox = event("e1", at(1));
  ASSERT_TRUE(ledger().commit(row));
  row = commit(2);
  row.outbox = event("e0", at(0));
  ASSERT_TRUE(ledger().commit(row));
  reopen();
  EXPECT_THAT(ids(ledger().due_events(at(0)).value()), ElementsAre("e0"));
  const auto due = ledger().due_events(at(1)).value();
  ASSERT_THAT(ids(due), ElementsAre("e1", "e0"));
  EXPECT_EQ(due[0].event.source, "s3://bucket/prefix");
  EXPECT_EQ(due[0].event.type, "archive.completed");
  EXPECT_EQ(due[0].event.subject, "subject");
  EXPECT_EQ(due[0].event.time, at(0));
  EXPECT_EQ(due[0].event.data, R"({"a":1})");
  EXPECT_EQ(due[0].manifest, "manifest");
  ASSERT_TRUE(ledger().event_failed("e1", 1, at(5)));
  EXPECT_THAT(ids(ledger().due_events(at(4)).value()), ElementsAre("e0"));
  EXPECT_EQ(ledger().due_events(at(5)).value().at(0).attempts, 1);
  ASSERT_TRUE(ledger().event_delivered("e1", "line"));
  EXPECT_THAT(ids(ledger().due_events(at(9)).value()), ElementsAre("e0"));
  EXPECT_EQ(ledger().event_delivered("e1", "line").error().cls, ErrorClass::not_found);
  EXPECT_EQ(ledger().audit_size().value(), 1u);
}

// ---- All or nothing ----

// Everything that can be seen of a ledger, as one text.
std::string seen(Ledger& ledger) {
  std::string text;
  for (const SliceRow& row : taken(ledger.slices(kOrg)))
    text += row.slice.id() + std::to_string(static_cast<int>(row.state)) + row.cursor + row.evidence +
            std::to_string(row.manifests) + row.last_manifest_sha256 + "\n";
  for (const int number : {20, 21}) {
    const std::string slice = day(number).id();
    for (const auto& rows :
         {ledger.open_objects(kOrg, slice).value(), ledger.listed_objects(kOrg, slice).value()})
      for (const ObjectRow& row : rows) {
        text +=
            row.name + std::to_string(static_cast<int>(row.state)) + std::to_string(row.size_bytes) + "\n";
        for (const RecordRow& line : records_of(ledger, row.name)) text += " " + line.id + "\n";
      }
    for (const AccountRow& row : accounts_of(ledger, kOrg, slice))
      text += row.id + std::to_string(static_cast<int>(row.status)) + "\n";
    text += ledger.prepared_manifest(kOrg, slice, 1).value().value_or("-") + "\n";
  }
  for (const std::string& line : taken(ledger.audit_lines(0, 1000))) text += line + "\n";
  for (const OutboxRow& row : taken(ledger.due_events(at(1000))))
    text += row.event.id + std::to_string(row.attempts) + "\n";
  return text;
}

TEST_P(LedgerContract, P4_a_checkpoint_is_all_or_nothing) {
  for (const Slice& slice : {day(20), day(21)}) ASSERT_TRUE(ledger().plan_slice(slice));
  Checkpoint other = checkpoint(day(21));
  other.accounts = {account("c1", AccountStatus::pending, day(21))};
  ASSERT_TRUE(ledger().checkpoint(other));
  Checkpoint point = checkpoint();
  point.slice_read = true;
  point.objects = {object("o1")};
  point.records = {record("c1", "o1", 0), record("c2", "o1", 1)};
  point.accounts = {account("c1", AccountStatus::archived), account("c2", AccountStatus::archived)};
  const std::string before = seen(ledger());
  for (const char* table : {"slices", "objects", "records", "accounts"}) {
    place_->fail_writes_to(table);
    EXPECT_FALSE(ledger().checkpoint(point)) << table;
    place_->mend();
    EXPECT_EQ(seen(ledger()), before) << table;
    reopen();
    EXPECT_EQ(seen(ledger()), before) << table;
  }
  ASSERT_TRUE(ledger().checkpoint(point));
  EXPECT_NE(seen(ledger()), before);
}

TEST_P(LedgerContract, P4_a_commit_is_all_or_nothing) {
  for (const Slice& slice : {day(20), day(21)}) ASSERT_TRUE(ledger().plan_slice(slice));
  Checkpoint point = checkpoint();
  point.objects = {object("o1", day(20), ObjectState::stored), object("o2", day(20), ObjectState::stored)};
  ASSERT_TRUE(ledger().checkpoint(point));
  ASSERT_TRUE(ledger().prepare_manifest(kOrg, day(20).id(), 1, "bytes"));
  Commit row = commit(1, {"o1", "o2"});
  row.audit_lines = {"l0", "l1"};
  row.outbox = event("e1", at(1));
  const std::string before = seen(ledger());
  for (const char* table : {"slices", "objects", "prepared_manifests", "audit", "outbox"}) {
    place_->fail_writes_to(table);
    EXPECT_FALSE(ledger().commit(row)) << table;
    place_->mend();
    EXPECT_EQ(seen(ledger()), before) << table;
    reopen();
    EXPECT_EQ(seen(ledger()), before) << table;
  }
  ASSERT_TRUE(ledger().commit(row));
  EXPECT_NE(seen(ledger()), before);
}

TEST_P(LedgerContract, P4_many_calls_can_be_all_or_nothing) {
  const std::string before = seen(ledger());
  const auto some = [&]() -> Result<void> {
    OFFHOOK_CHECK_OK(ledger().plan_slice(day(20)));
    EXPECT_EQ(taken(ledger().slices(kOrg)).size(), 1u);  // it sees what it has done
    return ledger().append_audit({"l0"});
  };
  const auto broken = [&]() -> Result<void> {
    OFFHOOK_CHECK_OK(some());
    return fail(ErrorClass::retryable, "test.broken", "half way");
  };
  EXPECT_EQ(ledger().all_or_nothing(broken).error().code, "test.broken");
  EXPECT_EQ(seen(ledger()), before);
  ASSERT_TRUE(ledger().all_or_nothing(some));
  EXPECT_EQ(ledger().audit_size().value(), 1u);
  reopen();
  EXPECT_EQ(taken(ledger().slices(kOrg)).size(), 1u);
  EXPECT_TRUE(ledger().append_audit({"l1"}));
}

TEST_P(LedgerContract, a_delivery_goes_together_with_its_audit_line) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  Commit row = commit(1);
  row.outbox = event("e1", at(1));
  ASSERT_TRUE(ledger().commit(row));
  const std::string before = seen(ledger());
  for (const char* table : {"outbox", "audit"}) {
    place_->fail_writes_to(table);
    EXPECT_FALSE(ledger().event_delivered("e1", "line")) << table;
    place_->mend();
    EXPECT_EQ(seen(ledger()), before) << table;
  }
  EXPECT_TRUE(ledger().event_delivered("e1", "line"));
}

// ---- Processes and threads ----

TEST_P(LedgerContract, every_opening_raises_the_epoch) {
  const std::uint64_t first = ledger().epoch();
  EXPECT_GT(first, 0u);
  reopen();
  EXPECT_EQ(ledger().epoch(), first + 1);
}

TEST_P(LedgerContract, a_second_process_is_told_that_the_ledger_is_taken) {
  const auto second = place_->open();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "ledger.locked");
  EXPECT_EQ(second.error().cls, ErrorClass::conflict);
  ledger_.reset();
  EXPECT_TRUE(place_->open());
}

TEST_P(LedgerContract, many_threads_may_use_one_ledger) {
  ASSERT_TRUE(ledger().plan_slice(day(20)));
  constexpr int kThreads = 4, kLines = 25;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
      threads.emplace_back([&, thread] {
        for (int i = 0; i < kLines; ++i) {
          EXPECT_TRUE(ledger().append_audit({std::to_string(thread)}));
          EXPECT_TRUE(ledger().slices(kOrg));
        }
      });
  }
  EXPECT_EQ(ledger().audit_size().value(), static_cast<std::uint64_t>(kThreads * kLines));
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(LedgerContract);

}  // namespace offhook::test
