#include "pipeline/slice_writer.h"

#include <fmt/format.h>

#include "base/crash_point.h"
#include "base/encoding.h"
#include "pipeline/evidence.h"
#include "pipeline/slice_step.h"

namespace offhook::pipeline {

using model::AccountStatus;
using model::Dataset;
using model::ObjectState;

namespace {

// Compressing costs about as much as all else that happens to a record behind redaction.
constexpr std::size_t kPressThreads = 2;

std::string stream_of(Dataset dataset, std::string_view dt) {
  return fmt::format("{}/{}", model::to_string(dataset), dt);
}

Result<Digest> digest_from_hex(std::string_view hex) {
  OFFHOOK_TRY(const std::vector<std::uint8_t> bytes, from_hex(hex));
  Digest digest{};
  if (bytes.size() != digest.size())
    return fail(ErrorClass::corrupt, "ledger.digest", "the ledger holds a digest of another length");
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace

Result<SliceWriter> SliceWriter::open(Services services, const RunOptions& options, Tally& tally,
                                      model::SliceRow row, Hooks hooks) {
  SliceWriter writer(services, options, tally, std::move(row), std::move(hooks));
  if (options.workers > 0) {
    OFFHOOK_TRY(writer.press_, FramePress::open(options.zstd_level, kPressThreads));
  }
  const std::string& slice = writer.slice_;
  OFFHOOK_TRY(auto listed, services.ledger.listed_objects(options.org, slice));
  OFFHOOK_TRY(auto unlisted, services.ledger.open_objects(options.org, slice));
  for (const auto* rows : {&listed, &unlisted})
    for (const model::ObjectRow& object : *rows) {
      std::uint32_t& next = writer.next_sequence_[stream_of(object.dataset, object.dt)];
      next = std::max(next, object.sequence + 1);
    }
  // What an interrupted reading has made durable counts; a new one begins to count anew.
  if (!writer.row_.cursor.empty() || writer.row_.position > 0) {
    OFFHOOK_CHECK_OK(services.ledger.each_account(options.org, slice,
                                                  [&](const model::AccountRow& account) -> Result<void> {
                                                    writer.quarantine_.count(account);
                                                    return {};
                                                  }));
  }
  for (model::ObjectRow& object : unlisted) {
    if (object.state != ObjectState::open) continue;
    OFFHOOK_CHECK_OK(services.spool.truncate(object.name, object.size_bytes));
    OFFHOOK_TRY(auto packer, writer.object_writer(object.size_bytes));
    OFFHOOK_TRY(auto sealer, archive::Sealer::take_up(services.spool, object.name, object.size_bytes,
                                                      archive::part_size_for(object.size_bytes)));
    crypto::MerkleTree tree;
    OFFHOOK_CHECK_OK(
        services.ledger.each_record(object.name, [&](const model::RecordRow& record) -> Result<void> {
          OFFHOOK_TRY(const Digest leaf, digest_from_hex(record.leaf));
          tree.append(leaf);
          return {};
        }));
    std::string stream = stream_of(object.dataset, object.dt);
    writer.open_.emplace(
        std::move(stream),
        OpenObject{std::move(object), std::move(packer), std::move(tree), std::move(sealer), {}, {}, false});
  }
  return writer;
}

Result<void> SliceWriter::add(Enriched enriched) {
  if (enriched.position < row_.position) return {};  // durable before an interruption
  if (hooks_.brought) hooks_.brought(enriched.id);
  ++added_;
  ++tally_.conversations_read;
  const std::string dt = format_date(enriched.start);
  if (enriched.outcome == Enriched::Outcome::archive) {
    OFFHOOK_CHECK_OK(pack({Dataset::conversations, dt, enriched.id, "", "", enriched.commitment,
                           &enriched.conversation, enriched.partial, &enriched.known}));
    tally_.add_redactions(enriched.conversation.counts);
    ++tally_.conversations_archived;
  } else if (enriched.outcome == Enriched::Outcome::unchanged) {
    ++tally_.conversations_unchanged;
  } else {
    ++tally_.quarantined;
  }
  account_conversation(enriched);

  for (const EnrichedTranscript& transcript : enriched.transcripts) {
    OFFHOOK_CHECK_OK(pack({Dataset::transcripts, dt, transcript.id, enriched.id, transcript.communication,
                           transcript.commitment, &transcript.redacted, false, &transcript.known}));
    tally_.add_redactions(transcript.redacted.counts);
    ++tally_.transcripts_archived;
  }
  for (const auto* rows : {&enriched.communications, &enriched.restated})
    for (const model::AccountRow& communication : *rows)
      if (communication.status == AccountStatus::pending) ++tally_.transcripts_pending;
  for (model::AccountRow& communication : enriched.communications) {
    if (communication.status == AccountStatus::absent) ++tally_.transcripts_absent;
    if (communication.status == AccountStatus::quarantined) ++tally_.quarantined;
    add_row(accounts_, std::move(communication));
  }
  for (model::AccountRow& row : enriched.restated) {
    row.org = options_.org;
    restated_.push_back(std::move(row));
  }
  for (model::AccountRow& row : enriched.references) add_row(references_, std::move(row));

  row_.position = enriched.position + 1;
  constexpr std::uint64_t kLegWeight = 10;
  since_checkpoint_ += 1 + kLegWeight * enriched.legs;
  if (since_checkpoint_ >= options_.checkpoint_records) return checkpoint(false);
  return {};
}

Result<void> SliceWriter::end_page(const model::PageEnd& page) {
  OFFHOOK_TRY(archive::SourceEvidence evidence, parse_evidence(row_.evidence));
  evidence.job = row_.job;
  add_page(evidence, page);
  row_.evidence = evidence_text(evidence);
  row_.cursor = page.next_cursor;
  row_.position = 0;
  ++row_.page;
  tally_.source_bytes += page.source_bytes;
  return checkpoint(page.next_cursor.empty());
}

const model::KnownRecord* SliceWriter::newest(Dataset dataset, const std::string& id,
                                              const std::optional<model::KnownRecord>& found) const {
  for (auto packed = packed_.rbegin(); packed != packed_.rend(); ++packed) {
    const Packed::Records& records = packed->of(dataset);
    if (const auto record = records.find(id); record != records.end()) return &record->second;
  }
  return found ? &*found : nullptr;
}

Result<void> SliceWriter::pack(const PackedLine& packed) {
  const model::KnownRecord* const known = newest(packed.dataset, packed.id, *packed.known);
  // The same record may come twice within a page: the second adds nothing.
  if (known && known->commitment == packed.commitment && known->key == services_.engine.key().id()) return {};

  archive::LineMember member;
  member.version = known ? known->version + 1 : 1;
  member.org = options_.org;
  member.id = packed.id;
  member.previous = known ? known->leaf : "";
  member.policy = services_.engine.policy().hash.substr(0, 8);
  member.key = services_.engine.key().id();
  member.conversation = packed.conversation;
  member.communication = packed.communication;
  OFFHOOK_TRY(const archive::Line line,
              archive::make_line(member, archive::RedactedBytes(packed.redacted->bytes)));

  OFFHOOK_TRY(OpenObject * object, object_for(packed.dataset, packed.dt));
  model::RecordRow record;
  record.dataset = packed.dataset;
  record.id = packed.id;
  record.conversation = packed.conversation;
  record.version = member.version;
  record.commitment = packed.commitment;
  record.key = member.key;
  record.leaf = line.leaf_hex();
  record.object = object->row.name;
  record.tokens = packed.redacted->tokens;
  record.partial = packed.partial;
  packed_.back().of(packed.dataset)[packed.id] = {record.version, record.commitment, record.key,
                                                  record.leaf,    record.object,     record.partial};
  object->unframed.push_back(std::move(record));
  object->tree.append(line.leaf());
  ++object->row.lines;

  OFFHOOK_TRY(const std::vector<archive::Frame> frames, object->writer.add(line));
  for (const archive::Frame& frame : frames) OFFHOOK_CHECK_OK(spool(*object, frame));
  return {};
}

Result<archive::ObjectWriter> SliceWriter::object_writer(std::uint64_t offset) {
  if (!press_) return archive::ObjectWriter::open(options_.zstd_level, offset);
  return archive::ObjectWriter(
      [press = press_.get()](std::string raw) { return press->press(std::move(raw)); }, offset);
}

Result<SliceWriter::OpenObject*> SliceWriter::object_for(Dataset dataset, const std::string& dt) {
  const std::string stream = stream_of(dataset, dt);
  if (const auto found = open_.find(stream); found != open_.end()) return &found->second;
  OFFHOOK_TRY(auto packer, object_writer(0));
  model::ObjectRow row;
  row.slice = slice_;
  row.org = options_.org;
  row.dataset = dataset;
  row.dt = dt;
  row.sequence = next_sequence_[stream]++;
  row.name = archive::local_name({row.org, dataset, dt, row.slice, row.sequence});
  // A file of that name can only be what a crash left before its first checkpoint.
  OFFHOOK_CHECK_OK(services_.spool.truncate(row.name, 0));
  const auto [made, inserted] = open_.emplace(
      stream,
      OpenObject{
          std::move(row), std::move(packer), {}, archive::Sealer(archive::part_size_for(0)), {}, {}, true});
  return &made->second;
}

Result<void> SliceWriter::spool(OpenObject& object, const archive::Frame& frame) {
  for (;;) {
    const auto appended = services_.spool.append(object.row.name, frame);
    if (appended) break;
    if (appended.error().code != "spool.full") return fail(appended.error());
    OFFHOOK_CHECK_OK(hooks_.make_room());
  }
  crash_point("after-frame");
  object.sealer.append(frame.bytes());
  tally_.spooled_bytes += frame.bytes().size();
  object.row.size_bytes = frame.offset() + frame.bytes().size();
  object.dirty = true;
  for (std::uint32_t line = 0; line < frame.leaves().size(); ++line) {
    model::RecordRow record = std::move(object.unframed.front());
    object.unframed.pop_front();
    record.frame_offset = frame.offset();
    record.frame_size = frame.bytes().size();
    record.line = line;
    records_.push_back(std::move(record));
  }
  return {};
}

Result<void> SliceWriter::checkpoint(bool slice_read) {
  OFFHOOK_CHECK_OK(quarantine_.check(slice_));
  model::Checkpoint step = slice_step(row_, slice_read);
  for (auto& [stream, object] : open_) {
    OFFHOOK_TRY(const std::vector<archive::Frame> frames, object.writer.flush());
    for (const archive::Frame& frame : frames) OFFHOOK_CHECK_OK(spool(object, frame));
    if (object.dirty) OFFHOOK_CHECK_OK(services_.spool.sync(object.row.name));
    if (slice_read || object.row.size_bytes >= options_.object_bytes) OFFHOOK_CHECK_OK(seal(object));
    if (object.dirty || object.row.state != ObjectState::open) step.objects.push_back(object.row);
    object.dirty = false;
  }
  step.records = std::move(records_);
  step.accounts = std::move(accounts_);
  step.restated = std::move(restated_);
  step.references = std::move(references_);
  crash_point("after-spool-sync");
  OFFHOOK_CHECK_OK(services_.ledger.checkpoint(step));
  crash_point("after-checkpoint");
  records_.clear();
  accounts_.clear();
  restated_.clear();
  references_.clear();
  since_checkpoint_ = 0;
  packed_.back().durable_at = added_;
  while (!packed_.empty() && packed_.front().durable_at + options_.records_in_flight() < added_)
    packed_.pop_front();
  packed_.emplace_back();

  for (auto object = open_.begin(); object != open_.end();) {
    if (object->second.row.state == ObjectState::open) {
      ++object;
      continue;
    }
    crash_point("after-seal");
    OFFHOOK_CHECK_OK(hooks_.sealed(std::move(object->second.row), std::move(*object->second.figures)));
    object = open_.erase(object);
  }
  return {};
}

Result<void> SliceWriter::seal(OpenObject& object) {
  model::ObjectRow& row = object.row;
  archive::Seal figures = std::move(object.sealer).finish();
  // An object so large that its parts are, too: not one that closes at its usual size.
  if (archive::part_size_for(row.size_bytes) != figures.part_size_bytes) {
    OFFHOOK_TRY(figures, archive::seal(services_.spool, row.name, row.size_bytes));
  }
  row.state = ObjectState::sealed;
  row.sha256 = figures.sha256_hex();
  row.part_size_bytes = figures.part_size_bytes;
  row.merkle_root = to_hex(object.tree.root());
  row.key = archive::object_key(options_.prefix, {row.org, row.dataset, row.dt, row.slice, row.sequence},
                                row.sha256);
  object.figures = std::move(figures);
  return {};
}

void SliceWriter::add_row(std::vector<model::AccountRow>& rows, model::AccountRow row) {
  row.slice = slice_;
  row.org = options_.org;
  quarantine_.count(row);
  rows.push_back(std::move(row));
}

void SliceWriter::account_conversation(const Enriched& enriched) {
  model::AccountRow row;
  row.dataset = Dataset::conversations;
  row.start = enriched.start;
  row.id = enriched.id.empty() ? fmt::format("{}/{}", row_.page, enriched.position) : enriched.id;
  if (enriched.outcome == Enriched::Outcome::quarantined) {
    row.status = AccountStatus::quarantined;
    row.reason = enriched.reason;
    row.detail = enriched.detail;
  } else {
    row.status = AccountStatus::archived;
    if (enriched.open) row.reason = "open";
    const model::KnownRecord* const known = newest(Dataset::conversations, enriched.id, enriched.known);
    const std::string here = options_.org + '/' + slice_ + '/';
    if (known != nullptr && !known->object.starts_with(here)) row.detail = "elsewhere";
  }
  add_row(accounts_, std::move(row));
}

}  // namespace offhook::pipeline
