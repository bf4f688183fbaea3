#include "test/sim/unsteady_pages.h"

#include <algorithm>
#include <vector>

#include "json/splitter.h"

namespace offhook::test {

void UnsteadyPages::disturb(const http::ServerRequest& request, http::ServerResponse& response) {
  if (response.status != 200 || response.body.empty() || response.reset_before_response) return;
  const auto known = served_.find(request.target);
  if (known == served_.end()) {
    const std::string made = disturbed(std::string(request.path()), response.body);
    if (made.empty()) return;  // no whole page: damaged by a fault
    response.body = served_[request.target] = made;
  } else if (!response.stream) {
    response.body = known->second;
  }
}

std::string UnsteadyPages::disturbed(const std::string& job, const std::string& page) {
  std::vector<std::string> rows;
  json::RecordSplitter splitter("conversations", [&](json::RecordSplitter::Record record) {
    rows.push_back(std::move(record.bytes).reveal());
    return Result<void>();
  });
  if (!splitter.feed(page)) return {};
  const auto rest = splitter.finish();
  if (!rest || rows.empty()) return {};

  const auto before = last_row_.find(job);
  std::vector<std::string> made = rows;
  if (dice_.chance(400) && made.size() > 1) {
    std::rotate(made.begin(), made.begin() + static_cast<std::ptrdiff_t>(1 + dice_.below(made.size() - 1)),
                made.end());
    ++hits_["rows_reordered"];
  }
  if (dice_.chance(400)) {
    made.push_back(dice_.pick(rows));
    ++hits_["row_repeated_on_page"];
  }
  if (before != last_row_.end() && dice_.chance(400)) {
    made.insert(made.begin(), before->second);
    ++hits_["row_repeated_from_page_before"];
  }
  last_row_[job] = rows.back();

  std::string joined = "[";
  for (const std::string& row : made) joined += (joined.size() > 1 ? "," : "") + row;
  joined += "]";
  std::string text = rest->reveal();
  const auto hole = text.find("[]");
  return hole == std::string::npos ? std::string() : text.replace(hole, 2, joined);
}

}  // namespace offhook::test
