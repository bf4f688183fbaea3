#include "archive/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "archive/certificate_text.h"
#include "archive/text_members.h"
#include "base/encoding.h"
#include "json/value.h"

namespace offhook::archive {
namespace {

using json::Value;

constexpr std::string_view kFormat = "offhook/manifest/1";
constexpr std::string_view kSignatureFormat = "offhook/signature/1";

Error manifest_error(std::string message) {
  return {ErrorClass::corrupt, "archive.manifest", "manifest: " + std::move(message)};
}

// ---- Writing ----

Value strings(const std::vector<std::string>& texts) {
  return Value(Value::Array(texts.begin(), texts.end()));
}

void sort_unique(std::vector<std::string>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

template <class Entry>
void sort_unique_by_id(std::vector<Entry>& entries) {
  const auto id = [](const Entry& entry) -> const std::string& { return entry.id; };
  std::ranges::stable_sort(entries, {}, id);
  const auto repeated = std::ranges::unique(entries, {}, id);
  entries.erase(repeated.begin(), repeated.end());
}

void normalise(DatasetCertificate& certificate) {
  sort_unique(certificate.elsewhere);
  sort_unique_by_id(certificate.quarantined);
  sort_unique_by_id(certificate.absent);
  sort_unique_by_id(certificate.pending);
  sort_unique_by_id(certificate.gap);
  // Of several versions of one record the newest is current.
  std::ranges::sort(certificate.changed, std::greater<>(), &NewVersion::version);
  sort_unique_by_id(certificate.changed);
}

void normalise(Manifest& manifest) {
  std::ranges::sort(manifest.objects, {}, &ListedObject::key);
  normalise(manifest.conversations);
  normalise(manifest.transcripts);
  sort_unique(manifest.open);
}

Value to_value(const ListedObject& object) {
  Value::Object encryption{{"algorithm", object.encryption.algorithm}};
  if (!object.encryption.kms_key.empty()) encryption.emplace("kms_key", object.encryption.kms_key);
  Value::Object value{{"key", object.key},
                      {"dataset", model::to_string(object.dataset)},
                      {"size", object.size_bytes},
                      {"sha256", object.sha256},
                      {"part_size", object.part_size_bytes},
                      {"checksum", object.checksum},
                      {"merkle_root", object.merkle_root},
                      {"lines", object.lines},
                      {"encryption", std::move(encryption)},
                      {"storage_class", object.storage_class},
                      {"index", Value::Object{{"key", object.index_key},
                                              {"size", object.index_size_bytes},
                                              {"sha256", object.index_sha256}}}};
  if (!object.version_id.empty()) value.emplace("version_id", object.version_id);
  return Value(std::move(value));
}

Value to_value(const Reconciliation& it) {
  return Value(Value::Object{{"outcome", it.outcome},
                             {"started", it.started},
                             {"totals", Value::Array(it.totals.begin(), it.totals.end())},
                             {"listed", it.listed},
                             {"reason", it.reason}});
}

Value to_value(const SourceEvidence& source) {
  Value::Object value{{"job", source.job},
                      {"pages", source.pages},
                      {"records", source.records},
                      {"bytes", source.source_bytes},
                      {"request_ids", strings(source.request_ids)}};
  if (source.available_until) value.emplace("data_available_until", format_rfc3339(*source.available_until));
  if (source.reconciliation) value.emplace("reconciliation", to_value(*source.reconciliation));
  return Value(std::move(value));
}

Value to_value(const Provenance& provenance) {
  return Value(Value::Object{{"policy_sha256", provenance.policy_sha256},
                             {"key", provenance.key},
                             {"engine", provenance.engine},
                             {"libphonenumber", provenance.libphonenumber},
                             {"libzstd", provenance.libzstd},
                             {"zstd_level", provenance.zstd_level}});
}

// All but the lists.
Value::Object members_of(const Manifest& manifest) {
  Value::Array objects;
  for (const ListedObject& object : manifest.objects) objects.push_back(to_value(object));
  Value::Object value{{"format", kFormat},
                      {"offhook", manifest.offhook},
                      {"org", manifest.slice.org},
                      {"slice", Value::Object{{"id", manifest.slice.id()},
                                              {"from", format_rfc3339(manifest.slice.from)},
                                              {"to", format_rfc3339(manifest.slice.to)}}},
                      {"number", manifest.number},
                      {"created", format_rfc3339(manifest.created)},
                      {"source", to_value(manifest.source)},
                      {"provenance", to_value(manifest.provenance)},
                      {"objects", std::move(objects)},
                      {"audit", Value::Object{{"size", manifest.audit.size}, {"root", manifest.audit.root}}},
                      {"tombstones", Value::Array{}}};
  if (!manifest.previous.empty()) value.emplace("previous", manifest.previous);
  return value;
}

// ---- Reading ----
//
// Fields are taken where they are; then the manifest is written again and must be the same bytes. So an
// unknown or missing member, a wrong type or order all show, and there is one description of the format.

std::string text(const Value& value, std::string_view name) { return std::string(value.text(name)); }

std::uint64_t natural(const Value& value, std::string_view name) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, value.number(name)));
}

