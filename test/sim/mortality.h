// Mortality ends a simulated process at its n-th step. A step is taken before and after each request and each
// ledger transaction; once dead, every step fails, so that nothing more has an effect outside.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "http/client.h"
#include "model/ledger.h"

namespace offhook::test {

class Mortality {
 public:
  static constexpr std::uint64_t kNever = UINT64_MAX;

  // Not while a life is under way.
  void live_until(std::uint64_t step) {
    steps_ = 0;
    last_ = step;
  }
  // Any thread.
  [[nodiscard]] Result<void> step() {
    if (++steps_ <= last_) return {};
    return fail(ErrorClass::cancelled, "test.dead", "the simulated process has died");
  }
  [[nodiscard]] std::uint64_t steps() const { return steps_; }
  [[nodiscard]] bool died() const { return steps_ > last_; }

 private:
  std::atomic<std::uint64_t> steps_{0};
  std::uint64_t last_ = kNever;
};

class MortalClient final : public http::Client {
 public:
  MortalClient(http::Client& inner, Mortality& mortality) : inner_(inner), mortality_(mortality) {}
  Result<http::Response> send(const http::Request& request, http::BodySink* sink) override {
    OFFHOOK_CHECK_OK(mortality_.step());
    auto response = inner_.send(request, sink);
    OFFHOOK_CHECK_OK(mortality_.step());
    return response;
  }

 private:
  http::Client& inner_;
  Mortality& mortality_;
};

// Death strikes at writes; a read that fails changes nothing that a write would not show.
class MortalLedger final : public model::Ledger {
 public:
  MortalLedger(std::unique_ptr<model::Ledger> inner, Mortality& mortality)
      : inner_(std::move(inner)), mortality_(mortality) {}

  std::uint64_t epoch() const override { return inner_->epoch(); }
  Result<void> all_or_nothing(const std::function<Result<void>()>& work) override {
    return mortal([&] { return inner_->all_or_nothing(work); });
  }
  Result<void> plan_slice(const model::Slice& slice) override {
    return mortal([&] { return inner_->plan_slice(slice); });
  }
  Result<std::vector<model::SliceRow>> slices(std::string_view org) override { return inner_->slices(org); }
  Result<model::SliceRow> slice(std::string_view org, std::string_view slice) override {
    return inner_->slice(org, slice);
  }
  Result<void> start_slice(std::string_view org, std::string_view slice, std::string_view job) override {
    return mortal([&] { return inner_->start_slice(org, slice, job); });
  }
  Result<void> checkpoint(const model::Checkpoint& checkpoint) override {
    return mortal([&] { return inner_->checkpoint(checkpoint); });
  }
  Result<std::optional<model::KnownRecord>> find_record(std::string_view org, model::Dataset dataset,
                                                        std::string_view id) override {
    return inner_->find_record(org, dataset, id);
  }
  Result<void> each_record(std::string_view object, const model::RecordRowSink& sink) override {
    return inner_->each_record(object, sink);
  }
  Result<void> each_changed_record(std::string_view object, const model::RecordRowSink& sink) override {
    return inner_->each_changed_record(object, sink);
  }
  Result<std::vector<model::RecordRow>> versions_of(std::string_view org, model::Dataset dataset,
                                                    std::string_view id) override {
    return inner_->versions_of(org, dataset, id);
  }
  Result<std::vector<model::RecordRow>> transcripts_of(std::string_view org,
                                                       std::string_view conversation) override {
    return inner_->transcripts_of(org, conversation);
  }
  Result<std::vector<model::ObjectRow>> open_objects(std::string_view org, std::string_view slice) override {
    return inner_->open_objects(org, slice);
  }
  Result<std::vector<model::ObjectRow>> listed_objects(std::string_view org,
                                                       std::string_view slice) override {
    return inner_->listed_objects(org, slice);
  }
  Result<void> update_object(const model::ObjectRow& object) override {
    return mortal([&] { return inner_->update_object(object); });
  }
  Result<void> forget_objects(std::string_view org, std::string_view slice,
                              const std::vector<std::string>& names) override {
    return mortal([&] { return inner_->forget_objects(org, slice, names); });
  }
  Result<void> each_account(std::string_view org, std::string_view slice,
                            const model::AccountRowSink& sink) override {
    return inner_->each_account(org, slice, sink);
  }
  Result<std::vector<model::AccountRow>> accounts_of(std::string_view org, std::string_view slice,
                                                     model::Dataset dataset,
                                                     const std::vector<std::string>& ids) override {
    return inner_->accounts_of(org, slice, dataset, ids);
  }
  Result<std::vector<model::AccountRow>> transcript_accounts(std::string_view org,
                                                             std::string_view conversation) override {
    return inner_->transcript_accounts(org, conversation);
  }
  Result<std::vector<std::string>> slices_due(std::string_view org, TimePoint now) override {
    return inner_->slices_due(org, now);
  }
  Result<std::vector<std::string>> slices_quarantined(std::string_view org) override {
    return inner_->slices_quarantined(org);
  }
  Result<std::vector<model::AccountRow>> open_conversations(std::string_view org) override {
    return inner_->open_conversations(org);
  }
  Result<void> prepare_manifest(std::string_view org, std::string_view slice, std::uint64_t number,
                                std::string_view bytes) override {
    return mortal([&] { return inner_->prepare_manifest(org, slice, number, bytes); });
  }
  Result<std::optional<std::string>> prepared_manifest(std::string_view org, std::string_view slice,
                                                       std::uint64_t number) override {
    return inner_->prepared_manifest(org, slice, number);
  }
  Result<void> commit(const model::Commit& commit) override {
    return mortal([&] { return inner_->commit(commit); });
  }
  Result<void> settle_slice(std::string_view org, std::string_view slice) override {
    return mortal([&] { return inner_->settle_slice(org, slice); });
  }
  Result<void> append_audit(const std::vector<std::string>& lines) override {
    return mortal([&] { return inner_->append_audit(lines); });
  }
  Result<std::vector<std::string>> audit_lines(std::uint64_t from_sequence, std::uint64_t limit) override {
    return inner_->audit_lines(from_sequence, limit);
  }
  Result<std::uint64_t> audit_size() override { return inner_->audit_size(); }
  Result<std::vector<model::OutboxRow>> due_events(TimePoint now) override { return inner_->due_events(now); }
  Result<void> event_failed(std::string_view event_id, int attempts, TimePoint next_attempt) override {
    return mortal([&] { return inner_->event_failed(event_id, attempts, next_attempt); });
  }
  Result<void> event_delivered(std::string_view event_id, std::string_view audit_line) override {
    return mortal([&] { return inner_->event_delivered(event_id, audit_line); });
  }

 private:
  template <class Call>
  Result<void> mortal(Call call) {
    OFFHOOK_CHECK_OK(mortality_.step());
    OFFHOOK_CHECK_OK(call());
    return mortality_.step();
  }

  std::unique_ptr<model::Ledger> inner_;
  Mortality& mortality_;
};

}  // namespace offhook::test
