// An ObjectStore in a folder (`file:///folder`): the contract of S3, kept with link() and fsync.
//
// Objects are plain files at their keys, so that readers see the archive as it is. What S3 keeps beside an
// object (metadata, checksum, class) and unfinished uploads stand in `.offhook/` of the folder, which no
// listing shows. Several processes may use one folder (flock). A completed object appears whole or not at
// all, and is durable before anybody is told that it is there. Any thread.
#pragma once

#include <filesystem>
#include <memory>

#include "base/random.h"
#include "model/object_store.h"

namespace offhook::store {

// The folder is made where it does not exist.
[[nodiscard]] Result<std::unique_ptr<model::ObjectStore>> make_local_store(std::filesystem::path folder,
                                                                           Random& random);

}  // namespace offhook::store
