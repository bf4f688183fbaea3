#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdSe, PublishedExamples) {
  EXPECT_EQ(fit(ids_se(), "personnummer", "8112289874"), Fit::check);
  EXPECT_EQ(fit(ids_se(), "personnummer", "198112289874"), Fit::check);
  EXPECT_EQ(fit(ids_se(), "personnummer", "8112289875"), Fit::form);
  EXPECT_EQ(fit(ids_se(), "personnummer", "8113289874"), Fit::no);
}

RC_GTEST_PROP(NationalIdSe, PersonnummerHasOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_se(), "personnummer", filled("8112280000", seed), 9) == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
