#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdBr, PublishedExamples) {
  EXPECT_EQ(fit(ids_br(), "cpf", "11144477735"), Fit::check);
  EXPECT_EQ(fit(ids_br(), "cpf", "11144477736"), Fit::form);
  EXPECT_EQ(fit(ids_br(), "cpf", "11111111111"), Fit::no);
}

RC_GTEST_PROP(NationalIdBr, CpfHasAtMostOneLastDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_br(), "cpf", filled("10000000000", seed), 10) <= 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
