#include <sys/syscall.h>
#include <unistd.h>

#include <map>

#include "base/random.h"
#include "crypto/sha256.h"
#include "store/local_store.h"
#include "test/contract/store_contract.h"
#include "test/support/temporary_folder.h"

namespace offhook::test {
namespace {

// A store in a folder of its own, which goes with it.
struct OwnFolder {
  TemporaryFolder folder;
  SystemRandom random;
  std::unique_ptr<model::ObjectStore> store = store::make_local_store(folder.path(), random).value();
};

StoreCase local() {
  return {.name = "local",
          .open =
              [] {
                // Owned by the fixture through the store's pointer: folder and store end together.
                auto owner = std::make_shared<OwnFolder>();
                return std::shared_ptr<model::ObjectStore>(owner, owner->store.get());
              },
          .keeps_storage_class = false};
}

// Stands in front of the C library's fsync() for folders: which of them are on disk with the names in them,
// and which one the disk fails. One at a time.
class FolderSyncs {
 public:
  FolderSyncs() { watching = this; }
  ~FolderSyncs() { watching = nullptr; }
  FolderSyncs(const FolderSyncs&) = delete;
  FolderSyncs& operator=(const FolderSyncs&) = delete;

  // Each next sync of this folder, once.
  void fail_next(const std::filesystem::path& folder, int error) { failing_[folder] = error; }
  [[nodiscard]] int of(const std::filesystem::path& folder) const {
    const auto found = done_.find(folder);
    return found == done_.end() ? 0 : found->second;
  }

  int sync(int descriptor) {
    std::error_code ignored;
    const auto path = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), ignored);
    if (std::filesystem::is_directory(path, ignored)) {
      if (const auto fails = failing_.extract(path)) {
        errno = fails.mapped();
        return -1;
      }
      ++done_[path];
    }
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
  }

  static FolderSyncs* watching;

 private:
  std::map<std::filesystem::path, int> failing_;
  std::map<std::filesystem::path, int> done_;
};
FolderSyncs* FolderSyncs::watching = nullptr;

class P3LocalNames : public testing::Test {
 protected:
  // The store as the next process has it, which knows nothing of this one.
  void next_life() { store_ = store::make_local_store(folder_.path(), random_).value(); }
  Result<model::ObjectInfo> put(const std::string& bytes = "bytes") { return store_->put_new(spec_, bytes); }
  Result<model::ObjectInfo> complete() {
    const model::Upload upload = store_->begin_upload(spec_).value();
    const model::Part part = store_->upload_part(upload, 1, "bytes", crypto::sha256("bytes")).value();
    return store_->complete_upload(upload, {part});
  }

  TemporaryFolder folder_;
  SystemRandom random_;
  std::unique_ptr<model::ObjectStore> store_ = store::make_local_store(folder_.path(), random_).value();
  const model::ObjectSpec spec_{"a/b/key", {{"upload-token", "t-1"}}, "", "application/zstd"};
  const std::filesystem::path a_ = folder_.path() / "a", b_ = a_ / "b";
  FolderSyncs syncs_;
};

TEST_F(P3LocalNames, AreOnDiskBeforeAnybodyIsToldOfThem) {
  ASSERT_TRUE(put());
  for (const auto& folder : {folder_.path(), a_, b_}) EXPECT_EQ(syncs_.of(folder), 1) << folder;
  ASSERT_TRUE(store_->head("a/b/key"));
  ASSERT_TRUE(store_->get("a/b/key", std::nullopt, 100));
  EXPECT_EQ(syncs_.of(b_), 1) << "what is on disk is not synced again";
  ASSERT_TRUE(store_->put_new({"a/b/other", {}, "", "text/plain"}, "bytes"));
  EXPECT_EQ(syncs_.of(b_), 2);
  EXPECT_EQ(syncs_.of(a_), 1);
}

TEST_F(P3LocalNames, WhoseSyncFailedAreSyncedBeforeTheyAreFoundToBeThere) {
  syncs_.fail_next(b_, EIO);
  EXPECT_FALSE(put());
  ASSERT_TRUE(std::filesystem::exists(b_ / "key"));
  EXPECT_EQ(syncs_.of(b_), 0);
  EXPECT_EQ(put().error().cls, ErrorClass::conflict);
  EXPECT_EQ(syncs_.of(b_), 1);
}

TEST_F(P3LocalNames, AreNotShownUntilTheyAreSynced) {
  syncs_.fail_next(b_, EIO);
  EXPECT_FALSE(complete());
  syncs_.fail_next(b_, EIO);
  EXPECT_FALSE(store_->head("a/b/key"));
  syncs_.fail_next(b_, ENOSPC);
  EXPECT_FALSE(store_->get("a/b/key", std::nullopt, 100));
  EXPECT_EQ(syncs_.of(b_), 0);
  EXPECT_TRUE(store_->head("a/b/key"));
  EXPECT_EQ(syncs_.of(b_), 1);
}

TEST_F(P3LocalNames, OfFoldersAreNotForgottenEither) {
  syncs_.fail_next(a_, EIO);
  EXPECT_FALSE(put());
  EXPECT_FALSE(put());  // b is there by now, and a has it
  EXPECT_EQ(syncs_.of(a_), 1);
}

TEST_F(P3LocalNames, ThatAnEarlierLifeLeftUnsyncedAreSynced) {
  syncs_.fail_next(b_, EIO);
  EXPECT_FALSE(complete());
  next_life();
  EXPECT_TRUE(store_->head("a/b/key"));
  EXPECT_EQ(syncs_.of(b_), 1);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Local, StoreContract, testing::Values(local()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace offhook::test

extern "C" int fsync(int descriptor) {
  auto* const watching = offhook::test::FolderSyncs::watching;
  return watching ? watching->sync(descriptor) : static_cast<int>(::syscall(SYS_fsync, descriptor));
}
