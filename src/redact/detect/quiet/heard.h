// Heard: what a short look at one utterance tells (listener.h).
#pragma once

#include <cstdint>

#include "redact/detect/quiet/cluster.h"

namespace offhook::redact::detect {

struct Heard {
  bool loud = false;  // to be read whatever stands around it
  bool label = false;
  bool governed = true;      // has something whose meaning a label decides
  bool short_label = false;  // of values with few digits
  bool date = false;         // a month or an ordinal
  bool asks_secret = false;
  bool opens_slot = false;      // a label of what answers are read for (slots.h)
  bool announces = false;       // one of those that need no question
  bool dot = false;             // says "dot"
  bool spells_address = false;  // with "at" and "dot"
  bool asks_name = false;
  bool asks_address = false;
  std::uint32_t talk = 0;      // words that say something
  std::uint32_t articles = 0;  // "a" and "i", which may be letters
  Clusters digits;
  Clusters codes;
};

}  // namespace offhook::redact::detect
