#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdPl, PublishedExamples) {
  EXPECT_EQ(fit(ids_pl(), "pesel", "44051401458"), Fit::check);
  EXPECT_EQ(fit(ids_pl(), "pesel", "44051401459"), Fit::form);
  EXPECT_EQ(fit(ids_pl(), "pesel", "44131401458"), Fit::form);
}

RC_GTEST_PROP(NationalIdPl, PeselHasOneCheckDigit, (unsigned seed)) {
  RC_ASSERT(checks(ids_pl(), "pesel", filled("81111100000", seed), 10) == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
