// SliceWriter packs the enriched records of one slice into objects in the spool and makes them durable in
// steps.
//
// Records come in the source's order; every `checkpoint_records` of them, weighed by their transcripts, and
// at each page's end, the frames begun are closed, the spool is synced, and one ledger transaction takes
// cursor, positions, records and accounts. The same records and options give the same bytes, whatever ran
// before them in parallel or was interrupted. Before records become durable the share of quarantined ones is
// looked at: Error "run.quarantine". One thread.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "archive/layout.h"
#include "archive/object_writer.h"
#include "archive/seal.h"
#include "crypto/merkle.h"
#include "json/value.h"
#include "pipeline/enricher.h"
#include "pipeline/frame_press.h"
#include "pipeline/quarantine_limit.h"
#include "pipeline/services.h"
#include "pipeline/tally.h"

namespace offhook::pipeline {

class SliceWriter {
 public:
  struct Hooks {
    // An object is ready to be uploaded; called after the checkpoint that sealed it.
    std::function<Result<void>(model::ObjectRow, archive::Seal)> sealed;
    // The spool is full: returns when an upload has freed some of it, or the Error why none will.
    std::function<Result<void>()> make_room;
    // The reading has this conversation.
    std::function<void(const std::string& id)> brought{};
  };

  // Takes up a slice where its last checkpoint left it: spool files are cut to their durable size.
  [[nodiscard]] static Result<SliceWriter> open(Services services, const RunOptions& options, Tally& tally,
                                                model::SliceRow row, Hooks hooks);

  // Where reading goes on: the cursor of the page, and how many of its records are durable already.
  [[nodiscard]] const std::string& cursor() const { return row_.cursor; }
  [[nodiscard]] std::uint64_t position() const { return row_.position; }

  [[nodiscard]] Result<void> add(Enriched enriched);
  // The page is whole. Without a next cursor the slice is read: all its objects are sealed.
  [[nodiscard]] Result<void> end_page(const model::PageEnd& page);

 private:
  struct OpenObject {
    model::ObjectRow row;
    archive::ObjectWriter writer;
    crypto::MerkleTree tree;
    archive::Sealer sealer;                 // has taken what the spool has
    std::optional<archive::Seal> figures;   // once sealed
    std::deque<model::RecordRow> unframed;  // lines that the writer holds, in order
    bool dirty = false;                     // has frames since the last checkpoint
  };
  struct PackedLine {
    model::Dataset dataset{};
    std::string dt;
    std::string id;
    std::string conversation;
    std::string communication;
    std::string commitment;
    const redact::RedactedDocument* redacted = nullptr;
    bool partial = false;
    const std::optional<model::KnownRecord>* known = nullptr;  // when it was enriched
  };
  // Records that were packed between two checkpoints, by id.
  struct Packed {
    using Records = std::unordered_map<std::string, model::KnownRecord>;
    std::uint64_t durable_at = 0;  // when so many records had been added
    Records conversations;
    Records transcripts;
    [[nodiscard]] const Records& of(model::Dataset dataset) const {
      return dataset == model::Dataset::conversations ? conversations : transcripts;
    }
    [[nodiscard]] Records& of(model::Dataset dataset) {
      return dataset == model::Dataset::conversations ? conversations : transcripts;
    }
  };

  SliceWriter(Services services, const RunOptions& options, Tally& tally, model::SliceRow row, Hooks hooks)
      : services_(services),
        options_(options),
        tally_(tally),
        row_(std::move(row)),
        slice_(row_.slice.id()),
        hooks_(std::move(hooks)),
        quarantine_(options.quarantine_percent, options.quarantine_least) {}

  [[nodiscard]] Result<void> pack(const PackedLine& packed);
  // Of a record that was `found` (or not) in the ledger when it was enriched: its newest version now, null
  // where it has none. Good until the next is packed.
  [[nodiscard]] const model::KnownRecord* newest(model::Dataset dataset, const std::string& id,
                                                 const std::optional<model::KnownRecord>& found) const;
  [[nodiscard]] Result<archive::ObjectWriter> object_writer(std::uint64_t offset);
  [[nodiscard]] Result<OpenObject*> object_for(model::Dataset dataset, const std::string& dt);
  [[nodiscard]] Result<void> spool(OpenObject& object, const archive::Frame& frame);
  [[nodiscard]] Result<void> checkpoint(bool slice_read);
  [[nodiscard]] Result<void> seal(OpenObject& object);
  void add_row(std::vector<model::AccountRow>& rows, model::AccountRow row);
  void account_conversation(const Enriched& enriched);

  Services services_;
  const RunOptions& options_;
  Tally& tally_;
  model::SliceRow row_;
  std::string slice_;  // its id
  Hooks hooks_;
  QuarantineLimit quarantine_;
  std::unique_ptr<FramePress> press_;                   // none where all is done on one thread
  std::map<std::string, OpenObject> open_;              // by "<dataset>/<dt>": a fixed order
  std::map<std::string, std::uint32_t> next_sequence_;  // by the same
  std::uint64_t since_checkpoint_ = 0;
  std::vector<model::RecordRow> records_;      // since the last checkpoint
  std::vector<model::AccountRow> accounts_;    // since the last checkpoint
  std::vector<model::AccountRow> restated_;    // since the last checkpoint
  std::vector<model::AccountRow> references_;  // since the last checkpoint
  std::uint64_t added_ = 0;                    // records
  // What a record that was enriched before it was durable cannot have seen in the ledger; oldest first, the
  // last not yet durable.
  std::deque<Packed> packed_ = std::deque<Packed>(1);
};

}  // namespace offhook::pipeline
