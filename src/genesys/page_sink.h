// PageSink cuts a page of conversations into records as it arrives, so that no page is held whole.
//
// When the transport reads a page a second time, records that were already delivered are compared with what
// was delivered and not delivered again; a page that differs is Error "source.page_changed" (retryable).
// Not thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/text_print.h"
#include "genesys/transport.h"
#include "json/splitter.h"
#include "json/value.h"
#include "model/source.h"

namespace offhook::genesys {

class PageSink final : public AnswerSink {
 public:
  PageSink(const model::RecordSink& sink, std::stop_token stop) : sink_(sink), stop_(std::move(stop)) {}

  bool wants(const http::Response& head) override;
  Result<void> write(std::string_view chunk) override;
  Result<void> finish(const http::Response& response) override;
  [[nodiscard]] bool given_up() const override { return given_up_; }

  // After success: what stood around the records; an array where the page was a bare one.
  [[nodiscard]] const json::Value& remainder() const { return remainder_; }
  [[nodiscard]] std::uint64_t records() const { return delivered_.size(); }
  [[nodiscard]] std::uint64_t source_bytes() const { return source_bytes_; }

 private:
  [[nodiscard]] Result<void> take(json::RecordSplitter::Record record);
  [[nodiscard]] Result<void> as_answer(Result<void> split) const;

  const model::RecordSink& sink_;
  std::stop_token stop_;
  std::optional<json::RecordSplitter> splitter_;
  crypto::TextPrints prints_;
  std::vector<crypto::TextPrint> delivered_;
  json::Value remainder_;
  std::uint64_t source_bytes_ = 0;
  bool given_up_ = false;
};

}  // namespace offhook::genesys
