#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdFr, PublishedExamples) {
  EXPECT_EQ(fit(ids_fr(), "nir", "255081416802538"), Fit::check);
  EXPECT_EQ(fit(ids_fr(), "nir", "285077505612370"), Fit::check);
  EXPECT_EQ(fit(ids_fr(), "nir", "255081416802539"), Fit::form);
  EXPECT_EQ(fit(ids_fr(), "nir", "355081416802538"), Fit::no);
}

RC_GTEST_PROP(NationalIdFr, NirHasAtMostOneLastDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_fr(), "nir", filled("100000000000000", seed), 14) <= 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
