// StatusServer shows a running program to machines: `/metrics` in Prometheus' text format, `/healthz`.
// Nothing personal is in either. It answers until it is destroyed; any thread may make or destroy it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"
#include "http/server.h"

namespace offhook::web {

// `metrics` makes the text each time it is asked for, on any thread.
[[nodiscard]] http::ServerFunction status_pages(std::function<std::string()> metrics);

// `address` is "127.0.0.1:9464"; Error "config.invalid" for any other form.
[[nodiscard]] Result<std::unique_ptr<http::Server>> start_status_server(std::string_view address,
                                                                        std::function<std::string()> metrics);

}  // namespace offhook::web
