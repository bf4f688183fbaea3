#include <benchmark/benchmark.h>
#include <zstd.h>

#include <memory>

#include "base/check.h"
#include "bench/array_form.h"
#include "crypto/sha256.h"
#include "json/splitter.h"
#include "redact/detect/quiet/listener.h"
#include "redact/document.h"
#include "redact/engine.h"
#include "redact/schema.h"

namespace offhook::redact {
namespace {

constexpr std::size_t kBytes = 4 << 20;

const Engine& engine() {
  static const Engine shared = std::move(
      *Engine::open(Policy::standard(), std::move(*TokenKey::parse("0123456789abcdef0123456789abcdef"))));
  return shared;
}

std::vector<std::string> records_of(const std::string& body) {
  std::vector<std::string> records;
  json::RecordSplitter splitter("conversations", [&](json::RecordSplitter::Record record) -> Result<void> {
    records.push_back(std::move(record.bytes).reveal());
    return {};
  });
  check(splitter.feed(body) && splitter.finish(), "the body is split");
  return records;
}

void count_bytes(benchmark::State& state, const std::string& body) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * body.size()));
}

// Locate, detect, token, splice; the output is dropped. The argument: how many utterances in a hundred hold
// personal data.
void redact_array_form(benchmark::State& state) {
  const std::string body = bench::array_form(kBytes, static_cast<int>(state.range(0)));
  const auto records = records_of(body);
  for (auto _ : state) {
    for (const auto& record : records) {
      const auto out = engine().redact({record, {}, false});
      check(out.conversation.has_value(), "the record is redacted");
      benchmark::DoNotOptimize(out.conversation->bytes.data());
    }
  }
  count_bytes(state, body);
}
BENCHMARK(redact_array_form)->Arg(0)->Arg(2)->Arg(30)->Unit(benchmark::kMillisecond);

// The part of it that finds the texts.
void locate_array_form(benchmark::State& state) {
  const std::string body = bench::array_form(kBytes, 2);
  const auto records = records_of(body);
  const auto schema = *Schema::build(Policy::standard());
  MemberOrder order(schema);
  for (auto _ : state)
    for (const auto& record : records)
      benchmark::DoNotOptimize(Document::read(record, &schema, &order, false));
  count_bytes(state, body);
}
BENCHMARK(locate_array_form)->Unit(benchmark::kMillisecond);

// The look that leaves quiet utterances unread, at calls of a hundred, with each set of instructions that
// this processor has (0: the widest). Counted are the bytes of the texts alone.
void listen(benchmark::State& state) {
  const auto variants = detect::page_fillers();
  if (state.range(0) >= static_cast<std::int64_t>(variants.size()))
    return state.SkipWithError("not on this processor");
  const detect::Listener listener(
      detect::parties_of(std::vector<Known::Name>{{"Rosa Lindgren", Role::customer}}),
      variants[static_cast<std::size_t>(state.range(0))]);
  constexpr std::size_t kCall = 100;
  SeededRandom random(3);
  std::vector<std::string> texts(200 * kCall);
  std::vector<Utterance> utterances;
  std::size_t bytes = 0;
  for (auto& text : texts) {
    text = bench::plain_utterance(random);
    utterances.push_back({Role::other, text});
    bytes += text.size();
  }
  for (auto _ : state)
    for (std::size_t u = 0; u < utterances.size(); u += kCall)
      benchmark::DoNotOptimize(listener.hear(std::span(utterances).subspan(u, kCall)));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes));
}
BENCHMARK(listen)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);

// The yardstick, on the same bytes.
void sha256_array_form(benchmark::State& state) {
  const std::string body = bench::array_form(kBytes, 2);
  for (auto _ : state) benchmark::DoNotOptimize(crypto::sha256(body));
  count_bytes(state, body);
}
BENCHMARK(sha256_array_form)->Unit(benchmark::kMillisecond);

// What the archive costs anyway, on the same bytes.
void zstd_1(benchmark::State& state) {
  const std::string body = bench::array_form(kBytes, 2);
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  std::string out(ZSTD_compressBound(body.size()), '\0');
  for (auto _ : state)
    benchmark::DoNotOptimize(
        ZSTD_compressCCtx(context.get(), out.data(), out.size(), body.data(), body.size(), 1));
  count_bytes(state, body);
}
BENCHMARK(zstd_1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace offhook::redact
