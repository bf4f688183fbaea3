#include <benchmark/benchmark.h>

#include <string>

#include "base/encoding.h"
#include "crypto/merkle.h"
#include "crypto/sha256.h"

namespace offhook::crypto {
namespace {

// The yardstick of every run: bench/report.py looks for it by name.
void sha256_stream(benchmark::State& state) {
  const std::string bytes(1 << 20, 'x');
  for (auto _ : state) {
    Sha256 stream;
    stream.update(bytes);
    benchmark::DoNotOptimize(stream.digest());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}
BENCHMARK(sha256_stream);

void sha256_short(benchmark::State& state) {
  const std::string bytes(64, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(sha256(bytes));
}
BENCHMARK(sha256_short);

// A token's price: one value under a key that is kept.
void hmac_of_a_number(benchmark::State& state) {
  const HmacKey key(as_bytes("0123456789abcdef0123456789abcdef"));
  for (auto _ : state) benchmark::DoNotOptimize(key.sign("+14155550132"));
}
BENCHMARK(hmac_of_a_number);

void merkle_leaf_of_a_line(benchmark::State& state) {
  const std::string line(4096, 'x');
  MerkleTree tree;
  for (auto _ : state) tree.append(leaf_hash(line));
  benchmark::DoNotOptimize(tree.root());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * line.size()));
}
BENCHMARK(merkle_leaf_of_a_line);

}  // namespace
}  // namespace offhook::crypto
