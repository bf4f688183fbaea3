# `headers`: each header compiled alone, twice included, so that none leans on what its includer includes
# before it. Not part of `all`; ./dev check builds it.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} src/*.h sim/*.h test/*.h)
set(header_sources)
foreach(header IN LISTS headers)
  string(REGEX REPLACE "^src/" "" included ${header})
  set(source ${PROJECT_BINARY_DIR}/headers/${header}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${included}\"\n#include \"${included}\"\n")
  list(APPEND header_sources ${source})
endforeach()
add_library(headers OBJECT EXCLUDE_FROM_ALL ${header_sources})
target_link_libraries(headers PRIVATE offhook_cli offhook_sim GTest::gtest rapidcheck rapidcheck_gtest)
target_compile_definitions(headers PRIVATE OFFHOOK_SOURCE_DIR=".")
