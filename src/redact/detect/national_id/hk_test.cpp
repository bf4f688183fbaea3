#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdHk, PublishedExamples) {
  EXPECT_EQ(fit(ids_hk(), "hkid", "A1234563"), Fit::check);
  EXPECT_EQ(fit(ids_hk(), "hkid", "AB9876543"), Fit::check);
  EXPECT_EQ(fit(ids_hk(), "hkid", "A1234564"), Fit::form);
  EXPECT_EQ(fit(ids_hk(), "hkid", "11234563"), Fit::no);
}

RC_GTEST_PROP(NationalIdHk, HkidHasOneCheckCharacter, (unsigned seed)) {
  RC_ASSERT(checks(ids_hk(), "hkid", filled("A0000000", seed), 7, "0123456789A") == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
