#include <cstdio>

int main() {
  std::fputs("offhook " OFFHOOK_VERSION "\n", stdout);
  return 0;
}
