// SigpipeBlock keeps SIGPIPE from the calling thread while it lives: OpenSSL writes to sockets without
// MSG_NOSIGNAL, and a peer that is gone must be an error, not the end of the process. A signal that a blocked
// write left pending is taken off again.
#pragma once

#include <csignal>
#include <ctime>

namespace offhook::http {

class SigpipeBlock {
 public:
  SigpipeBlock() {
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    sigemptyset(&set_);
    sigaddset(&set_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
  }
  ~SigpipeBlock() {
    const timespec at_once{};
    if (!was_pending_) sigtimedwait(&set_, nullptr, &at_once);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  SigpipeBlock(const SigpipeBlock&) = delete;
  SigpipeBlock& operator=(const SigpipeBlock&) = delete;

 private:
  sigset_t set_;
  sigset_t before_;
  bool was_pending_;
};

}  // namespace offhook::http
