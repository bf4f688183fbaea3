#include "audit/audit_log.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "test/support/temporary_folder.h"

namespace offhook::audit {
namespace {

std::string line(std::uint64_t seq, Action action = Action::gate_checked) {
  AuditLine line;
  line.seq = seq;
  line.action = action;
  return audit_json(line);
}

std::vector<std::string> lines(std::uint64_t from, std::uint64_t to) {
  std::vector<std::string> made;
  for (std::uint64_t seq = from; seq < to; ++seq) made.push_back(line(seq));
  return made;
}

class AuditLogTest : public testing::Test {
 protected:
  AuditLog open() { return AuditLog::open(path_).value(); }
  test::TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "audit.ndjson";
};

TEST_F(AuditLogTest, goes_on_over_a_restart) {
  Checkpoint before;
  {
    AuditLog log = open();
    EXPECT_EQ(log.checkpoint(), (Checkpoint{0, crypto::MerkleTree().root()}));
    ASSERT_TRUE(log.append(lines(0, 3)));
    before = log.checkpoint();
  }
  AuditLog log = open();
  EXPECT_EQ(log.checkpoint(), before);
  ASSERT_TRUE(log.append(lines(3, 5)));
  EXPECT_EQ(log.size(), 5u);
  const auto all = read_log(path_).value();
  EXPECT_EQ(all, lines(0, 5));
  EXPECT_TRUE(verify_lines(all, before));
  EXPECT_TRUE(verify_lines(all, log.checkpoint()));
}

TEST_F(AuditLogTest, is_for_its_owner_alone) {
  open();
  struct stat info{};
  ASSERT_EQ(::stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0600u);
}

TEST_F(AuditLogTest, takes_only_lines_that_follow) {
  AuditLog log = open();
  EXPECT_EQ(log.append(lines(1, 2)).error().code, "audit.log");
  EXPECT_EQ(log.append({line(0), line(0)}).error().code, "audit.log");
  EXPECT_EQ(log.append({"text"}).error().code, "audit.log");
  EXPECT_EQ(log.size(), 0u);
  EXPECT_TRUE(log.append(lines(0, 2)));
}

TEST_F(AuditLogTest, a_line_that_a_crash_cut_is_dropped) {
  ASSERT_TRUE(open().append(lines(0, 2)));
  std::ofstream(path_, std::ios::app) << line(2).substr(0, 20);
  EXPECT_FALSE(read_log(path_));
  AuditLog log = open();
  EXPECT_EQ(log.size(), 2u);
  ASSERT_TRUE(log.append(lines(2, 3)));
  EXPECT_EQ(read_log(path_).value(), lines(0, 3));
}

TEST_F(AuditLogTest, is_read_in_pieces_of_any_size) {
  const auto many = lines(0, 12'000);  // more than a MiB
  ASSERT_TRUE(open().append(many));
  EXPECT_EQ(open().size(), many.size());
  EXPECT_EQ(read_log(path_).value(), many);
  std::ofstream(path_, std::ios::app) << std::string(3 << 20, 'x');
  EXPECT_EQ(AuditLog::open(path_).error().code, "audit.log");
}

TEST_F(AuditLogTest, P8_every_tampering_is_found) {
  AuditLog log = open();
  ASSERT_TRUE(log.append(lines(0, 6)));
  const Checkpoint known = log.checkpoint();
  const auto good = lines(0, 6);
  ASSERT_TRUE(verify_lines(good, known));

  auto changed = good;
  changed[2] = line(2, Action::slice_started);
  EXPECT_FALSE(verify_lines(changed, known));
  auto dropped = good;
  dropped.erase(dropped.begin() + 2);
  EXPECT_FALSE(verify_lines(dropped, known));
  auto swapped = good;
  std::swap(swapped[1], swapped[2]);
  EXPECT_FALSE(verify_lines(swapped, known));
  auto renumbered = good;
  renumbered.erase(renumbered.begin());
  for (std::size_t seq = 0; seq < renumbered.size(); ++seq) renumbered[seq] = line(seq);
  EXPECT_FALSE(verify_lines(renumbered, known));
  EXPECT_FALSE(verify_lines(lines(0, 5), known));  // rolled back
  auto longer = good;
  longer.push_back(line(6));
  EXPECT_TRUE(verify_lines(longer, known));
  std::ofstream(path_, std::ios::in | std::ios::out).seekp(3).put('X');
  EXPECT_EQ(AuditLog::open(path_).error().cls, ErrorClass::corrupt);
}

}  // namespace
}  // namespace offhook::audit
