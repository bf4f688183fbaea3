#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdIn, PublishedExamples) {
  EXPECT_EQ(fit(ids_in(), "aadhaar", "234567890124"), Fit::check);
  EXPECT_EQ(fit(ids_in(), "pan", "ABCPE1234F"), Fit::check);
  EXPECT_EQ(fit(ids_in(), "aadhaar", "234567890125"), Fit::form);
  EXPECT_EQ(fit(ids_in(), "aadhaar", "134567890124"), Fit::no);
  EXPECT_EQ(fit(ids_in(), "pan", "ABCXE1234F"), Fit::form);
}

RC_GTEST_PROP(NationalIdIn, AadhaarHasOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_in(), "aadhaar", filled("200000000000", seed), 11) == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
