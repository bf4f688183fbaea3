// calls COUNT PERCENT: made-up conversations in array form, one a line; PERCENT of their utterances hold
// personal data.
#include <cstdio>
#include <cstdlib>

#include "bench/array_form.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  offhook::SeededRandom random(7);
  for (long left = std::strtol(argv[1], nullptr, 10); left > 0; --left)
    std::puts(offhook::bench::conversation(random, std::atoi(argv[2])).c_str());
}
