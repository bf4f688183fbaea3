#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdFi, PublishedExamples) {
  EXPECT_EQ(fit(ids_fi(), "hetu", "131052308T"), Fit::check);
  EXPECT_EQ(fit(ids_fi(), "hetu", "131052308U"), Fit::no);
}

RC_GTEST_PROP(NationalIdFi, HetuHasOneCheckCharacter, (unsigned seed)) {
  RC_ASSERT(checks(ids_fi(), "hetu", filled("0101010000", seed), 9, "0123456789ABCDEFHJKLMNPRSTUVWXY") == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
