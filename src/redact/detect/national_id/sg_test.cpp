#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdSg, PublishedExamples) {
  EXPECT_EQ(fit(ids_sg(), "nric", "S1234567D"), Fit::check);
  EXPECT_EQ(fit(ids_sg(), "nric", "T1234567J"), Fit::check);
  EXPECT_EQ(fit(ids_sg(), "nric", "F1234567N"), Fit::check);
  EXPECT_EQ(fit(ids_sg(), "nric", "S1234567E"), Fit::form);
  EXPECT_EQ(fit(ids_sg(), "nric", "A1234567D"), Fit::no);
}

RC_GTEST_PROP(NationalIdSg, NricHasOneLetter, (unsigned seed)) {
  RC_ASSERT(checks(ids_sg(), "nric", filled("S0000000A", seed), 8, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
