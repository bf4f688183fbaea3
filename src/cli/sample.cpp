#include "cli/sample.h"

#include <fmt/format.h>

#include <algorithm>

#include "archive/record_line.h"
#include "json/value.h"
#include "redact/token_key.h"

namespace offhook::cli {
namespace {

constexpr std::uint64_t kMaxTranscriptBytes = 32u << 20;  // formats, record line

bool stops_the_run(const Error& error) {
  return error.cls == ErrorClass::cancelled || error.cls == ErrorClass::throttled ||
         error.code.starts_with("source.refused");
}

class Sampler {
 public:
  Sampler(model::Source& source, const redact::Engine& engine, std::uint64_t count, std::stop_token stop)
      : source_(source), engine_(engine), count_(count), stop_(std::move(stop)) {}

  [[nodiscard]] bool enough() const { return seen_ >= count_; }

  Result<void> read(const model::Slice& slice) {
    OFFHOOK_TRY(const std::string job, source_.begin_read(slice));
    std::string cursor;
    do {
      std::vector<model::RawRecord> records;
      const auto take = [&](model::RawRecord record) -> Result<void> {
        records.push_back(std::move(record));
        if (seen_ + records.size() < count_) return {};
        return fail(ErrorClass::cancelled, "sample.enough", "enough conversations");
      };
      const auto page = source_.read_page(job, cursor, take, stop_);
      if (!page && page.error().code != "sample.enough") return fail(page.error());
      for (model::RawRecord& record : records) OFFHOOK_CHECK_OK(redact(std::move(record)));
      cursor = page ? page->next_cursor : "";
    } while (!cursor.empty() && !enough());
    return {};
  }

  [[nodiscard]] SampleFindings take() { return std::move(result_); }

 private:
  Result<void> redact(model::RawRecord record) {
    ++seen_;
    if (record.too_large) return quarantine("too_large");
    const std::string raw = std::move(record.bytes).reveal();
    const auto head = archive::parse_head(raw);
    if (!head) return quarantine(head.error().code);
    if (const auto whole = archive::check_document(raw); !whole) return quarantine(whole.error().code);
    std::vector<Sensitive<std::string>> transcripts;
    for (const archive::Leg& leg : head->legs)
      if (leg.recorded) OFFHOOK_CHECK_OK(fetch(head->id, leg.communication, transcripts));

    redact::ConversationInput input{raw, {}, true};
    for (const auto& transcript : transcripts) input.transcripts.push_back(transcript.reveal());
    const redact::ConversationOutput output = engine_.redact(input);
    count("conversation", output.conversation, result_.conversations);
    for (const auto& transcript : output.transcripts) count("transcript", transcript, result_.transcripts);
    return {};
  }

  // What is not there, or is not now, is none.
  Result<void> fetch(const std::string& conversation, const std::string& communication,
                     std::vector<Sensitive<std::string>>& transcripts) {
    const auto links = source_.transcripts(conversation, communication, stop_);
    if (!links) return stops_the_run(links.error()) ? fail_with(links.error()) : Result<void>{};
    for (const model::TranscriptLink& link : *links) {
      auto bytes = source_.fetch_transcript(link, kMaxTranscriptBytes, stop_);
      if (bytes)
        transcripts.push_back(std::move(*bytes));
      else if (stops_the_run(bytes.error()))
        return fail_with(bytes.error());
    }
    return {};
  }

  void count(const char* document, const Result<redact::RedactedDocument>& redacted,
             std::uint64_t& documents) {
    if (!redacted) {
      ++result_.quarantined[redacted.error().code];
      return;
    }
    ++documents;
    for (const redact::Span& span : redacted->spans)
      ++result_.findings[{span.type, document, field_of(span.path)}];
  }

  Result<void> quarantine(const std::string& reason) {
    ++result_.quarantined[reason];
    return {};
  }

  static Result<void> fail_with(const Error& error) { return fail(error); }

  model::Source& source_;
  const redact::Engine& engine_;
  const std::uint64_t count_;
  std::stop_token stop_;
  std::uint64_t seen_ = 0;
  SampleFindings result_;
};

bool is_index(std::string_view step) {
  return !step.empty() && step.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string field_of(std::string_view pointer) {
  std::string field;
  for (std::size_t at = 1; at <= pointer.size();) {
    const std::size_t end = std::min(pointer.find('/', at), pointer.size());
    const std::string_view step = pointer.substr(at, end - at);
    if (is_index(step)) {
      field += "[]";
    } else {
      if (!field.empty()) field += '.';
      field += redact::is_token(step) ? "*" : step;
    }
    at = end + 1;
  }
  return field;
}

Result<SampleFindings> take_sample(model::Source& source, const redact::Engine& engine,
                                   const std::vector<model::Slice>& slices, std::uint64_t count,
                                   std::stop_token stop) {
  Sampler sampler(source, engine, count, std::move(stop));
  for (auto slice = slices.rbegin(); slice != slices.rend() && !sampler.enough(); ++slice)
    OFFHOOK_CHECK_OK(sampler.read(*slice));
  return sampler.take();
}

std::string text_of(const SampleFindings& sample) {
  std::string text =
      fmt::format("{} conversations and {} transcripts were read and redacted. Nothing was stored.\n",
                  sample.conversations, sample.transcripts);
  for (const auto& [reason, count] : sample.quarantined)
    text += fmt::format("{} could not be redacted with certainty ({}); a run would quarantine them.\n", count,
                        reason);
  if (sample.findings.empty()) return text + "Nothing was found to redact.\n";
  text += fmt::format("\n{:<20} {:>8}  {}\n", "kind", "findings", "field");
  for (const auto& [where, count] : sample.findings) {
    const auto& [kind, document, field] = where;
    text += fmt::format("{:<20} {:>8}  {}: {}\n", kind, count, document, field);
  }
  return text;
}

std::string json_of(const SampleFindings& sample) {
  json::Value::Array findings;
  for (const auto& [where, count] : sample.findings) {
    const auto& [kind, document, field] = where;
    findings.push_back(
        json::Value::Object{{"kind", kind}, {"document", document}, {"field", field}, {"count", count}});
  }
  json::Value::Object quarantined;
  for (const auto& [reason, count] : sample.quarantined) quarantined[reason] = count;
  const json::Value::Object members{{"event", "sample.finished"},
                                    {"conversations", sample.conversations},
                                    {"transcripts", sample.transcripts},
                                    {"quarantined", std::move(quarantined)},
                                    {"findings", std::move(findings)}};
  return json::compact(members) + "\n";
}

}  // namespace offhook::cli
