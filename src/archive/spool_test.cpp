#include "archive/spool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>

#include "test/support/temporary_folder.h"

namespace offhook::archive {
namespace {

constexpr std::string_view kName = "acme/20261120T000000Z-20261121T000000Z/conversations/2026-11-20/0000";

// Frames of one object, each with one line.
std::vector<Frame> frames(std::size_t count) {
  auto writer = ObjectWriter::open(3).value();
  std::vector<Frame> made;
  for (std::size_t i = 0; i < count; ++i) {
    LineMember member;
    member.id = "c" + std::to_string(i);
    EXPECT_TRUE(writer.add(make_line(member, RedactedBytes("{}")).value()));
    made.push_back(writer.flush().value().at(0));
  }
  return made;
}

class SpoolTest : public testing::Test {
 protected:
  std::unique_ptr<Spool> open(std::uint64_t max_bytes = 1 << 20) {
    return Spool::open(folder_.path() / "spool", max_bytes).value();
  }
  test::TemporaryFolder folder_;
};

TEST_F(SpoolTest, holds_frames_over_a_restart) {
  const auto made = frames(2);
  {
    auto spool = open();
    ASSERT_TRUE(spool->append(kName, made[0]));
    ASSERT_TRUE(spool->append(kName, made[1]));
    ASSERT_TRUE(spool->sync(kName));
  }
  auto spool = open();
  EXPECT_EQ(spool->names(), std::vector<std::string>{std::string(kName)});
  const std::string bytes = made[0].bytes() + made[1].bytes();
  EXPECT_EQ(spool->size_bytes(kName), bytes.size());
  EXPECT_EQ(spool->used_bytes(), bytes.size());
  EXPECT_EQ(spool->read(kName, 0, bytes.size()).value(), bytes);
  EXPECT_EQ(spool->read(kName, made[1].offset(), 4).value(), made[1].bytes().substr(0, 4));
}

TEST_F(SpoolTest, is_for_its_owner_alone) {
  auto spool = open();
  ASSERT_TRUE(spool->append(kName, frames(1)[0]));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    struct stat info{};
    ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0077u, 0u) << entry.path();
  }
}

TEST_F(SpoolTest, a_frame_must_follow_the_one_before) {
  const auto made = frames(3);
  auto spool = open();
  EXPECT_EQ(spool->append(kName, made[1]).error().code, "spool.offset");
  ASSERT_TRUE(spool->append(kName, made[0]));
  EXPECT_EQ(spool->append(kName, made[0]).error().code, "spool.offset");
  EXPECT_EQ(spool->append(kName, made[2]).error().code, "spool.offset");
  EXPECT_TRUE(spool->append(kName, made[1]));
}

TEST_F(SpoolTest, is_bounded_over_all_objects_and_takes_more_after_a_removal) {
  const auto made = frames(2);
  auto spool = open(made[0].bytes().size() + 1);
  ASSERT_TRUE(spool->append(kName, made[0]));
  const auto full = spool->append("other", frames(1)[0]);
  EXPECT_EQ(full.error().code, "spool.full");
  EXPECT_EQ(full.error().cls, ErrorClass::retryable);
  ASSERT_TRUE(spool->remove(kName));
  EXPECT_EQ(spool->used_bytes(), 0u);
  EXPECT_TRUE(spool->append("other", frames(1)[0]));
}

TEST_F(SpoolTest, recovery_cuts_what_no_checkpoint_has) {
  const auto made = frames(2);
  auto spool = open();
  ASSERT_TRUE(spool->append(kName, made[0]));
  ASSERT_TRUE(spool->append(kName, made[1]));
  spool = open();
  ASSERT_TRUE(spool->truncate(kName, made[1].offset()));
  EXPECT_EQ(spool->used_bytes(), made[0].bytes().size());
  EXPECT_TRUE(spool->append(kName, made[1]));
  EXPECT_EQ(spool->truncate(kName, 1 << 20).error().code, "spool.short");
  EXPECT_TRUE(spool->truncate("never there", 0));
  EXPECT_EQ(spool->truncate("never there", 1).error().cls, ErrorClass::corrupt);
}

TEST_F(SpoolTest, removing_twice_is_fine) {
  auto spool = open();
  ASSERT_TRUE(spool->append(kName, frames(1)[0]));
  EXPECT_TRUE(spool->remove(kName));
  EXPECT_TRUE(spool->remove(kName));
  EXPECT_TRUE(spool->names().empty());
  EXPECT_TRUE(open()->names().empty());
}

TEST_F(SpoolTest, a_frame_that_was_cut_by_a_full_disk_can_be_appended_again) {
  const auto made = frames(2);
  auto spool = open();
  ASSERT_TRUE(spool->append(kName, made[0]));
  // A limit on file sizes cuts a write in the middle as a full disk does.
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit tight{made[1].offset() + 3, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const auto appended = spool->append(kName, made[1]);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, ignored);
  ASSERT_FALSE(appended);
  EXPECT_EQ(spool->used_bytes(), made[0].bytes().size());
  ASSERT_TRUE(spool->append(kName, made[1]));
  EXPECT_EQ(spool->read(kName, made[1].offset(), made[1].bytes().size()).value(), made[1].bytes());
}

}  // namespace
}  // namespace offhook::archive
