#include "genesys/transcripts.h"

#include <fmt/format.h>

#include "genesys/download.h"
#include "genesys/permissions.h"
#include "http/url.h"

namespace offhook::genesys {
namespace {

std::string path(std::string_view conversation, std::string_view communication, std::string_view last) {
  return fmt::format("/api/v2/speechandtextanalytics/conversations/{}/communications/{}/{}",
                     http::percent_encode(conversation), http::percent_encode(communication), last);
}

Error absent(std::string_view communication, std::string_view why) {
  return {ErrorClass::not_found, "source.transcript_absent",
          fmt::format("no transcript of communication {}: {}", communication, why)};
}

model::TranscriptLink link(std::string_view id, std::string_view conversation, std::string_view communication,
                           std::string_view url) {
  return {std::string(id), std::string(conversation), std::string(communication),
          Sensitive<std::string>(std::string(url))};
}

}  // namespace

Result<std::vector<model::TranscriptLink>> Transcripts::find(std::string_view conversation,
                                                             std::string_view communication,
                                                             std::stop_token stop) {
  if (only_one_) return find_one(conversation, communication, stop);
  auto links = find_all(conversation, communication, stop);
  if (links) return links;
  // A missing endpoint, or one we lack a role for: the other one may still answer.
  const Error& error = links.error();
  if (error.code != "source.bad_request" && error.code != "source.refused.permission") return links;
  auto one = find_one(conversation, communication, stop);
  if (one) only_one_ = true;
  return one;
}

Result<std::vector<model::TranscriptLink>> Transcripts::find_all(std::string_view conversation,
                                                                 std::string_view communication,
                                                                 std::stop_token stop) {
  OFFHOOK_TRY(const Answer answer,
              ask(conversation, communication, "transcripturls", kTranscriptsPermission, stop));
  std::vector<model::TranscriptLink> links;
  const json::Value::Array none;
  const json::Value::Array* urls = answer.body["urls"].array();
  for (const json::Value& item : urls ? *urls : none) {
    const std::string_view url = item.text("url");
    if (url.empty()) continue;
    const std::string_view recording = item["recording"].text("id");
    links.push_back(link(recording.empty() ? communication : recording, conversation, communication, url));
  }
  if (links.empty()) return fail(absent(communication, "the list of its files is empty"));
  return links;
}

Result<std::vector<model::TranscriptLink>> Transcripts::find_one(std::string_view conversation,
                                                                 std::string_view communication,
                                                                 std::stop_token stop) {
  OFFHOOK_TRY(const Answer answer,
              ask(conversation, communication, "transcripturl", kTranscriptPermission, stop));
  const std::string_view url = answer.body.text("url");
  if (url.empty()) return fail(absent(communication, "the answer names no file"));
  std::vector<model::TranscriptLink> links;
  links.push_back(link(communication, conversation, communication, url));
  return links;
}

Result<Answer> Transcripts::ask(std::string_view conversation, std::string_view communication,
                                std::string_view endpoint, std::string_view permission,
                                std::stop_token stop) {
  const Call call{.what = fmt::format("ask for the transcripts of communication {}", communication),
                  .path = path(conversation, communication, endpoint),
                  .priority = Priority::transcripts,
                  .permission = permission,
                  .one_thing = true};
  auto answer = transport_.ask(call, stop);
  if (!answer && answer.error().code == "source.not_found")
    return fail(absent(communication, answer.error().message));
  return answer;
}

Result<Sensitive<std::string>> Transcripts::fetch(const model::TranscriptLink& link, std::uint64_t max_bytes,
                                                  std::stop_token stop) {
  Download download(options_, client_, clock_, random_, fmt::format("transcript {}", link.id), max_bytes);
  auto file = download.fetch(link.url, stop);
  if (file || file.error().code != "source.link_expired") return file;
  OFFHOOK_TRY(const std::vector<model::TranscriptLink> fresh,
              find(link.conversation_id, link.communication_id, stop));
  for (const model::TranscriptLink& candidate : fresh)
    if (candidate.id == link.id) return download.fetch(candidate.url, stop);
  return fail(absent(link.communication_id, fmt::format("file {} is no longer listed", link.id)));
}

}  // namespace offhook::genesys
