// Mutex and MutexLock: std::mutex with Clang's thread-safety annotations, so that -Wthread-safety checks
// which members a mutex guards (libstdc++'s own carries none).
#pragma once

#include <mutex>

#if defined(__clang__)
#define OFFHOOK_TS(x) __attribute__((x))
#else
#define OFFHOOK_TS(x)
#endif
#define GUARDED_BY(mutex) OFFHOOK_TS(guarded_by(mutex))
#define REQUIRES_LOCK(mutex) OFFHOOK_TS(requires_capability(mutex))

namespace offhook {

class OFFHOOK_TS(capability("mutex")) Mutex {
 public:
  void lock() OFFHOOK_TS(acquire_capability()) { mutex_.lock(); }
  void unlock() OFFHOOK_TS(release_capability()) { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

class OFFHOOK_TS(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) OFFHOOK_TS(acquire_capability(mutex)) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() OFFHOOK_TS(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace offhook
