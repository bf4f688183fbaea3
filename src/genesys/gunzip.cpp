#include "genesys/gunzip.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include "base/check.h"

namespace offhook::genesys {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib: 16 more asks for the gzip wrapper

using Stream = std::unique_ptr<z_stream, int (*)(z_stream*)>;

}  // namespace

Result<std::string> gunzip(std::string_view bytes, std::uint64_t max_bytes) {
  z_stream state{};
  check(inflateInit2(&state, kGzipWindow) == Z_OK, "zlib starts");
  const Stream stream(&state, inflateEnd);
  if (bytes.size() > std::numeric_limits<uInt>::max())
    return fail(ErrorClass::permanent, "source.too_large", "a gzip stream of 4 GiB or more");
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  state.avail_in = static_cast<uInt>(bytes.size());

  std::string plain;
  std::array<char, 64u << 10> chunk;
  for (int status = Z_OK; status != Z_STREAM_END;) {
    state.next_out = reinterpret_cast<Bytef*>(chunk.data());
    state.avail_out = static_cast<uInt>(chunk.size());
    status = inflate(&state, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END)
      return fail(ErrorClass::corrupt, "source.malformed",
                  fmt::format("a gzip stream breaks after {} bytes", plain.size()));
    plain.append(chunk.data(), chunk.size() - state.avail_out);
    if (plain.size() > max_bytes)
      return fail(ErrorClass::permanent, "source.too_large",
                  fmt::format("more than {} bytes once decompressed", max_bytes));
  }
  if (state.avail_in > 0)
    return fail(ErrorClass::corrupt, "source.malformed", "bytes after the end of a gzip stream");
  return plain;
}

}  // namespace offhook::genesys
