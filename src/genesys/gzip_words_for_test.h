// For tests: the five bytes "words" as gzip -n compresses them.
#pragma once

#include <string>

namespace offhook::genesys {

inline const std::string kWordsGzip(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    "\x2b\xcf\x2f\x4a\x29\x06\x00"
    "\x8c\x1e\x7d\x71"
    "\x05\x00\x00\x00",
    25);

}  // namespace offhook::genesys
