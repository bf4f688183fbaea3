// Examples that stand in documents: fenced blocks under a line `<!-- example: NAME -->`.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "base/check.h"

namespace offhook::test {

// The whole text of a document below docs/.
inline std::string document(std::string_view name) {
  const std::ifstream file(OFFHOOK_SOURCE_DIR "/docs/" + std::string(name));
  check(file.good(), "the document is there");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The block's lines, without the fences and the last LF.
inline std::string example(std::string_view name, std::string_view of_document) {
  const std::string text = document(of_document);
  const auto marker = text.find("<!-- example: " + std::string(name) + " -->");
  check(marker != std::string::npos, "the document has this example");
  const auto begin = text.find('\n', text.find("\n```", marker) + 1) + 1;
  return text.substr(begin, text.find("\n```", begin) - begin);
}

}  // namespace offhook::test
