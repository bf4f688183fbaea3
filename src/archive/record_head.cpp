#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "archive/record_line.h"
#include "archive/record_name.h"
#include "base/check.h"
#include "base/encoding.h"
#include "json/walker.h"

namespace offhook::archive {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// Looks for a session's segment in which somebody talked, [i].segmentType, and refuses what comes behind it.
class TalkReader {
 public:
  explicit TalkReader(std::string_view segments) : segments_(segments) {}

  bool looks_into(json::Type type) const {
    return type == (depth_ == 0 ? json::Type::array : json::Type::object) && depth_ < 2;
  }
  bool name(std::string_view name, const json::NameKey&, json::Span) {
    is_type_ = name == "segmentType";
    return true;
  }
  bool item() {
    is_type_ = false;
    return true;
  }
  bool value(json::Type, json::Span span, bool) {
    talked = is_type_ && segments_.substr(span.begin, span.size()) == R"("interact")";
    return !talked;
  }
  bool open(json::Type, json::Span) {
    ++depth_;
    return true;
  }
  bool close(json::Type, json::Span) {
    --depth_;
    return true;
  }

  bool talked = false;

 private:
  std::string_view segments_;
  std::size_t depth_ = 0;
  bool is_type_ = false;  // the next value
};

bool somebody_talked(std::string_view segments) {
  TalkReader reader(segments);
  static_cast<void>(json::Walker(segments, reader).run());
  return reader.talked;
}

// Collects what a raw record says about itself; what json::Walker calls a handler. It looks at
//   conversationId, conversationStart, conversationEnd
//   transcripts[i]
//   participants[i].purpose, participants[i].sessions[j].{sessionId,mediaType,recording,peerId,segments}
// and passes over the objects and arrays that hold none of these, unless all is to be validated.
class HeadReader {
 public:
  enum class Reach : std::uint8_t { head, all };
  HeadReader(std::string_view record, Reach reach) : record_(record), reach_(reach) {}

  bool looks_into(json::Type type) const {
    return reach_ == Reach::all || (next_ != Place::elsewhere && type == fitting(next_));
  }

  bool name(std::string_view name, const json::NameKey&, json::Span) {
    next_ = Place::elsewhere;
    text_ = nullptr;
    wanted_ = Wanted::nothing;
    switch (places_[depth_]) {
      case Place::record:
        if (name == "conversationId") return want(id);
        if (name == "conversationStart") return want(start);
        if (name == "conversationEnd") return want(end);
        if (name == "participants") next_ = Place::participants;
        if (name == "transcripts") wanted_ = Wanted::transcripts;
        if (name == "_offhook") has_reserved = true;
        return true;
      case Place::participant:
        if (name == "purpose") return want(purpose_);
        if (name == "sessions") next_ = Place::sessions;
        return true;
      case Place::session:
        if (name == "sessionId") return want(session_.leg.communication);
        if (name == "mediaType") return want(session_.leg.media_type);
        if (name == "peerId") return want(session_.peer);
        if (name == "recording") wanted_ = Wanted::recording;
        if (name == "segments") wanted_ = Wanted::segments;
        return true;
      default:
        return true;
    }
  }

  bool item() {
    wanted_ = Wanted::nothing;
    switch (places_[depth_]) {
      case Place::participants:
        next_ = Place::participant;
        break;
      case Place::sessions:
        next_ = Place::session;
        break;
      default:
        next_ = Place::elsewhere;
    }
    return true;
  }

  bool value(json::Type type, json::Span span, bool) {
    const std::string_view bytes = record_.substr(span.begin, span.size());
    if (wanted_ == Wanted::text && type == json::Type::string) {
      auto decoded = json::decode(bytes);
      check(decoded.has_value(), "a string that was walked over can be decoded");
      *text_ = std::move(decoded->text);
    } else if (wanted_ == Wanted::recording && type == json::Type::boolean) {
      session_.leg.recorded = bytes == "true";
    } else if (wanted_ == Wanted::segments) {
      session_.segments = bytes;
    } else if (wanted_ == Wanted::transcripts && type == json::Type::array) {
      has_transcripts = bytes.find_first_not_of(kSpace, 1) != bytes.size() - 1;
    }
    return true;
  }

