#include "genesys/access.h"

#include "genesys/budget.h"
#include "genesys/credentials.h"
#include "genesys/permissions.h"
#include "genesys/transport.h"

namespace offhook::genesys {
namespace {

// Nobody's conversation: who may ask is told that there is none.
constexpr const char* kNobodysTranscripts =
    "/api/v2/speechandtextanalytics/conversations/00000000-0000-0000-0000-000000000000/communications/"
    "00000000-0000-0000-0000-000000000000/transcripturls";

std::vector<Call> calls() {
  return {{.what = "log in and read the organisation",
           .path = "/api/v2/organizations/me",
           .priority = Priority::polls},
          {.what = "read conversation details",
           .path = "/api/v2/analytics/conversations/details/jobs/availability",
           .priority = Priority::polls,
           .permission = kDetailsPermission},
          {.what = "read transcripts",
           .path = kNobodysTranscripts,
           .priority = Priority::polls,
           .permission = kTranscriptsPermission}};
}

}  // namespace

Result<std::vector<AccessFinding>> check_access(Options given, http::Client& client, Clock& clock,
                                                Random& random) {
  OFFHOOK_TRY(const Options options, checked(std::move(given)));
  RequestBudget budget(options.budget, clock);
  Credentials credentials(options, client, budget, clock, random);
  Transport transport(options, client, credentials, budget, clock, random);

  std::vector<AccessFinding> findings;
  for (const Call& call : calls()) {
    const auto answer = transport.ask(call, options.stop);
    AccessFinding finding{call.what, std::string(call.permission), true, ""};
    if (!answer && answer.error().code.starts_with("source.refused")) {
      finding.granted = false;
      finding.detail = answer.error().message;
    } else if (!answer && answer.error().cls != ErrorClass::not_found) {
      return fail(answer.error());
    }
    findings.push_back(std::move(finding));
    if (!answer && answer.error().code == "source.refused.login") break;
  }
  return findings;
}

}  // namespace offhook::genesys
