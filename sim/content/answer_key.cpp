#include "sim/content/answer_key.h"

#include "sim/content/conversation.h"
#include "sim/content/dialogue.h"
#include "sim/content/transcript.h"

namespace offhook::sim {

void write_answer_key(const World& world, bool messages, std::ostream& out) {
  for (std::uint64_t index = 0; index < world.size(); ++index) {
    const Outline outline = world.outline(index);
    Conversation conversation = make_conversation(world, outline, Plants::Keep::yes);
    for (const Recording& recording : recordings_of(world, outline)) {
      (void)write_transcript(world, outline, recording, conversation.plants);
    }
    if (messages && outline.media != Media::voice) (void)make_messages(world, outline, conversation.plants);
    out << conversation.plants.ndjson(outline.id);
  }
}

}  // namespace offhook::sim