  bool open(json::Type type, json::Span) {
    if (depth_ == 0) is_object = type == json::Type::object;
    places_[++depth_] = type == fitting(next_) ? next_ : Place::elsewhere;
    return true;
  }

  bool close(json::Type, json::Span) {
    const Place place = places_[depth_--];
    if (place == Place::session) {
      if (!session_.leg.communication.empty()) sessions_.push_back(session_);
      session_ = {};
    } else if (place == Place::participant) {
      end_participant();
    }
    return true;
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
  // What an object or array is. Those of the second row are arrays.
  enum class Place : std::uint8_t {
    elsewhere,
    record,
    participant,
    session,
    participants,
    sessions,
  };
  enum class Wanted : std::uint8_t { nothing, text, recording, segments, transcripts };
  struct Session {
    Leg leg;
    std::string peer;
    std::string_view segments;
  };

  static json::Type fitting(Place place) {
    return place >= Place::participants ? json::Type::array : json::Type::object;
  }

  bool want(std::string& text) {
    wanted_ = Wanted::text;
    text_ = &text;
    return true;
  }

  // `purpose` may stand after `sessions`, so a participant's sessions wait for its end.
  void end_participant() {
    for (Session& session : sessions_) {
      if (purpose_ == "customer" || purpose_ == "external") {
        if (std::ranges::find(legs_, session.leg.communication, &Leg::communication) == legs_.end())
          legs_.push_back(std::move(session.leg));
      } else if ((purpose_ == "agent" || purpose_ == "user") && somebody_talked(session.segments)) {
        peers_.push_back(std::move(session.peer));
      }
    }
    sessions_.clear();
    purpose_.clear();
  }

  std::string_view record_;
  Reach reach_;
  std::array<Place, json::kMaxDepth + 1> places_;  // of what is open; set as it is opened
  std::size_t depth_ = 0;
  Place next_ = Place::record;  // what the next value is, if it opens
  Wanted wanted_ = Wanted::nothing;
  std::string* text_ = nullptr;  // where the next value goes, if it is a text
  std::string purpose_;
  Session session_;
  std::vector<Session> sessions_;   // of the participant
  std::vector<std::string> peers_;  // whom agents talked with, once for each of their sessions
  std::vector<Leg> legs_;
};

tl::unexpected<Error> quarantine(std::string reason, std::string message) {
  return fail(ErrorClass::corrupt, std::move(reason), std::move(message));
}

Result<void> read_object(std::string_view record, HeadReader& reader) {
  json::Walker walker(record, reader);
  if (!walker.run())
    return quarantine("malformed", json::malformed(walker.failed_at(), walker.wrong()).message);
  if (!reader.is_object) return quarantine("not_object", "the record is no JSON object");
  if (reader.has_reserved)
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
  HeadReader reader(raw_record, HeadReader::Reach::head);
  OFFHOOK_CHECK_OK(read_object(raw_record, reader));
  if (!is_id(reader.id))
    return quarantine("no_id", reader.id.empty()
                                   ? "conversationId is missing"
                                   : fmt::format("conversationId ({} bytes) does not have the form of an id",
                                                 reader.id.size()));
  const auto start = parse_rfc3339(reader.start);
  if (!start)
    return quarantine("no_start", fmt::format("{}: conversationStart is missing or no time", reader.id));
  RecordHead head{.id = std::move(reader.id), .start = *start, .end = {}, .legs = {}};
  head.has_transcripts = reader.has_transcripts;
  if (const auto end = parse_rfc3339(reader.end)) head.end = *end;
  head.legs = std::move(reader).legs();
  std::erase_if(head.legs, [](const Leg& leg) { return !is_id(leg.communication); });
  return head;
}

RecordName name_of(std::string_view raw_record) {
  HeadReader reader(raw_record, HeadReader::Reach::head);
  static_cast<void>(json::Walker(raw_record, reader).run());
  RecordName name;
  if (is_id(reader.id)) name.id = std::move(reader.id);
  if (const auto start = parse_rfc3339(reader.start)) name.start = *start;
  return name;
}

Result<void> check_document(std::string_view raw) {
  HeadReader reader(raw, HeadReader::Reach::all);
  return read_object(raw, reader);
}

}  // namespace offhook::archive
