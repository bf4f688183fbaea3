// TextPrint stands for a text in memory where many long ones are compared with what comes again: Poly1305
// (RFC 8439, section 2.5) under a key that is drawn anew for each TextPrints.
//
// Two texts of up to 32 MiB share a print with a probability of 2^-82, whoever chose them: they are compared
// at a point that nobody knows. It takes a seventh of SHA-256's time. Prints say nothing outside their
// TextPrints: never written anywhere. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace offhook::crypto {

using TextPrint = std::array<std::uint8_t, 16>;

class TextPrints {
 public:
  TextPrints();
  ~TextPrints();
  TextPrints(TextPrints&&) noexcept;
  TextPrints& operator=(TextPrints&&) noexcept;

  [[nodiscard]] TextPrint of(std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace offhook::crypto
