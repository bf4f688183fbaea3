# Warnings, sanitizers and linker for every target, carried by the interface library `offhook_options`.
add_library(offhook_options INTERFACE)
target_compile_options(offhook_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
target_include_directories(offhook_options INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
target_compile_definitions(offhook_options INTERFACE
  OFFHOOK_VERSION="${PROJECT_VERSION}")

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12's stable_sort uses what it marks as deprecated; word tables are checked while compiling.
  target_compile_options(offhook_options INTERFACE -Wthread-safety -Wno-deprecated-declarations
                         -fconstexpr-steps=100000000)
else()
  # False alarms of g++ 12 at -O3: members of a moved std::variant "uninitialised", "x" + std::string
  # "overlapping" (GCC bug 105651). The sanitizers of the dev build see the real ones.
  target_compile_options(offhook_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
  target_link_options(offhook_options INTERFACE -fuse-ld=mold)
endif()

# The same object file from any checkout: one compiler cache serves all of them.
target_compile_options(offhook_options INTERFACE "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.")

if(OFFHOOK_SANITIZE)
  target_compile_options(offhook_options INTERFACE
    -O1 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all)
  target_link_options(offhook_options INTERFACE -fsanitize=address,undefined)
elseif(OFFHOOK_TSAN)
  target_compile_options(offhook_options INTERFACE -O1 -g1 -fno-omit-frame-pointer -fsanitize=thread)
  target_link_options(offhook_options INTERFACE -fsanitize=thread)
endif()
if(OFFHOOK_FUZZ)
  target_compile_options(offhook_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
find_package(Threads REQUIRED)
target_link_libraries(offhook_options INTERFACE Threads::Threads)
