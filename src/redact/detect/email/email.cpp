// E-mail addresses: written around an '@', or spoken around "at" and "dot", with letters one by one,
// "underscore", "dash" and number words, also over turns; "(at)" and "(dot)" are said in writing.
#include <algorithm>
#include <initializer_list>
#include <string>

#include "redact/canonical.h"
#include "redact/detect/detectors.h"
#include "redact/detect/email/parts.h"

namespace offhook::redact::detect {
namespace {

using email::Found;
using email::Line;

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out)
      : context_(context), script_(context.script), out_(out) {}

  void run() {
    for (const std::uint32_t u : script_.searched()) {
      using namespace word_class;
      const bool written = script_.has(u, kAtSign);
      const bool said = script_.has(u, kAt) && script_.has(u, kDot | kPoint | kFullStop);
      if (!written && !said) continue;
      Line line(script_, u, behind_);
      for (std::size_t i = line.begin; i < line.end; ++i) {
        line.floor = std::max(line.floor, behind_);
        if (script_.sign(i, '@')) {
          if (auto found = email::read_written(line, i)) propose(std::move(*found));
        } else if (said && line.at(i)) {
          spoken(line, i);
        }
      }
    }
  }

 private:
  void spoken(const Line& line, std::size_t at) {
    std::string domain;
    const bool brackets = line.bracketed(at);
    std::size_t last = at + (brackets ? 2 : 1);
    if (script_.fold(at) == "snabel" && last + 1 < line.end && script_.sign(last, '-') &&
        script_.fold(last + 1) == "a")
      last += 2;
    if (!email::read_domain(line, last, domain)) return;
    // "logged in at www.…", "sign in at my dot …" is a link.
    if (domain.starts_with("www.") || (at >= line.begin + 2 && script_.fold(at - 1) == "in" && logs(at - 2)))
      return;
    std::size_t first = at - (brackets ? 1 : 0);
    const std::string local = email::read_local(line, first);
    if (!local.empty() && !brackets && of_a_page(first, at, last)) return;
    if (!local.empty())
      return propose(
          {first, last, casefold_words(local + "@" + domain), 0.98, "e-mail address spoken with at and dot"});
    if (dictated(line, at, last, domain)) return;
    if (line.at_only(at) && at == line.begin)
      propose({at, last, casefold_words("@" + domain), 0.7, "a handle, spoken"});
  }

  // "the page at example.org", "shopping at example.org": the domain is a link's, unless somebody speaks of
  // an e-mail address. What is spelled with signs or digits is a mailbox's, and so is what something "is".
  [[nodiscard]] bool of_a_page(std::size_t first, std::size_t at, std::size_t last) const {
    const auto one_of = [&](std::size_t i, std::initializer_list<std::string_view> words) {
      return std::find(words.begin(), words.end(), script_.fold(i)) != words.end();
    };
    if (!one_of(at - 1, {"page", "pages", "site", "website", "shop", "shopping", "store", "portal", "blog"}))
      return false;
    for (std::size_t i = first; i < at; ++i)
      if (!script_[i].letters || script_[i].digits) return false;
    if (first > script_.begin_of(script_[first].utterance) && one_of(first - 1, {"it's", "its", "is"}))
      return false;
    const Governing labels =
        governing(script_, context_.labels, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(last));
    return !email::provider(script_.fold(at + 1)) && !labels.has(label::kEmail);
  }

  [[nodiscard]] bool logs(std::size_t i) const {
    for (const std::string_view verb : {"log", "logged", "logging", "sign", "signed", "signing"})
      if (script_.fold(i) == verb) return true;
    return false;
  }

  // The local part was said in turns before: "it's peter underscore nolan", "uh huh", "at outlook dot com".
  bool dictated(const Line& line, std::size_t at, std::size_t last, const std::string& domain) {
    constexpr std::size_t kMaxBack = 8;  // utterances
    for (std::size_t i = line.begin; i < at; ++i)
      if (script_[i].alnum() && !script_[i].is(kFiller | kBackchannel | kLeadIn)) return false;
    const std::uint32_t utterance = script_[at].utterance;
    const auto labels =
        governing(script_, context_.labels, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(last));
    if ((labels.before & label::kEmail) == 0) return false;
    std::vector<Range> ranges{{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(last), 0}};
    std::string local;
    for (std::uint32_t u = utterance; u-- > 0 && utterance - u <= kMaxBack;) {
      const Line before(script_, u, behind_);
      if (before.begin == before.end || script_.role(before.begin) != script_.role(at)) continue;
      if (before.end <= behind_) break;
      std::size_t first = before.end;
      while (first > before.floor && (!script_[first - 1].alnum() || script_[first - 1].is(kFiller))) --first;
      const std::size_t stop = first;
      const std::string part = email::read_local(before, first);
      if (part.empty()) break;
      local = part + local;
      ranges.insert(ranges.begin(), {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(stop), 0});
      if (first > before.begin) break;  // something else stands before it
    }
    if (local.empty()) return false;
    behind_ = last;
    out_.push_back({Kind::email,
                    {},
                    casefold_words(local + "@" + domain),
                    0.9,
                    "e-mail address dictated over turns",
                    std::move(ranges)});
    return true;
  }

  void propose(Found found) {
    behind_ = found.last;
    out_.push_back({Kind::email,
                    {},
                    std::move(found.address),
                    found.confidence,
                    found.reason,
                    {{static_cast<std::uint32_t>(found.first), static_cast<std::uint32_t>(found.last), 0}}});
  }

  const Context& context_;
  const Script& script_;
  std::vector<Candidate>& out_;
  std::size_t behind_ = 0;  // the last address found
};

}  // namespace

void find_emails(const Context& context, std::vector<Candidate>& out) { Finder(context, out).run(); }

}  // namespace offhook::redact::detect
