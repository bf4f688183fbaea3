#include "sim/gzip.h"

#include <zlib.h>

#include "base/check.h"

namespace offhook::sim {

std::string gzip(std::string_view body) {
  constexpr int kGzipWindow = 15 + 16;  // zlib: 16 more asks for the gzip wrapper
  z_stream stream{};
  check(deflateInit2(&stream, 1, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib starts");
  std::string out(deflateBound(&stream, body.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  check(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib compresses into its bound");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace offhook::sim
