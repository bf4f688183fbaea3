#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdNl, PublishedExamples) {
  EXPECT_EQ(fit(ids_nl(), "bsn", "111222333"), Fit::check);
  EXPECT_EQ(fit(ids_nl(), "bsn", "111222334"), Fit::form);
}

RC_GTEST_PROP(NationalIdNl, BsnHasAtMostOneLastDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_nl(), "bsn", filled("100000000", seed), 8) <= 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
