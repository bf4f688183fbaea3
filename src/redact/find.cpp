#include "redact/detect/detectors.h"
#include "redact/detect/resolve.h"
#include "redact/dialogue.h"

namespace offhook::redact {

Result<std::vector<Finding>> find(std::span<const Utterance> dialogue, const Known& known,
                                  const Policy& policy) {
  OFFHOOK_TRY(const detect::Script script, detect::Script::read(dialogue));
  const std::vector<detect::Label> labels = detect::find_labels(script);
  const detect::Pieces pieces = detect::read_pieces(script, labels);
  const detect::Context context{script, labels, pieces, known, policy};
  return detect::resolve(script, detect::detect_all(context));
}

}  // namespace offhook::redact
