// crash_point("name") marks a place where a test may end the process as `kill -9` would.
//
// Only builds with assertions (the presets `dev` and `tsan`) have them: there OFFHOOK_CRASH_AT="name" chooses
// a place, "name:3" the third time it is passed, OFFHOOK_STOP_AT likewise stops the process (SIGSTOP) until
// somebody lets it go on, and `offhook --crash-points` lists the names. In a release the call is empty. A
// name that is not in the list does not compile.
#pragma once

#include <array>
#include <string_view>

namespace offhook {

// In the order in which a run comes by.
inline constexpr std::array<std::string_view, 27> kCrashPoints = {
    "after-probe-begin",       // of the gate: its upload is open
    "after-gate",              // passed, and not yet in the audit log
    "after-job-submit",        // the source has a job that the ledger does not know
    "after-slice-start",       // the ledger knows it
    "after-frame",             // in the spool, not synced
    "after-spool-sync",        // before the checkpoint
    "after-checkpoint",        //
    "after-seal",              // an object is complete in the ledger, not yet queued
    "after-intent",            // of an upload, before its first request
    "after-upload-begin",      // the store has an upload that the ledger does not name
    "after-upload-named",      //
    "after-part",              // of several
    "after-parts",             // before completion
    "after-complete",          // the object is there, and nobody has looked
    "after-look",              //
    "after-index",             // written, and the ledger does not know
    "after-stored",            // the ledger knows
    "after-manifest-prepare",  // in the ledger only
    "after-manifest",          // written, not signed
    "after-signature",         // not yet in the ledger
    "after-commit",            // in the ledger, the spool still full
    "after-spool-remove",      // of the first object
    "after-audit",             // in the ledger, not yet in the audit log's file
    "after-delivery",          // of an event, and the ledger does not know
    "after-delivered",         //
    "after-unchanged",         // a slice brought nothing new
    "at-end",                  //
};

class CrashPoint {
 public:
  consteval CrashPoint(const char* name) : name_(name) {
    for (const std::string_view known : kCrashPoints)
      if (known == name_) return;
    throw "no such crash point";
  }
  [[nodiscard]] constexpr std::string_view name() const { return name_; }

 private:
  std::string_view name_;
};

#ifdef NDEBUG
constexpr void crash_point(CrashPoint) {}
#else
void crash_point(CrashPoint point);
#endif

}  // namespace offhook
