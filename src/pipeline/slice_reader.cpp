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

Result<void> read_inline(Services services, const std::string& job, const Enricher& enricher,
                         SliceWriter& writer, std::stop_token stop) {
  for (;;) {
    const std::uint64_t durable = writer.position();
    const auto step = [&](model::RawRecord record) -> Result<void> {
      if (record.position < durable) return {};
      if (stop.stop_requested()) return fail(cancelled());
      OFFHOOK_TRY(Enriched enriched, enricher.step(std::move(record), stop));
      return writer.add(std::move(enriched));
    };
    OFFHOOK_TRY(const model::PageEnd page, services.source.read_page(job, writer.cursor(), step, stop));
    OFFHOOK_CHECK_OK(writer.end_page(page));
    if (page.next_cursor.empty()) return {};
  }
}

// Feeds records and page ends to the workers until the last page, a failure, or a stop.
Result<void> feed(model::Source& source, const std::string& job, std::string cursor, std::uint64_t durable,
                  Workers& workers, std::stop_token stop) {
  for (;;) {
    const auto submit = [&](model::RawRecord record) -> Result<void> {
      if (record.position < durable) return {};
      const std::size_t bytes = record.bytes.reveal().size();
      if (!workers.submit(std::move(record), bytes, stop)) return fail(cancelled());
      return {};
    };
    OFFHOOK_TRY(model::PageEnd page, source.read_page(job, cursor, submit, stop));
    cursor = page.next_cursor;
    durable = 0;
    if (!workers.submit(std::move(page), 0, stop)) return fail(cancelled());
    if (cursor.empty()) return {};
  }
}

Result<void> write(Workers& workers, SliceWriter& writer) {
  while (auto done = workers.take()) {
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

Result<void> read_slice(Services services, const RunOptions& options, const std::string& job,
                        const Enricher& enricher, SliceWriter& writer, std::stop_token stop) {
  if (options.workers == 0) return read_inline(services, job, enricher, writer, stop);

  // Stops the feeder and the workers when the caller does, or when writing failed.
  std::stop_source halt;
  const std::stop_callback relay(stop, [&] { halt.request_stop(); });
  const auto work = [&](Read item) -> Done {
    if (auto* page = std::get_if<model::PageEnd>(&item)) return std::move(*page);
    return enricher.step(std::move(std::get<model::RawRecord>(item)), halt.get_token());
  };
  Workers workers(options.workers, {.items = 4 * options.workers, .bytes = options.max_conversation_bytes},
                  work);
  Result<void> fed;
  Result<void> written;
  {
    std::jthread feeder([&, cursor = writer.cursor(), durable = writer.position()] {
      fed = feed(services.source, job, cursor, durable, workers, halt.get_token());
      workers.close();
    });
    written = write(workers, writer);
    if (!written) halt.request_stop();
  }
  // What stopped the writer is the cause; the feeder then only reports that it was stopped.
  if (!written) return written;
  return fed;
}

}  // namespace offhook::pipeline
