#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdUs, PublishedExamples) {
  EXPECT_EQ(fit(ids_us(), "mbi", "1EG4TE5MK73"), Fit::check);
  EXPECT_EQ(fit(ids_us(), "mbi", "1EG4TE5MK7A"), Fit::no);
  EXPECT_EQ(fit(ids_us(), "mbi", "1SG4TE5MK73"), Fit::no);
  EXPECT_EQ(fit(ids_us(), "mbi", "0EG4TE5MK73"), Fit::no);
  EXPECT_EQ(fit(ids_us(), "itin", "912701234"), Fit::form);
  EXPECT_EQ(fit(ids_us(), "itin", "812701234"), Fit::no);
  EXPECT_EQ(fit(ids_us(), "itin", "912401234"), Fit::no);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
