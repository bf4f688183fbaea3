#include "pipeline/estimate.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "archive/frame.h"
#include "archive/record_line.h"
#include "archive/seal.h"

namespace offhook::pipeline {
namespace {

using std::chrono::days;

constexpr std::size_t kTotals = 40;         // questions for totals, while windows may be so long
constexpr std::size_t kMostSlices = 30;     // in one window: the query answers for 31 days
constexpr std::size_t kLooks = 3;           // windows of which some conversations are looked at
constexpr std::size_t kConversations = 50;  // of each: what one request brings by id
constexpr std::size_t kTranscripts = 9;     // in all
constexpr std::size_t kMaxSampleBytes = 16u << 20;

constexpr std::uint64_t kFixedRequests = 2;  // organisation, watermark
constexpr std::uint64_t kPolls = 4;          // of a job: it is asked after 0, 2, 5 and 10 s or so
constexpr std::uint64_t kTotalLooks = 2;     // of the reconciliation
constexpr double kRepeated = 0.05;
// An object is begun and completed, and has an index; a slice has a manifest and its signature.
constexpr std::uint64_t kPutsPerObject = 3;
constexpr std::uint64_t kPutsPerSlice = 2;

std::uint64_t pages(double count, std::uint64_t size) {
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(count / static_cast<double>(size))));
}

std::uint64_t whole(double number) { return static_cast<std::uint64_t>(std::llround(number)); }

// Slices that follow each other without a gap.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;  // exclusive
};

std::vector<Window> windows_of(const std::vector<PlannedSlice>& slices) {
  const std::size_t size = std::clamp<std::size_t>((slices.size() + kTotals - 1) / kTotals, 1, kMostSlices);
  std::vector<Window> windows;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const bool follows = !windows.empty() && windows.back().last - windows.back().first < size &&
                         slices[i - 1].slice.to == slices[i].slice.from;
    if (follows)
      windows.back().last = i + 1;
    else
      windows.push_back({i, i + 1});
  }
  return windows;
}

model::Slice interval_of(const std::vector<PlannedSlice>& slices, const Window& window) {
  const model::Slice& first = slices[window.first].slice;
  return {first.org, first.from, slices[window.last - 1].slice.to};
}

// The total is one of whole days; this is the window's share of it, were all hours alike.
double share_of_days(const model::Slice& window) {
  const auto whole_days = std::chrono::ceil<days>(window.to) - std::chrono::floor<days>(window.from);
  return std::chrono::duration<double>(window.to - window.from) / std::chrono::duration<double>(whole_days);
}

// Sizes, as a few conversations and transcripts have them.
class Sample {
 public:
  Sample(model::Source& source, const EstimateOptions& options, std::stop_token stop)
      : source_(source), options_(options), stop_(std::move(stop)) {}

  Result<void> look(const model::Slice& window) {
    std::vector<std::string> ids;
    const auto take_id = [&](std::string id) -> Result<void> {
      if (!id.empty()) ids.push_back(std::move(id));
      if (ids.size() < kConversations) return {};
      return fail(ErrorClass::cancelled, "estimate.enough", "enough ids");
    };
    const auto listed = source_.list_started(window, take_id, stop_);
    if (!listed && listed.error().code != "estimate.enough") return listed;
    const std::size_t transcripts_wanted = transcripts_tried_ + kTranscripts / kLooks;
    const auto take_record = [&](const model::RawRecord& record) -> Result<void> {
      take(record.bytes.reveal());
      return {};
    };
    OFFHOOK_CHECK_OK(source_.read_by_id(ids, take_record, stop_));
    while (transcripts_tried_ < transcripts_wanted && !to_fetch_.empty()) {
      OFFHOOK_CHECK_OK(fetch(to_fetch_.back()));
      to_fetch_.pop_back();
    }
    to_fetch_.clear();
    return {};
  }

  [[nodiscard]] std::uint64_t conversations() const { return conversations_; }
  [[nodiscard]] std::uint64_t transcripts() const { return transcripts_found_; }
  [[nodiscard]] double legs_per_conversation() const { return ratio(legs_, conversations_); }
  [[nodiscard]] double bytes_per_conversation() const { return ratio(conversation_bytes_, conversations_); }
  [[nodiscard]] double bytes_per_leg() const { return ratio(transcript_bytes_, transcripts_tried_); }
  [[nodiscard]] double conversations_shrink_to() const { return shrink_to(conversation_text_); }
  [[nodiscard]] double transcripts_shrink_to() const { return shrink_to(transcript_text_); }

 private:
  struct Leg {
    std::string conversation;
    std::string communication;
  };

  static double ratio(std::uint64_t a, std::uint64_t b) {
    return b == 0 ? 0 : static_cast<double>(a) / static_cast<double>(b);
  }

  [[nodiscard]] double shrink_to(const Sensitive<std::string>& text) const {
    auto encoder = archive::FrameEncoder::open(options_.zstd_level);
    if (!encoder || text.reveal().empty()) return 0;
    const auto frame = encoder->compress(text.reveal());
    return frame ? ratio(frame->size(), text.reveal().size()) : 1;
  }

  static void keep(Sensitive<std::string>& text, const std::string& raw) {
    if (text.reveal().size() + raw.size() < kMaxSampleBytes) text.reveal() += raw + "\n";
  }

