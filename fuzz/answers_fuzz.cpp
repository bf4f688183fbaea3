// What servers say when they refuse becomes an Error that is fit for a log, whatever they say. The input is
// the status (two bytes), header fields (name:value lines), an empty line, the body.
#include "aws/service_error.h"
#include "base/check.h"
#include "fuzz/target.h"
#include "genesys/answer.h"
#include "genesys/stated_digest.h"
#include "http/url.h"

namespace offhook {
namespace {

http::Response read_response(std::string_view input) {
  http::Response response;
  response.status =
      100 + (static_cast<unsigned char>(input[0]) << 8 | static_cast<unsigned char>(input[1])) % 500;
  input.remove_prefix(2);
  while (!input.empty()) {
    const std::string_view line = input.substr(0, input.find('\n'));
    input.remove_prefix(std::min(line.size() + 1, input.size()));
    if (line.empty()) break;
    const std::size_t colon = std::min(line.find(':'), line.size());
    response.headers.add(std::string(line.substr(0, colon)),
                         std::string(line.substr(std::min(colon + 1, line.size()))));
  }
  response.body = input;
  return response;
}

void check_fit_for_a_log(const Error& error) {
  check(!error.code.empty() && !error.message.empty(), "an Error has a code and a message");
  for (const std::string* text : {&error.code, &error.message})
    for (const char c : *text)
      check(static_cast<unsigned char>(c) >= 0x20, "no control character in an Error");
  check(error.message.size() < 4096, "an Error is short");
  check(!error.retry_after || error.retry_after->count() >= 0, "no time is asked back");
}

void check_url(std::string_view text) {
  if (const auto url = http::parse_url(text)) {
    const auto again = http::parse_url(url->to_string());
    check(again && again->to_string() == url->to_string(), "a URL reads back equal");
  }
  check(http::percent_decode(http::percent_encode(text)) == text, "percent-encoding is undone");
  (void)http::parse_query(text);
}

}  // namespace
}  // namespace offhook

FUZZ_TARGET(answers) {
  using namespace offhook;
  if (input.size() < 2) return;
  const http::Response response = read_response(input);
  check_fit_for_a_log(aws::to_error(aws::parse_service_error(response), "s3", "put a part of key k"));
  check_fit_for_a_log(
      genesys::error_of(response, {"submit the details job", "analytics:conversationDetail:view"}));
  (void)genesys::check_stated_digests(response.headers, response.body, response.body);
  check_url(response.body);
}
