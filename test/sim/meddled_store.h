// MeddledStore: a store in a folder between which and its user a test stands: it sees each call, may answer
// in its stead, and may change what HEAD states.
#pragma once

#include <functional>
#include <optional>

#include "base/random.h"
#include "model/object_store.h"
#include "store/local_store.h"

namespace offhook::test {

class MeddledStore final : public model::ObjectStore {
 public:
  MeddledStore(std::filesystem::path folder, Random& random)
      : inner_(store::make_local_store(std::move(folder), random).value()) {}

  // Called before the store is; what they return but success is the answer.
  std::function<Result<void>(const model::ObjectSpec&)> on_begin;
  std::function<Result<void>(const model::Upload&)> on_part;
  std::function<Result<void>()> on_head;
  // Called after it, in place of an answer that was lost.
  std::function<Result<void>()> after_begin;
  // What stands in the answer to HEAD.
  std::function<void(model::ObjectInfo&)> stated;
  bool completes = true;  // or says so only
  bool fit = true;        // to hold the archive

  int begun = 0;
  int parts = 0;
  int aborted = 0;
  int removed = 0;

  std::string uri() const override { return inner_->uri(); }
  Result<model::GateReport> check_gate() override {
    if (fit) return inner_->check_gate();
    model::GateReport refused;
    refused.findings = {{"public", model::Verdict::fail, "everybody may read", "close it"}};
    return refused;
  }

  Result<model::Upload> begin_upload(const model::ObjectSpec& spec) override {
    ++begun;
    if (on_begin) OFFHOOK_CHECK_OK(on_begin(spec));
    auto upload = inner_->begin_upload(spec);
    if (after_begin) OFFHOOK_CHECK_OK(after_begin());
    return upload;
  }
  Result<model::Part> upload_part(const model::Upload& upload, int number, std::string_view bytes,
                                  const Digest& sha256) override {
    ++parts;
    if (on_part) OFFHOOK_CHECK_OK(on_part(upload));
    return inner_->upload_part(upload, number, bytes, sha256);
  }
  Result<std::vector<model::Part>> list_parts(const model::Upload& upload) override {
    return inner_->list_parts(upload);
  }
  Result<model::ObjectInfo> complete_upload(const model::Upload& upload,
                                            const std::vector<model::Part>& list) override {
    if (!completes) return model::ObjectInfo{};
    return inner_->complete_upload(upload, list);
  }
  Result<void> abort_upload(const model::Upload& upload) override {
    ++aborted;
    return inner_->abort_upload(upload);
  }
  Result<std::vector<model::OpenUpload>> list_uploads(std::string_view prefix) override {
    return inner_->list_uploads(prefix);
  }
  Result<model::ObjectInfo> put_new(const model::ObjectSpec& spec, std::string_view bytes) override {
    return inner_->put_new(spec, bytes);
  }
  Result<model::ObjectInfo> head(std::string_view key) override {
    if (on_head) OFFHOOK_CHECK_OK(on_head());
    auto info = inner_->head(key);
    if (info && stated) stated(*info);
    return info;
  }
  Result<std::string> get(std::string_view key, std::optional<model::ByteRange> range,
                          std::uint64_t max_bytes) override {
    return inner_->get(key, range, max_bytes);
  }
  Result<model::ObjectListing> list(std::string_view prefix, std::string_view continuation) override {
    return inner_->list(prefix, continuation);
  }
  Result<void> remove(std::string_view key) override {
    ++removed;
    return inner_->remove(key);
  }

 private:
  std::unique_ptr<model::ObjectStore> inner_;
};

}  // namespace offhook::test
