#include <cstdio>

int main() {
  std::fputs("offhook-sim " OFFHOOK_VERSION "\n", stdout);
  return 0;
}
