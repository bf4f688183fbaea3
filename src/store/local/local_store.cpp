#include "store/local_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/encoding.h"
#include "base/file.h"
#include "base/mutex.h"
#include "crypto/composite.h"
#include "crypto/sha256.h"
#include "store/local/durable_folders.h"
#include "store/local/keys.h"
#include "store/local/sidecar.h"

namespace offhook::store {
namespace {

constexpr std::uint64_t kMaxKeyBytes = 1024;  // as in S3

namespace fs = std::filesystem;
using local::Sidecar;
using model::ObjectInfo;
using model::ObjectSpec;
using model::Part;
using model::Upload;

constexpr std::size_t kListingKeys = 1000;  // as S3's page
// Small enough for the heap to keep: the pages of a MiB would come from the system each time.
constexpr std::size_t kCopyBytes = 256u << 10;

Result<bool> is_there(const fs::path& path) {
  struct stat info{};
  if (::lstat(path.c_str(), &info) == 0) return true;
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return fail(file_error("look at", path, errno));
}

// Holds the folder against other processes and threads (flock is per open file, so each holder opens anew).
class FolderLock {
 public:
  static Result<FolderLock> take(const fs::path& path) {
    OFFHOOK_TRY(File file, File::open(path, O_RDWR | O_CREAT));
    while (::flock(file.descriptor(), LOCK_EX) != 0)
      if (errno != EINTR) return fail(file_error("lock", path, errno));
    return FolderLock(std::move(file));
  }

 private:
  explicit FolderLock(File file) : file_(std::move(file)) {}
  File file_;  // closing it gives the lock back
};

class LocalStore final : public model::ObjectStore {
 public:
  LocalStore(fs::path folder, Random& random)
      : folder_(std::move(folder)),
        hidden_(folder_ / local::kHiddenFolder),
        random_(random),
        names_(folder_) {}

  std::string uri() const override { return "file://" + folder_.string(); }

  Result<model::GateReport> check_gate() override {
    using model::Verdict;
    model::GateReport report{"local", {}};
    struct stat info{};
    if (::stat(folder_.c_str(), &info) != 0) {
      report.findings.push_back({"folder.missing", Verdict::fail, "not there", "make the folder"});
      return report;
    }
    const bool writable = ::access(folder_.c_str(), R_OK | W_OK | X_OK) == 0;
    report.findings.push_back({writable ? "folder" : "folder.denied",
                               writable ? Verdict::pass : Verdict::fail,
                               fmt::format("mode {:o}", info.st_mode & 07777),
                               writable ? "" : "let this user read and write the folder"});
    const bool open_to_all = (info.st_mode & S_IWOTH) != 0;
    report.findings.push_back({open_to_all ? "public_access.folder" : "public_access",
                               open_to_all ? Verdict::fail : Verdict::pass,
                               open_to_all ? "every user of this machine may write" : "",
                               open_to_all ? "chmod o-w " + folder_.string() : ""});
    report.findings.push_back({"encryption.unseen", Verdict::warn, "a folder does not state its encryption",
                               "keep the folder on an encrypted file system"});
    return report;
  }

  Result<Upload> begin_upload(const ObjectSpec& spec) override {
    OFFHOOK_CHECK_OK(local::relative_path(spec.key));
    Upload upload{spec.key, random_.uuid()};
    OFFHOOK_CHECK_OK(make_directories(upload_folder(upload)));
    OFFHOOK_CHECK_OK(write_file_durably(upload_folder(upload) / "key", spec.key));
    OFFHOOK_CHECK_OK(
        local::write_sidecar(upload_folder(upload) / "object.json", {spec.metadata, class_of(spec), ""}));
    return upload;
  }

  Result<Part> upload_part(const Upload& upload, int number, std::string_view bytes,
                           const Digest& sha256) override {
    OFFHOOK_CHECK_OK(require(upload));
    if (crypto::sha256(bytes) != sha256)
      return fail(ErrorClass::corrupt, "store.bad_digest",
                  fmt::format("part {} of {} is not what its SHA-256 says", number, upload.key));
    const std::string hex = to_hex(sha256);
    // The digest is part of the name, so that a part is listed only with the bytes it was sent with.
    const fs::path path = upload_folder(upload) / fmt::format("{:05}-{}.part", number, hex);
    OFFHOOK_CHECK_OK(write_file_durably(path, bytes));
    return Part{number, bytes.size(), sha256, "\"" + hex + "\""};
  }

