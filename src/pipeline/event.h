// The completion event of one manifest (formats, completion event): thin, without personal data.
#pragma once

#include <string>

#include "archive/manifest.h"
#include "base/clock.h"
#include "model/notifier.h"

namespace offhook::pipeline {

struct EventFacts {
  std::string archive_uri;   // "s3://bucket/prefix"
  std::string manifest_uri;  // "s3://bucket/key"; the event's id comes from it
  std::string manifest_sha256;
  TimePoint time;
  std::chrono::nanoseconds duration{0};
};

[[nodiscard]] model::Event completion_event(const archive::ManifestSummary& manifest,
                                            const EventFacts& facts);

}  // namespace offhook::pipeline
