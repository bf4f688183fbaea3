#include "sim/query.h"

#include <algorithm>
#include <memory>

#include "http/url.h"
#include "sim/answers.h"
#include "sim/content/cast.h"
#include "sim/content/dialogue.h"

namespace offhook::sim {

namespace {

constexpr std::chrono::days kMaxInterval{31};
constexpr std::uint64_t kDefaultPageSize = 25;

http::ServerResponse bad_request(std::string_view code, std::string message, std::string_view context_id) {
  return error_answer({400, code, std::move(message), {}}, context_id);
}

// One page in four begins with the last row of the page before it.
bool repeats(std::uint64_t page_number) { return page_number > 1 && mix(page_number) % 4 == 0; }

std::uint64_t first_row(std::uint64_t page_number, std::uint64_t page_size, bool loose) {
  std::uint64_t row = (page_number - 1) * page_size;
  if (!loose || page_size == 1) return row;
  for (std::uint64_t page = 2; page <= page_number && row > 0; ++page) {
    if (repeats(page)) --row;
  }
  return row;
}

std::int64_t approximate(std::uint64_t total, std::uint64_t page_number) {
  const std::uint64_t slack = std::max<std::uint64_t>(1, total / 200);
  if (total == 0) return 0;
  return static_cast<std::int64_t>(total - slack + mix(page_number ^ total) % (2 * slack + 1));
}

std::string lines_of(const World& world, const Outline& outline) {
  Plants plants(Plants::Keep::no);
  JsonArray lines;
  const auto add = [&](const std::string& text) {
    std::string line;
    append_json_string(line, text, escapes_of(world, outline));
    lines.raw(line);
  };
  for (const Recording& recording : recordings_of(world, outline)) {
    for (const Utterance& utterance : make_dialogue(world, outline, recording, plants)) add(utterance.text);
  }
  if (outline.media != Media::voice) {
    for (const Utterance& message : make_messages(world, outline, plants)) add(message.decorated);
  }
  return std::move(lines).take();
}

}  // namespace

Rows Query::dense_rows(const json::Value& body, const Selection& selection) {
  const TimePoint now = clock_.now();
  Rows rows = Rows::select(world_, selection, Rule::started_days, now);
  if (rows.dense()) return rows;
  json::Value::Object key = *body.object();
  key.erase("paging");
  const std::string text = json::compact(key);
  const TimePoint as_of = std::chrono::floor<std::chrono::minutes>(now);
  const MutexLock lock(mutex_);
  for (const Found& found : found_) {
    if (found.as_of == as_of && found.body == text) return found.rows;
  }
  rows = Rows::select(world_, selection, Rule::started_days, as_of).materialised();
  if (found_.size() == kMaxFound) found_.pop_front();
  found_.push_back({text, as_of, rows});
  return rows;
}

http::ServerResponse Query::details(const http::ServerRequest& request, const std::string& context_id) {
  const Result<json::Value> body = json::parse(request.body);
  if (!body || !body->object()) {
    return bad_request("bad.request", "The request could not be understood by the server.", context_id);
  }
  Result<Selection> selection = parse_selection(*body);
  if (!selection) return bad_request(selection.error().code, selection.error().message, context_id);
  selection->limit.reset();
  if (selection->interval.to - selection->interval.from > kMaxInterval) {
    return bad_request(
        "bad.request",
        "You must specify a search interval as part of your query that does not exceed 31 days.", context_id);
  }
  Rows rows = dense_rows(*body, *selection);
  if (config_.bare_array) return bare_array(std::move(rows));

  const json::Value& paging = (*body)["paging"];
  const std::int64_t size = paging["pageSize"].is_null() ? kDefaultPageSize : paging.number("pageSize");
  const std::int64_t number = paging["pageNumber"].is_null() ? 1 : paging.number("pageNumber");
  if (size < 1 || number < 1 || static_cast<std::uint64_t>(size) > config_.max_page_size) {
    return bad_request("invalid.value", "The paging is not valid.", context_id);
  }
  const auto page_size = static_cast<std::uint64_t>(size);
  const auto page_number = static_cast<std::uint64_t>(number);
  if (page_number > config_.max_pagination / page_size) {
    return bad_request("bad.request",
                       "Pagination may not exceed " + std::to_string(config_.max_pagination) +
                           " results. Use smaller intervals to reduce the number of results.",
                       context_id);
  }
  JsonArray conversations;
  std::size_t bytes = 0;
  const TimePoint now = clock_.now();
  const std::uint64_t begin = first_row(page_number, page_size, config_.loose);
  for (std::uint64_t row = begin; row < std::min(begin + page_size, rows.positions()); ++row) {
    const std::string record =
        write_record(make_conversation(world_, *rows.at(row)), now, Attributes::without);
    bytes += record.size();
    conversations.raw(record);
  }
  if (bytes > config_.max_answer_bytes) {
    return error_answer({413, "payload.too.large", "The response payload was too large.", {}}, context_id);
  }
  JsonObject page;
  if (!conversations.empty()) page.raw("conversations", std::move(conversations).take());
  page.number("totalHits", config_.loose ? approximate(rows.positions(), page_number)
                                         : static_cast<std::int64_t>(rows.positions()));
  return json_answer(200, std::move(page).take());
}

void Query::append_element(const Outline& outline, TimePoint as_of, std::string& out) const {
  if (!repeated_.empty()) {
    const std::size_t at = out.size();
    out += repeated_[outline.index % repeated_.size()];
    out.replace(out.find(kConversationId, at) + kConversationId.size(), kIdSize, outline.id);
    return;
  }
  out += write_record(make_conversation(world_, outline), as_of, Attributes::without);
  out.back() = ',';
  out += "\"transcripts\":" + lines_of(world_, outline) + "}";
}

http::ServerResponse Query::bare_array(Rows rows) {
  std::call_once(repeat_once_, [this] {
    if (!config_.contents.empty()) {
      repeated_ = config_.contents;
      return;
    }
    std::vector<std::string> made(std::min(config_.repeat, world_.size()));
    for (std::uint64_t index = 0; index < made.size(); ++index) {
      append_element(world_.outline(index), clock_.now(), made[index]);
    }
    repeated_ = std::move(made);
  });
  http::ServerResponse response;
  response.headers.add("Content-Type", "application/json");
  struct State {
    Rows rows;
    TimePoint as_of;
    std::uint64_t position = 0;
    bool done = false;
  };
  // Shared by the copies of the function object; one server thread calls it.
  auto state = std::make_shared<State>(State{std::move(rows), clock_.now()});
  response.stream = [this, state]() -> std::string {
    constexpr std::size_t kChunkBytes = 256u << 10;
    if (state->done) return {};
    std::string chunk = state->position == 0 ? "[" : "";
    for (; chunk.size() < kChunkBytes && state->position < state->rows.positions(); ++state->position) {
      const Outline outline = *state->rows.at(state->position);
      if (state->position > 0) chunk += ',';
      append_element(outline, state->as_of, chunk);
    }
    if (state->position == state->rows.positions()) {
      state->done = true;
      chunk += ']';
    }
    return chunk;
  };
  return response;
}

std::optional<std::string> Query::record(std::string_view id) const {
  const std::optional<std::uint64_t> index = world_.find(id);
  const TimePoint now = clock_.now();
  if (!index || world_.start_of(*index) > now) return std::nullopt;
  return write_record(make_conversation(world_, world_.outline(*index)), now, Attributes::without);
}

http::ServerResponse Query::by_ids(const http::ServerRequest& request, const std::string& context_id) const {
  std::vector<std::string> ids;
  for (const auto& [name, value] : http::parse_query(request.query())) {
    if (name != "id") continue;
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      ids.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  if (ids.empty() || ids.size() > config_.max_ids) {
    return bad_request("invalid.query.param.value", "Between 1 and 100 ids are needed.", context_id);
  }
  JsonArray conversations;
  for (const std::string& id : ids) {
    if (const auto found = record(id)) conversations.raw(*found);
  }
  if (conversations.empty()) return json_answer(200, "{}");
  JsonObject body;
  body.raw("conversations", std::move(conversations).take());
  return json_answer(200, std::move(body).take());
}

http::ServerResponse Query::by_id(std::string_view id, const std::string& context_id) const {
  if (std::optional<std::string> found = record(id)) return json_answer(200, std::move(*found));
  return error_answer({404, "not.found", "The requested conversation was not found.", {}}, context_id);
}

}  // namespace offhook::sim
