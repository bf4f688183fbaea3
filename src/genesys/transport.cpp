#include "genesys/transport.h"

#include <utility>

#include "genesys/answer.h"

namespace offhook::genesys {
namespace {

class JsonAnswer final : public AnswerSink {
 public:
  bool wants(const http::Response&) override { return false; }
  Result<void> write(std::string_view) override { return {}; }
  Result<void> finish(const http::Response& response) override {
    auto body = json::parse(response.body);
    // A gateway's page, say: nothing of ours is damaged, and the next answer may be whole.
    if (!body) return fail(ErrorClass::retryable, "source.malformed", std::move(body).error().message);
    answer_.body = std::move(*body);
    answer_.correlation_id = correlation_id(response);
    return {};
  }
  [[nodiscard]] bool given_up() const override { return false; }
  [[nodiscard]] Answer take() { return std::move(answer_); }

 private:
  Answer answer_;
};

// Tells the budget of an answer as soon as its head is there: whoever takes the body may wait for requests of
// his own meanwhile, and those for what the head states.
class SettlingSink final : public http::BodySink {
 public:
  SettlingSink(http::BodySink& inner, RequestBudget& budget, const RequestBudget::Ticket& ticket)
      : inner_(inner), budget_(budget), ticket_(ticket) {}
  ~SettlingSink() override {
    if (!settled_) budget_.settle(ticket_, nullptr);
  }
  SettlingSink(const SettlingSink&) = delete;
  SettlingSink& operator=(const SettlingSink&) = delete;

  bool wants(const http::Response& head) override {
    if (!std::exchange(settled_, true)) budget_.settle(ticket_, &head);
    return inner_.wants(head);
  }
  Result<void> write(std::string_view chunk) override { return inner_.write(chunk); }

 private:
  http::BodySink& inner_;
  RequestBudget& budget_;
  const RequestBudget::Ticket ticket_;
  bool settled_ = false;
};

}  // namespace

Result<Answer> Transport::ask(const Call& call, std::stop_token stop) {
  JsonAnswer answer;
  OFFHOOK_CHECK_OK(send(call, answer, stop));
  return answer.take();
}

Result<http::Response> Transport::send(const Call& call, AnswerSink& sink, std::stop_token stop) {
  Backoff backoff(options_.retry, random_);
  bool renewed = false;
  for (;;) {
    OFFHOOK_TRY(const Credentials::Token token, credentials_.get(stop));
    // What the budget cannot give (its file is on a full disk, the month is used up) no source gives again.
    OFFHOOK_TRY(const RequestBudget::Ticket ticket, budget_.acquire(call.priority, stop));
    auto answer = send_once(call, token, ticket, sink);
    if (answer) return answer;

    const Error& error = answer.error();
    if (error.code == "source.refused.login" && !renewed) {
      renewed = true;
      credentials_.refused(token.generation);
      ++retried_;
      continue;
    }
    const bool mangled = error.cls == ErrorClass::corrupt;
    if (sink.given_up() || !(error.worth_retrying() || mangled)) return answer;
    const auto delay = backoff.next(error.retry_after);
    const bool too_long = error.retry_after && *error.retry_after > options_.longest_wait;
    if (error.cls == ErrorClass::throttled && (too_long || delay))
      budget_.throttled(too_long ? *error.retry_after : *delay);
    if (!delay || too_long) return answer;
    const Clock::Monotonic before = clock_.monotonic();
    const bool slept = clock_.sleep_for(*delay, stop);
    if (error.cls == ErrorClass::throttled) budget_.add_wait(call.priority, clock_.monotonic() - before);
    if (!slept)
      return fail(ErrorClass::cancelled, "source.cancelled", "stopped while waiting to " + call.what);
    ++retried_;
  }
}

Result<http::Response> Transport::send_once(const Call& call, const Credentials::Token& token,
                                            const RequestBudget::Ticket& ticket, AnswerSink& sink) {
  http::Request request;
  request.method = call.method;
  request.url = options_.api_base + call.path;
  request.headers = {{"Authorization", "Bearer " + token.bearer.reveal()}, {"Accept", "application/json"}};
  if (!call.body.empty()) request.headers.add("Content-Type", "application/json");
  request.body = call.body;
  request.connect_timeout = options_.connect_timeout;
  request.idle_timeout = options_.idle_timeout;

  ++total_;
  SettlingSink settling(sink, budget_, ticket);
  auto response = client_.send(request, &settling);
  if (!response) return fail(std::move(response).error().within("cannot " + call.what));
  if (response->status == 429) ++throttled_;
  if (response->status < 200 || response->status > 299)
    return fail(error_of(*response, {call.what, call.permission, call.one_thing}));
  OFFHOOK_CHECK_OK(sink.finish(*response));
  return response;
}

}  // namespace offhook::genesys
