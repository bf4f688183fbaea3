#include "audit/audit_log.h"

#include <fcntl.h>
#include <fmt/format.h>

#include "base/encoding.h"

namespace offhook::audit {
namespace {

constexpr std::uint64_t kMaxLogBytes = std::uint64_t{4} << 30;

tl::unexpected<Error> log_error(std::string message) {
  return fail(ErrorClass::corrupt, "audit.log", "audit log: " + std::move(message));
}

Result<void> check_line(std::string_view text, std::uint64_t position) {
  const auto line = parse_audit_line(text);
  if (!line) return log_error(fmt::format("line {}: {}", position, line.error().message));
  if (line->seq != position) return log_error(fmt::format("line {} has the number {}", position, line->seq));
  return {};
}

// Whole lines of `text`; what follows the last LF is left out.
std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1))
    lines.emplace_back(text.substr(0, end));
  return lines;
}

}  // namespace

std::string Checkpoint::root_hex() const { return to_hex(root); }

Result<AuditLog> AuditLog::open(const std::filesystem::path& path) {
  OFFHOOK_TRY(File file, File::open(path, O_RDWR | O_CREAT | O_APPEND));
  OFFHOOK_TRY(const std::string bytes, read_file(path, kMaxLogBytes));
  crypto::MerkleTree tree;
  std::uint64_t whole_bytes = 0;
  for (const std::string& line : split(bytes)) {
    OFFHOOK_CHECK_OK(check_line(line, tree.size()));
    tree.append(crypto::leaf_hash(line));
    whole_bytes += line.size() + 1;
  }
  if (whole_bytes < bytes.size()) OFFHOOK_CHECK_OK(file.truncate(whole_bytes));
  if (bytes.empty())
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
  OFFHOOK_TRY(const std::string bytes, read_file(path, kMaxLogBytes));
  if (!bytes.empty() && bytes.back() != '\n') return log_error("its last line is cut");
  return split(bytes);
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
