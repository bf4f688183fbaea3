// Login: the client-credentials grant and the opaque tokens it gives out. Any thread.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/mutex.h"
#include "http/message.h"

namespace offhook::sim {

struct LoginConfig {
  std::string client_id;
  std::string client_secret;
  Milliseconds token_life = std::chrono::hours(24);
  std::optional<Milliseconds> idle_timeout{};  // HIPAA mode: an unused token dies (15 minutes)
};

class Login {
 public:
  Login(LoginConfig config, std::uint64_t seed, Clock& clock);

  // POST /oauth/token.
  [[nodiscard]] http::ServerResponse token(const http::ServerRequest& request);

  enum class Verdict { good, missing, bad };
  // The verdict on a request's Authorization header; `token` is set when it is good.
  [[nodiscard]] Verdict check(const http::ServerRequest& request, std::string& token);

  void revoke_all();

 private:
  struct Issued {
    TimePoint expires{};
    TimePoint last_used{};
  };
  static constexpr std::size_t kMaxTokens = 10'000;

  const LoginConfig config_;
  const std::uint64_t seed_;
  Clock& clock_;
  Mutex mutex_;
  std::uint64_t count_ GUARDED_BY(mutex_) = 0;
  std::unordered_map<std::string, Issued> issued_ GUARDED_BY(mutex_);
};

}  // namespace offhook::sim
