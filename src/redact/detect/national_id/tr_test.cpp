#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdTr, PublishedExamples) {
  EXPECT_EQ(fit(ids_tr(), "tckn", "10000000146"), Fit::check);
  EXPECT_EQ(fit(ids_tr(), "tckn", "10000000147"), Fit::form);
  EXPECT_EQ(fit(ids_tr(), "tckn", "00000000146"), Fit::no);
}

RC_GTEST_PROP(NationalIdTr, TcknHasAtMostOneLastDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_tr(), "tckn", filled("10000000000", seed), 10) <= 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
