#include "audit/audit_log.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/encoding.h"

namespace offhook::audit {
namespace {

constexpr std::uint64_t kReadBytes = 1 << 20;
constexpr std::size_t kMaxLineBytes = 1 << 20;  // ours have some hundred bytes

tl::unexpected<Error> log_error(std::string message) {
  return fail(ErrorClass::corrupt, "audit.log", "audit log: " + std::move(message));
}

Result<void> check_line(std::string_view text, std::uint64_t position) {
  const auto line = parse_audit_line(text);
  if (!line) return log_error(fmt::format("line {}: {}", position, line.error().message));
  if (line->seq != position) return log_error(fmt::format("line {} has the number {}", position, line->seq));
  return {};
}

// Every whole line of a file, without its LF, in bounded memory. Returns the bytes they take: less than the
// file has, where its last line is cut.
template <class Sink>
Result<std::uint64_t> for_each_line(const File& file, Sink sink) {
  OFFHOOK_TRY(const std::uint64_t size, file.size_bytes());
  std::string held;
  std::uint64_t read = 0;
  while (read < size) {
    OFFHOOK_TRY(const std::string chunk, file.read_at(read, std::min(kReadBytes, size - read)));
    read += chunk.size();
    held += chunk;
    std::size_t begin = 0;
    for (std::size_t end; (end = held.find('\n', begin)) != std::string::npos; begin = end + 1)
      OFFHOOK_CHECK_OK(sink(std::string_view(held).substr(begin, end - begin)));
    held.erase(0, begin);
    if (held.size() > kMaxLineBytes)
      return log_error(fmt::format("a line of more than {} bytes", kMaxLineBytes));
  }
  return size - held.size();
}

}  // namespace

std::string Checkpoint::root_hex() const { return to_hex(root); }

Result<AuditLog> AuditLog::open(const std::filesystem::path& path) {
  OFFHOOK_TRY(File file, File::open(path, O_RDWR | O_CREAT | O_APPEND));
  OFFHOOK_TRY(const std::uint64_t size, file.size_bytes());
  crypto::MerkleTree tree;
  OFFHOOK_TRY(const std::uint64_t whole_bytes,
              for_each_line(file, [&](std::string_view line) -> Result<void> {
                OFFHOOK_CHECK_OK(check_line(line, tree.size()));
                tree.append(crypto::leaf_hash(line));
                return {};
              }));
  if (whole_bytes < size) OFFHOOK_CHECK_OK(file.truncate(whole_bytes));
  if (size == 0)
    OFFHOOK_CHECK_OK(
        sync_directory(path.has_parent_path() ? path.parent_path() : std::filesystem::path(".")));
  return AuditLog(std::move(file), std::move(tree), whole_bytes);
}

Result<void> AuditLog::append(const std::vector<std::string>& lines) {
  std::string bytes;
  crypto::MerkleTree tree = tree_;
  for (const std::string& line : lines) {
    OFFHOOK_CHECK_OK(check_line(line, tree.size()));
    tree.append(crypto::leaf_hash(line));
    bytes.append(line).push_back('\n');
  }
  auto written = file_.write_all(bytes);
  if (written) written = file_.sync();
  if (!written) {
    // What was written of them is cut again, so that the same lines can be appended later.
    OFFHOOK_CHECK_OK(file_.truncate(size_bytes_));
    return written;
  }
  tree_ = std::move(tree);
  size_bytes_ += bytes.size();
  return {};
}

Result<std::vector<std::string>> read_log(const std::filesystem::path& path) {
  OFFHOOK_TRY(const File file, File::open(path, O_RDONLY));
  OFFHOOK_TRY(const std::uint64_t size, file.size_bytes());
  std::vector<std::string> lines;
  OFFHOOK_TRY(const std::uint64_t whole_bytes,
              for_each_line(file, [&](std::string_view line) -> Result<void> {
                lines.emplace_back(line);
                return {};
              }));
  if (whole_bytes < size) return log_error("its last line is cut");
  return lines;
}

Result<void> verify_lines(const std::vector<std::string>& lines, const Checkpoint& expected) {
  crypto::MerkleTree tree;
  for (const std::string& line : lines) {
    OFFHOOK_CHECK_OK(check_line(line, tree.size()));
    tree.append(crypto::leaf_hash(line));
    if (tree.size() == expected.size && tree.root() != expected.root)
      return log_error(fmt::format("its first {} lines are not those of the checkpoint", expected.size));
  }
  if (tree.size() < expected.size)
    return log_error(
        fmt::format("it has {} lines, {} were there at the checkpoint", tree.size(), expected.size));
  return {};
}

}  // namespace offhook::audit
