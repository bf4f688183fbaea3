#include <fmt/format.h>

#include <algorithm>

#include "archive/record_line.h"
#include "archive/record_name.h"
#include "base/encoding.h"
#include "json/walk.h"

namespace offhook::archive {
namespace {

// A walk that collects what a raw record says about itself. It looks at paths by their depth and names:
//   conversationId, conversationStart, conversationEnd
//   transcripts[i]
//   participants[i].purpose, participants[i].sessions[j].{sessionId,mediaType,recording,peerId}
//   participants[i].sessions[j].segments[k].segmentType
class HeadVisitor final : public json::Visitor {
 public:
  explicit HeadVisitor(std::string_view record) : record_(record) {}

  Result<void> value(const json::Visit& visit) override {
    const auto& path = visit.path;
    if (path.empty()) {
      is_object = visit.type == json::Type::object;
      return {};
    }
    if (path[0].is_index) return {};
    if (path.size() == 1) return top_level(visit);
    if (path[0].member == "transcripts" && path[1].is_index) has_transcripts = true;
    if (path[0].member != "participants" || !path[1].is_index) return {};
    if (path.size() == 3 && path[2].member == "purpose") return take_text(visit, purpose_);
    if (path.size() < 5 || path[2].member != "sessions" || !path[3].is_index) return {};
    if (path.size() == 5) return session_member(visit);
    if (path.size() == 7 && path[4].member == "segments" && path[5].is_index &&
        path[6].member == "segmentType" && text_of(visit) == R"("interact")")
      session_.talked = true;
    return {};
  }

  Result<void> container_end(const json::Visit& visit) override {
    const auto& path = visit.path;
    if (path.size() < 2 || path[0].is_index || path[0].member != "participants" || !path[1].is_index)
      return {};
    if (path.size() == 4 && path[2].member == "sessions") {
      if (!session_.leg.communication.empty()) sessions_.push_back(session_);
      session_ = {};
    } else if (path.size() == 2) {
      end_participant();
    }
    return {};
  }

  // The legs, when all has been seen: an agent's session may stand before the leg that it names.
  std::vector<Leg> legs() && {
    for (const std::string& peer : peers_)
      if (const auto leg = std::ranges::find(legs_, peer, &Leg::communication); leg != legs_.end())
        ++leg->agents;
    return std::move(legs_);
  }

  bool is_object = false;
  bool has_reserved = false;
  bool has_transcripts = false;
  std::string id, start, end;

 private:
  struct Session {
    Leg leg;
    std::string peer;
    bool talked = false;
  };

  std::string_view text_of(const json::Visit& visit) const {
    return record_.substr(visit.span.begin, visit.span.size());
  }

  Result<void> top_level(const json::Visit& visit) {
    const std::string_view name = visit.path[0].member;
    if (name == "_offhook") has_reserved = true;
    if (name == "conversationId") return take_text(visit, id);
    if (name == "conversationStart") return take_text(visit, start);
    if (name == "conversationEnd") return take_text(visit, end);
    return {};
  }

  Result<void> session_member(const json::Visit& visit) {
    const std::string_view name = visit.path[4].member;
    if (name == "sessionId") return take_text(visit, session_.leg.communication);
    if (name == "mediaType") return take_text(visit, session_.leg.media_type);
    if (name == "peerId") return take_text(visit, session_.peer);
    if (name == "recording" && visit.type == json::Type::boolean)
      session_.leg.recorded = record_[visit.span.begin] == 't';
    return {};
  }

  // `purpose` may stand after `sessions`, so a participant's sessions wait for its end.
  void end_participant() {
    for (Session& session : sessions_) {
      if (purpose_ == "customer" || purpose_ == "external") {
        if (std::ranges::find(legs_, session.leg.communication, &Leg::communication) == legs_.end())
          legs_.push_back(std::move(session.leg));
      } else if ((purpose_ == "agent" || purpose_ == "user") && session.talked) {
        peers_.push_back(std::move(session.peer));
      }
    }
    sessions_.clear();
    purpose_.clear();
  }

  Result<void> take_text(const json::Visit& visit, std::string& to) {
    if (visit.type != json::Type::string) return {};
    OFFHOOK_TRY(json::Decoded decoded, json::decode(text_of(visit)));
    to = std::move(decoded.text);
    return {};
  }

  std::string_view record_;
  std::string purpose_;
  Session session_;
  std::vector<Session> sessions_;   // of the participant
  std::vector<std::string> peers_;  // whom agents talked with, once for each of their sessions
  std::vector<Leg> legs_;
};

tl::unexpected<Error> quarantine(std::string reason, std::string message) {
  return fail(ErrorClass::corrupt, std::move(reason), std::move(message));
}

Result<void> walk_object(std::string_view record, HeadVisitor& visitor) {
  if (auto walked = json::walk(record, visitor); !walked)
    return quarantine("malformed", std::move(walked.error().message));
  if (!visitor.is_object) return quarantine("not_object", "the record is no JSON object");
  if (visitor.has_reserved)
    return quarantine("reserved_member", "the record has a member _offhook, which is reserved");
  return {};
}

// Ids go into file names, keys, logs and the audit log: text of another form than an id is content.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  });
}

}  // namespace

Result<RecordHead> parse_head(std::string_view raw_record) {
  HeadVisitor visitor(raw_record);
  OFFHOOK_CHECK_OK(walk_object(raw_record, visitor));
  if (!is_id(visitor.id))
    return quarantine("no_id", visitor.id.empty()
                                   ? "conversationId is missing"
                                   : fmt::format("conversationId ({} bytes) does not have the form of an id",
                                                 visitor.id.size()));
  const auto start = parse_rfc3339(visitor.start);
  if (!start)
    return quarantine("no_start", fmt::format("{}: conversationStart is missing or no time", visitor.id));
  RecordHead head{.id = std::move(visitor.id), .start = *start, .end = {}, .legs = {}};
  head.has_transcripts = visitor.has_transcripts;
  if (const auto end = parse_rfc3339(visitor.end)) head.end = *end;
  head.legs = std::move(visitor).legs();
  std::erase_if(head.legs, [](const Leg& leg) { return !is_id(leg.communication); });
  return head;
}

RecordName name_of(std::string_view raw_record) {
  HeadVisitor visitor(raw_record);
  static_cast<void>(json::walk(raw_record, visitor));
  RecordName name;
  if (is_id(visitor.id)) name.id = std::move(visitor.id);
  if (const auto start = parse_rfc3339(visitor.start)) name.start = *start;
  return name;
}

Result<void> check_transcript(std::string_view raw_transcript) {
  HeadVisitor visitor(raw_transcript);
  return walk_object(raw_transcript, visitor);
}

}  // namespace offhook::archive
