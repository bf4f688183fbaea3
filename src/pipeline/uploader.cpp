#include "pipeline/uploader.h"

#include <fmt/format.h>

#include "archive/index.h"
#include "archive/layout.h"
#include "base/crash_point.h"
#include "base/encoding.h"
#include "crypto/sha256.h"
#include "pipeline/leftovers.h"
#include "pipeline/ordered_workers.h"
#include "pipeline/stored_object.h"
#include "pipeline/write_once.h"

namespace offhook::pipeline {

using model::ObjectState;

namespace {

constexpr int kMaxUploads = 3;  // uploads begun for one object before we ask a person to look

model::Upload upload_of(const model::ObjectRow& object) { return {object.key, object.upload_id}; }

}  // namespace

Result<void> Uploader::upload(model::ObjectRow object, std::stop_token stop,
                              std::optional<archive::Seal> known) {
  const StageTimer timer(services_.clock, tally_.stages, Stage::upload);
  OFFHOOK_CHECK_OK(gate_.stay_fit());
  if (!known) {
    OFFHOOK_TRY(known, archive::seal(services_.spool, object.name, object.size_bytes));
  }
  const archive::Seal figures = std::move(*known);
  if (figures.sha256_hex() != object.sha256)
    return fail(ErrorClass::corrupt, "spool.changed",
                "the spool file " + object.name + " is not what was sealed: it was damaged on this disk");
  model::ObjectInfo info;
  OFFHOOK_CHECK_OK(store(object, figures, stop, info));
  StoredObject stored;
  stored.checksum = figures.composite;
  stored.encryption = info.encryption;
  stored.storage_class = info.storage_class;
  stored.version_id = info.version_id;
  object.stored = stored_text(stored);
  return finish(std::move(object));
}

Result<void> Uploader::store(model::ObjectRow& object, const archive::Seal& figures, std::stop_token stop,
                             model::ObjectInfo& info) {
  // Taken up again, the object may be there already: from an earlier life of ours whose answer was lost.
  if (object.state == ObjectState::uploading) {
    OFFHOOK_TRY(const Presence presence, look(object, figures, info));
    if (presence == Presence::ours) {
      return abort_leftovers(object);
    }
    // The answer that named the upload may have been lost. Its key is in our intent, and whoever wrote that
    // is dead.
    if (object.upload_id.empty()) OFFHOOK_CHECK_OK(abort_strays(object));
  }
  for (int attempt = 1; attempt <= kMaxUploads; ++attempt) {
    if (object.upload_id.empty()) OFFHOOK_CHECK_OK(begin(object));
    auto parts = send_parts(object, figures, stop);
    if (!parts && parts.error().cls != ErrorClass::not_found) return fail(std::move(parts).error());
    if (parts) {
      crash_point("after-parts");
      auto completed = services_.store.complete_upload(upload_of(object), *parts);
      crash_point("after-complete");
      // Whatever was answered, what HEAD shows decides.
      OFFHOOK_TRY(const Presence presence, look(object, figures, info));
      crash_point("after-look");
      if (presence == Presence::ours) {
        // A completion that was refused left its upload behind; it is named by our own intent.
        if (!completed) (void)services_.store.abort_upload(upload_of(object));
        OFFHOOK_CHECK_OK(abort_leftovers(object));
        tally_.stored_bytes += object.size_bytes;
        ++tally_.objects_stored;
        return {};
      }
      if (completed || completed.error().cls == ErrorClass::retryable)
        return fail(
            ErrorClass::retryable, "upload.unknown",
            fmt::format("{}: the store does not show what it accepted; kept in the spool", object.key));
      if (completed.error().cls != ErrorClass::not_found) return fail(std::move(completed).error());
    } else {
      OFFHOOK_TRY(const Presence presence, look(object, figures, info));
      if (presence == Presence::ours) return {};
    }
    // The upload is gone and so is its object: begin another.
    object.upload_id.clear();
  }
  return fail(
      ErrorClass::retryable, "upload.lost",
      fmt::format("{}: {} uploads vanished from the store before they were completed; is a lifecycle rule "
                  "aborting them?",
                  object.key, kMaxUploads));
}

Result<Uploader::Presence> Uploader::look(const model::ObjectRow& object, const archive::Seal& figures,
                                          model::ObjectInfo& info) {
  auto head = services_.store.head(object.key);
  if (!head) {
    if (head.error().cls == ErrorClass::not_found) return Presence::absent;
    return fail(std::move(head).error().within("outcome of the upload unknown, kept in the spool"));
  }
  const auto stated = [&](const char* name) {
    const auto found = head->metadata.find(name);
    return found == head->metadata.end() ? std::string() : found->second;
  };
  // The key carries the content's digest, so an object of the same bytes is ours whoever completed it.
  if (head->size_bytes != object.size_bytes || stated("sha256") != object.sha256 ||
      head->checksum_sha256 != figures.composite)
    return fail(
        ErrorClass::conflict, "upload.conflict",
        fmt::format("{} exists and is not what we would store: size {} (ours {}), checksum '{}' (ours '{}')",
                    object.key, head->size_bytes, object.size_bytes, head->checksum_sha256,
                    figures.composite));
  info = std::move(*head);
  return Presence::ours;
}

Result<void> Uploader::abort_strays(const model::ObjectRow& object) {
  if (object.epoch >= services_.ledger.epoch()) return {};
  return abort_leftovers(object);
}

// A request to begin an upload whose answer was lost is sent again, and two uploads are there. Once the
// object is stored, whatever is still open under its key, which names its content, can only store the same
// bytes.
Result<void> Uploader::abort_leftovers(const model::ObjectRow& object) {
  return abort_uploads(services_.store, object.key);
}

Result<void> Uploader::begin(model::ObjectRow& object) {
  object.state = ObjectState::uploading;
  object.upload_token = services_.random.uuid();
  object.epoch = services_.ledger.epoch();
  OFFHOOK_CHECK_OK(services_.ledger.update_object(object));  // the intent
  crash_point("after-intent");

  model::ObjectSpec spec;
  spec.key = object.key;
  spec.content_type = "application/zstd";
  spec.metadata = {
      {"upload-token", object.upload_token}, {"sha256", object.sha256}, {"offhook-version", OFFHOOK_VERSION}};
  OFFHOOK_TRY(const model::Upload upload, services_.store.begin_upload(spec));
  crash_point("after-upload-begin");
  object.upload_id = upload.id;
  // An upload that the ledger cannot name holds no content yet: it goes, as far as it can.
  if (auto named = services_.ledger.update_object(object); !named) {
    (void)services_.store.abort_upload(upload);
    return named;
  }
  crash_point("after-upload-named");
  return {};
}

Result<std::vector<model::Part>> Uploader::send_parts(const model::ObjectRow& object,
                                                      const archive::Seal& figures, std::stop_token stop) {
  const model::Upload upload = upload_of(object);
  OFFHOOK_TRY(const std::vector<model::Part> listed, services_.store.list_parts(upload));
  const auto size_of = [&](std::size_t index) {
    return std::min(figures.part_size_bytes, object.size_bytes - index * figures.part_size_bytes);
  };
  const auto send = [&](std::size_t index) -> Result<model::Part> {
    const int number = static_cast<int>(index) + 1;
    for (const model::Part& part : listed)
      if (part.number == number && part.size_bytes == size_of(index) && part.sha256 == figures.parts[index])
        return part;
    if (stop.stop_requested()) return fail(ErrorClass::cancelled, "cancelled", "stopped during an upload");
    OFFHOOK_TRY(const std::string bytes, services_.spool.read(object.name, index * figures.part_size_bytes,
                                                              static_cast<std::size_t>(size_of(index))));
    auto part = services_.store.upload_part(upload, number, bytes, figures.parts[index]);
    crash_point("after-part");
    return part;
  };

  std::vector<model::Part> parts;
  if (options_.upload_workers <= 1 || figures.parts.size() == 1) {
    for (std::size_t index = 0; index < figures.parts.size(); ++index) {
      OFFHOOK_TRY(model::Part part, send(index));
      parts.push_back(std::move(part));
    }
    return parts;
  }
  // In flight: as many parts as workers; send() is cheap to queue, it reads its bytes when it runs.
  OrderedWorkers<std::size_t, Result<model::Part>> workers(
      options_.upload_workers, {.items = figures.parts.size() + 1, .bytes = SIZE_MAX}, send);
  for (std::size_t index = 0; index < figures.parts.size(); ++index) (void)workers.submit(index, 1);
  workers.close();
  while (auto part = workers.take()) {
    if (!*part) return fail(std::move(*part).error());
    parts.push_back(std::move(**part));
  }
  return parts;
}

Result<void> Uploader::finish(model::ObjectRow object) {
  OFFHOOK_TRY(auto index, archive::IndexEncoder::open(options_.zstd_level));
  OFFHOOK_CHECK_OK(services_.ledger.each_record(object.name, [&](model::RecordRow record) {
    return index.add({std::move(record.id), std::move(record.conversation), record.version,
                      record.frame_offset, record.frame_size, record.line, std::move(record.leaf),
                      std::move(record.commitment), std::move(record.key), std::move(record.tokens)});
  }));
  OFFHOOK_TRY(const std::string bytes, std::move(index).finish());

  OFFHOOK_TRY(StoredObject stored, parse_stored(object.stored));
  stored.index_key = archive::index_key(options_.prefix, object.key);
  stored.index_size_bytes = bytes.size();
  stored.index_sha256 = to_hex(crypto::sha256(bytes));
  OFFHOOK_TRY(const bool wrote, write_once(services_.store, {stored.index_key, "application/zstd"}, bytes));
  crash_point("after-index");
  if (wrote) tally_.stored_bytes += bytes.size();

  object.stored = stored_text(stored);
  object.state = ObjectState::stored;
  OFFHOOK_CHECK_OK(services_.ledger.update_object(object));
  crash_point("after-stored");
  return {};
}

}  // namespace offhook::pipeline
