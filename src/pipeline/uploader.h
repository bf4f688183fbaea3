// Uploader takes one sealed object from the spool into the store, exactly once.
//
// Every step is in the ledger before it is taken: the intent with its upload token before the first call, the
// upload's id before the first part. After any outcome but a plain success the store is asked what it holds
// (HEAD), and nothing is deleted while that is unknown. upload() can be called again after any Error or
// crash: it finishes, or adopts, what it finds. One object at a time; parts in parallel.
#pragma once

#include <optional>
#include <stop_token>

#include "archive/seal.h"
#include "pipeline/gate_guard.h"
#include "pipeline/services.h"
#include "pipeline/tally.h"

namespace offhook::pipeline {

class Uploader {
 public:
  Uploader(Services services, const RunOptions& options, Tally& tally, GateGuard& gate)
      : services_(services), options_(options), tally_(tally), gate_(gate) {}

  // Afterwards the object and its index are stored and verified, and the ledger says so (`stored`).
  // `known`: its figures, from who has just sealed it; else they are taken from the spool's file first, and
  // Error "spool.changed" says that it was damaged. (With them the store finds that out, by its digests.)
  [[nodiscard]] Result<void> upload(model::ObjectRow object, std::stop_token stop,
                                    std::optional<archive::Seal> known = {});

 private:
  // What HEAD says about the key.
  enum class Presence { ours, absent };
  [[nodiscard]] Result<Presence> look(const model::ObjectRow& object, const archive::Seal& figures,
                                      model::ObjectInfo& info);
  [[nodiscard]] Result<void> abort_strays(const model::ObjectRow& object);
  [[nodiscard]] Result<void> abort_leftovers(const model::ObjectRow& object);
  [[nodiscard]] Result<void> begin(model::ObjectRow& object);
  [[nodiscard]] Result<std::vector<model::Part>> send_parts(const model::ObjectRow& object,
                                                            const archive::Seal& figures,
                                                            std::stop_token stop);
  [[nodiscard]] Result<void> store(model::ObjectRow& object, const archive::Seal& figures,
                                   std::stop_token stop, model::ObjectInfo& info);
  [[nodiscard]] Result<void> finish(model::ObjectRow object);

  Services services_;
  const RunOptions& options_;
  Tally& tally_;
  GateGuard& gate_;
};

}  // namespace offhook::pipeline
