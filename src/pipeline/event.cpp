#include "pipeline/event.h"

#include "crypto/uuid.h"
#include "json/value.h"
#include "pipeline/cost.h"

namespace offhook::pipeline {
namespace {

json::Value counts(const archive::CertificateCounts& it) {
  return json::Value::Object{{"expected", it.expected},       {"archived", it.archived},
                             {"quarantined", it.quarantined}, {"absent", it.absent},
                             {"pending", it.pending},         {"gap", it.gap}};
}

// Three decimals are enough for people and keep the text short.
double rounded(double value) {
  return static_cast<double>(static_cast<std::int64_t>(value * 1000.0 + 0.5)) / 1000.0;
}

}  // namespace

model::Event completion_event(const archive::ManifestSummary& manifest, const EventFacts& facts) {
  std::uint64_t transferred = 0;
  for (const archive::ListedObject& object : manifest.objects)
    transferred += object.size_bytes + object.index_size_bytes;
  const double cost = estimated_cost_usd(manifest.objects);
  const double seconds = std::chrono::duration<double>(facts.duration).count();
  const double megabits = static_cast<double>(manifest.source_bytes) * 8.0 / 1e6;

  const bool gap = manifest.conversations.gap > 0;
  const std::string type = gap ? "archive.gap" : "archive.completed";
  const std::string time = format_rfc3339(facts.time);
  json::Value::Object data{
      {"event", type},
      {"slice", manifest.slice.id()},
      {"manifest", facts.manifest_uri},
      {"metrics",
       json::Value::Object{
           {"bytes_transferred", transferred},
           {"source_bytes", manifest.source_bytes},
           {"duration_seconds", rounded(seconds)},
           {"throughput_mbps", seconds > 0 ? rounded(megabits / seconds) : 0.0},
           {"estimated_cost_usd", static_cast<double>(static_cast<std::int64_t>(cost * 1e6 + 0.5)) / 1e6}}},
      {"audit", json::Value::Object{{"timestamp", time},
                                    {"action", "manifest.committed"},
                                    {"status", gap ? "warning" : "ok"},
                                    {"checksum", facts.manifest_sha256},
                                    {"checkpoint", json::Value::Object{{"size", manifest.audit.size},
                                                                       {"root", manifest.audit.root}}}}},
      {"counts", json::Value::Object{{"conversations", counts(manifest.conversations)},
                                     {"transcripts", counts(manifest.transcripts)}}}};
  model::Event event;
  event.id = crypto::uuid_v5_url(facts.manifest_uri);
  event.source = facts.archive_uri;
  event.type = type;
  event.subject = manifest.slice.org + "/" + manifest.slice.id();
  event.time = facts.time;
  event.data = json::compact(json::Value(std::move(data)));
  return event;
}

}  // namespace offhook::pipeline
