#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdAu, PublishedExamples) {
  EXPECT_EQ(fit(ids_au(), "tfn", "123456782"), Fit::check);
  EXPECT_EQ(fit(ids_au(), "medicare", "2123456701"), Fit::check);
  EXPECT_EQ(fit(ids_au(), "tfn", "123456783"), Fit::form);
  EXPECT_EQ(fit(ids_au(), "medicare", "2123456711"), Fit::form);
  EXPECT_EQ(fit(ids_au(), "medicare", "7123456701"), Fit::no);
}

RC_GTEST_PROP(NationalIdAu, MedicareHasOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_au(), "medicare", filled("2000000001", seed), 8) == 1u);
}

RC_GTEST_PROP(NationalIdAu, TfnHasAtMostOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_au(), "tfn", filled("000000000", seed), 8) <= 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
