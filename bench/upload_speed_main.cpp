// Uploads one file as the pipeline does (equal parts, SHA-256 each, several at once, conditional completion)
// and prints seconds and peak memory as JSON. Started by bench/upload.py, which compares with boto3.
//
//   upload_speed ENDPOINT CA BUCKET KEY FILE PART_MIB PARALLEL      (credentials from the environment)
#include <fcntl.h>
#include <sys/resource.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "base/random.h"
#include "crypto/sha256.h"
#include "http/client.h"
#include "store/s3_store.h"

namespace {

using namespace offhook;

Result<void> upload(model::ObjectStore& store, const std::string& key, const File& file,
                    std::uint64_t part_bytes, int parallel) {
  OFFHOOK_TRY(const std::uint64_t size, file.size_bytes());
  OFFHOOK_TRY(const model::Upload begun, store.begin_upload({key, {}, "STANDARD", "application/zstd"}));
  std::vector<model::Part> parts((size + part_bytes - 1) / part_bytes);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  {
    std::vector<std::jthread> senders;
    for (int i = 0; i < parallel; ++i)
      senders.emplace_back([&] {
        for (std::size_t at = next++; at < parts.size() && !failed; at = next++) {
          const std::uint64_t offset = at * part_bytes;
          const auto bytes = file.read_at(offset, std::min(part_bytes, size - offset));
          if (!bytes) {
            failed = true;
            break;
          }
          auto part = store.upload_part(begun, static_cast<int>(at) + 1, *bytes, crypto::sha256(*bytes));
          if (part)
            parts[at] = std::move(*part);
          else
            failed = true;
        }
      });
  }
  if (failed) return fail(ErrorClass::permanent, "bench.failed", "a part could not be sent");
  OFFHOOK_TRY(const auto completed, store.complete_upload(begun, parts));
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 8) return 2;
  SystemClock clock;
  SystemRandom random;
  const auto client = http::make_curl_client({.ca_file = arguments[2]});
  const auto provider = aws::make_environment_provider(aws::process_environment());
  const auto file = File::open(arguments[5], O_RDONLY);
  if (!client || !file) return 2;
  const auto store = store::make_s3_store({.bucket = arguments[3], .endpoint = arguments[1]}, **client,
                                          *provider, clock, random);
  if (!store) return 2;
  const auto started = clock.monotonic();
  const auto done = upload(**store, arguments[4], *file, std::strtoull(arguments[6], nullptr, 10) << 20,
                           std::atoi(arguments[7]));
  const double seconds = std::chrono::duration<double>(clock.monotonic() - started).count();
  if (!done) {
    std::fprintf(stderr, "%s\n", done.error().message.c_str());
    return 1;
  }
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  std::printf("{\"seconds\":%.4f,\"peak_bytes\":%ld,\"cpu_seconds\":%.3f}\n", seconds,
              usage.ru_maxrss * 1024L,
              static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                  static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);
  return 0;
}
