// The upload of one object, step by step: what the store says at each of them decides, and nothing else.
#include "pipeline/uploader.h"

#include <algorithm>

#include "archive/layout.h"
#include "base/encoding.h"
#include "base/file.h"
#include "crypto/merkle.h"
#include "test/sim/step_fixture.h"

namespace offhook::test {
namespace {

using model::ObjectRow;
using model::ObjectState;

class Uploader : public StepFixture {
 protected:
  Uploader() {
    EXPECT_TRUE(ledger_->plan_slice(slice_));
    EXPECT_TRUE(ledger_->start_slice("acme", slice_.id(), "job"));
    seal_an_object();
  }

  Result<void> upload(
      const std::function<void()>& after_gate = [] {}, std::optional<archive::Seal> known = {}) {
    const auto audit = pipeline::AuditTrail::open(*ledger_, clock_, disk_.path() / "audit.ndjson").value();
    pipeline::GateGuard gate(services(), options_, *audit);
    EXPECT_TRUE(gate.check());
    after_gate();
    return pipeline::Uploader(services(), options_, tally_, gate).upload(row(), {}, std::move(known));
  }
  ObjectRow row() { return ledger_->open_objects("acme", slice_.id()).value().at(0); }
  std::vector<model::OpenUpload> open_uploads() { return store_.list_uploads("").value(); }

  // It failed, and neither the archive nor what is under way has lost anything.
  void expect_kept(const Result<void>& uploaded, std::string_view code) {
    ASSERT_FALSE(uploaded);
    EXPECT_EQ(uploaded.error().code, code) << uploaded.error().message;
    EXPECT_NE(row().state, ObjectState::stored);
    EXPECT_EQ(store_.aborted, 0);
    EXPECT_EQ(store_.removed, 0);
    EXPECT_EQ(spool_->size_bytes(row().name), row().size_bytes);
  }

  void damage_spool() {
    const auto file = std::filesystem::directory_iterator(disk_.path() / "spool")->path();
    std::string bytes = read_file(file, 1 << 20).value();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    EXPECT_TRUE(write_file_durably(file, bytes));
  }

 private:
  void seal_an_object() {
    auto writer = archive::ObjectWriter::open(3).value();
    archive::LineMember member;
    member.org = "acme";
    member.id = "c1";
    const auto line =
        archive::make_line(member, archive::RedactedBytes(R"({"conversationId":"c1"})")).value();
    EXPECT_TRUE(writer.add(line));
    const archive::Frame frame = writer.flush().value().at(0);
    ObjectRow object;
    object.slice = slice_.id();
    object.org = "acme";
    object.dt = "2026-03-10";
    object.name = archive::local_name({"acme", object.dataset, object.dt, object.slice, 0});
    EXPECT_TRUE(spool_->append(object.name, frame));
    EXPECT_TRUE(spool_->sync(object.name));
    const archive::Seal figures = archive::seal(*spool_, object.name, frame.bytes().size()).value();
    object.state = ObjectState::sealed;
    object.size_bytes = figures.size_bytes;
    object.lines = 1;
    object.sha256 = figures.sha256_hex();
    object.part_size_bytes = figures.part_size_bytes;
    object.merkle_root = line.leaf_hex();
    object.key = archive::object_key("", {"acme", object.dataset, object.dt, object.slice, 0}, object.sha256);
    model::RecordRow record;
    record.id = "c1";
    record.commitment = std::string(64, 'c');
    record.key = "11223344";
    record.leaf = line.leaf_hex();
    record.object = object.name;
    record.frame_size = frame.bytes().size();
    model::Checkpoint step;
    step.slice = slice_.id();
    step.org = "acme";
    step.slice_read = true;
    step.objects = {object};
    step.records = {record};
    EXPECT_TRUE(ledger_->checkpoint(step));
  }

