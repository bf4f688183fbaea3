#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdTh, PublishedExamples) {
  EXPECT_EQ(fit(ids_th(), "id", "1101700230708"), Fit::check);
  EXPECT_EQ(fit(ids_th(), "id", "1101700230709"), Fit::form);
  EXPECT_EQ(fit(ids_th(), "id", "0101700230708"), Fit::no);
}

RC_GTEST_PROP(NationalIdTh, IdHasOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_th(), "id", filled("1000000000000", seed), 12) == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
