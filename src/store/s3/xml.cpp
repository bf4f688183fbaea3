#include "store/s3/xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>

#include "base/encoding.h"
#include "http/url.h"

namespace offhook::store::s3 {
namespace {

// Some servers write a namespace prefix or none; the local name decides.
Result<pugi::xml_node> root(pugi::xml_document& document, std::string_view body, const char* name) {
  const auto first = std::min(body.find_first_not_of(" \t\r\n"), body.size());
  body.remove_prefix(first);
  if (document.load_buffer(body.data(), body.size(), pugi::parse_default, pugi::encoding_utf8))
    if (const pugi::xml_node node = document.child(name)) return node;
  return fail(ErrorClass::corrupt, "s3.malformed",
              fmt::format("an answer of {} bytes is not the {} that was asked for", body.size(), name));
}

// encoding-type=url is form encoding: '+' is a space.
std::string url_decoded(std::string text) {
  std::ranges::replace(text, '+', ' ');
  return http::percent_decode(text);
}

}  // namespace

Result<std::string> read_upload_id(std::string_view body) {
  pugi::xml_document document;
  OFFHOOK_TRY(const auto node, root(document, body, "InitiateMultipartUploadResult"));
  std::string id = node.child_value("UploadId");
  if (id.empty()) return fail(ErrorClass::corrupt, "s3.malformed", "a new upload came without its id");
  return id;
}

Result<PartsPage> read_parts(std::string_view body) {
  pugi::xml_document document;
  OFFHOOK_TRY(const auto node, root(document, body, "ListPartsResult"));
  PartsPage page;
  for (const pugi::xml_node part : node.children("Part")) {
    const auto sha256 = from_base64(part.child_value("ChecksumSHA256"));
    if (!sha256 || sha256->size() != Digest{}.size()) continue;
    model::Part& added = page.parts.emplace_back();
    added.number = part.child("PartNumber").text().as_int();
    added.size_bytes = part.child("Size").text().as_ullong();
    std::ranges::copy(*sha256, added.sha256.begin());
    added.etag = part.child_value("ETag");
  }
  if (node.child("IsTruncated").text().as_bool()) page.next_marker = node.child_value("NextPartNumberMarker");
  return page;
}

std::string write_completion(const std::vector<model::Part>& parts) {
  std::string body = R"(<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">)";
  for (const model::Part& part : parts) {
    std::string etag;
    for (const char c : part.etag) etag += c == '"' ? std::string("&quot;") : std::string(1, c);
    body += fmt::format(
        "<Part><PartNumber>{}</PartNumber><ETag>{}</ETag><ChecksumSHA256>{}</ChecksumSHA256></Part>",
        part.number, etag, to_base64(part.sha256));
  }
  return body + "</CompleteMultipartUpload>";
}

Result<Completion> read_completion(std::string_view body) {
  pugi::xml_document document;
  OFFHOOK_TRY(const auto node, root(document, body, "CompleteMultipartUploadResult"));
  Completion completion{node.child_value("ETag"), node.child_value("ChecksumSHA256")};
  if (completion.etag.empty())
    return fail(ErrorClass::corrupt, "s3.malformed", "a completion came without an ETag");
  return completion;
}

Result<model::ObjectListing> read_listing(std::string_view body) {
  pugi::xml_document document;
  OFFHOOK_TRY(const auto node, root(document, body, "ListBucketResult"));
  const bool encoded = std::string_view(node.child_value("EncodingType")) == "url";
  model::ObjectListing listing;
  for (const pugi::xml_node entry : node.children("Contents")) {
    std::string key = entry.child_value("Key");
    listing.keys.push_back(encoded ? url_decoded(std::move(key)) : std::move(key));
  }
  std::ranges::sort(listing.keys);
  if (node.child("IsTruncated").text().as_bool()) {
    listing.continuation = node.child_value("NextContinuationToken");
    if (listing.continuation.empty())
      return fail(ErrorClass::corrupt, "s3.malformed", "a listing was cut without saying where it goes on");
  }
  return listing;
}

Result<UploadsPage> read_uploads(std::string_view body) {
  pugi::xml_document document;
  OFFHOOK_TRY(const auto node, root(document, body, "ListMultipartUploadsResult"));
  const bool encoded = std::string_view(node.child_value("EncodingType")) == "url";
  const auto key_of = [&](std::string text) { return encoded ? url_decoded(std::move(text)) : text; };
  UploadsPage page;
  for (const pugi::xml_node entry : node.children("Upload")) {
    const auto initiated = parse_rfc3339(entry.child_value("Initiated"));
    if (!initiated)
      return fail(ErrorClass::corrupt, "s3.malformed", "an unfinished upload was listed without its time");
    page.uploads.push_back({{key_of(entry.child_value("Key")), entry.child_value("UploadId")}, *initiated});
  }
  if (node.child("IsTruncated").text().as_bool()) {
    page.next_key = key_of(node.child_value("NextKeyMarker"));
    page.next_id = node.child_value("NextUploadIdMarker");
    if (page.next_key.empty())
      return fail(ErrorClass::corrupt, "s3.malformed", "a listing was cut without saying where it goes on");
  }
  return page;
}

}  // namespace offhook::store::s3