  const model::Slice slice_{"acme", *parse_rfc3339("2026-03-10"), *parse_rfc3339("2026-03-11")};
};

TEST_F(Uploader, P4_says_what_it_is_about_to_do_before_it_does_it) {
  store_.on_begin = [&](const model::ObjectSpec& spec) -> Result<void> {
    EXPECT_EQ(row().state, ObjectState::uploading);
    EXPECT_FALSE(row().upload_token.empty());
    EXPECT_EQ(row().upload_token, spec.metadata.at("upload-token"));
    EXPECT_EQ(row().epoch, ledger_->epoch());
    return {};
  };
  store_.on_part = [&](const model::Upload& upload) -> Result<void> {
    EXPECT_EQ(row().upload_id, upload.id);
    return {};
  };
  const auto uploaded = upload();
  ASSERT_TRUE(uploaded) << uploaded.error().message;
  EXPECT_EQ(store_.parts, 1);
  EXPECT_EQ(row().state, ObjectState::stored);
}

TEST_F(Uploader, P3_what_the_store_states_must_be_what_was_sent) {
  const std::vector<std::function<void(model::ObjectInfo&)>> lies = {
      [](model::ObjectInfo& info) { info.checksum_sha256 = "AAAA" + info.checksum_sha256.substr(4); },
      [](model::ObjectInfo& info) { ++info.size_bytes; },
      [](model::ObjectInfo& info) { info.metadata["sha256"].front() ^= 1; },
  };
  for (const auto& lie : lies) {
    store_.stated = lie;
    expect_kept(upload(), "upload.conflict");
  }
  store_.stated = nullptr;
  EXPECT_TRUE(upload());
}

TEST_F(Uploader, P3_a_store_that_states_no_checksum_is_not_believed) {
  store_.stated = [](model::ObjectInfo& info) { info.checksum_sha256.clear(); };
  expect_kept(upload(), "upload.conflict");
}

TEST_F(Uploader, P3_a_completion_is_not_believed_until_the_store_shows_the_object) {
  store_.completes = false;
  expect_kept(upload(), "upload.unknown");
  store_.completes = true;
  next_life();
  EXPECT_TRUE(upload());
  EXPECT_EQ(store_.begun, 1);
  EXPECT_EQ(store_.parts, 1);  // it is there still, and not sent again
}

TEST_F(Uploader, P4_nothing_is_deleted_while_the_outcome_is_unknown) {
  store_.on_head = [] { return fail(ErrorClass::retryable, "test.unreachable", "no answer"); };
  expect_kept(upload(), "test.unreachable");
  store_.on_head = nullptr;
  next_life();
  EXPECT_TRUE(upload());
  EXPECT_EQ(store_.begun, 1);
  EXPECT_EQ(store_.parts, 1);
}

TEST_F(Uploader, P3_what_was_damaged_in_the_spool_is_not_stored) {
  const archive::Seal sealed = archive::seal(*spool_, row().name, row().size_bytes).value();
  damage_spool();
  expect_kept(upload(), "spool.changed");
  expect_kept(upload([] {}, sealed), "store.bad_digest");
  EXPECT_FALSE(store_.head(row().key));
}

TEST_F(Uploader, P7_a_store_that_is_no_longer_fit_gets_nothing) {
  const auto turned_bad = upload([&] {
    clock_.advance(options_.gate_interval);
    store_.fit = false;
  });
  expect_kept(turned_bad, "gate.refused");
  EXPECT_EQ(store_.begun, 0);
  store_.fit = true;
  EXPECT_TRUE(upload());
}

// The completion of an upload that seemed to be gone may arrive late, when another has been announced.
TEST_F(Uploader, P4_what_is_there_already_is_not_sent_again) {
  ASSERT_TRUE(upload());
  ObjectRow announced = row();
  announced.state = ObjectState::uploading;
  announced.upload_id.clear();
  ASSERT_TRUE(ledger_->update_object(announced));
  next_life();
  ASSERT_TRUE(upload());
  EXPECT_EQ(store_.begun, 1);
  EXPECT_EQ(store_.parts, 1);
}

TEST_F(Uploader, P4_an_upload_whose_name_was_lost_goes_before_another_begins) {
  store_.after_begin = [] { return fail(ErrorClass::retryable, "test.cut", "the answer was lost"); };
  ASSERT_FALSE(upload());
  store_.after_begin = nullptr;
  model::ObjectSpec spec;
  spec.key = row().key + ".index";
  const model::Upload neighbours = store_.begin_upload(spec).value();
  ASSERT_EQ(open_uploads().size(), 2U);
  next_life();
  store_.on_begin = [&](const model::ObjectSpec&) -> Result<void> {
    const auto open = open_uploads();
    EXPECT_EQ(open.size(), 1U);  // another's, though its key begins like ours
    EXPECT_EQ(open.at(0).upload, neighbours);
    return {};
  };
  ASSERT_TRUE(upload());
  EXPECT_EQ(open_uploads().size(), 1U);
}

}  // namespace
}  // namespace offhook::test
