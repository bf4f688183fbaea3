#include <filesystem>

#include "base/random.h"
#include "store/local_store.h"
#include "test/contract/store_contract.h"

namespace offhook::test {
namespace {

// A store in a folder of its own, which goes with it.
class TemporaryStore {
 public:
  TemporaryStore()
      : folder_(std::filesystem::temp_directory_path() / ("offhook-store-" + random_.uuid())),
        store_(store::make_local_store(folder_, random_).value()) {}
  ~TemporaryStore() { std::filesystem::remove_all(folder_); }
  model::ObjectStore* get() const { return store_.get(); }

 private:
  SystemRandom random_;
  std::filesystem::path folder_;
  std::unique_ptr<model::ObjectStore> store_;
};

StoreCase local() {
  return {.name = "local",
          .open =
              [] {
                // Owned by the fixture through the store's pointer: folder and store end together.
                auto owner = std::make_shared<TemporaryStore>();
                return std::shared_ptr<model::ObjectStore>(owner, owner->get());
              },
          .keeps_storage_class = false};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Local, StoreContract, testing::Values(local()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace offhook::test
