#include "redact/workspaces.h"

#include <utility>

namespace offhook::redact {

std::unique_ptr<Workspace> Workspaces::take() {
  {
    const MutexLock lock(mutex_);
    if (!idle_.empty()) {
      auto workspace = std::move(idle_.back());
      idle_.pop_back();
      return workspace;
    }
  }
  return std::make_unique<Workspace>(schema_);
}

void Workspaces::give_back(std::unique_ptr<Workspace> workspace) {
  const MutexLock lock(mutex_);
  idle_.push_back(std::move(workspace));
}

}  // namespace offhook::redact
