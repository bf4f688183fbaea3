// The gate of an S3 bucket: gathers the facts, proves the encryption with a constant part that is taken back,
// lets every check judge, and weighs the findings by the profile. docs/gate.md has the table.
#pragma once

#include "store/s3/gate_checks.h"

namespace offhook::store::s3 {

[[nodiscard]] Result<model::GateReport> check_gate(BucketClient& bucket, const S3Options& options,
                                                   const WantedEncryption& wanted,
                                                   const OtherServices& others, Random& random);

// What `demand` makes of a finding: below `require`, a failure is a warning and so is the unknown.
[[nodiscard]] model::GateFinding weigh(model::GateFinding finding, Demand demand, bool accept_unknown);

}  // namespace offhook::store::s3
