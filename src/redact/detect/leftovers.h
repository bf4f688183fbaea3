// Leftovers: what the detectors left of a value that was surely being dictated. They run when overlaps are
// settled, over words that no accepted candidate holds.
//
// - Digits said in answer to a question for a number, together as many as such a number has: all of them go,
//   valid or not, since speech recognition errs, speakers begin anew, and half a card number must not stay.
// - Read-backs: characters or whole utterances that repeat a part of an accepted value near it.
#pragma once

#include <vector>

#include "redact/detect/candidate.h"
#include "redact/detect/slots.h"

namespace offhook::redact::detect {

void add_leftovers(const Context& context, const std::vector<Slot>& slots, std::vector<Candidate>& accepted);

}  // namespace offhook::redact::detect
