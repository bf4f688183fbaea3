#include "http/detail/curl_pool.h"

#include <algorithm>

#include "base/check.h"

namespace offhook::http {
namespace {

// Handles beyond this many idle ones are closed: more connections than that are nobody's steady state.
constexpr std::size_t kMaxIdleHandles = 64;

using ShareMutexes = std::array<std::mutex, CURL_LOCK_DATA_LAST>;

void lock_share(CURL*, curl_lock_data data, curl_lock_access, void* mutexes) {
  (*static_cast<ShareMutexes*>(mutexes))[data].lock();
}
void unlock_share(CURL*, curl_lock_data data, void* mutexes) {
  (*static_cast<ShareMutexes*>(mutexes))[data].unlock();
}

}  // namespace

CurlPool::CurlPool() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_ALL);
  check(started == CURLE_OK, "libcurl starts");
  share_ = curl_share_init();
  check(share_ != nullptr, "libcurl shares");
  curl_share_setopt(share_, CURLSHOPT_LOCKFUNC, lock_share);
  curl_share_setopt(share_, CURLSHOPT_UNLOCKFUNC, unlock_share);
  curl_share_setopt(share_, CURLSHOPT_USERDATA, &share_mutexes_);
  curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
}

CurlPool::~CurlPool() {
  for (const Idle& idle : idle_) curl_easy_cleanup(idle.handle);
  curl_share_cleanup(share_);
}

CurlPool::Lease CurlPool::lease(const std::string& authority) {
  CURL* handle = nullptr;
  {
    const MutexLock lock(mutex_);
    // The last one used is the one whose connection the other side has least reason to have closed.
    auto found = std::find_if(idle_.rbegin(), idle_.rend(),
                              [&](const Idle& idle) { return idle.authority == authority; });
    if (found == idle_.rend()) found = idle_.rbegin();
    if (found != idle_.rend()) {
      handle = found->handle;
      idle_.erase(std::next(found).base());
    }
  }
  if (handle == nullptr) handle = curl_easy_init();
  check(handle != nullptr, "libcurl has memory for a handle");
  curl_easy_setopt(handle, CURLOPT_SHARE, share_);
  return {*this, handle, authority};
}

void CurlPool::put_back(CURL* handle, std::string authority) {
  curl_easy_reset(handle);  // keeps connections; forgets options, and with them our pointers
  {
    const MutexLock lock(mutex_);
    if (idle_.size() < kMaxIdleHandles) {
      idle_.push_back({handle, std::move(authority)});
      return;
    }
  }
  curl_easy_cleanup(handle);
}

}  // namespace offhook::http
