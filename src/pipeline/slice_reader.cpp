#include "pipeline/slice_reader.h"

#include <thread>
#include <variant>

#include "pipeline/ordered_workers.h"

namespace offhook::pipeline {
namespace {

using Read = std::variant<model::RawRecord, model::PageEnd>;
using Done = std::variant<Result<Enriched>, model::PageEnd>;
using Workers = OrderedWorkers<Read, Done>;

Error cancelled() { return {ErrorClass::cancelled, "cancelled", "stopped while reading a slice"}; }

Result<void> read_inline(Services services, Tally& tally, const std::string& job, const Enricher& enricher,
                         SliceWriter& writer, std::stop_token stop) {
  for (;;) {
    const std::uint64_t durable = writer.position();
    const auto step = [&](model::RawRecord record) -> Result<void> {
      if (record.position < durable) return {};
      if (stop.stop_requested()) return fail(cancelled());
      OFFHOOK_TRY(Enriched enriched, enricher.step(std::move(record), stop));
      const StageTimer packing(services.clock, tally.stages, Stage::pack);
      return writer.add(std::move(enriched));
    };
    const StageTimer reading(services.clock, tally.stages, Stage::read);
    OFFHOOK_TRY(const model::PageEnd page, services.source.read_page(job, writer.cursor(), step, stop));
    const StageTimer packing(services.clock, tally.stages, Stage::pack);
    OFFHOOK_CHECK_OK(writer.end_page(page));
    if (page.next_cursor.empty()) return {};
  }
}

// Feeds records and page ends to the workers until the last page, a failure, or a stop.
Result<void> feed(Services services, Tally& tally, const std::string& job, std::string cursor,
                  std::uint64_t durable, Workers& workers, std::stop_token stop) {
  const StageTimer reading(services.clock, tally.stages, Stage::read);
  const auto submit = [&](Read item, std::size_t bytes) -> Result<void> {
    const StageTimer waiting(services.clock, tally.stages, Stage::read, Activity::waiting_for_output);
    ++tally.queued_records;
    if (!workers.submit(std::move(item), bytes, stop)) return fail(cancelled());
    return {};
  };
  for (;;) {
    const auto take = [&](model::RawRecord record) -> Result<void> {
      if (record.position < durable) return {};
      const std::size_t bytes = record.bytes.reveal().size();
      return submit(std::move(record), bytes);
    };
    OFFHOOK_TRY(model::PageEnd page, services.source.read_page(job, cursor, take, stop));
    cursor = page.next_cursor;
    durable = 0;
    OFFHOOK_CHECK_OK(submit(std::move(page), 0));
    if (cursor.empty()) return {};
  }
}

Result<void> write(Services services, Tally& tally, Workers& workers, SliceWriter& writer) {
  const auto take = [&] {
    const StageTimer waiting(services.clock, tally.stages, Stage::pack, Activity::waiting_for_input);
    return workers.take();
  };
  while (auto done = take()) {
    --tally.queued_records;
    const StageTimer packing(services.clock, tally.stages, Stage::pack);
    if (auto* page = std::get_if<model::PageEnd>(&*done)) {
      OFFHOOK_CHECK_OK(writer.end_page(*page));
    } else {
      OFFHOOK_TRY(Enriched enriched, std::move(std::get<Result<Enriched>>(*done)));
      OFFHOOK_CHECK_OK(writer.add(std::move(enriched)));
    }
  }
  return {};
}

}  // namespace

Result<void> read_slice(Services services, const RunOptions& options, Tally& tally, const std::string& job,
                        const Enricher& enricher, SliceWriter& writer, std::stop_token stop) {
  if (options.workers == 0) return read_inline(services, tally, job, enricher, writer, stop);

  // Stops the feeder and the workers when the caller does, or when writing failed.
  std::stop_source halt;
  const std::stop_callback relay(stop, [&] { halt.request_stop(); });
  const auto step = [&](Read item) -> Done {
    if (auto* page = std::get_if<model::PageEnd>(&item)) return std::move(*page);
    return enricher.step(std::move(std::get<model::RawRecord>(item)), halt.get_token());
  };
  const auto work = [&, started = services.clock.monotonic()](Read item) -> Done {
    // What a worker waits for is a record, and the first that is done with it is fetch.
    thread_local Clock::Monotonic free_since = started;
    tally.stages.add(Stage::fetch, Activity::waiting_for_input, services.clock.monotonic() - free_since);
    Done done = step(std::move(item));
    free_since = services.clock.monotonic();
    return done;
  };
  constexpr std::size_t kInFlightBytes = 16u << 20;
  Workers workers(options.workers, {.items = options.records_in_flight(), .bytes = kInFlightBytes}, work);
  Result<void> fed;
  Result<void> written;
  {
    std::jthread feeder([&, cursor = writer.cursor(), durable = writer.position()] {
      fed = feed(services, tally, job, cursor, durable, workers, halt.get_token());
      workers.close();
    });
    written = write(services, tally, workers, writer);
    if (!written) halt.request_stop();
  }
  tally.queued_records = 0;
  // What stopped the writer is the cause; the feeder then only reports that it was stopped.
  if (!written) return written;
  return fed;
}

}  // namespace offhook::pipeline
