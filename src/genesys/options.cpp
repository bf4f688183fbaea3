#include "genesys/options.h"

#include <fmt/format.h>

#include "http/url.h"

namespace offhook::genesys {
namespace {

constexpr std::string_view kApiHost = "https://api.";

Result<std::string> normalised(std::string_view base, std::string_view what) {
  while (base.ends_with('/')) base.remove_suffix(1);
  const auto url = http::parse_url(base);
  if (!url || !url->query.empty())
    return fail(ErrorClass::permanent, "source.options",
                fmt::format("the {} is no URL: write it as https://host", what));
  return std::string(base);
}

}  // namespace

std::string login_base_for(std::string_view api_base) {
  if (api_base.starts_with(kApiHost))
    return fmt::format("https://login.{}", api_base.substr(kApiHost.size()));
  return std::string(api_base);
}

Result<Options> checked(Options options) {
  if (options.client_id.empty() || options.client_secret.reveal().empty())
    return fail(ErrorClass::permanent, "source.options",
                "an OAuth client's id and secret are needed to log in at Genesys Cloud");
  if (options.job_page_size < 1 || options.query_page_size < 1)
    return fail(ErrorClass::permanent, "source.options", "a page size below 1");
  if (options.budget.assumed_per_minute < 1 || options.budget.head_room < 0 || options.budget.head_room >= 1)
    return fail(ErrorClass::permanent, "source.options",
                "the request budget needs a limit of 1 or more and a head-room from 0 to below 1");
  if (options.budget.pages_weight < 1 || options.budget.transcripts_weight < 1)
    return fail(ErrorClass::permanent, "source.options", "a weight below 1");
  OFFHOOK_TRY(options.api_base, normalised(options.api_base, "API base"));
  if (options.login_base.empty()) options.login_base = login_base_for(options.api_base);
  OFFHOOK_TRY(options.login_base, normalised(options.login_base, "login base"));
  options.budget.longest_wait = options.longest_wait;
  return options;
}

}  // namespace offhook::genesys
