#include "crypto/uuid.h"

#include <gtest/gtest.h>

namespace offhook::crypto {
namespace {

// Computed with Python's uuid.uuid5(NAMESPACE_URL, ...); RFC 9562's own example (A.4) is in the DNS
// namespace.
TEST(UuidV5, AgreesWithOtherImplementations) {
  EXPECT_EQ(uuid_v5_url("http://www.example.com/"), "fcde3c85-2270-590f-9e7c-ee003d65e0e2");
  EXPECT_EQ(uuid_v5_url("s3://bucket/_offhook/manifests/org=acme/x/0000000001.json"),
            "972869c4-8b30-50a5-8420-abce82440805");
}

}  // namespace
}  // namespace offhook::crypto
