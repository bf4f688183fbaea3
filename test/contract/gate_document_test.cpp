// docs/gate.md shows the table of checks as the program has it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "store/gate_options.h"

namespace offhook::test {
namespace {

std::string_view word(store::Demand demand) {
  switch (demand) {
    case store::Demand::off:
      return "off";
    case store::Demand::warn:
      return "warn";
    case store::Demand::require:
      return "require";
  }
  return "";
}

TEST(GateDocument, HasTheTableOfTheProgram) {
  std::string table = "| check | standard | strict | wants |\n|---|---|---|---|\n";
  for (const store::GateCheck& check : store::gate_checks())
    table += fmt::format("| {} | {} | {} | {} |\n", check.name, word(check.standard), word(check.strict),
                         check.wants);
  const std::string document = read_file(OFFHOOK_SOURCE_DIR "/docs/gate.md", 1u << 20).value();
  EXPECT_NE(document.find(table + "\n"), std::string::npos) << "should be\n" << table;
}

}  // namespace
}  // namespace offhook::test
