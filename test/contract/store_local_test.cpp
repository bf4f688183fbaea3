#include "base/random.h"
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

}  // namespace

INSTANTIATE_TEST_SUITE_P(Local, StoreContract, testing::Values(local()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace offhook::test
