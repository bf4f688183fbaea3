#include "crypto/sha256.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <thread>

#include "base/encoding.h"

namespace offhook::crypto {
namespace {

std::vector<std::uint8_t> hex(std::string_view text) { return *from_hex(text); }
std::string text_of(std::string_view hex_text) {
  const auto bytes = hex(hex_text);
  return {bytes.begin(), bytes.end()};
}

// FIPS 180-4 examples (NIST, "Examples with Intermediate Values", SHA-256) and the empty message.
TEST(Sha256, AgreesWithTheFipsExamples) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

RC_GTEST_PROP(Sha256, StreamsToTheSameDigest, (const std::string& a, const std::string& b)) {
  Sha256 stream;
  stream.update(a);
  RC_ASSERT(stream.digest() == sha256(a));
  stream.update(b);
  RC_ASSERT(stream.digest() == sha256(a + b));
  RC_ASSERT(sha256({a, b}) == sha256(a + b));
}

// RFC 4231 §4.2 to §4.8 but for the truncated case.
TEST(Hmac, AgreesWithRfc4231) {
  struct Case {
    std::string key, data, mac;
  };
  const Case cases[] = {
      {std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {text_of("0102030405060708090a0b0c0d0e0f10111213141516171819"), std::string(50, '\xcd'),
       "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. The key needs "
       "to be hashed before being used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(to_hex(hmac_sha256(as_bytes(c.key), c.data)), c.mac);
    const HmacKey key(as_bytes(c.key));
    for (int again = 0; again < 3; ++again) EXPECT_EQ(to_hex(key.sign(c.data)), c.mac);
  }
}

TEST(Hmac, TakesTheEmptyKey) {
  EXPECT_EQ(to_hex(hmac_sha256({}, "")), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Hmac, OneKeySignsOnManyThreads) {
  const HmacKey key(as_bytes("Jefe"));
  const auto sign_all = [&key](std::vector<Digest>& out) {
    for (int i = 0; i < 500; ++i) out.push_back(key.sign(std::to_string(i)));
  };
  std::vector<Digest> expected, seen[4];
  sign_all(expected);
  {
    std::vector<std::jthread> threads;
    for (auto& out : seen) threads.emplace_back([&] { sign_all(out); });
  }
  for (const auto& out : seen) EXPECT_EQ(out, expected);
}

// RFC 5869 A.1 and A.3, the first 32 bytes of the output keying material.
TEST(Hkdf, AgreesWithRfc5869) {
  const std::string key(22, '\x0b');
  EXPECT_EQ(to_hex(hkdf_sha256(as_bytes(key), text_of("000102030405060708090a0b0c"),
                               text_of("f0f1f2f3f4f5f6f7f8f9"))),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
  EXPECT_EQ(to_hex(hkdf_sha256(as_bytes(key), "", "")),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

TEST(Equal, ComparesLengthAndBytes) {
  EXPECT_TRUE(equal(as_bytes("abc"), as_bytes("abc")));
  EXPECT_FALSE(equal(as_bytes("abc"), as_bytes("abd")));
  EXPECT_FALSE(equal(as_bytes("abc"), as_bytes("abcd")));
}

}  // namespace
}  // namespace offhook::crypto
