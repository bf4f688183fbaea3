// StopSignals turns SIGINT and SIGTERM into a stop request; a second one ends the process at once.
//
// To be made in main before any other thread: it blocks the signals for all of them.
#pragma once

#include <stop_token>
#include <thread>

namespace offhook::cli {

class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  std::jthread thread_;
};

}  // namespace offhook::cli
