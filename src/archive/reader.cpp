#include "archive/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "archive/frame.h"
#include "archive/layout.h"
#include "base/encoding.h"
#include "crypto/merkle.h"
#include "crypto/sha256.h"

namespace offhook::archive {
namespace {

constexpr std::uint64_t kReadBytes = 8 * kMiB;  // of one ranged GET

std::string hash_hex(std::string_view bytes) { return to_hex(crypto::sha256(bytes)); }

}  // namespace

Reader::Reader(model::ObjectStore& store, std::string prefix, std::string org)
    : store_(store), prefix_(std::move(prefix)), org_(std::move(org)) {}

Result<std::vector<std::string>> Reader::manifest_keys(std::string_view slice) {
  std::string start = manifests_prefix(prefix_, org_);
  if (!slice.empty()) start.append(slice).push_back('/');
  std::vector<std::string> keys;
  std::string continuation;
  do {
    OFFHOOK_TRY(model::ObjectListing listing, store_.list(start, continuation));
    for (std::string& key : listing.keys)
      if (parse_manifest_key(prefix_, org_, key)) keys.push_back(std::move(key));
    continuation = std::move(listing.continuation);
  } while (!continuation.empty());
  std::ranges::sort(keys);
  return keys;
}

Result<std::vector<LoadedManifest>> Reader::load(std::string_view slice) {
  OFFHOOK_TRY(const auto keys, manifest_keys(slice));
  std::vector<LoadedManifest> loaded;
  for (const std::string& key : keys) {
    const auto broken = [&](std::string_view why) {
      return fail(ErrorClass::corrupt, "archive.chain", fmt::format("manifest {} {}", key, why));
    };
    OFFHOOK_TRY(const std::string bytes, store_.get(key, std::nullopt, kMaxManifestBytes));
    auto manifest = parse_manifest(bytes);
    if (!manifest) return fail(std::move(manifest).error().within(key));
    OFFHOOK_TRY(const ManifestPlace place, parse_manifest_key(prefix_, org_, key));
    if (manifest->slice.org != org_ || manifest->slice.id() != place.slice ||
        manifest->number != place.number)
      return broken("says that it belongs elsewhere");
    const bool first = loaded.empty() || loaded.back().manifest.slice.id() != place.slice;
    if (manifest->number != (first ? 1 : loaded.back().manifest.number + 1))
      return broken("does not follow the one before it: a number is missing");
    if (!first && manifest->previous != loaded.back().sha256)
      return broken("was not made after the one before it: the hash differs");
    loaded.push_back({key, hash_hex(bytes), std::move(*manifest)});
  }
  return loaded;
}

Result<std::vector<IndexLine>> Reader::index_of(const ListedObject& object) {
  OFFHOOK_TRY(const std::string bytes, store_.get(object.index_key, std::nullopt, kMaxIndexBytes));
  if (hash_hex(bytes) != object.index_sha256)
    return fail(ErrorClass::corrupt, "archive.index_sha256",
                fmt::format("{} is not what its manifest lists", object.index_key));
  auto lines = decode_index(bytes);
  if (!lines) return fail(std::move(lines).error().within(object.index_key));
  return lines;
}

Result<std::vector<Found>> Reader::search(const std::vector<LoadedManifest>& manifests,
                                          std::optional<model::Dataset> dataset,
                                          const std::function<bool(const IndexLine&)>& wanted) {
  std::vector<Found> found;
  for (const LoadedManifest& loaded : manifests)
    for (const ListedObject& object : loaded.manifest.objects) {
      if (dataset && object.dataset != *dataset) continue;
      OFFHOOK_TRY(auto lines, index_of(object));
      for (IndexLine& line : lines)
        if (wanted(line)) found.push_back({std::move(line), object, loaded.key, loaded.manifest.created});
    }
  std::ranges::stable_sort(found, {}, [](const Found& it) {
    return std::tuple(it.object.dataset, std::string_view(it.line.id), it.line.version);
  });
  return found;
}

Result<std::vector<Found>> Reader::find(const std::vector<LoadedManifest>& manifests, model::Dataset dataset,
                                        std::string_view id) {
  return search(manifests, dataset, [&](const IndexLine& line) { return line.id == id; });
}

Result<std::vector<Found>> Reader::find_transcripts(const std::vector<LoadedManifest>& manifests,
                                                    std::string_view conversation) {
  return search(manifests, model::Dataset::transcripts,
                [&](const IndexLine& line) { return line.conversation == conversation; });
}

Result<std::vector<Found>> Reader::find_token(const std::vector<LoadedManifest>& manifests,
                                              std::string_view token) {
  return search(manifests, std::nullopt, [&](const IndexLine& line) {
    return std::ranges::find(line.tokens, token) != line.tokens.end();
  });
}

Result<std::string> Reader::read(const Found& found) {
  const auto& [line, object, manifest_key, archived_at] = found;
  const model::ByteRange range{line.frame_offset, line.frame_size};
  OFFHOOK_TRY(const std::string frame, store_.get(object.key, range, range.size));
  OFFHOOK_TRY(const std::string raw, decompress_frame(frame));
  std::string wanted;
  OFFHOOK_CHECK_OK(split_lines(raw, [&, at = line.line](std::uint32_t number, std::string_view bytes) {
    if (number == at) wanted = bytes;
    return Result<void>();
  }));
  if (to_hex(crypto::leaf_hash(wanted)) != line.leaf)
    return fail(ErrorClass::corrupt, "archive.leaf",
                fmt::format("{}: line {} of the frame at byte {} is not what the index says", object.key,
                            line.line, line.frame_offset));
  return wanted;
}

Result<void> Reader::for_each_line(const ListedObject& object, const LineSink& sink) {
  FrameCutter cutter([&](std::uint64_t offset, std::string_view frame) -> Result<void> {
    OFFHOOK_TRY(const std::string raw, decompress_frame(frame));
    return split_lines(raw, [&](std::uint32_t number, std::string_view bytes) {
      return sink(offset, frame.size(), number, bytes);
    });
  });
  for (std::uint64_t offset = 0; offset < object.size_bytes; offset += kReadBytes) {
    const model::ByteRange range{offset, std::min(kReadBytes, object.size_bytes - offset)};
    OFFHOOK_TRY(const std::string chunk, store_.get(object.key, range, range.size));
    OFFHOOK_CHECK_OK(cutter.feed(chunk));
  }
  return cutter.finish();
}

}  // namespace offhook::archive
