// Transcripts finds and fetches the transcript files of one communication.
//
// GET …/communications/{id}/transcripturls names each file with its recording and is preferred; where the
// endpoint is missing or forbidden, …/transcripturl gives the one file of the communication. Any thread may
// call any member.
#pragma once

#include <atomic>
#include <string_view>
#include <vector>

#include "genesys/transport.h"
#include "model/source.h"

namespace offhook::genesys {

class Transcripts {
 public:
  // All outlive this.
  Transcripts(const Options& options, Transport& transport, http::Client& client, Clock& clock,
              Random& random)
      : options_(options), transport_(transport), client_(client), clock_(clock), random_(random) {}

  // As model::Source::transcripts() and fetch_transcript().
  [[nodiscard]] Result<std::vector<model::TranscriptLink>> find(std::string_view conversation,
                                                                std::string_view communication,
                                                                std::stop_token stop);
  [[nodiscard]] Result<Sensitive<std::string>> fetch(const model::TranscriptLink& link,
                                                     std::uint64_t max_bytes, std::stop_token stop);

 private:
  [[nodiscard]] Result<std::vector<model::TranscriptLink>> find_all(std::string_view conversation,
                                                                    std::string_view communication,
                                                                    std::stop_token stop);
  [[nodiscard]] Result<std::vector<model::TranscriptLink>> find_one(std::string_view conversation,
                                                                    std::string_view communication,
                                                                    std::stop_token stop);
  // A transcript that is not there is Error "source.transcript_absent".
  [[nodiscard]] Result<Answer> ask(std::string_view conversation, std::string_view communication,
                                   std::string_view endpoint, std::string_view permission,
                                   std::stop_token stop);

  const Options& options_;
  Transport& transport_;
  http::Client& client_;
  Clock& clock_;
  Random& random_;
  std::atomic<bool> only_one_{false};  // the plural endpoint is not for us
};

}  // namespace offhook::genesys
