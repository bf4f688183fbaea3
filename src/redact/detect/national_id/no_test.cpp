#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdNo, PublishedExamples) {
  EXPECT_EQ(fit(ids_no(), "fnr", "01010750160"), Fit::check);
  EXPECT_EQ(fit(ids_no(), "fnr", "01010750161"), Fit::form);
}

RC_GTEST_PROP(NationalIdNo, FnrHasAtMostOneLastDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_no(), "fnr", filled("01010100000", seed), 10) <= 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
