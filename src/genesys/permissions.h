// The permissions an archiver's role needs, as the API's description lists them per endpoint. All divisions.
#pragma once

#include <string_view>

namespace offhook::genesys {

inline constexpr std::string_view kDetailsPermission = "analytics:conversationDetail:view";
// …/transcripturls, and …/transcripturl, which asks for more.
inline constexpr std::string_view kTranscriptsPermission =
    "recording:recording:view or recording:recordingSegment:view";
inline constexpr std::string_view kTranscriptPermission =
    "recording:recording:view and speechAndTextAnalytics:data:view";

}  // namespace offhook::genesys
