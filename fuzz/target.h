// A fuzz target is one function over one input. It aborts (check) where a property does not hold.
//
// NAME_fuzz.cpp defines FUZZ_TARGET(NAME). The `fuzz` preset links it with libFuzzer; the other presets
// replay its corpus as a test.
#pragma once

#include <string_view>

#define FUZZ_TARGET(name) void fuzz_target_##name(std::string_view input)
