#include "cli/sample.h"

#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

TEST(FieldOf, LeavesOutPlacesAndTokens) {
  EXPECT_EQ(field_of("/participants/0/sessions/12/ani"), "participants[].sessions[].ani");
  EXPECT_EQ(field_of("/participants/1/attributes/PHONE-abcdef0123abcdef"), "participants[].attributes.*");
  EXPECT_EQ(field_of(""), "");
}

TEST(SampleReport, NamesKindsFieldsAndReasons) {
  SampleFindings sample;
  sample.conversations = 2;
  sample.quarantined["malformed"] = 1;
  sample.findings[{"PHONE", "conversation", "participants[].ani"}] = 3;
  const std::string text = text_of(sample);
  for (const char* words : {"2 conversations", "malformed", "PHONE", "3  conversation: participants[].ani"})
    EXPECT_NE(text.find(words), std::string::npos) << words;
  EXPECT_EQ(
      json_of(sample),
      R"({"conversations":2,"event":"sample.finished","findings":[{"count":3,"document":"conversation",)"
      R"("field":"participants[].ani","kind":"PHONE"}],"quarantined":{"malformed":1},"transcripts":0})"
      "\n");
  EXPECT_NE(text_of({}).find("Nothing was found"), std::string::npos);
}

}  // namespace
}  // namespace offhook::cli
