#include "redact/find.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "redact/detect/answers.h"
#include "redact/detect/detectors.h"
#include "redact/detect/leftovers.h"
#include "redact/detect/phone_number.h"
#include "redact/detect/prepared.h"
#include "redact/detect/quiet/reading.h"
#include "redact/detect/resolve.h"
#include "redact/detect/slots.h"
#include "redact/dialogue.h"

namespace offhook::redact {

using namespace detect;

namespace {

// The names that this reading found, as they are said, are listened for in what was not read; true if one of
// them is new.
bool learn_names(const Script& script, const std::vector<Candidate>& candidates, Listener& listener) {
  bool learned = false;
  for (const Candidate& candidate : candidates) {
    if (candidate.kind != Kind::person) continue;
    for (const Range& range : candidate.ranges)
      for (std::uint32_t i = range.first; i < range.last; ++i) {
        if (listener.learn_name(script.stem(i))) learned = true;
      }
  }
  return learned;
}

// A link that the policy leaves alone does not keep what stands in it.
bool left_alone(const Candidate& candidate, const Policy& policy) {
  const KindRule& rule = policy.rule(candidate.kind);
  return candidate.encloses && (!rule.enabled || candidate.confidence < rule.threshold);
}

Result<std::vector<Finding>> find(std::span<const Utterance> dialogue, const Known& known,
                                  const Policy& policy, const Prepared& prepared, Reading reading,
                                  std::optional<Script>& read, std::span<const std::size_t> changed) {
  std::optional<Listener> learned;
  while (!reading.nothing()) {
    OFFHOOK_TRY(read, Script::read(dialogue, reading, {read ? &*read : nullptr, changed}));
    changed = {};
    const Script& script = *read;
    const std::vector<Label> labels = find_labels(script);
    const Pieces pieces = read_pieces(script, labels);
    const Context context{script, labels, pieces, known, policy, prepared};
    auto candidates = detect_all(context);
    const bool names = std::any_of(candidates.begin(), candidates.end(),
                                   [](const Candidate& c) { return c.kind == Kind::person; });
    if (names && !reading.everything()) {
      if (!learned) learned = prepared.listener;
      if (learn_names(script, candidates, *learned)) {
        Reading more(dialogue, *learned);
        if (!more.same_as(reading)) {
          reading = std::move(more);
          continue;
        }
      }
    }
    const std::vector<Slot> slots = find_slots(script, labels);
    find_in_answers(context, slots, candidates);
    std::erase_if(candidates, [&](const Candidate& c) { return left_alone(c, policy); });
    auto accepted = resolve(script, std::move(candidates));
    for (Candidate& value : accepted)
      if (value.raw) value.canonical = canonical_raw_phone(value.canonical, policy.default_region);
    add_leftovers(context, slots, accepted);
    return findings_of(script, std::move(accepted));
  }
  return std::vector<Finding>{};
}

}  // namespace

std::shared_ptr<const Prepared> prepared_for(const Known& known) {
  return known.prepared != nullptr ? known.prepared : prepare(known);
}

std::shared_ptr<const Prepared> prepare(const Known& known, const Prepared* earlier) {
  return std::make_shared<const Prepared>(known, earlier);
}

Result<std::vector<Finding>> find(std::span<const Utterance> dialogue, const Known& known,
                                  const Policy& policy, const Prepared& prepared, const Hearing& hearing,
                                  std::optional<Script>& script, std::span<const std::size_t> changed) {
  return find(dialogue, known, policy, prepared, Reading(dialogue, hearing), script, changed);
}

Result<std::vector<Finding>> find(std::span<const Utterance> dialogue, const Known& known,
                                  const Policy& policy) {
  const auto prepared = prepared_for(known);
  std::optional<Script> script;
  return find(dialogue, known, policy, *prepared, prepared->listener.hear(dialogue), script, {});
}

Result<std::vector<Finding>> find_reading_all(std::span<const Utterance> dialogue, const Known& known,
                                              const Policy& policy) {
  std::optional<Script> script;
  return find(dialogue, known, policy, *prepared_for(known), Reading(dialogue), script, {});
}

}  // namespace offhook::redact