TimePoint time(const Value& value, std::string_view name) {
  return parse_rfc3339(value.text(name)).value_or(TimePoint{});
}

std::vector<std::string> read_strings(const Value& value) {
  std::vector<std::string> texts;
  if (const auto* array = value.array())
    for (const Value& element : *array)
      if (const auto* it = element.string()) texts.push_back(*it);
  return texts;
}

template <class Entry, class Read>
std::vector<Entry> read_list(const Value& value, std::string_view name, Read read) {
  std::vector<Entry> entries;
  if (const auto* array = value[name].array())
    for (const Value& element : *array) entries.push_back(read(element));
  return entries;
}

IdSet read_id_set(const Value& value) { return {natural(value, "count"), text(value, "sha256")}; }

DatasetCertificate read_certificate(const Value& value) {
  return {
      .expected = read_id_set(value["expected"]),
      .archived = read_id_set(value["archived"]),
      .elsewhere = read_strings(value["archived"]["elsewhere"]),
      .quarantined = read_list<QuarantinedId>(
          value["quarantined"], "list",
          [](const Value& it) { return QuarantinedId{text(it, "id"), text(it, "reason")}; }),
      .absent = read_list<AbsentId>(value["absent"], "list",
                                    [](const Value& it) {
                                      return AbsentId{text(it, "id"), text(it, "conversation"),
                                                      text(it, "evidence")};
                                    }),
      .pending = read_list<PendingId>(value["pending"], "list",
                                      [](const Value& it) {
                                        return PendingId{text(it, "id"), text(it, "conversation"),
                                                         time(it, "due"), text(it, "reason")};
                                      }),
      .gap = read_list<GapId>(value["gap"], "list",
                              [](const Value& it) { return GapId{text(it, "id"), text(it, "evidence")}; }),
      .changed = read_list<NewVersion>(value["archived"], "changed", [](const Value& it) {
        return NewVersion{text(it, "id"), static_cast<std::uint32_t>(natural(it, "version"))};
      })};
}

std::optional<Reconciliation> read_reconciliation(const Value& value) {
  if (value.is_null()) return std::nullopt;
  Reconciliation it{
      text(value, "outcome"), natural(value, "started"), {}, natural(value, "listed"), text(value, "reason")};
  if (const auto* totals = value["totals"].array())
    for (const Value& total : *totals)
      it.totals.push_back(total.integer() ? static_cast<std::uint64_t>(*total.integer()) : 0);
  return it;
}

ListedObject read_object(const Value& value) {
  const Value& index = value["index"];
  return {.key = text(value, "key"),
          .dataset = value.text("dataset") == model::to_string(model::Dataset::transcripts)
                         ? model::Dataset::transcripts
                         : model::Dataset::conversations,
          .size_bytes = natural(value, "size"),
          .sha256 = text(value, "sha256"),
          .part_size_bytes = natural(value, "part_size"),
          .checksum = text(value, "checksum"),
          .merkle_root = text(value, "merkle_root"),
          .lines = natural(value, "lines"),
          .version_id = text(value, "version_id"),
          .encryption = {text(value["encryption"], "algorithm"), text(value["encryption"], "kms_key")},
          .storage_class = text(value, "storage_class"),
          .index_key = text(index, "key"),
          .index_size_bytes = natural(index, "size"),
          .index_sha256 = text(index, "sha256")};
}

Manifest read_manifest(const Value& value) {
  const Value& source = value["source"];
  const Value& provenance = value["provenance"];
  Manifest manifest{.offhook = text(value, "offhook"),
                    .slice = {text(value, "org"), time(value["slice"], "from"), time(value["slice"], "to")},
                    .number = natural(value, "number"),
                    .previous = text(value, "previous"),
                    .created = time(value, "created"),
                    .source = {.job = text(source, "job"),
                               .available_until = {},
                               .pages = natural(source, "pages"),
                               .records = natural(source, "records"),
                               .source_bytes = natural(source, "bytes"),
                               .request_ids = read_strings(source["request_ids"]),
                               .reconciliation = read_reconciliation(source["reconciliation"])},
                    .provenance = {.policy_sha256 = text(provenance, "policy_sha256"),
                                   .key = text(provenance, "key"),
                                   .engine = text(provenance, "engine"),
                                   .libphonenumber = text(provenance, "libphonenumber"),
                                   .libzstd = text(provenance, "libzstd"),
                                   .zstd_level = static_cast<int>(provenance.number("zstd_level"))},
                    .objects = {},
                    .conversations = read_certificate(value["certificate"]["conversations"]),
                    .transcripts = read_certificate(value["certificate"]["transcripts"]),
                    .open = read_strings(value["open"]),
                    .audit = {natural(value["audit"], "size"), text(value["audit"], "root")}};
  if (const auto until = parse_rfc3339(source.text("data_available_until")))
    manifest.source.available_until = *until;
  if (const auto* objects = value["objects"].array())
    for (const Value& object : *objects) manifest.objects.push_back(read_object(object));
  return manifest;
}

