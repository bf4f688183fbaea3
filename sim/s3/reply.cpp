#include "sim/s3/reply.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <map>

namespace offhook::sim {
namespace {

// The text of the first <name>…</name>, with the entities S3's clients write undone.
std::string element(std::string_view xml, std::string_view name) {
  const std::string open = fmt::format("<{}>", name);
  const auto begin = xml.find(open);
  if (begin == std::string_view::npos) return "";
  const auto end = xml.find(fmt::format("</{}>", name), begin);
  if (end == std::string_view::npos) return "";
  std::string text(xml.substr(begin + open.size(), end - begin - open.size()));
  for (std::size_t at = text.find("&quot;"); at != std::string::npos; at = text.find("&quot;"))
    text.replace(at, 6, "\"");
  return text;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

http::ServerResponse xml_reply(std::string body) {
  http::ServerResponse response;
  response.headers.set("Content-Type", "application/xml");
  response.body = R"(<?xml version="1.0" encoding="UTF-8"?>)" + std::move(body);
  return response;
}

http::ServerResponse error_reply(int status, std::string_view code, std::string_view inside) {
  http::ServerResponse response = xml_reply(fmt::format(
      "<Error><Code>{0}</Code><Message>The fake S3 says {0}</Message>{1}<RequestId>fake</RequestId>"
      "</Error>",
      code, inside));
  response.status = status;
  return response;
}

http::ServerResponse unset_setting(std::string_view name) {
  static const std::map<std::string_view, std::string_view> kAbsent = {
      {"encryption", "ServerSideEncryptionConfigurationNotFoundError"},
      {"policy", "NoSuchBucketPolicy"},
      {"policyStatus", "NoSuchBucketPolicy"},
      {"publicAccessBlock", "NoSuchPublicAccessBlockConfiguration"},
      {"ownershipControls", "OwnershipControlsNotFoundError"},
      {"object-lock", "ObjectLockConfigurationNotFoundError"},
      {"lifecycle", "NoSuchLifecycleConfiguration"},
      {"replication", "ReplicationConfigurationNotFoundError"},
      {"tagging", "NoSuchTagSet"}};
  if (const auto found = kAbsent.find(name); found != kAbsent.end()) return error_reply(404, found->second);
  if (name == "versioning") return xml_reply("<VersioningConfiguration/>");
  if (name == "logging") return xml_reply("<BucketLoggingStatus/>");
  if (name == "acl")
    return xml_reply(
        "<AccessControlPolicy><AccessControlList><Grant><Grantee><ID>owner</ID></Grantee>"
        "<Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>");
  return error_reply(501, "NotImplemented");
}

std::string http_date(TimePoint time) {
  constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

std::vector<CompletedPart> read_completion(std::string_view body) {
  std::vector<CompletedPart> parts;
  for (auto at = body.find("<Part>"); at != std::string_view::npos; at = body.find("<Part>", at + 1)) {
    const std::string_view part = body.substr(at, body.find("</Part>", at) - at);
    CompletedPart& read = parts.emplace_back();
    const std::string number = element(part, "PartNumber");
    std::from_chars(number.data(), number.data() + number.size(), read.number);
    read.etag = element(part, "ETag");
    read.checksum_sha256 = element(part, "ChecksumSHA256");
  }
  return parts;
}

}  // namespace offhook::sim
