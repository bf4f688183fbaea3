#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdGb, PublishedExamples) {
  EXPECT_EQ(fit(ids_gb(), "nino", "AB123456C"), Fit::check);
  EXPECT_EQ(fit(ids_gb(), "nhs", "9434765919"), Fit::check);
  EXPECT_EQ(fit(ids_gb(), "driving_licence", "MORGA657054SM9IJ"), Fit::check);
  EXPECT_EQ(fit(ids_gb(), "nino", "BG123456C"), Fit::form);
  EXPECT_EQ(fit(ids_gb(), "nino", "QQ123456C"), Fit::form);
  EXPECT_EQ(fit(ids_gb(), "nino", "AB123456E"), Fit::no);
  EXPECT_EQ(fit(ids_gb(), "nhs", "9434765918"), Fit::form);
  EXPECT_EQ(fit(ids_gb(), "driving_licence", "MORGA613054SM9IJ"), Fit::no);
}

RC_GTEST_PROP(NationalIdGb, NhsHasAtMostOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_gb(), "nhs", filled("0000000000", seed), 9) <= 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
