// Error: an expected failure, as a value.
//
// `cls` answers the caller's one question: retry, quarantine, or stop? `code` is a stable dotted word for
// machines ("s3.no_such_upload"). `message` is for people: what happened, to what, what to do. It carries
// ids, sizes and positions, never content. Bugs are not Errors: see check.h.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace offhook {

enum class ErrorClass {
  throttled,  // the other side asks us to slow down; retry after `retry_after`
  retryable,  // may pass when tried again unchanged
  permanent,  // will not pass unchanged: configuration, permission, a bad request
  not_found,  // the thing asked for is not there
  conflict,   // somebody else, or an earlier try of ours, was first
  corrupt,    // bytes that fail a check: malformed, cut, wrong digest
  cancelled,  // we were asked to stop
};

[[nodiscard]] std::string_view to_string(ErrorClass cls);

struct Error {
  ErrorClass cls = ErrorClass::permanent;
  std::string code;
  std::string message;
  std::optional<std::chrono::milliseconds> retry_after = std::nullopt;

  // The same error seen from one step further out: "<context>: <message>".
  [[nodiscard]] Error within(std::string_view context) &&;
  [[nodiscard]] bool worth_retrying() const {
    return cls == ErrorClass::throttled || cls == ErrorClass::retryable;
  }
};

}  // namespace offhook
