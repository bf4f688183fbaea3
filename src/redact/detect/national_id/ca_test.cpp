#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdCa, PublishedExamples) {
  EXPECT_EQ(fit(ids_ca(), "sin", "130692544"), Fit::check);
  EXPECT_EQ(fit(ids_ca(), "sin", "130692545"), Fit::form);
  EXPECT_EQ(fit(ids_ca(), "sin", "046454286"), Fit::form);
}

RC_GTEST_PROP(NationalIdCa, SinHasOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_ca(), "sin", filled("100000000", seed), 8) == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
