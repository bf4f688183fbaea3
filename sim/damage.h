// Damage: a good answer made bad, as a fault wants it.
#pragma once

#include "base/clock.h"
#include "http/message.h"
#include "sim/org_faults.h"

namespace offhook::sim {

// For the kinds that spoil an answer: slow, cut, wrong_length, flip, wrong_digest, stall, reset_after; others
// leave it as it is. A streamed body is left alone but for cut and stall.
void damage(const OrgFault& fault, Clock& clock, http::ServerResponse& response);

// A gateway's page in front of the platform.
[[nodiscard]] http::ServerResponse gateway_page(int status);

}  // namespace offhook::sim
