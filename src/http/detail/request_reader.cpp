#include "http/detail/request_reader.h"

#include <algorithm>
#include <charconv>

#include "http/url.h"

namespace offhook::http {
namespace {

constexpr std::size_t kMaxHeadBytes = 64u << 10;
constexpr std::size_t kReadBytes = 64u << 10;

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](char c) {
    return c <= ' ' || c >= '\x7f' ||
           std::string_view("()<>@,;:\\\"/[]?={}").find(c) != std::string_view::npos;
  });
}

bool contains_word(std::string_view list, std::string_view word) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  return std::search(list.begin(), list.end(), word.begin(), word.end(), same) != list.end();
}

template <class Number>
std::optional<Number> parse_number(std::string_view text, int base) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Origin form as it is; of the absolute form, which a proxy's client sends, path and query.
std::optional<std::string> origin_form(std::string_view target) {
  if (target.starts_with('/') || target == "*") return std::string(target);
  const auto url = parse_url(target);
  if (!url) return std::nullopt;
  return url->path + (url->query.empty() ? "" : "?" + url->query);
}

}  // namespace

std::optional<RequestReader::Outcome> RequestReader::next() {
  Outcome outcome;
  outcome.refused = read_head(outcome);
  if (outcome.refused == 0) outcome.refused = read_body(outcome.request);
  if (gone_) return std::nullopt;
  if (outcome.refused != 0) outcome.keep_alive = false;
  return outcome;
}

bool RequestReader::fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t before = buffer_.size();
  buffer_.resize(before + kReadBytes);
  const std::size_t count = connection_.read(buffer_.data() + before, kReadBytes);
  buffer_.resize(before + count);
  gone_ = count == 0;
  return !gone_;
}

// Without its line end. Nothing when the client has gone or the budget is used up.
std::optional<std::string> RequestReader::read_line(std::size_t& budget) {
  std::size_t end;
  while ((end = buffer_.find('\n', at_)) == std::string::npos) {
    if (buffer_.size() - at_ > budget || !fill()) return std::nullopt;
  }
  if (end - at_ >= budget) return std::nullopt;
  budget -= end - at_ + 1;
  std::string line = buffer_.substr(at_, end - at_);
  at_ = end + 1;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

int RequestReader::read_head(Outcome& outcome) {
  ServerRequest& request = outcome.request;
  std::size_t budget = kMaxHeadBytes;
  auto line = read_line(budget);
  if (line && line->empty()) line = read_line(budget);  // RFC 9112 §2.2
  if (!line) return 431;
  const auto first = line->find(' ');
  const auto last = line->rfind(' ');
  if (first == std::string::npos || first == last) return 400;
  request.method = line->substr(0, first);
  const std::string version = line->substr(last + 1);
  const auto target = origin_form(std::string_view(*line).substr(first + 1, last - first - 1));
  if (!is_token(request.method) || !target || target->find(' ') != std::string::npos) return 400;
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return 505;
  request.target = *target;

  for (;;) {
    line = read_line(budget);
    if (!line) return 431;
    if (line->empty()) break;
    const auto colon = line->find(':');
    if (colon == std::string::npos || !is_token(std::string_view(*line).substr(0, colon))) return 400;
    request.headers.add(line->substr(0, colon), std::string(trim(std::string_view(*line).substr(colon + 1))));
  }
  if (version == "HTTP/1.1" && !request.headers.find("Host")) return 400;
  outcome.keep_alive = version == "HTTP/1.1" && !contains_word(request.headers.get("Connection"), "close");
  return 0;
}

int RequestReader::read_body(ServerRequest& request) {
  const auto coding = request.headers.find("Transfer-Encoding");
  const auto length = request.headers.find("Content-Length");
  if (coding && length) return 400;  // how requests are smuggled
  if (coding && *coding != "chunked") return 501;
  std::size_t size = 0;
  if (length) {
    const auto number = parse_number<std::size_t>(*length, 10);
    if (!number) return 400;
    size = *number;
  }
  if (size > max_body_bytes_) return 413;
  if (contains_word(request.headers.get("Expect"), "100-continue") &&
      !connection_.write("HTTP/1.1 100 Continue\r\n\r\n")) {
    gone_ = true;
    return 400;
  }
  return coding ? read_chunked(request.body) : read_sized(request.body, size);
}

int RequestReader::read_sized(std::string& body, std::size_t size) {
  while (size > 0) {
    if (at_ == buffer_.size() && !fill()) return 400;
    const std::size_t count = std::min(size, buffer_.size() - at_);
    body.append(buffer_, at_, count);
    at_ += count;
    size -= count;
  }
  return 0;
}

int RequestReader::read_chunked(std::string& body) {
  std::size_t budget = kMaxHeadBytes;  // sizes, extensions and trailers
  for (;;) {
    const auto line = read_line(budget);
    if (!line) return 400;
    const auto size = parse_number<std::size_t>(trim(line->substr(0, line->find(';'))), 16);
    if (!size) return 400;
    if (*size == 0) break;
    if (*size > max_body_bytes_ - body.size()) return 413;
    if (const int refused = read_sized(body, *size); refused != 0) return refused;
    budget += line->size() + 4;
    if (const auto end = read_line(budget); !end || !end->empty()) return 400;
  }
  for (;;) {
    const auto trailer = read_line(budget);
    if (!trailer) return 400;
    if (trailer->empty()) return 0;
  }
}

}  // namespace offhook::http
