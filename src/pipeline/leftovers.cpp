#include "pipeline/leftovers.h"

namespace offhook::pipeline {

Result<void> abort_uploads(model::ObjectStore& store, const std::string& key) {
  OFFHOOK_TRY(const auto uploads, store.list_uploads(key));
  for (const model::OpenUpload& stray : uploads)
    if (stray.upload.key == key) {
      // One that had only half begun when the store failed may be listed, and gone when it is named.
      auto aborted = store.abort_upload(stray.upload);
      if (!aborted && aborted.error().cls != ErrorClass::not_found) return aborted;
    }
  return {};
}

}  // namespace offhook::pipeline
