// RecordSplitter cuts a JSON body of any size into its records as it arrives, byte for byte.
//
// It takes both shapes of answer: an object with the array member named at construction (the API's
// `{"conversations":[…],"cursor":"…"}`), and a bare array. It knows strings, escapes and depth only; a
// record's inside is not parsed here: a malformed or too deep record whose brackets balance comes out as it
// is, for walk() to refuse it alone. What remains of an object (all members but the records) is kept as a
// small document. Memory: one record, bounded, and the remainder, bounded. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sensitive.h"

namespace offhook::json {

struct SplitLimits {
  std::size_t max_record_bytes = 32u << 20;  // formats, record line: 32 MiB a record
  std::size_t max_remainder_bytes = 1u << 20;
};

class RecordSplitter {
 public:
  // One array element, whatever its type, without surrounding white space; `position` counts from 0.
  // An element over the bound comes as `too_large` with empty bytes (it is skipped, not held), so that the
  // caller can account for it. An Error returned by the sink stops the split and comes back from feed().
  struct Record {
    Sensitive<std::string> bytes;
    std::uint64_t position = 0;
    bool too_large = false;
  };
  using Sink = std::function<Result<void>(Record)>;

  RecordSplitter(std::string_view array_member, Sink sink, SplitLimits limits = {});
  ~RecordSplitter();

  // Any chunking gives the same records. Error class corrupt ("json.malformed", "json.remainder_too_large")
  // with the byte offset; after an Error the body is lost, and feed() and finish() repeat it.
  [[nodiscard]] Result<void> feed(std::string_view chunk);

  // To be called at the end of the body: Error "json.truncated" if the document is not complete.
  // Returns the remainder, validated as by walk(): for an object, the same object with the record array
  // replaced by `[]` (or untouched where it had none); for a bare array, `[]`.
  [[nodiscard]] Result<Sensitive<std::string>> finish();

  [[nodiscard]] std::uint64_t records() const;

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace offhook::json
