#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "redact/detect/national_id/check_support.h"

namespace offhook::redact::detect::national_id {
namespace {

TEST(NationalIdIt, PublishedExamples) {
  EXPECT_EQ(fit(ids_it(), "codice_fiscale", "RSSMRA85T10A562S"), Fit::check);
  EXPECT_EQ(fit(ids_it(), "codice_fiscale", "RSSMRA85T10A562T"), Fit::form);
  EXPECT_EQ(fit(ids_it(), "codice_fiscale", "RSSMRA85110A562S"), Fit::no);
  EXPECT_EQ(fit(ids_it(), "codice_fiscale", "RSSMRA8'T10A562S"), Fit::no);
  EXPECT_EQ(fit(ids_it(), "driving_licence", "AA0123456B"), Fit::form);
}

RC_GTEST_PROP(NationalIdIt, CodiceFiscaleHasOneLetter, (unsigned seed)) {
  RC_ASSERT(checks(ids_it(), "codice_fiscale", filled("AAAAAA00A00A000A", seed), 15,
                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 1u);
}

}  // namespace
}  // namespace offhook::redact::detect::national_id
