#include "base/error.h"

namespace offhook {

std::string_view to_string(ErrorClass cls) {
  switch (cls) {
    case ErrorClass::throttled:
      return "throttled";
    case ErrorClass::retryable:
      return "retryable";
    case ErrorClass::permanent:
      return "permanent";
    case ErrorClass::not_found:
      return "not_found";
    case ErrorClass::conflict:
      return "conflict";
    case ErrorClass::corrupt:
      return "corrupt";
    case ErrorClass::cancelled:
      return "cancelled";
  }
  return "unknown";
}

Error Error::within(std::string_view context) && {
  message.insert(0, std::string(context) + ": ");
  return std::move(*this);
}

}  // namespace offhook
