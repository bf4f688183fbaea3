#include "json/splice.h"

#include <algorithm>
#include <tuple>

namespace offhook::json {

Result<std::string> splice(std::string_view bytes, std::vector<Edit> edits) {
  const auto in_front = [](const Edit& a, const Edit& b) {
    return std::tie(a.span.begin, a.span.end) < std::tie(b.span.begin, b.span.end);
  };
  if (!std::is_sorted(edits.begin(), edits.end(), in_front))
    std::stable_sort(edits.begin(), edits.end(), in_front);
  std::size_t size = bytes.size(), done = 0;
  for (const Edit& edit : edits) {
    if (edit.span.begin < done || edit.span.end < edit.span.begin || edit.span.end > bytes.size())
      return fail(
          ErrorClass::permanent, "json.overlapping_edits",
          "an edit at byte " + std::to_string(edit.span.begin) + " overlaps another or leaves the record");
    size = size - edit.span.size() + edit.text.size();
    done = edit.span.end;
  }
  std::string out;
  out.reserve(size);
  done = 0;
  for (const Edit& edit : edits) {
    out.append(bytes, done, edit.span.begin - done);
    out += edit.text;
    done = edit.span.end;
  }
  out.append(bytes, done);
  return out;
}

}  // namespace offhook::json
