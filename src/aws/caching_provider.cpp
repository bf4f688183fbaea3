#include "aws/caching_provider.h"

#include "base/mutex.h"

namespace offhook::aws {
namespace {

// Refreshed at a random moment of the minutes from ten to five before the end, so that many processes do not
// ask at once.
constexpr std::chrono::minutes kLatest{5};
constexpr std::chrono::minutes kSpread{5};
// After a failure nobody asks again for so long.
constexpr std::chrono::seconds kPause{30};

class CachingProvider final : public Provider {
 public:
  CachingProvider(Fetch fetch, Clock& clock, Random& random)
      : fetch_(std::move(fetch)), clock_(clock), random_(random) {}

  Result<Credentials> credentials() override {
    {
      const MutexLock lock(mutex_);
      if (held_ && !is_due()) return *held_;
      // Somebody is fetching already: what is held will do until they are back.
      if (held_ && fetching_ && is_valid()) return *held_;
      fetching_ = true;
    }
    // One at a time: who waits here for the first credentials finds them fetched.
    const MutexLock one(fetch_mutex_);
    {
      const MutexLock lock(mutex_);
      if (held_ && !is_due()) return *held_;
    }
    auto fetched = fetch_();
    const MutexLock lock(mutex_);
    fetching_ = false;
    if (fetched) {
      held_ = *fetched;
      refused_ = false;
      const double share = random_.unit();
      const Milliseconds early = kLatest + Milliseconds(static_cast<Milliseconds::rep>(
                                               share * static_cast<double>(Milliseconds(kSpread).count())));
      if (held_->expires) due_ = *held_->expires - early;
      return *held_;
    }
    if (held_ && is_valid()) {
      due_ = clock_.now() + kPause;
      return *held_;
    }
    return fetched;
  }

  void refuse(const Credentials& refused) override {
    const MutexLock lock(mutex_);
    if (held_ && held_->access_key_id == refused.access_key_id &&
        held_->session_token.reveal() == refused.session_token.reveal())
      refused_ = true;
  }

 private:
  bool is_due() const REQUIRES_LOCK(mutex_) { return refused_ || (held_->expires && clock_.now() >= due_); }
  bool is_valid() const REQUIRES_LOCK(mutex_) {
    return !refused_ && (!held_->expires || clock_.now() < *held_->expires);
  }

  const Fetch fetch_;
  Clock& clock_;
  Random& random_;
  Mutex fetch_mutex_;
  Mutex mutex_;
  std::optional<Credentials> held_ GUARDED_BY(mutex_);
  TimePoint due_ GUARDED_BY(mutex_){};
  bool refused_ GUARDED_BY(mutex_) = false;
  bool fetching_ GUARDED_BY(mutex_) = false;
};

}  // namespace

std::unique_ptr<Provider> make_caching_provider(Fetch fetch, Clock& clock, Random& random) {
  return std::make_unique<CachingProvider>(std::move(fetch), clock, random);
}

}  // namespace offhook::aws
