#include "test/contract/fake_store.h"
#include "test/contract/store_contract.h"

namespace offhook::test {
namespace {

StoreCase fake(std::string name, store::S3Options options) {
  return {.name = std::move(name), .open = [options] {
            // The fixture owns server and store through the store's pointer.
            auto owner = std::make_shared<FakeStore>(options);
            return std::shared_ptr<model::ObjectStore>(owner, owner->store.get());
          }};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Fake, StoreContract,
                         testing::Values(fake("amazon", {}),
                                         fake("endpoint", {.endpoint = "https://localhost:9000"})),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace offhook::test
