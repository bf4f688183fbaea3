#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdPk, PublishedExamples) {
  EXPECT_EQ(fit(ids_pk(), "cnic", "4220112345671"), Fit::form);
  EXPECT_EQ(fit(ids_pk(), "cnic", "422011234567"), Fit::no);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
