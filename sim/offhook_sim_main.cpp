#include "sim/program.h"

int main(int argc, char** argv) { return offhook::sim::run_program(argc, argv); }
