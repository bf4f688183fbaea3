// The program offhook-sim: an Org behind HTTP servers.
#pragma once

namespace offhook::sim {

int run_program(int argc, const char* const* argv);

}  // namespace offhook::sim
