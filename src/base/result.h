// Result<T>: a value or an Error. The only way a function of ours reports an expected failure.
//
// tl::expected is not [[nodiscard]] itself: mark every function that returns a Result.
#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "base/error.h"

namespace offhook {

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorClass cls, std::string code, std::string message) {
  return tl::unexpected<Error>(Error{cls, std::move(code), std::move(message)});
}

}  // namespace offhook

#define OFFHOOK_CONCAT_(a, b) a##b
#define OFFHOOK_CONCAT(a, b) OFFHOOK_CONCAT_(a, b)

// OFFHOOK_TRY(auto page, read_page(cursor)); declares `page`, or returns the Error to our caller.
#define OFFHOOK_TRY(declaration, expression)                                   \
  auto OFFHOOK_CONCAT(try_, __LINE__) = (expression);                          \
  if (!OFFHOOK_CONCAT(try_, __LINE__))                                         \
    return ::offhook::fail(std::move(OFFHOOK_CONCAT(try_, __LINE__)).error()); \
  declaration = std::move(*OFFHOOK_CONCAT(try_, __LINE__))

// OFFHOOK_CHECK_OK(write(bytes)); goes on, or returns the Error to our caller.
#define OFFHOOK_CHECK_OK(expression)                                                                        \
  do {                                                                                                      \
    if (auto try_result = (expression); !try_result) return ::offhook::fail(std::move(try_result).error()); \
  } while (false)