bool adds_up(const DatasetCertificate& certificate) {
  const CertificateCounts it = counts_of(certificate);
  return it.expected == it.archived + it.quarantined + it.absent + it.pending + it.gap &&
         certificate.elsewhere.size() <= it.archived;
}

}  // namespace

IdSet IdSet::of(std::vector<std::string> ids) {
  sort_unique(ids);
  IdHash hash;
  for (const std::string& id : ids) hash.add(id);
  return hash.ids();
}

std::string manifest_json(const Manifest& manifest, CertificateText conversations,
                          CertificateText transcripts, ListText open) {
  TextMembers texts;
  texts["certificate"] = json_with_texts({}, {{"conversations", json_of(std::move(conversations))},
                                              {"transcripts", json_of(std::move(transcripts))}});
  texts["open"] = std::move(open).json();
  return json_with_texts(members_of(manifest), std::move(texts));
}

std::string manifest_json(Manifest manifest) {
  normalise(manifest);
  ListText open;
  for (const std::string& id : manifest.open) open.add(id);
  return manifest_json(manifest, text_of(manifest.conversations), text_of(manifest.transcripts),
                       std::move(open));
}

CertificateCounts counts_of(const DatasetCertificate& it) {
  return {it.expected.count, it.archived.count, it.quarantined.size(),
          it.absent.size(),  it.pending.size(), it.gap.size()};
}

ManifestSummary summary_of(const Manifest& manifest) {
  return {manifest.slice,
          manifest.number,
          manifest.source.source_bytes,
          manifest.objects,
          manifest.audit,
          counts_of(manifest.conversations),
          counts_of(manifest.transcripts)};
}

Result<Manifest> parse_manifest(std::string_view bytes) {
  OFFHOOK_TRY(const Value value, json::parse(bytes));
  if (value.text("format") != kFormat)
    return fail(manifest_error(fmt::format("it is not of the format {}", kFormat)));
  Manifest manifest = read_manifest(value);
  const std::string again = manifest_json(manifest);
  if (again != bytes) {
    const auto differs = std::ranges::mismatch(again, bytes).in2 - bytes.begin();
    return fail(manifest_error(fmt::format("byte {} is not as version 1 writes it", differs)));
  }
  if (manifest.number == 0) return fail(manifest_error("its number is 0"));
  if ((manifest.number == 1) != manifest.previous.empty())
    return fail(manifest_error("all but the first, and only they, name the one before by its hash"));
  for (const auto& [name, certificate] :
       {std::pair{"conversations", &manifest.conversations}, {"transcripts", &manifest.transcripts}})
    if (!adds_up(*certificate))
      return fail(manifest_error(fmt::format("the certificate of {} does not add up", name)));
  return manifest;
}

std::string sign_manifest(std::string_view manifest_bytes, const crypto::SigningKey& key) {
  return json::canonical(Value(Value::Object{{"format", kSignatureFormat},
                                             {"algorithm", "ed25519"},
                                             {"key", crypto::key_id(key.public_bytes())},
                                             {"signature", to_base64(key.sign(manifest_bytes))}}));
}

Result<void> check_signature(std::string_view manifest_bytes, std::string_view signature_file,
                             const crypto::PublicKeyBytes& key) {
  const auto wrong = [](std::string_view why) {
    return fail(ErrorClass::corrupt, "archive.signature", fmt::format("the manifest's signature {}", why));
  };
  const auto value = json::parse(signature_file);
  if (!value || value->text("format") != kSignatureFormat || value->text("algorithm") != "ed25519")
    return wrong("is not of version 1");
  if (value->text("key") != crypto::key_id(key))
    return fail(ErrorClass::corrupt, "archive.signing_key",
                fmt::format("the manifest was signed with key {}, not with {}", value->text("key"),
                            crypto::key_id(key)));
  const auto bytes = from_base64(value->text("signature"));
  crypto::Signature signature{};
  // Base64 of 64 bytes leaves four bits unused: of the spellings they allow, one is ours.
  if (!bytes || bytes->size() != signature.size() || to_base64(*bytes) != value->text("signature") ||
      json::canonical(*value) != signature_file)
    return wrong("is malformed");
  std::ranges::copy(*bytes, signature.begin());
  if (!crypto::verify(key, manifest_bytes, signature)) return wrong("does not belong to its bytes");
  return {};
}

}  // namespace offhook::archive
