// What the conversation knows of its parties' names: said or written anywhere in it, whole or in parts, in
// any case, with or without marks and possessive s. The token is made of the full name.
#include <algorithm>
#include <string>
#include <unordered_map>

#include "redact/canonical.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

constexpr std::size_t kMinPart = 3;  // shorter parts ("Al", "de") only beside another part

struct Part {
  std::size_t name = 0;  // in Known::names
};

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out)
      : context_(context), script_(context.script), out_(out) {
    for (std::size_t n = 0; n < context.known.names.size(); ++n) {
      const std::vector<Utterance> text{{Role::other, context.known.names[n].full}};
      const auto name = Script::read(text);
      if (!name) continue;
      for (std::size_t i = 0; i < name->size(); ++i)
        if ((*name)[i].letters && !(*name)[i].digits) parts_.try_emplace(std::string(name->fold(i)), n);
    }
  }

  void run() {
    if (parts_.empty()) return;
    for (std::size_t i = 0; i < script_.size();) {
      const std::size_t last = mention(i);
      i = last == i ? i + 1 : last;
    }
  }

 private:
  [[nodiscard]] std::size_t owner(std::size_t i) const {
    if (!script_[i].letters) return kNone;
    const auto found = parts_.find(std::string(script_.stem(i)));
    return found == parts_.end() ? kNone : found->second;
  }

  // A run of parts of one name, from word `i`; returns the word behind it.
  std::size_t mention(std::size_t i) {
    const std::size_t name = owner(i);
    if (name == kNone) return i;
    const std::size_t end = script_.end_of(script_[i].utterance);
    std::size_t last = i + 1;
    std::size_t longest = script_.stem(i).size();
    std::size_t parts = 1;
    while (last < end) {
      std::size_t next = last;
      if (next + 1 < end && (script_.sign(next, '-') || script_.sign(next, '.'))) ++next;
      if (script_.possessive(last - 1) != 0 || owner(next) != name) break;
      longest = std::max(longest, script_.stem(next).size());
      last = next + 1;
      ++parts;
    }
    if (longest < kMinPart && parts < 2) return i;
    out_.push_back(
        {Kind::person,
         {},
         casefold_words(context_.known.names[name].full),
         parts > 1 ? 0.97 : 0.9,
         "name of a party of the conversation",
         {{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(last), script_.possessive(last - 1)}}});
    return last;
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  const Context& context_;
  const Script& script_;
  std::vector<Candidate>& out_;
  std::unordered_map<std::string, std::size_t> parts_;
};

}  // namespace

void find_known_names(const Context& context, std::vector<Candidate>& out) { Finder(context, out).run(); }

}  // namespace offhook::redact::detect
