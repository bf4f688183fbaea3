# offhook_module(NAME [DEPENDS module...] [LIBS library...])
#
# A module is a folder: its .cpp files become the static library `offhook_NAME`, its *_test.cpp files the
# program `NAME_test`. DEPENDS repeats the module's row of src/README.md; `./dev check` holds both together.
function(offhook_module NAME)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|_main)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(sources)
    add_library(offhook_${NAME} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(offhook_${NAME} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_link_libraries(offhook_${NAME} ${scope} offhook_options ${ARG_LIBS})
  foreach(dependency IN LISTS ARG_DEPENDS)
    target_link_libraries(offhook_${NAME} ${scope} offhook_${dependency})
  endforeach()

  if(OFFHOOK_TESTS AND tests)
    offhook_test(${NAME}_test SOURCES ${tests} LIBS offhook_${NAME})
  endif()
endfunction()

# offhook_test(NAME SOURCES file... LIBS target...): a GoogleTest program whose cases ctest knows one by one.
function(offhook_test NAME)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${NAME} ${ARG_SOURCES})
  target_link_libraries(${NAME} PRIVATE ${ARG_LIBS} offhook_options GTest::gmock GTest::gtest GTest::gtest_main
                        rapidcheck rapidcheck_gtest)
  # Tests run in the source folder and name what they read from there, so that every checkout compiles the same.
  target_compile_definitions(${NAME} PRIVATE OFFHOOK_SOURCE_DIR=".")
  gtest_discover_tests(${NAME} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${NAME}." WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                       PROPERTIES TIMEOUT 300)
endfunction()
