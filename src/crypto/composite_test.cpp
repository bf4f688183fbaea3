#include "crypto/composite.h"

#include <gtest/gtest.h>

#include <array>

#include "crypto/sha256.h"

namespace offhook::crypto {
namespace {

// Stated by a server for parts of 5 MiB of 'A' and "tail".
TEST(Composite, IsWhatAServerStates) {
  const std::array parts{sha256(std::string(5u << 20, 'A')), sha256("tail")};
  EXPECT_EQ(composite_sha256(parts), "2kYaKgwMh4G97NB7sxufv13cvQqUqNgjK75WsW6s16Q=-2");
}

}  // namespace
}  // namespace offhook::crypto
