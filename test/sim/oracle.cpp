#include "test/sim/oracle.h"

#include <fmt/format.h>

#include <algorithm>

#include "archive/index.h"
#include "archive/layout.h"
#include "archive/reader.h"
#include "archive/record_line.h"
#include "sim/content/conversation.h"
#include "sim/content/transcript.h"
#include "sim/selection.h"
#include "test/sim/planted_values.h"

namespace offhook::test {
namespace {

using archive::LoadedManifest;
using model::Dataset;
using sim::Outline;
using sim::Recording;

// All lines of the archive, as its manifests list them.
struct Stored {
  Dataset dataset{};
  archive::LineMember member;
  std::string line;
};

class Judge {
 public:
  Judge(SimulatedWorld& world, const Witness& witness, const History& history)
      : world_(world), witness_(witness), history_(history) {}

  std::vector<std::string> verdict() {
    check_proofs();
    world_.look([this](model::ObjectStore& store) { read(store); });
    for (const Stored& stored : lines_) check_line(stored);
    check_latest();
    check_certificates();
    check_events();
    check_leftovers();
    check_values();
    return std::move(complaints_);
  }

 private:
  template <class... Args>
  void complain(fmt::format_string<Args...> format, Args&&... args) {
    complaints_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  void check_proofs() {
    const archive::VerifyReport report = world_.verify();
    for (const archive::VerifyFinding& finding : report.findings)
      complain("P8: verify: {} {} {}", finding.code, finding.subject, finding.detail);
  }

  void read(model::ObjectStore& store) {
    archive::Reader reader(store, "", std::string(SimulatedWorld::kOrg));
    auto loaded = reader.load();
    if (!loaded) return complain("P3: {}", loaded.error().message);
    manifests_ = std::move(*loaded);
    for (const LoadedManifest& manifest : manifests_)
      for (const archive::ListedObject& object : manifest.manifest.objects) {
        if (!listed_.insert(object.key).second) complain("P4: {} is listed twice", object.key);
        listed_.insert(object.index_key);
        const auto done = reader.for_each_line(
            object, [&](std::uint64_t, std::uint64_t, std::uint32_t, std::string_view bytes) -> Result<void> {
              OFFHOOK_TRY(archive::LineMember member, archive::parse_line(bytes));
              lines_.push_back({object.dataset, std::move(member), std::string(bytes)});
              return {};
            });
        if (!done) complain("P3: {}: {}", object.key, done.error().message);
      }
  }

  // The record as the source gave it at that watermark.
  [[nodiscard]] std::string record(const Outline& outline, TimePoint as_of) const {
    return sim::write_record(sim::make_conversation(world_.org.world(), outline), as_of,
                             sim::Attributes::with);
  }
  [[nodiscard]] std::vector<std::string> records(const Outline& outline) const {
    std::vector<std::string> all{record(outline, history_.last)};
    for (const TimePoint as_of : history_.watermarks) {
      std::string other = record(outline, as_of);
      if (std::find(all.begin(), all.end(), other) == all.end()) all.push_back(std::move(other));
    }
    return all;
  }

  // Whether the line is what redaction makes of the record, or of its transcript number `wanted`, together
  // with some of the conversation's transcripts: late ones are redacted apart from those that came before.
  [[nodiscard]] bool is_redacted(const Stored& stored, const std::string& raw,
                                 const std::vector<std::string>& transcripts,
                                 std::optional<std::size_t> wanted) const {
    const unsigned all = (1u << transcripts.size()) - 1;
    for (unsigned left_out = 0; left_out <= all; ++left_out) {
      const unsigned chosen = all & ~left_out;
      if (wanted && (chosen & (1u << *wanted)) == 0) continue;
      redact::ConversationInput input{raw, {}, false};
      std::size_t place = 0;
      for (std::size_t i = 0; i < transcripts.size(); ++i) {
        if ((chosen & (1u << i)) == 0) continue;
        if (wanted && i == *wanted) place = input.transcripts.size();
        input.transcripts.push_back(transcripts[i]);
      }
      const auto output = world_.engine->redact(input);
      const auto& document = wanted ? output.transcripts.at(place) : output.conversation;
      if (!document) continue;
      const auto line = archive::make_line(stored.member, archive::RedactedBytes(document->bytes));
      if (line && line->bytes() == stored.line) return true;
    }
    return false;
  }

  void check_line(const Stored& stored) {
    const bool is_transcript = stored.dataset == Dataset::transcripts;
    const std::string& conversation = is_transcript ? stored.member.conversation : stored.member.id;
    const auto index = world_.org.world().find(conversation);
    if (!index) return complain("P2: {} is archived and never was", stored.member.id);
    const Outline outline = world_.org.world().outline(*index);
    std::vector<std::string> transcripts;
    std::optional<std::size_t> wanted;
    for (const Recording& recording : sim::recordings_of(world_.org.world(), outline)) {
      if (recording.id == stored.member.id) wanted = transcripts.size();
      sim::Plants plants(sim::Plants::Keep::no);
      transcripts.push_back(sim::write_transcript(world_.org.world(), outline, recording, plants));
    }
    if (is_transcript && !wanted)
      return complain("P2: transcript {} is archived and never was", stored.member.id);
    std::uint32_t& newest = newest_[{stored.dataset, stored.member.id}];
    if (newest >= stored.member.version)
      complain("P4: {} version {} comes after version {}", stored.member.id, stored.member.version, newest);
    newest = stored.member.version;
    bool last = true;
    for (const std::string& raw : records(outline)) {
      if (is_redacted(stored, raw, transcripts, wanted)) {
        is_last_[{stored.dataset, stored.member.id}] = last;
        return;
      }
      last = false;
    }
    complain("P1: {} version {} is not the redaction of what the source has", stored.member.id,
             stored.member.version);
  }

  // Of every conversation the newest version is archived, and each transcript that there is, once.
  void check_latest() {
    for (std::uint64_t index = 0; index < world_.org.world().size(); ++index) {
      const Outline outline = world_.org.world().outline(index);
      const auto found = is_last_.find({Dataset::conversations, outline.id});
      if (found == is_last_.end())
        complain("P2: {} is not archived", outline.id);
      else if (!found->second)
        complain("P2: {} is archived as it was before", outline.id);
      for (const Recording& recording : sim::recordings_of(world_.org.world(), outline)) {
        const auto version = newest_.find({Dataset::transcripts, recording.id});
        const bool there_is = world_.org.ready_at(recording) <= world_.clock.now();
        if (there_is != (version != newest_.end()))
          complain("P2: transcript {} of {} is {}archived", recording.id, outline.id, there_is ? "not " : "");
        if (version != newest_.end() && version->second != 1)
          complain("P4: transcript {} of {} is archived {} times", recording.id, outline.id, version->second);
      }
    }
  }

  void check_certificates() {
    std::map<std::string, const archive::Manifest*> newest;  // by slice
    for (const LoadedManifest& loaded : manifests_) newest[loaded.manifest.slice.id()] = &loaded.manifest;
    for (TimePoint day = world_.from(); day < world_.to(); day += std::chrono::days(1)) {
      const model::Slice slice{std::string(SimulatedWorld::kOrg), day, day + std::chrono::days(1)};
      const auto found = newest.find(slice.id());
      if (found == newest.end())
        complain("P2: slice {} has no manifest", slice.id());
      else
        check_certificate(slice, *found->second);
    }
  }

  void check_certificate(const model::Slice& slice, const archive::Manifest& manifest) {
    const sim::World& world = world_.org.world();
    const sim::Rows rows =
        sim::Rows::select(world, {.interval = {slice.from, slice.to}}, sim::Rule::activity, history_.last);
    std::set<std::string> conversations, heard, silent;
    for (std::uint64_t position = 0; position < rows.positions(); ++position) {
      const auto outline = rows.at(position);
      if (!outline) continue;
      conversations.insert(outline->id);
      std::map<std::string, bool> ready;
      for (const Recording& recording : sim::recordings_of(world, *outline))
        ready[recording.communication_id] |= world_.org.ready_at(recording) <= world_.clock.now();
      for (const auto& [communication, is_ready] : ready) (is_ready ? heard : silent).insert(communication);
    }
    check_dataset(slice, "conversations", manifest.conversations, conversations, {});
    check_dataset(slice, "transcripts", manifest.transcripts, heard, silent);
  }

  void check_dataset(const model::Slice& slice, std::string_view dataset,
                     const archive::DatasetCertificate& certificate, const std::set<std::string>& archived,
                     const std::set<std::string>& absent) {
    const archive::IdSet wanted = archive::IdSet::of({archived.begin(), archived.end()});
    if (certificate.archived != wanted)
      complain("P2: {} of slice {}: {} certified as archived, {} expected", dataset, slice.id(),
               certificate.archived.count, wanted.count);
    std::set<std::string> certified;
    for (const archive::AbsentId& id : certificate.absent) certified.insert(id.id);
    if (certified != absent)
      complain("P2: {} of slice {}: {} certified as absent, {} are", dataset, slice.id(), certified.size(),
               absent.size());
    for (const archive::QuarantinedId& id : certificate.quarantined)
      complain("P2: {} of slice {}: {} is in quarantine, {}", dataset, slice.id(), id.id, id.reason);
    for (const archive::PendingId& id : certificate.pending)
      complain("P2: {} of slice {}: {} is still pending, {}", dataset, slice.id(), id.id, id.reason);
  }

  void check_events() {
    if (world_.notifier.deliveries.size() != manifests_.size())
      complain("P4: {} event ids for {} manifests", world_.notifier.deliveries.size(), manifests_.size());
  }

  // Nothing lies about: in the bucket, in the spool, under way; and nothing else was ever sent there.
  void check_leftovers() {
    const std::string bucket(SimulatedWorld::kBucket);
    if (const std::size_t open = world_.s3.open_uploads(bucket)) complain("P4: {} stray uploads", open);
    const auto objects = world_.s3.objects(bucket);
    for (const auto& [key, object] : objects)
      if ((key.starts_with("org=") || key.starts_with("_offhook/index/")) && !listed_.contains(key))
        complain("P4: {} is in the bucket and in no manifest", key);
    for (const auto& [key, bodies] : witness_.sent()) {
      if (key.starts_with(archive::probe_key("", ""))) continue;
      const auto object = objects.find(key);
      for (const std::string& body : bodies)
        if (object == objects.end() || object->second.bytes.find(body) == std::string::npos)
          complain("P1: {} bytes were sent as {} that are not archived there", body.size(), key);
    }
    if (std::filesystem::exists(world_.disk.path() / "spool"))
      for (const auto& entry : std::filesystem::recursive_directory_iterator(world_.disk.path() / "spool"))
        if (entry.is_regular_file()) complain("P6: {} is still spooled", entry.path().filename().string());
    if (const auto seen = world_.org.counts().credentials_on_media)
      complain("P1: a credential was sent to the media host {} times", seen);
  }

  void check_values() {
    const PlantedValues values(world_);
    for (const auto& [key, object] : world_.s3.objects(std::string(SimulatedWorld::kBucket))) {
      if (key.starts_with("org=")) continue;  // each of its lines is known to be redacted
      std::string text = object.bytes;
      if (key.ends_with(".zst")) {
        text.clear();
        const auto index = archive::decode_index(object.bytes);
        for (const archive::IndexLine& line : index.value()) text += archive::index_line(line) + "\n";
      }
      check_place(values, key, text);
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(world_.disk.path()))
      if (entry.is_regular_file())
        check_place(values, entry.path().filename().string(), read_file(entry.path(), 64u << 20).value());
    check_place(values, "events", world_.notifier.bodies);
    for (const std::string& text : history_.spoken) check_place(values, "an error", text);
  }

  void check_place(const PlantedValues& values, const std::string& place, std::string_view text) {
    for (const std::string& what : values.in(text)) complain("P1: {} holds {}", place, what);
  }

  SimulatedWorld& world_;
  const Witness& witness_;
  const History& history_;
  std::vector<LoadedManifest> manifests_;
  std::set<std::string> listed_;  // objects and indexes
  std::vector<Stored> lines_;
  std::map<std::pair<Dataset, std::string>, std::uint32_t> newest_;  // version by record
  std::map<std::pair<Dataset, std::string>, bool> is_last_;  // whether it is the record of the last watermark
  std::vector<std::string> complaints_;
};

}  // namespace

std::vector<std::string> judge(SimulatedWorld& world, const Witness& witness, const History& history) {
  return Judge(world, witness, history).verdict();
}

}  // namespace offhook::test
