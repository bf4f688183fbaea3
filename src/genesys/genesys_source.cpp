#include "genesys/genesys_source.h"

#include "genesys/budget.h"
#include "genesys/credentials.h"
#include "genesys/jobs.h"
#include "genesys/query.h"
#include "genesys/transcripts.h"
#include "genesys/transport.h"

namespace offhook::genesys {
namespace {

// The synchronous query answers from a live index: what began so long ago is taken to be in it. Not
// documented; the trailing re-read makes up for a conversation that was later still.
constexpr std::chrono::minutes kQueryLag{15};

class GenesysSource final : public model::Source {
 public:
  GenesysSource(Options options, http::Client& client, Clock& clock, Random& random)
      : options_(std::move(options)),
        clock_(clock),
        budget_(options_.budget, clock),
        credentials_(options_, client, budget_, clock, random),
        transport_(options_, client, credentials_, budget_, clock, random),
        jobs_(options_, transport_, clock, random),
        query_(options_, transport_, random),
        transcripts_(options_, transport_, client, clock, random) {}

  Result<std::string> organization_id() override {
    const Call call{.what = "ask for the organisation's id",
                    .path = "/api/v2/organizations/me",
                    .priority = Priority::polls,
                    .permission = "directory:organization:view"};
    OFFHOOK_TRY(const Answer answer, transport_.ask(call, options_.stop));
    const std::string_view id = answer.body.text("id");
    if (id.empty())
      return fail(ErrorClass::corrupt, "source.malformed", "the organisation was stated without an id");
    return std::string(id);
  }

  Result<TimePoint> available_until() override {
    if (options_.mode == ReadMode::query) return clock_.now() - kQueryLag;
    return jobs_.available_until();
  }

  Result<std::string> begin_read(const model::Slice& slice) override {
    return options_.mode == ReadMode::query ? query_.begin(slice) : jobs_.submit(slice);
  }

  Result<model::PageEnd> read_page(const std::string& job, const std::string& cursor,
                                   const model::RecordSink& sink, std::stop_token stop) override {
    if (options_.mode == ReadMode::query) return query_.read_page(job, cursor, sink, stop);
    return jobs_.read_page(job, cursor, sink, stop);
  }

  Result<std::uint64_t> count_started(const model::Slice& slice, std::stop_token stop, int look) override {
    return query_.count_started(slice, stop, look);
  }

  Result<void> list_started(const model::Slice& slice, const model::IdSink& sink,
                            std::stop_token stop) override {
    return query_.list_started(slice, sink, stop);
  }

  bool has_second_opinion() const override { return options_.mode == ReadMode::job; }
  bool records_are_partial() const override { return options_.mode == ReadMode::query; }

  Result<void> read_by_id(const std::vector<std::string>& ids, const model::RecordSink& sink,
                          std::stop_token stop) override {
    return query_.read_by_id(ids, sink, stop);
  }

  Result<std::vector<model::TranscriptLink>> transcripts(std::string_view conversation_id,
                                                         std::string_view communication_id,
                                                         std::stop_token stop) override {
    return transcripts_.find(conversation_id, communication_id, stop);
  }

  Result<Sensitive<std::string>> fetch_transcript(const model::TranscriptLink& link, std::uint64_t max_bytes,
                                                  std::stop_token stop) override {
    return transcripts_.fetch(link, max_bytes, stop);
  }

  model::RequestCounts request_counts() const override {
    const TransportCounts counts = transport_.counts();
    model::RequestCounts stated{counts.total, counts.throttled, counts.retried, budget_.limit_per_minute()};
    stated.waited_to_read = budget_.waited(Priority::polls) + budget_.waited(Priority::pages);
    stated.waited_to_fetch = budget_.waited(Priority::transcripts);
    stated.waiting = static_cast<std::uint64_t>(budget_.waiting());
    return stated;
  }

 private:
  const Options options_;
  Clock& clock_;
  RequestBudget budget_;
  Credentials credentials_;
  Transport transport_;
  Jobs jobs_;
  Query query_;
  Transcripts transcripts_;
};

}  // namespace

Result<std::unique_ptr<model::Source>> make_source(Options options, http::Client& client, Clock& clock,
                                                   Random& random) {
  OFFHOOK_TRY(Options complete, checked(std::move(options)));
  return std::unique_ptr<model::Source>(
      std::make_unique<GenesysSource>(std::move(complete), client, clock, random));
}

}  // namespace offhook::genesys
