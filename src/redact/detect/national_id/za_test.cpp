#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdZa, PublishedExamples) {
  EXPECT_EQ(fit(ids_za(), "id", "8001015009087"), Fit::check);
  EXPECT_EQ(fit(ids_za(), "id", "8001015009088"), Fit::form);
  EXPECT_EQ(fit(ids_za(), "id", "8013015009087"), Fit::form);
}

RC_GTEST_PROP(NationalIdZa, IdHasOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_za(), "id", filled("8111110000000", seed), 12) == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
