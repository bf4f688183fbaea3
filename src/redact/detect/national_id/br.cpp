// Brazil.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

Fit cpf(std::string_view t) {
  if (!shaped(t, "00000000000") || t.find_first_not_of(t[0]) == std::string_view::npos) return Fit::no;
  const auto check = [](unsigned sum) { return sum * 10 % 11 % 10; };
  const bool first = check(weighted(t, {10, 9, 8, 7, 6, 5, 4, 3, 2})) == digit(t[9]);
  const bool second = check(weighted(t, {11, 10, 9, 8, 7, 6, 5, 4, 3, 2})) == digit(t[10]);
  return first && second ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"BR", "cpf", 11, 11, &cpf, kCpf, false, 0, "000.000.000-00"},
});

}  // namespace

std::span<const Id> ids_br() { return kIds; }

}  // namespace offhook::redact::detect::national_id
