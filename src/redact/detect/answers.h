// Answers: what one side says in answer to a question is read as if it were said in one breath. The turns of
// a slot, joined behind the words of the question, go through the same grammar that reads a single utterance
// ("birthday" + "july" + "twenty second" + "nineteen eighty one").
#pragma once

#include <vector>

#include "redact/detect/candidate.h"
#include "redact/detect/slots.h"

namespace offhook::redact::detect {

void find_in_answers(const Context& context, const std::vector<Slot>& slots, std::vector<Candidate>& out);

}  // namespace offhook::redact::detect
