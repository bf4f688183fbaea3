// Notifier: tells the outside that something was archived. At least once, with a stable id.
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"

namespace offhook::model {

// A CloudEvent (version 1.0) of ours; formats, completion event.
struct Event {
  std::string id;      // stable: UUIDv5 of the manifest's URI
  std::string source;  // URI reference: the archive's URI
  std::string type;    // archive.completed, archive.gap
  std::string subject;
  TimePoint time;
  std::string data;  // canonical JSON
};

class Notifier {
 public:
  virtual ~Notifier() = default;
  // Where it goes, for people; without query or credentials.
  [[nodiscard]] virtual std::string destination() const = 0;
  // One try. Success only when the receiver accepted it. Any thread.
  [[nodiscard]] virtual Result<void> deliver(const Event& event, int attempt) = 0;
};

}  // namespace offhook::model
