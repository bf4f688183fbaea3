#include <array>
#include <vector>

#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {

std::span<const std::span<const Id>> all_ids() {
  static const std::array kAll = {ids_gb(), ids_ca(), ids_au(), ids_de(), ids_fr(), ids_es(),
                                  ids_it(), ids_in(), ids_br(), ids_nl(), ids_pl(), ids_se(),
                                  ids_sg(), ids_us(), ids_fi(), ids_tr(), ids_za(), ids_th(),
                                  ids_no(), ids_pk(), ids_hk(), ids_lk()};
  return kAll;
}

std::span<const Id* const> ids_of(std::size_t characters) {
  static const auto kBySize = [] {
    std::array<std::vector<const Id*>, kLongest + 1> by_size;
    for (const auto& country : all_ids())
      for (const Id& id : country)
        for (std::size_t size = id.min; size <= id.max; ++size) by_size.at(size).push_back(&id);
    return by_size;
  }();
  if (characters >= kBySize.size()) return {};
  return kBySize[characters];
}

}  // namespace offhook::redact::detect::national_id
