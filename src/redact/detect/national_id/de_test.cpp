#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdDe, PublishedExamples) {
  EXPECT_EQ(fit(ids_de(), "tax_id", "12345678903"), Fit::check);
  EXPECT_EQ(fit(ids_de(), "health", "A123456780"), Fit::check);
  EXPECT_EQ(fit(ids_de(), "tax_id", "12345678904"), Fit::form);
  EXPECT_EQ(fit(ids_de(), "tax_id", "02345678903"), Fit::no);
  EXPECT_EQ(fit(ids_de(), "health", "A123456781"), Fit::form);
}

RC_GTEST_PROP(NationalIdDe, TaxIdHasOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_de(), "tax_id", filled("10000000000", seed), 10) <= 1u);
}

RC_GTEST_PROP(NationalIdDe, HealthHasOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_de(), "health", filled("A000000000", seed), 9) == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
