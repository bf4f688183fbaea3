#include "cli/target.h"

namespace offhook::cli {
namespace {

std::string trimmed(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  text.erase(0, text.find_first_not_of('/') == std::string::npos ? text.size() : text.find_first_not_of('/'));
  return text;
}

}  // namespace

Result<Target> read_target(const Settings& settings) {
  Target target;
  const std::string& url = settings.text("target.url");
  if (url.empty()) {
    OFFHOOK_TRY(target.bucket, settings.require("target.bucket"));
    target.prefix = trimmed(settings.text("target.prefix"));
    return target;
  }
  const auto invalid = [&](const char* why) {
    return fail(ErrorClass::permanent, "config.target",
                std::string("target.url (") + settings.origin("target.url") + ") " + why);
  };
  if (url.starts_with("file://")) {
    target.folder = url.substr(7);
    if (!target.folder.is_absolute()) return invalid("must be absolute: file:///folder");
    return target;
  }
  if (!url.starts_with("s3://")) return invalid("must be s3://bucket/prefix or file:///folder");
  const std::string rest = url.substr(5);
  const std::size_t slash = rest.find('/');
  target.bucket = rest.substr(0, slash);
  if (target.bucket.empty()) return invalid("names no bucket: s3://bucket/prefix");
  if (slash != std::string::npos) target.prefix = trimmed(rest.substr(slash));
  return target;
}

}  // namespace offhook::cli
