#include <cstddef>
#include <cstdint>
#include <string_view>

// fuzz_target_NAME, set by CMakeLists.txt.
void OFFHOOK_FUZZ_TARGET(std::string_view input);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  OFFHOOK_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
