// Signed checkpoints and inclusion proofs of the audit log, in the formats of the C2SP: signed-note (Ed25519,
// type 0x01), tlog-checkpoint and tlog-proof@v1. Tools that know those can check ours.
//
// The origin names the log and its key: no white space, no '+'. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/audit_log.h"
#include "base/digest.h"
#include "base/result.h"
#include "crypto/ed25519.h"

namespace offhook::audit {

// "<host>/offhook/<org>", a schema-less URL as the specification recommends.
[[nodiscard]] Result<void> check_origin(std::string_view origin);

// Origin, size and root, signed: three lines, an empty one, the signature line.
[[nodiscard]] std::string sign_checkpoint(const Checkpoint& checkpoint, std::string_view origin,
                                          const crypto::SigningKey& key);
// Error class corrupt, "audit.note": not a checkpoint of this origin, or none of its signatures is by this
// key. Signatures of other keys (witnesses) are left alone.
[[nodiscard]] Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view origin,
                                                 const crypto::PublicKeyBytes& key);

// "<origin>+<key id>+<base64>": the key as Go's sumdb tools and witnesses want it.
[[nodiscard]] std::string verifier_key(std::string_view origin, const crypto::PublicKeyBytes& key);

// Proves that line `index` of the log stands under the checkpoint that `note` signs. `lines` are the log's
// first lines, at least as many as the checkpoint has: Error "audit.proof" otherwise.
[[nodiscard]] Result<std::string> prove_line(const std::vector<std::string>& lines, std::uint64_t index,
                                             const Checkpoint& checkpoint, std::string_view note);
// Holds a proof against the line it is said to prove. Returns the checkpoint it stands under; Error class
// corrupt, "audit.proof" or "audit.note".
[[nodiscard]] Result<Checkpoint> check_proof(std::string_view proof, std::string_view line,
                                             std::string_view origin, const crypto::PublicKeyBytes& key);

}  // namespace offhook::audit
