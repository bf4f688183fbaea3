#include "cli/exit_code.h"

#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

TEST(ExitCode, SaysWhatToDoNext) {
  const auto code = [](ErrorClass cls, const char* name) { return exit_code_for({cls, name, ""}); };
  EXPECT_EQ(code(ErrorClass::permanent, "gate.refused"), ExitCode::gate);
  EXPECT_EQ(code(ErrorClass::permanent, "source.refused.login"), ExitCode::refused);
  EXPECT_EQ(code(ErrorClass::permanent, "config.missing"), ExitCode::usage);
  EXPECT_EQ(code(ErrorClass::permanent, "http.tls"), ExitCode::usage);
  EXPECT_EQ(code(ErrorClass::permanent, "aws.profile"), ExitCode::usage);
  EXPECT_EQ(code(ErrorClass::retryable, "aws.profile"), ExitCode::later);
  EXPECT_EQ(code(ErrorClass::permanent, "crypto.private_key"), ExitCode::usage);
  EXPECT_EQ(code(ErrorClass::permanent, "gate.unreadable"), ExitCode::gate);
  EXPECT_EQ(code(ErrorClass::permanent, "run.quarantine"), ExitCode::partial);
  EXPECT_EQ(code(ErrorClass::cancelled, "cancelled"), ExitCode::later);
  EXPECT_EQ(code(ErrorClass::corrupt, "source.malformed"), ExitCode::later);
  EXPECT_EQ(code(ErrorClass::not_found, "source.job_expired"), ExitCode::later);
  EXPECT_EQ(code(ErrorClass::permanent, "source.bad_request"), ExitCode::internal);
  EXPECT_EQ(code(ErrorClass::retryable, "file.full"), ExitCode::later);
  EXPECT_EQ(code(ErrorClass::conflict, "ledger.locked"), ExitCode::later);
  EXPECT_EQ(code(ErrorClass::conflict, "ledger.fenced"), ExitCode::later);
  EXPECT_EQ(code(ErrorClass::conflict, "upload.conflict"), ExitCode::integrity);
  EXPECT_EQ(code(ErrorClass::permanent, "file.failed"), ExitCode::internal);
}

}  // namespace
}  // namespace offhook::cli
