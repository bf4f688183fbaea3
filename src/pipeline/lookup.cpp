#include "pipeline/lookup.h"

#include "archive/layout.h"

namespace offhook::pipeline {

using archive::Found;
using archive::LoadedManifest;

namespace {

constexpr model::Dataset kDatasets[] = {model::Dataset::conversations, model::Dataset::transcripts};

}  // namespace

Result<std::vector<Found>> Lookup::versions(std::string_view id) {
  for (const model::Dataset dataset : kDatasets) {
    if (!ledger_) break;
    OFFHOOK_TRY(auto rows, ledger_->versions_of(org_, dataset, id));
    OFFHOOK_TRY(auto found, places_of(std::move(rows)));
    if (!found.empty()) return found;
  }
  OFFHOOK_TRY(const auto* manifests, manifests_of(""));
  for (const model::Dataset dataset : kDatasets) {
    OFFHOOK_TRY(auto found, reader_.find(*manifests, dataset, id));
    if (!found.empty()) return found;
  }
  return std::vector<Found>();
}

Result<std::vector<Found>> Lookup::transcripts(std::string_view conversation) {
  if (ledger_) {
    OFFHOOK_TRY(auto rows, ledger_->transcripts_of(org_, conversation));
    OFFHOOK_TRY(auto found, places_of(std::move(rows)));
    if (!found.empty()) return found;
    // That the ledger knows the conversation and no transcript of it says that there is none.
    OFFHOOK_TRY(const auto known, ledger_->versions_of(org_, model::Dataset::conversations, conversation));
    if (!known.empty()) return found;
  }
  OFFHOOK_TRY(const auto* manifests, manifests_of(""));
  return reader_.find_transcripts(*manifests, conversation);
}

// The ledger may be of another archive, or older than this one: what its word does not lead to is left out.
Result<std::vector<Found>> Lookup::places_of(std::vector<model::RecordRow> rows) {
  std::vector<Found> found;
  for (model::RecordRow& row : rows) {
    // <org>/<slice>/<dataset>/…
    const std::size_t slice_at = row.object.find('/') + 1;
    const std::string slice = row.object.substr(slice_at, row.object.find('/', slice_at) - slice_at);
    OFFHOOK_TRY(const auto* manifests, manifests_of(slice));
    for (const LoadedManifest& loaded : *manifests)
      for (const archive::ListedObject& object : loaded.manifest.objects) {
        const auto place = archive::parse_object_key(prefix_, object.key);
        if (!place || archive::local_name(*place) != row.object) continue;
        found.push_back({{row.id, row.conversation, row.version, row.frame_offset, row.frame_size, row.line,
                          row.leaf, row.commitment, row.key, row.tokens},
                         object,
                         loaded.key,
                         loaded.manifest.created});
      }
  }
  return found;
}

Result<const std::vector<LoadedManifest>*> Lookup::manifests_of(const std::string& slice) {
  auto known = loaded_.find(slice);
  if (known == loaded_.end()) {
    OFFHOOK_TRY(auto manifests, reader_.load(slice));
    known = loaded_.emplace(slice, std::move(manifests)).first;
  }
  return &known->second;
}

}  // namespace offhook::pipeline
