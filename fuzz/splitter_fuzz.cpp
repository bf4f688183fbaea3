// Any chunking gives the same records, and they are what a parser of the whole body sees.
// The first byte of the input picks the chunks, the second a bound for records; the rest is the body.
#include "json/splitter.h"

#include "base/check.h"
#include "base/random.h"
#include "fuzz/target.h"
#include "json/value.h"

namespace offhook::json {
namespace {

struct Split {
  std::vector<std::string> records;
  std::vector<bool> too_large;
  std::string remainder;
  std::string error;
  bool operator==(const Split&) const = default;
};

Split split(std::string_view body, std::uint64_t max_chunk, std::size_t max_record) {
  Split result;
  SplitLimits limits;
  limits.max_record_bytes = max_record;
  RecordSplitter splitter(
      "conversations",
      [&result](RecordSplitter::Record record) -> Result<void> {
        result.records.push_back(record.bytes.reveal());
        result.too_large.push_back(record.too_large);
        return {};
      },
      limits);
  SeededRandom random(max_chunk);
  while (!body.empty()) {
    const std::string chunk(body.substr(0, 1 + random.below(max_chunk)));
    body.remove_prefix(chunk.size());
    if (!splitter.feed(chunk)) break;
  }
  auto remainder = splitter.finish();
  if (remainder)
    result.remainder = remainder->reveal();
  else
    result.error = remainder.error().message;
  return result;
}

void compare_with_parser(std::string_view body, const Split& split) {
  const auto whole = parse(body);
  bool good = split.error.empty();
  Value::Array records;
  for (const std::string& record : split.records) {
    auto value = parse(record);
    good = good && value;
    if (value) records.push_back(std::move(*value));
  }
  // What is one level too deep for the whole may be right for a record by itself.
  if (!whole && whole.error().message.find("deeper") != std::string::npos) return;
  check(good == (whole && (whole->array() || whole->object())), "both take the body, or none");
  if (!good) return;
  const Value& array = whole->array() ? *whole : (*whole)["conversations"];
  check(array.array() ? records == *array.array() : records.empty(), "the records are the elements");
}

}  // namespace
}  // namespace offhook::json

FUZZ_TARGET(splitter) {
  using namespace offhook::json;
  if (input.size() < 2) return;
  const std::uint64_t max_chunk = 1 + static_cast<unsigned char>(input[0]);
  const std::size_t max_record = static_cast<unsigned char>(input[1]);
  const std::string_view body = input.substr(2);

  const Split whole = split(body, body.size() + 1, body.size());
  compare_with_parser(body, whole);
  offhook::check(split(body, max_chunk, body.size()) == whole, "any chunking gives the same");

  const Split bounded = split(body, max_chunk, max_record);
  offhook::check(bounded.records.size() == whole.records.size() && bounded.error == whole.error,
                 "a bound on records loses none");
  for (std::size_t i = 0; i < whole.records.size(); ++i) {
    const bool too_large = whole.records[i].size() > max_record;
    offhook::check(bounded.too_large[i] == too_large &&
                       bounded.records[i] == (too_large ? std::string() : whole.records[i]),
                   "a record over the bound is named and empty");
  }
}
