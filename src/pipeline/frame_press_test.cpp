#include "pipeline/frame_press.h"

#include <gtest/gtest.h>

namespace offhook::pipeline {
namespace {

TEST(FramePress, gives_what_one_encoder_gives_whichever_thread_it_was) {
  const auto press = FramePress::open(3, 3).value();
  auto encoder = archive::FrameEncoder::open(3).value();
  std::vector<std::future<archive::ObjectWriter::Pressed>> pressed;
  const auto raw = [](int i) {
    return std::string(static_cast<std::size_t>(1'000 * (50 - i)), 'a') + std::to_string(i);
  };
  for (int i = 0; i < 50; ++i) pressed.push_back(press->press(raw(i)));
  for (int i = 0; i < 50; ++i) {
    const auto one = pressed[static_cast<std::size_t>(i)].get();
    EXPECT_EQ(one.bytes.value(), encoder.compress(raw(i)).value());
    EXPECT_EQ(one.raw, raw(i)) << "the room is not given back";
  }
}

TEST(FramePress, finishes_what_was_begun) {
  std::future<archive::ObjectWriter::Pressed> last;
  {
    const auto press = FramePress::open(1, 1).value();
    for (int i = 0; i < 10; ++i) last = press->press(std::string(100'000, 'x'));
  }
  EXPECT_TRUE(last.get().bytes);
}

TEST(FramePress, refuses_a_level_that_readers_may_not_take) {
  EXPECT_EQ(FramePress::open(20, 1).error().code, "archive.level");
}

}  // namespace
}  // namespace offhook::pipeline
