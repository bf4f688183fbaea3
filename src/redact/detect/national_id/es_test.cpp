#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdEs, PublishedExamples) {
  EXPECT_EQ(fit(ids_es(), "dni", "12345678Z"), Fit::check);
  EXPECT_EQ(fit(ids_es(), "dni", "X1234567L"), Fit::check);
  EXPECT_EQ(fit(ids_es(), "dni", "12345678A"), Fit::form);
  EXPECT_EQ(fit(ids_es(), "dni", "A1234567L"), Fit::no);
}

RC_GTEST_PROP(NationalIdEs, DniHasOneLetter, (unsigned seed)) {
  RC_ASSERT(checks(ids_es(), "dni", filled("00000000A", seed), 8, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
