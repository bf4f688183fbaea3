#include "archive/frame.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>

namespace offhook::archive {
namespace {

// 2^23 = 8 MiB: Trino's bound. Levels up to 19 stay within it by themselves for inputs of a MiB; a frame of
// one large line would not.
constexpr int kWindowLog = 23;
constexpr std::uint32_t kMagic = 0xFD2FB528;  // RFC 8878 §3.1.1
constexpr std::uint8_t kChecksumFlag = 1u << 2;

Error frame_error(std::string message) {
  return {ErrorClass::corrupt, "archive.frame", "zstd frame: " + std::move(message)};
}

struct FreeDecoder {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

bool starts_with_magic(std::string_view bytes) {
  for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 4); ++i)
    if (static_cast<std::uint8_t>(bytes[i]) != static_cast<std::uint8_t>(kMagic >> (8 * i))) return false;
  return true;
}

}  // namespace

void FrameEncoder::Free::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }

Result<FrameEncoder> FrameEncoder::open(int level) {
  if (level < 1 || level > 19)
    return fail(ErrorClass::permanent, "archive.level",
                fmt::format("zstd level {} is outside 1 to 19", level));
  std::unique_ptr<ZSTD_CCtx_s, Free> context(ZSTD_createCCtx());
  if (!context) return fail(ErrorClass::retryable, "archive.memory", "zstd found no memory for a context");
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_contentSizeFlag, 1);
  return FrameEncoder(std::move(context), level);
}

Result<std::string> FrameEncoder::compress(std::string_view raw) {
  if (raw.size() > kMaxFrameBytes)
    return fail(ErrorClass::permanent, "archive.frame_too_large",
                fmt::format("a frame of {} bytes is over the bound of {}", raw.size(), kMaxFrameBytes));
  // Setting a window turns off the level's adaption to small inputs, so it is set only where it is needed.
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_windowLog, raw.size() > (1u << kWindowLog) ? kWindowLog : 0);
  const std::size_t usual = ZSTD_compressBound(kFrameBytes);
  const std::size_t most = ZSTD_compressBound(raw.size());
  std::unique_ptr<char[]> large;
  if (most > usual) large = std::make_unique_for_overwrite<char[]>(most);
  if (!large && !room_) room_ = std::make_unique_for_overwrite<char[]>(usual);
  char* const room = large ? large.get() : room_.get();
  const std::size_t size =
      ZSTD_compress2(context_.get(), room, std::max(most, usual), raw.data(), raw.size());
  if (ZSTD_isError(size))
    return fail(ErrorClass::retryable, "archive.compress", std::string("zstd: ") + ZSTD_getErrorName(size));
  return std::string(room, size);
}

std::string FrameEncoder::library_version() { return ZSTD_versionString(); }

Result<std::string> decompress_frame(std::string_view frame, std::uint64_t max_bytes) {
  if (frame.size() < 6 || !starts_with_magic(frame)) return fail(frame_error("it does not start as one"));
  if ((static_cast<std::uint8_t>(frame[4]) & kChecksumFlag) == 0) return fail(frame_error("no checksum"));
  const std::size_t whole = ZSTD_findFrameCompressedSize(frame.data(), frame.size());
  if (ZSTD_isError(whole)) return fail(frame_error(ZSTD_getErrorName(whole)));
  if (whole != frame.size())
    return fail(frame_error(fmt::format("it ends after {} of {} bytes", whole, frame.size())));
  const unsigned long long stated = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (stated == ZSTD_CONTENTSIZE_UNKNOWN || stated == ZSTD_CONTENTSIZE_ERROR)
    return fail(frame_error("no content size"));
  if (stated > std::min(max_bytes, kMaxFrameBytes))
    return fail(ErrorClass::corrupt, "archive.frame_too_large",
                fmt::format("a zstd frame states {} bytes, over the bound of {}", stated,
                            std::min(max_bytes, kMaxFrameBytes)));
  const std::unique_ptr<ZSTD_DCtx, FreeDecoder> context(ZSTD_createDCtx());
  if (!context) return fail(ErrorClass::retryable, "archive.memory", "zstd found no memory for a context");
  std::string raw(stated, '\0');
  const std::size_t size =
      ZSTD_decompressDCtx(context.get(), raw.data(), raw.size(), frame.data(), frame.size());
  if (ZSTD_isError(size)) return fail(frame_error(ZSTD_getErrorName(size)));
  if (size != stated) return fail(frame_error("its content is not as long as it states"));
  return raw;
}

Result<void> split_lines(std::string_view raw, const LineOfFrame& sink) {
  if (!raw.ends_with('\n')) return fail(frame_error("its last line is not ended"));
  std::uint32_t number = 0;
  for (std::size_t begin = 0, end = 0; begin < raw.size(); begin = end + 1) {
    end = raw.find('\n', begin);
    OFFHOOK_CHECK_OK(sink(number++, raw.substr(begin, end - begin)));
  }
  return {};
}

Result<void> FrameCutter::feed(std::string_view chunk) {
  held_.append(chunk);
  std::size_t done = 0;
  while (done < held_.size()) {
    const std::string_view rest = std::string_view(held_).substr(done);
    if (!starts_with_magic(rest))
      return fail(frame_error(fmt::format("none starts at byte {}", offset_ + done)));
    const std::size_t size = ZSTD_findFrameCompressedSize(rest.data(), rest.size());
    if (ZSTD_isError(size)) {
      if (rest.size() > ZSTD_compressBound(kMaxFrameBytes))
        return fail(frame_error(fmt::format("the one at byte {} does not end", offset_ + done)));
      break;  // not whole yet
    }
    OFFHOOK_CHECK_OK(sink_(offset_ + done, rest.substr(0, size)));
    done += size;
  }
  held_.erase(0, done);
  offset_ += done;
  return {};
}

Result<void> FrameCutter::finish() {
  if (held_.empty()) return {};
  return fail(frame_error(fmt::format("the one at byte {} is cut", offset_)));
}

}  // namespace offhook::archive
