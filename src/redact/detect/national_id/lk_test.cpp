#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdLk, PublishedExamples) {
  EXPECT_EQ(fit(ids_lk(), "nic", "853400937V"), Fit::form);
  EXPECT_EQ(fit(ids_lk(), "nic", "8534009370"), Fit::no);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
