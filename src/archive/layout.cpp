#include "archive/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace offhook::archive {
namespace {

std::string below(std::string_view prefix, std::string_view rest) {
  return prefix.empty() ? std::string(rest) : fmt::format("{}/{}", prefix, rest);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes `token` off the front of `text`.
bool take(std::string_view& text, std::string_view token) {
  if (!text.starts_with(token)) return false;
  text.remove_prefix(token.size());
  return true;
}

// Takes what stands before `delimiter`, and the delimiter.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view delimiter) {
  const auto end = text.find(delimiter);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end + delimiter.size());
  return taken;
}

template <class Number>
std::optional<Number> digits(std::string_view text, std::size_t at_least) {
  if (text.size() < at_least || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// `pattern`: 0 stands for a digit, any other character for itself.
bool looks_like(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (pattern[i] == '0' ? !is_digit(text[i]) : text[i] != pattern[i]) return false;
  return true;
}

bool is_slice(std::string_view text) { return looks_like(text, "00000000T000000Z-00000000T000000Z"); }
bool is_date(std::string_view text) { return looks_like(text, "0000-00-00"); }

bool is_hash_start(std::string_view text) {
  return text.size() == 16 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

std::optional<ObjectPlace> place_of(std::string_view prefix, std::string_view key) {
  if (!prefix.empty() && !(take(key, prefix) && take(key, "/"))) return std::nullopt;
  if (!take(key, "org=")) return std::nullopt;
  const auto org = take_until(key, "/dataset=");
  if (!org || !check_org_name(*org)) return std::nullopt;
  const auto dataset = take_until(key, "/dt=");
  if (!dataset) return std::nullopt;
  ObjectPlace place;
  place.org = *org;
  if (*dataset == to_string(model::Dataset::transcripts))
    place.dataset = model::Dataset::transcripts;
  else if (*dataset != to_string(model::Dataset::conversations))
    return std::nullopt;
  const auto dt = take_until(key, "/");
  constexpr std::size_t kSliceLength = 33;
  if (!dt || !is_date(*dt) || !is_slice(key.substr(0, kSliceLength))) return std::nullopt;
  place.dt = *dt;
  place.slice = key.substr(0, kSliceLength);
  key.remove_prefix(kSliceLength);
  if (!take(key, "-")) return std::nullopt;
  const auto sequence = take_until(key, "-");
  const auto number = sequence ? digits<std::uint32_t>(*sequence, 4) : std::nullopt;
  const auto hash = take_until(key, ".ndjson.zst");
  if (!number || !hash || !is_hash_start(*hash) || !key.empty()) return std::nullopt;
  place.sequence = *number;
  return place;
}

}  // namespace

Result<void> check_org_name(std::string_view org) {
  const bool fits = !org.empty() && org.size() <= 40 && std::all_of(org.begin(), org.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-';
  });
  if (fits) return {};
  return fail(ErrorClass::permanent, "archive.org_name",
              "an organisation's name is 1 to 40 characters of a-z, 0-9 and '-'; choose another in "
              "[org.NAME] or OFFHOOK_ORG");
}

std::string local_name(const ObjectPlace& place) {
  return fmt::format("{}/{}/{}/{}/{:04}", place.org, place.slice, to_string(place.dataset), place.dt,
                     place.sequence);
}

std::string object_key(std::string_view prefix, const ObjectPlace& place, std::string_view sha256_hex) {
  return below(prefix, fmt::format("org={}/dataset={}/dt={}/{}-{:04}-{}.ndjson.zst", place.org,
                                   to_string(place.dataset), place.dt, place.slice, place.sequence,
                                   sha256_hex.substr(0, 16)));
}

Result<ObjectPlace> parse_object_key(std::string_view prefix, std::string_view key) {
  if (auto place = place_of(prefix, key)) return std::move(*place);
  return fail(ErrorClass::corrupt, "archive.object_key",
              fmt::format("'{}' is not the key of an archived object", key));
}

std::string index_key(std::string_view prefix, std::string_view object_key) {
  if (!prefix.empty()) object_key.remove_prefix(prefix.size() + 1);
  return below(prefix, fmt::format("_offhook/index/{}.idx.zst", object_key));
}

std::string manifests_prefix(std::string_view prefix, std::string_view org) {
  return below(prefix, fmt::format("_offhook/manifests/org={}/", org));
}

std::string manifest_key(std::string_view prefix, std::string_view org, std::string_view slice,
                         std::uint64_t number) {
  return fmt::format("{}{}/{:010}.json", manifests_prefix(prefix, org), slice, number);
}

std::string signature_key(std::string_view manifest_key) { return fmt::format("{}.sig", manifest_key); }

Result<ManifestPlace> parse_manifest_key(std::string_view prefix, std::string_view org,
                                         std::string_view key) {
  std::string_view rest = key;
  if (take(rest, manifests_prefix(prefix, org))) {
    const auto slice = take_until(rest, "/");
    const auto name = take_until(rest, ".json");
    const auto number = name && name->size() == 10 ? digits<std::uint64_t>(*name, 10) : std::nullopt;
    if (slice && is_slice(*slice) && number && *number > 0 && rest.empty())
      return ManifestPlace{std::string(*slice), *number};
  }
  return fail(ErrorClass::corrupt, "archive.manifest_key",
              fmt::format("'{}' is not the key of a manifest", key));
}

std::string probe_key(std::string_view prefix, std::string_view name) {
  return below(prefix, fmt::format("_offhook/probe/{}", name));
}

}  // namespace offhook::archive
