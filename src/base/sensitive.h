// Sensitive<T>: unredacted content or a secret. It has no formatter, no stream operator and no implicit
// conversion, so that printing it does not compile; reveal() marks each place where content is touched.
#pragma once

#include <utility>

namespace offhook {

template <class T>
class Sensitive {
 public:
  Sensitive() = default;
  explicit Sensitive(T value) : value_(std::move(value)) {}

  [[nodiscard]] const T& reveal() const& { return value_; }
  [[nodiscard]] T& reveal() & { return value_; }
  [[nodiscard]] T reveal() && { return std::move(value_); }

 private:
  T value_{};
};

template <class Stream, class T>
Stream& operator<<(Stream&, const Sensitive<T>&) = delete;

}  // namespace offhook
