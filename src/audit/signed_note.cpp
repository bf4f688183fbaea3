#include "audit/signed_note.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

#include "base/encoding.h"
#include "crypto/merkle.h"
#include "crypto/sha256.h"

namespace offhook::audit {
namespace {

constexpr std::string_view kDash = "\u2014 ";
constexpr std::string_view kProofHeader = "c2sp.org/tlog-proof@v1\n";
constexpr char kEd25519 = 0x01;
constexpr std::size_t kMaxNoteBytes = 1 << 20;
constexpr std::size_t kMaxProofHashes = 64;  // a tree of 2^64 lines

tl::unexpected<Error> note_error(std::string_view why) {
  return fail(ErrorClass::corrupt, "audit.note", fmt::format("signed checkpoint: {}", why));
}
tl::unexpected<Error> proof_error(std::string_view why) {
  return fail(ErrorClass::corrupt, "audit.proof", fmt::format("inclusion proof: {}", why));
}

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The type byte and the 32 bytes of the key.
std::string encoded(const crypto::PublicKeyBytes& key) { return kEd25519 + std::string(text_of(key)); }

// The first four bytes of SHA-256(name, LF, type, key).
std::string note_key_id(std::string_view origin, const crypto::PublicKeyBytes& key) {
  const Digest digest = crypto::sha256(fmt::format("{}\n{}", origin, encoded(key)));
  return std::string(text_of(digest).substr(0, 4));
}

std::string base64(std::string_view bytes) { return to_base64(as_bytes(bytes)); }

// What base64 says, if it is spelt the one canonical way.
std::optional<std::string> from_base64_strictly(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes || to_base64(*bytes) != text) return std::nullopt;
  return std::string(text_of(*bytes));
}

std::optional<Digest> digest_from(std::string_view text) {
  const auto bytes = from_base64_strictly(text);
  Digest digest{};
  if (!bytes || bytes->size() != digest.size()) return std::nullopt;
  std::memcpy(digest.data(), bytes->data(), digest.size());
  return digest;
}

std::optional<std::uint64_t> decimal(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || fmt::format("{}", number) != text) return std::nullopt;
  return number;
}

// Takes the next line off the front of `text`, without its LF.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::string note_text(const Checkpoint& checkpoint, std::string_view origin) {
  return fmt::format("{}\n{}\n{}\n", origin, checkpoint.size, to_base64(checkpoint.root));
}

}  // namespace

Result<void> check_origin(std::string_view origin) {
  const bool fits = !origin.empty() && origin.size() <= 255 &&
                    std::ranges::all_of(origin, [](char c) { return c > ' ' && c < 0x7f && c != '+'; });
  if (fits) return {};
  return fail(ErrorClass::permanent, "audit.origin",
              "an audit log's origin is 1 to 255 visible ASCII characters without '+'");
}

std::string sign_checkpoint(const Checkpoint& checkpoint, std::string_view origin,
                            const crypto::SigningKey& key) {
  const std::string text = note_text(checkpoint, origin);
  const std::string signature =
      note_key_id(origin, key.public_bytes()) + std::string(text_of(key.sign(text)));
  return fmt::format("{}\n{}{} {}\n", text, kDash, origin, base64(signature));
}

Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view origin,
                                   const crypto::PublicKeyBytes& key) {
  const auto blank = note.rfind("\n\n");
  if (note.size() > kMaxNoteBytes || blank == std::string_view::npos) return note_error("it is not a note");
  const std::string_view text = note.substr(0, blank + 1);
  std::string_view signatures = note.substr(blank + 2);

  std::string_view rest = text;
  const auto name = take_line(rest), size_text = take_line(rest), root_text = take_line(rest);
  if (!name || *name != origin) return note_error("it is of another log");
  const auto size = size_text ? decimal(*size_text) : std::nullopt;
  const auto root = root_text ? digest_from(*root_text) : std::nullopt;
  if (!size || !root) return note_error("size or root is malformed");

  const std::string id = note_key_id(origin, key);
  bool verified = false;
  while (!signatures.empty()) {
    auto line = take_line(signatures);
    if (!line || !line->starts_with(kDash)) return note_error("a signature line is malformed");
    line->remove_prefix(kDash.size());
    const auto space = line->find(' ');
    const auto bytes =
        space == std::string_view::npos ? std::nullopt : from_base64_strictly(line->substr(space + 1));
    if (!bytes || bytes->size() < id.size()) return note_error("a signature line is malformed");
    if (line->substr(0, space) != origin || !bytes->starts_with(id)) continue;
    crypto::Signature signature{};
    if (bytes->size() != id.size() + signature.size()) return note_error("its signature has a wrong length");
    std::memcpy(signature.data(), bytes->data() + id.size(), signature.size());
    if (!crypto::verify(key, text, signature)) return note_error("its signature does not belong to its text");
    verified = true;
  }
  if (!verified) return note_error("it is not signed with this key");
  return Checkpoint{*size, *root};
}

std::string verifier_key(std::string_view origin, const crypto::PublicKeyBytes& key) {
  const std::string id = note_key_id(origin, key);
  return fmt::format("{}+{}+{}", origin, to_hex(as_bytes(id)), base64(encoded(key)));
}

Result<std::string> prove_line(const std::vector<std::string>& lines, std::uint64_t index,
                               const Checkpoint& checkpoint, std::string_view note) {
  if (index >= checkpoint.size || lines.size() < checkpoint.size)
    return proof_error(fmt::format("line {} of {} does not stand under a checkpoint of {}", index,
                                   lines.size(), checkpoint.size));
  std::vector<Digest> leaves;
  leaves.reserve(checkpoint.size);
  for (std::uint64_t i = 0; i < checkpoint.size; ++i) leaves.push_back(crypto::leaf_hash(lines[i]));
  if (crypto::merkle_root(leaves) != checkpoint.root)
    return proof_error("the lines are not those of the checkpoint");
  std::string proof = fmt::format("{}index {}\n", kProofHeader, index);
  for (const Digest& hash : crypto::inclusion_proof(leaves, index)) proof += to_base64(hash) + "\n";
  return fmt::format("{}\n{}", proof, note);
}

Result<Checkpoint> check_proof(std::string_view proof, std::string_view line, std::string_view origin,
                               const crypto::PublicKeyBytes& key) {
  if (!proof.starts_with(kProofHeader)) return proof_error("it is not of tlog-proof@v1");
  proof.remove_prefix(kProofHeader.size());
  auto index_line = take_line(proof);
  if (index_line && index_line->starts_with("extra ")) index_line = take_line(proof);  // opaque, not ours
  if (!index_line || !index_line->starts_with("index ")) return proof_error("its index is missing");
  const auto index = decimal(index_line->substr(std::string_view("index ").size()));
  if (!index) return proof_error("its index is malformed");
  std::vector<Digest> path;
  for (;;) {
    const auto text = take_line(proof);
    if (!text) return proof_error("it is cut");
    if (text->empty()) break;
    const auto hash = digest_from(*text);
    if (!hash || path.size() == kMaxProofHashes) return proof_error("a hash is malformed");
    path.push_back(*hash);
  }
  OFFHOOK_TRY(const Checkpoint checkpoint, open_checkpoint(proof, origin, key));
  if (!crypto::verify_inclusion(crypto::leaf_hash(line), *index, checkpoint.size, path, checkpoint.root))
    return proof_error("the line does not stand where it says");
  return checkpoint;
}

}  // namespace offhook::audit
