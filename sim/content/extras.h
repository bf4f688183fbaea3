// The members that only some records have: between them the whole documented tree, what came into a record
// after its conversation had ended, and members that no document names, since the platform adds some without
// notice.
#pragma once

#include "sim/content/cast.h"

namespace offhook::sim {

void add_extras(const World& world, const Cast& cast, Conversation& conversation);

}  // namespace offhook::sim