  void take(const std::string& raw) {
    const auto head = archive::parse_head(raw);
    if (!head) return;
    ++conversations_;
    conversation_bytes_ += raw.size();
    keep(conversation_text_, raw);
    for (const archive::Leg& leg : head->legs) {
      if (!leg.recorded) continue;
      ++legs_;
      to_fetch_.push_back({head->id, leg.communication});
    }
  }

  // A transcript that is not there, or cannot be had, counts as none.
  Result<void> fetch(const Leg& leg) {
    ++transcripts_tried_;
    const auto links = source_.transcripts(leg.conversation, leg.communication, stop_);
    if (!links) return unless_it_stops(links.error());
    for (const model::TranscriptLink& link : *links) {
      const auto bytes = source_.fetch_transcript(link, options_.max_transcript_bytes, stop_);
      if (!bytes) return unless_it_stops(bytes.error());
      ++transcripts_found_;
      transcript_bytes_ += bytes->reveal().size();
      keep(transcript_text_, bytes->reveal());
    }
    return {};
  }

  static Result<void> unless_it_stops(const Error& error) {
    const bool stops = error.cls == ErrorClass::cancelled || error.cls == ErrorClass::throttled ||
                       error.code.starts_with("source.refused");
    if (stops) return fail(error);
    return {};
  }

  model::Source& source_;
  const EstimateOptions& options_;
  std::stop_token stop_;
  std::uint64_t conversations_ = 0;
  std::uint64_t conversation_bytes_ = 0;
  std::uint64_t legs_ = 0;
  std::uint64_t transcripts_tried_ = 0;
  std::uint64_t transcripts_found_ = 0;
  std::uint64_t transcript_bytes_ = 0;
  Sensitive<std::string> conversation_text_;
  Sensitive<std::string> transcript_text_;
  std::vector<Leg> to_fetch_;
};

void add_reading(Estimate::Requests& requests, double conversations, bool by_job,
                 const EstimateOptions& options) {
  requests.reading += pages(conversations, options.page_size);
  if (by_job) {
    requests.reading += 1 + kPolls;
    requests.comparing += kTotalLooks + pages(conversations, options.listing_size) + 1;
  } else {
    requests.reading += 1;  // a page that is empty ends the reading
  }
}

void add_objects(Estimate& estimate, double bytes, const EstimateOptions& options) {
  if (bytes < 1) return;
  const std::uint64_t objects = pages(bytes, options.object_bytes);
  const std::uint64_t each = std::max<std::uint64_t>(1, whole(bytes / static_cast<double>(objects)));
  estimate.objects += objects;
  estimate.stored_bytes += whole(bytes);
  estimate.puts +=
      objects * (kPutsPerObject + pages(static_cast<double>(each), archive::part_size_for(each)));
}

}  // namespace

Result<Estimate> estimate(model::Source& source, const std::vector<PlannedSlice>& slices,
                          const EstimateOptions& options, std::stop_token stop) {
  const std::vector<Window> windows = windows_of(slices);
  std::vector<double> totals;
  std::vector<model::Slice> filled;
  for (const Window& window : windows) {
    const model::Slice interval = interval_of(slices, window);
    OFFHOOK_TRY(const std::uint64_t total, source.count_started(interval, stop));
    totals.push_back(static_cast<double>(total) * share_of_days(interval));
    if (total > 0) filled.push_back(interval);
  }
  Sample sample(source, options, stop);
  // The first, the last, and one amid.
  for (std::size_t look = 0; look < std::min(kLooks, filled.size()); ++look) {
    const std::size_t at =
        filled.size() == 1 ? 0 : look * (filled.size() - 1) / (std::min(kLooks, filled.size()) - 1);
    OFFHOOK_CHECK_OK(sample.look(filled[at]));
  }

  Estimate result;
  result.sampled_conversations = sample.conversations();
  result.sampled_transcripts = sample.transcripts();
  result.requests.reading = kFixedRequests;
  const bool by_job = source.has_second_opinion();
  const double conversation_ratio = sample.conversations_shrink_to();
  const double transcript_ratio = sample.transcripts_shrink_to();
  double all_conversations = 0, all_transcripts = 0, source_bytes = 0;
  for (std::size_t w = 0; w < windows.size(); ++w) {
    const model::Slice interval = interval_of(slices, windows[w]);
    for (std::size_t i = windows[w].first; i < windows[w].last; ++i) {
      const PlannedSlice& slice = slices[i];
      const double conversations =
          totals[w] * (std::chrono::duration<double>(slice.slice.to - slice.slice.from) /
                       std::chrono::duration<double>(interval.to - interval.from));
      const double transcripts = slice.again ? 0 : conversations * sample.legs_per_conversation();
      all_conversations += conversations;
      all_transcripts += transcripts;
      const double conversation_bytes = conversations * sample.bytes_per_conversation();
      const double transcript_bytes = transcripts * sample.bytes_per_leg();
      source_bytes += conversation_bytes + transcript_bytes;
      add_reading(result.requests, conversations, by_job, options);
      if (slice.again) continue;
      add_objects(result, conversation_bytes * conversation_ratio, options);
      add_objects(result, transcript_bytes * transcript_ratio, options);
      if (conversations >= 0.5) result.puts += kPutsPerSlice;
    }
  }
  result.conversations = whole(all_conversations);
  result.transcripts = whole(all_transcripts);
  result.source_bytes = whole(source_bytes);
  result.requests.transcripts = result.transcripts;
  result.requests.repeated = whole(kRepeated * static_cast<double>(result.requests.total()));
  return result;
}

}  // namespace offhook::pipeline