  Result<std::vector<model::OpenUpload>> list_uploads(std::string_view prefix) override {
    std::vector<model::OpenUpload> uploads;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(hidden_ / "uploads", failure)) {
      const auto key = read_file(entry.path() / "key", kMaxKeyBytes);
      if (!key || !key->starts_with(prefix)) continue;
      struct stat info{};
      if (::stat(entry.path().c_str(), &info) != 0) continue;  // completed or aborted just now
      uploads.push_back(
          {{*key, entry.path().filename().string()}, TimePoint(std::chrono::seconds(info.st_mtime))});
    }
    return uploads;
  }

  Result<std::vector<Part>> list_parts(const Upload& upload) override {
    OFFHOOK_CHECK_OK(require(upload));
    std::vector<Part> parts;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(upload_folder(upload), failure)) {
      const std::string name = entry.path().filename().string();
      Part part;
      if (name.size() != 5 + 1 + 64 + 5 || !name.ends_with(".part")) continue;
      std::from_chars(name.data(), name.data() + 5, part.number);
      const auto digest = from_hex(std::string_view(name).substr(6, 64));
      if (!digest) continue;
      std::ranges::copy(*digest, part.sha256.begin());
      part.size_bytes = entry.file_size(failure);
      part.etag = "\"" + name.substr(6, 64) + "\"";
      parts.push_back(std::move(part));
    }
    if (failure) return fail(file_error("list", upload_folder(upload), failure.value()));
    std::ranges::sort(parts, {}, &Part::number);
    return parts;
  }

