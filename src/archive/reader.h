// Reader: the archive as its manifests tell it. Objects that no manifest lists do not exist for it.
//
// Holds a reference to the store, which outlives it. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/index.h"
#include "archive/manifest.h"
#include "base/result.h"
#include "model/object_store.h"

namespace offhook::archive {

struct LoadedManifest {
  std::string key;
  std::string sha256;  // hex
  Manifest manifest;
};

// Where one version of a record stands.
struct Found {
  IndexLine line;
  ListedObject object;
  std::string manifest_key;
  TimePoint archived_at;  // when its manifest was made
};

class Reader {
 public:
  Reader(model::ObjectStore& store, std::string prefix, std::string org);

  // Keys of all manifests, or of one slice's, sorted (by slice, then number).
  [[nodiscard]] Result<std::vector<std::string>> manifest_keys(std::string_view slice = {});
  // The manifests in that order; numbers without a gap from 1, each chained to the one before by its hash.
  // Error "archive.chain", class corrupt, naming the manifest.
  [[nodiscard]] Result<std::vector<LoadedManifest>> load(std::string_view slice = {});

  // The index of one object, checked against the manifest's hash of it.
  [[nodiscard]] Result<std::vector<IndexLine>> index_of(const ListedObject& object);

  // All versions of a record, oldest first; empty where the archive has none. `manifests`: from load().
  [[nodiscard]] Result<std::vector<Found>> find(const std::vector<LoadedManifest>& manifests,
                                                model::Dataset dataset, std::string_view id);
  // All versions of the transcripts of a conversation, by transcript id, oldest first.
  [[nodiscard]] Result<std::vector<Found>> find_transcripts(const std::vector<LoadedManifest>& manifests,
                                                            std::string_view conversation);
  // Records (either dataset) whose index line has this token.
  [[nodiscard]] Result<std::vector<Found>> find_token(const std::vector<LoadedManifest>& manifests,
                                                      std::string_view token);

  // The line itself, by one ranged GET; checked against its leaf hash.
  [[nodiscard]] Result<std::string> read(const Found& found);

  // Every line of an object in order, in bounded memory; the frame's place and the line's number within it.
  using LineSink = std::function<Result<void>(std::uint64_t frame_offset, std::uint64_t frame_size,
                                              std::uint32_t line, std::string_view bytes)>;
  [[nodiscard]] Result<void> for_each_line(const ListedObject& object, const LineSink& sink);

 private:
  [[nodiscard]] Result<std::vector<Found>> search(const std::vector<LoadedManifest>& manifests,
                                                  std::optional<model::Dataset> dataset,
                                                  const std::function<bool(const IndexLine&)>& wanted);
  model::ObjectStore& store_;
  std::string prefix_;
  std::string org_;
};

}  // namespace offhook::archive
