#include "genesys/page_sink.h"

#include <fmt/format.h>

namespace offhook::genesys {

bool PageSink::wants(const http::Response& head) {
  if (head.status != 200) return false;
  source_bytes_ = 0;
  splitter_.emplace("conversations",
                    [this](json::RecordSplitter::Record record) { return take(std::move(record)); });
  return true;
}

Result<void> PageSink::write(std::string_view chunk) {
  if (stop_.stop_requested()) {
    given_up_ = true;
    return fail(ErrorClass::cancelled, "source.cancelled", "stopped while reading a page");
  }
  source_bytes_ += chunk.size();
  return as_answer(splitter_->feed(chunk));
}

// What is wrong with the page as a whole, not what the receiver of its records said, may be right next time.
Result<void> PageSink::as_answer(Result<void> split) const {
  if (split || given_up_) return split;
  return fail(ErrorClass::retryable, "source.malformed", std::move(split).error().message);
}

Result<void> PageSink::take(json::RecordSplitter::Record record) {
  const crypto::TextPrint print = prints_.of(record.bytes.reveal());
  if (record.position < delivered_.size()) {
    if (print == delivered_[record.position]) return {};
    given_up_ = true;
    return fail(ErrorClass::retryable, "source.page_changed",
                fmt::format("record {} of the page is another one than before", record.position));
  }
  auto taken = sink_({std::move(record.bytes), record.position, record.too_large});
  if (!taken) {
    given_up_ = true;
    return taken;
  }
  delivered_.push_back(print);
  return {};
}

Result<void> PageSink::finish(const http::Response& response) {
  if (response.status != 200)
    return fail(ErrorClass::retryable, "source.malformed", "an answer without a page");
  auto remainder = splitter_->finish();
  if (!remainder) return as_answer(fail(std::move(remainder).error()));
  if (splitter_->records() < delivered_.size()) {
    given_up_ = true;
    return fail(ErrorClass::retryable, "source.page_changed", "the page is shorter than before");
  }
  auto members = json::parse(remainder->reveal());
  if (!members) return as_answer(fail(std::move(members).error()));
  remainder_ = std::move(*members);
  // Absent is an empty page; anything but an array is none.
  const json::Value& records = remainder_["conversations"];
  if (!records.is_null() && !records.array())
    return fail(ErrorClass::retryable, "source.malformed", "the page's conversations are no array");
  return {};
}

}  // namespace offhook::genesys
