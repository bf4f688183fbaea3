#include <benchmark/benchmark.h>

#include "base/check.h"
#include "bench/bodies.h"
#include "json/splitter.h"
#include "json/value.h"
#include "json/walk.h"

namespace offhook::json {
namespace {

constexpr bool kPlain = false, kWords = true;

void count_bytes(benchmark::State& state, const std::string& body) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * body.size()));
}

void split_records(benchmark::State& state, bool with_words) {
  const std::string body = bench::page(16 << 20, with_words);
  constexpr std::size_t kChunk = 16 << 10;  // what a socket gives at a time
  for (auto _ : state) {
    std::size_t bytes = 0;
    RecordSplitter splitter("conversations", [&](RecordSplitter::Record record) -> Result<void> {
      bytes += record.bytes.reveal().size();
      return {};
    });
    bool ok = true;
    for (std::size_t at = 0; at < body.size(); at += kChunk)
      ok = ok && splitter.feed(std::string_view(body).substr(at, kChunk));
    check(ok && splitter.finish(), "the body is split");
    benchmark::DoNotOptimize(bytes);
  }
  count_bytes(state, body);
}
BENCHMARK_CAPTURE(split_records, text, kPlain)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(split_records, words, kWords)->Unit(benchmark::kMillisecond);

void walk_record(benchmark::State& state, bool with_words) {
  const std::string body = bench::page(1 << 20, with_words);
  struct Counter final : Visitor {
    Result<void> value(const Visit& visit) override {
      strings += visit.type == Type::string;
      return {};
    }
    std::size_t strings = 0;
  } counter;
  for (auto _ : state) check(walk(body, counter).has_value(), "the body is JSON");
  benchmark::DoNotOptimize(counter.strings);
  count_bytes(state, body);
}
BENCHMARK_CAPTURE(walk_record, text, kPlain);
BENCHMARK_CAPTURE(walk_record, words, kWords);

// Strings without ASCII, and strings full of escapes.
void walk_strings(benchmark::State& state, std::string_view unit) {
  std::string body = "[";
  for (int string = 0; string < 4096; ++string) {
    body += string ? ",\"" : "\"";
    for (int i = 0; i < 32; ++i) body += unit;
    body += '"';
  }
  body += "]";
  struct Ignore final : Visitor {
    Result<void> value(const Visit&) override { return {}; }
  } visitor;
  for (auto _ : state) check(walk(body, visitor).has_value(), "the body is JSON");
  count_bytes(state, body);
}
BENCHMARK_CAPTURE(walk_strings, ascii, "thank you");
BENCHMARK_CAPTURE(walk_strings, cyrillic, "\u0441\u043f\u0430\u0441\u0438\u0431\u043e ");
BENCHMARK_CAPTURE(walk_strings, escapes, "\\u0441\\u043f\\n");

void parse_value(benchmark::State& state) {
  const std::string body = bench::page(1 << 20, kPlain);
  for (auto _ : state) benchmark::DoNotOptimize(parse(body));
  count_bytes(state, body);
}
BENCHMARK(parse_value);

}  // namespace
}  // namespace offhook::json