  Result<ObjectInfo> complete_upload(const Upload& upload, const std::vector<Part>& parts) override {
    OFFHOOK_CHECK_OK(require(upload));
    if (parts.empty()) return fail(ErrorClass::permanent, "store.invalid_part", "no parts were named");
    OFFHOOK_TRY(Sidecar sidecar, local::read_sidecar(upload_folder(upload) / "object.json"));
    std::vector<Digest> digests;
    for (const Part& part : parts) digests.push_back(part.sha256);
    sidecar.checksum_sha256 = crypto::composite_sha256(digests);
    const fs::path joined = upload_folder(upload) / "joined";
    {
      OFFHOOK_TRY(File file, File::open(joined, O_WRONLY | O_CREAT | O_TRUNC));
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].number != static_cast<int>(i) + 1)
          return fail(ErrorClass::permanent, "store.invalid_part_order",
                      fmt::format("part {} stands where {} should", parts[i].number, i + 1));
        OFFHOOK_CHECK_OK(append_part(upload, parts[i], file));
      }
      OFFHOOK_CHECK_OK(file.sync());
    }
    OFFHOOK_CHECK_OK(publish(upload.key, joined, sidecar));
    remove_upload(upload);
    return head(upload.key);
  }

  Result<void> abort_upload(const Upload& upload) override {
    OFFHOOK_CHECK_OK(require(upload, "key"));
    remove_upload(upload);
    return {};
  }

  Result<ObjectInfo> put_new(const ObjectSpec& spec, std::string_view bytes) override {
    OFFHOOK_CHECK_OK(local::relative_path(spec.key));
    OFFHOOK_CHECK_OK(make_directories(hidden_ / "new"));
    const fs::path temporary = hidden_ / "new" / random_.uuid();
    {
      OFFHOOK_TRY(File file, File::open(temporary, O_WRONLY | O_CREAT | O_EXCL));
      OFFHOOK_CHECK_OK(file.write_all(bytes));
      OFFHOOK_CHECK_OK(file.sync());
    }
    const auto published =
        publish(spec.key, temporary, {spec.metadata, class_of(spec), to_base64(crypto::sha256(bytes))});
    ::unlink(temporary.c_str());
    if (!published) return fail(published.error());
    return head(spec.key);
  }

  Result<ObjectInfo> head(std::string_view key) override {
    OFFHOOK_TRY(const fs::path relative, local::relative_path(key));
    struct stat info{};
    if (::stat((folder_ / relative).c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return fail(missing(key));
    OFFHOOK_CHECK_OK(settle(relative));
    OFFHOOK_TRY(Sidecar sidecar, local::read_sidecar(folder_ / sidecar_of(relative)));
    ObjectInfo object;
    object.size_bytes = static_cast<std::uint64_t>(info.st_size);
    object.etag = "\"" + sidecar.checksum_sha256 + "\"";
    object.checksum_sha256 = std::move(sidecar.checksum_sha256);
    object.metadata = std::move(sidecar.metadata);
    object.storage_class = std::move(sidecar.storage_class);
    return object;
  }

  Result<std::string> get(std::string_view key, std::optional<model::ByteRange> range,
                          std::uint64_t max_bytes) override {
    OFFHOOK_TRY(const fs::path relative, local::relative_path(key));
    OFFHOOK_TRY(const bool there, is_there(folder_ / relative));
    if (!there) return fail(missing(key));
    OFFHOOK_CHECK_OK(settle(relative));
    OFFHOOK_TRY(const File file, File::open(folder_ / relative, O_RDONLY));
    OFFHOOK_TRY(const std::uint64_t size, file.size_bytes());
    const model::ByteRange wanted = range.value_or(model::ByteRange{0, size});
    if (wanted.size > max_bytes)
      return fail(ErrorClass::permanent, "store.too_large",
                  fmt::format("{} is larger than the {} bytes allowed here", key, max_bytes));
    return file.read_at(wanted.offset, wanted.size);
  }

  Result<model::ObjectListing> list(std::string_view prefix, std::string_view continuation) override {
    // The smallest keys after the continuation: a page's worth and one more are held, never the whole folder.
    std::set<std::string> keys;
    std::error_code failure;
    const fs::path start = folder_ / std::string(prefix.substr(0, prefix.rfind('/') + 1));
    auto entry = fs::recursive_directory_iterator(start, failure);
    if (failure == std::errc::no_such_file_or_directory || failure == std::errc::not_a_directory)
      return model::ObjectListing{};
    for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
      if (entry->path() == hidden_) {
        entry.disable_recursion_pending();
        continue;
      }
      if (!entry->is_regular_file(failure)) continue;
      std::string key = entry->path().lexically_relative(folder_).string();
      if (!key.starts_with(prefix) || key <= continuation) continue;
      keys.insert(std::move(key));
      if (keys.size() > kListingKeys + 1) keys.erase(std::prev(keys.end()));
    }
    if (failure) return fail(file_error("list", start, failure.value()));
    model::ObjectListing listing;
    for (const std::string& key : keys) {
      if (listing.keys.size() == kListingKeys) {
        listing.continuation = listing.keys.back();
        break;
      }
      listing.keys.push_back(key);
    }
    return listing;
  }

  Result<void> remove(std::string_view key) override {
    OFFHOOK_TRY(const fs::path relative, local::relative_path(key));
    OFFHOOK_TRY(const FolderLock lock, FolderLock::take(hidden_ / "lock"));
    const fs::path path = folder_ / relative;
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return fail(file_error("remove", path, errno));
    ::unlink((folder_ / sidecar_of(relative)).c_str());
    return {};
  }

 private:
  static std::string class_of(const ObjectSpec& spec) {
    return spec.storage_class.empty() ? "STANDARD" : spec.storage_class;
  }
  static Error missing(std::string_view key) {
    return {ErrorClass::not_found, "store.not_found", fmt::format("there is no {}", key)};
  }

  fs::path upload_folder(const Upload& upload) const { return hidden_ / "uploads" / upload.id; }
  static fs::path sidecar_of(const fs::path& relative) {
    return fs::path(local::kHiddenFolder) / "meta" / (relative.string() + ".json");
  }

  // `file`: what begin_upload() writes last; the first that it writes is enough to abort one half begun.
  Result<void> require(const Upload& upload, const char* file = "object.json") const {
    const bool is_id =
        !upload.id.empty() && upload.id.find_first_not_of("0123456789abcdef-") == std::string::npos;
    bool there = false;
    if (is_id) {
      OFFHOOK_TRY(there, is_there(upload_folder(upload) / file));
    }
    if (there) return {};
    return fail(ErrorClass::not_found, "store.no_such_upload",
                fmt::format("the upload of {} is gone", upload.key));
  }

  void remove_upload(const Upload& upload) const {
    // What is left behind by a failure here is an upload that nobody completes.
    std::error_code ignored;
    fs::remove(upload_folder(upload) / "object.json", ignored);
    fs::remove_all(upload_folder(upload), ignored);
  }

  // Copies a part in bounded steps and checks it against its digest on the way.
  Result<void> append_part(const Upload& upload, const Part& part, File& to) const {
    const fs::path path =
        upload_folder(upload) / fmt::format("{:05}-{}.part", part.number, to_hex(part.sha256));
    auto from = File::open(path, O_RDONLY);
    if (!from)
      return fail(ErrorClass::permanent, "store.invalid_part",
                  fmt::format("part {} of {} was not uploaded with these bytes", part.number, upload.key));
    crypto::Sha256 digest;
    for (std::uint64_t at = 0; at < part.size_bytes; at += kCopyBytes) {
      const std::size_t size = std::min<std::uint64_t>(kCopyBytes, part.size_bytes - at);
      OFFHOOK_TRY(const std::string bytes, from->read_at(at, size));
      digest.update(bytes);
      OFFHOOK_CHECK_OK(to.write_all(bytes));
    }
    if (digest.digest() != part.sha256)
      return fail(ErrorClass::corrupt, "store.bad_digest",
                  fmt::format("part {} of {} has changed on the disk", part.number, upload.key));
    return {};
  }

  // Gives the finished file its name, unless the key has an object. The lock keeps the sidecar and the object
  // together; link() refuses to replace even where a stranger made the file.
  Result<void> publish(const std::string& key, const fs::path& finished, const Sidecar& sidecar) {
    OFFHOOK_TRY(const fs::path relative, local::relative_path(key));
    const fs::path target = folder_ / relative;
    OFFHOOK_TRY(const FolderLock lock, FolderLock::take(hidden_ / "lock"));
    OFFHOOK_TRY(const bool there, is_there(target));
    if (there) return is_taken(key, relative);
    OFFHOOK_CHECK_OK(names_.make(sidecar_of(relative).parent_path()));
    OFFHOOK_CHECK_OK(local::write_sidecar(folder_ / sidecar_of(relative), sidecar));
    OFFHOOK_CHECK_OK(names_.make(relative.parent_path()));
    if (::link(finished.c_str(), target.c_str()) != 0) {
      if (errno == EEXIST) return is_taken(key, relative);
      return fail(file_error("link", target, errno));
    }
    names_.changed(relative.parent_path());
    return settle(relative);
  }

  Result<void> is_taken(const std::string& key, const fs::path& relative) {
    OFFHOOK_CHECK_OK(settle(relative));
    return fail(ErrorClass::conflict, "store.exists", fmt::format("{} exists already", key));
  }

  // Whoever is told that an object is there relies on it, also where the life that published it did not see
  // it through.
  Result<void> settle(const fs::path& relative) {
    OFFHOOK_CHECK_OK(names_.settle(sidecar_of(relative).parent_path()));
    return names_.settle(relative.parent_path());
  }

  const fs::path folder_;
  const fs::path hidden_;
  Random& random_;
  local::DurableFolders names_;
};

}  // namespace

Result<std::unique_ptr<model::ObjectStore>> make_local_store(fs::path folder, Random& random) {
  std::error_code failure;
  fs::path absolute = fs::absolute(folder, failure).lexically_normal();
  if (failure) return fail(file_error("find", folder, failure.value()));
  if (!absolute.has_filename()) absolute = absolute.parent_path();
  OFFHOOK_CHECK_OK(make_directories(absolute, 0750));
  OFFHOOK_CHECK_OK(make_directories(absolute / local::kHiddenFolder));
  return std::make_unique<LocalStore>(std::move(absolute), random);
}

}  // namespace offhook::store
