// walk() and decode() see what simdjson sees, and lead back to the bytes.
#include "fuzz/target.h"
#include "json/second_opinion_for_test.h"

namespace offhook::json {
namespace {

// A decoded text can be cut at any code point: the raw parts decode to the parts.
class Cutter final : public Visitor {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}
  Result<void> value(const Visit& visit) override {
    if (visit.type != Type::string) return {};
    const std::string_view literal = text_.substr(visit.span.begin, visit.span.size());
    const std::string_view raw = literal.substr(1, literal.size() - 2);
    const Decoded whole = *decode(literal);
    check(whole.to_raw(whole.text.size()) == raw.size(), "the end leads to the end");
    std::string joined;
    for (std::size_t begin = 0; begin < whole.text.size();) {
      std::size_t end = begin + 1;
      while (end < whole.text.size() && (whole.text[end] & 0xc0) == 0x80) ++end;
      const auto part = raw.substr(whole.to_raw(begin), whole.to_raw(end) - whole.to_raw(begin));
      joined += decode("\"" + std::string(part) + "\"")->text;
      check(joined == std::string_view(whole.text).substr(0, end), "a code point leads to its bytes");
      begin = end;
    }
    return {};
  }

 private:
  std::string_view text_;
};

}  // namespace
}  // namespace offhook::json

FUZZ_TARGET(walk) {
  using namespace offhook::json;
  offhook::check(agree_on(std::string(input)), "walk and simdjson agree");
  Cutter cutter(input);
  (void)walk(input, cutter);
}
