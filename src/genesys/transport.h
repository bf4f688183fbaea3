// Transport sends one call to the Genesys Cloud API and sees it through: it waits for the request budget,
// adds the credential, and tries again what is worth trying again.
//
// The delay before the next try: what the source asks for (see asked_delay()), with jitter on top, else
// exponential backoff. A 401 renews the credential once. The credential goes to the API base and nowhere
// else. Any thread may call any member.
#pragma once

#include <atomic>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "genesys/budget.h"
#include "genesys/credentials.h"
#include "genesys/options.h"
#include "http/client.h"
#include "json/value.h"

namespace offhook::genesys {

struct Call {
  std::string what = {};  // "read a page of job 4711": for people, ids only
  std::string method = "GET";
  std::string path = {};  // from the API base on, with its query
  std::string body = {};  // JSON; empty: none
  Priority priority = Priority::pages;
  std::string_view permission = {};
  bool one_thing = false;  // about one conversation
};

// Takes a streamed answer. Tries may follow each other; each begins with wants().
class AnswerSink : public http::BodySink {
 public:
  // The answer ended with status 2xx: is it whole? An Error of class corrupt is worth another try.
  virtual Result<void> finish(const http::Response& response) = 0;
  // The last Error came from whom the answer is for: no use trying again.
  [[nodiscard]] virtual bool given_up() const = 0;
};

// A small JSON answer.
struct Answer {
  json::Value body;
  std::string correlation_id;
};

struct TransportCounts {
  std::uint64_t total = 0;
  std::uint64_t throttled = 0;
  std::uint64_t retried = 0;
};

class Transport {
 public:
  // All outlive this.
  Transport(const Options& options, http::Client& client, Credentials& credentials, RequestBudget& budget,
            Clock& clock, Random& random)
      : options_(options),
        client_(client),
        credentials_(credentials),
        budget_(budget),
        clock_(clock),
        random_(random) {}

  // The 2xx answer, its body read by `sink`; everything else is an Error (answer.h).
  [[nodiscard]] Result<http::Response> send(const Call& call, AnswerSink& sink, std::stop_token stop);
  [[nodiscard]] Result<Answer> ask(const Call& call, std::stop_token stop);

  [[nodiscard]] TransportCounts counts() const { return {total_, throttled_, retried_}; }

 private:
  [[nodiscard]] Result<http::Response> send_once(const Call& call, const Credentials::Token& token,
                                                 const RequestBudget::Ticket& ticket, AnswerSink& sink);

  const Options& options_;
  http::Client& client_;
  Credentials& credentials_;
  RequestBudget& budget_;
  Clock& clock_;
  Random& random_;
  std::atomic<std::uint64_t> total_{0};
  std::atomic<std::uint64_t> throttled_{0};
  std::atomic<std::uint64_t> retried_{0};
};

}  // namespace offhook::genesys
