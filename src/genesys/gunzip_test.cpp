#include "genesys/gunzip.h"

#include <gtest/gtest.h>

#include "genesys/gzip_words_for_test.h"

namespace offhook::genesys {
namespace {

TEST(Gunzip, ReadsWhatGzipWrote) { EXPECT_EQ(*gunzip(kWordsGzip, 5), "words"); }

TEST(Gunzip, StopsAtItsBound) { EXPECT_EQ(gunzip(kWordsGzip, 4).error().code, "source.too_large"); }

TEST(Gunzip, RefusesEveryStreamThatIsCutOrDamaged) {
  for (std::size_t size = 0; size < kWordsGzip.size(); ++size)
    EXPECT_EQ(gunzip(kWordsGzip.substr(0, size), 100).error().cls, ErrorClass::corrupt) << size;
  std::string damaged = kWordsGzip;
  damaged[18] ^= 1;  // in the checksum
  EXPECT_EQ(gunzip(damaged, 100).error().cls, ErrorClass::corrupt);
  EXPECT_EQ(gunzip(kWordsGzip + "x", 100).error().cls, ErrorClass::corrupt);
}

}  // namespace
}  // namespace offhook::genesys
