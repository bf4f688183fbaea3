// UnsteadyPages does to result pages what paging over a living lake does: rows in another order, rows twice
// on a page, a row of the page before again. A page that is asked for again is the same.
#pragma once

#include <map>
#include <string>

#include "http/message.h"
#include "sim/content/dice.h"
#include "test/sim/weather.h"

namespace offhook::test {

class UnsteadyPages {
 public:
  UnsteadyPages(sim::Dice dice, Hits& hits) : dice_(dice), hits_(hits) {}

  // The answer to a request for a page, made unsteady if it is a page.
  void disturb(const http::ServerRequest& request, http::ServerResponse& response);

 private:
  [[nodiscard]] std::string disturbed(const std::string& job, const std::string& page);

  sim::Dice dice_;
  Hits& hits_;
  std::map<std::string, std::string> served_;    // by target
  std::map<std::string, std::string> last_row_;  // by job's path
};

}  // namespace offhook::test
