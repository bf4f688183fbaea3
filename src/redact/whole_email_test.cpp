#include "redact/whole_email.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "base/check.h"
#include "base/random.h"
#include "redact/fields.h"
#include "redact/search.h"

namespace offhook::redact {
namespace {

TEST(WholeEmail, TakesPlainAddressesOnly) {
  for (const std::string_view text :
       {"dana@example.com", "Dana.Example-2+x@mail.example.co.uk", "d_e@ex-ample.org"}) {
    const auto mark = whole_email(text, "customer email");
    ASSERT_TRUE(mark) << text;
    EXPECT_EQ(mark->end, text.size());
  }
  for (const std::string_view text : {"",
                                      "@",
                                      "dana",
                                      "dana@",
                                      "@example.com",
                                      "dana@example",
                                      "dana@example.",
                                      "dana@.com",
                                      ".dana@example.com",
                                      "dana.@example.com",
                                      "da..na@example.com",
                                      "dana@exa..mple.com",
                                      "dana@example.c0m",
                                      "da na@example.com",
                                      "dana@example.com ",
                                      "dana@example.com;",
                                      "dana@@example.com",
                                      "dana@x@example.com",
                                      "4155550132@example.com",
                                      "12@example.com",
                                      "d\u00e4na@example.com",
                                      "PERSON-0123456789abcdef@example.com",
                                      "\"dana\"@example.com",
                                      "dana@[192.0.2.1]",
                                      "sip:dana@example.com"})
    EXPECT_FALSE(whole_email(text, "customer email")) << text;
}

TEST(WholeEmail, LeavesToTheSearchWhatMayBeSomethingElse) {
  for (const std::string_view label :
       {"password", "customer password", "pin", "e mail password", "security code"})
    EXPECT_FALSE(whole_email("dana@example.com", label)) << label;
}

// With what a search finds in "label: value".
RC_GTEST_PROP(WholeEmail, IsWhatASearchWouldFind, (std::uint64_t seed)) {
  SeededRandom random(seed);
  const auto pick = [&](const auto& list) { return std::string(list[random.below(list.size())]); };
  static constexpr std::array<std::string_view, 18> kParts = {
      "dana",  "Rosa", "info", "x",   "sales", "will", "gold", "may", "smith",
      "order", "no",   "at",   "dot", "one",   "b2",   "7",    "pin", "Lindgren"};
  static constexpr std::array<std::string_view, 8> kHosts = {
      "example.com", "mail.example.co.uk", "ex-ample.org",    "gmail.com", "host.internal",
      "x.io",        "Example.NET",        "one.two.three.de"};
  static constexpr std::array<std::string_view, 10> kLabels = {
      "",         "customer email", "mail",          "callback", "contact",
      "reply to", "address",        "account email", "user",     "note"};
  std::string text = pick(kParts);
  for (auto more = random.below(3); more > 0; --more)
    text += pick(std::array<std::string_view, 5>{".", "_", "+", "-", ""}) + pick(kParts);
  text += "@" + pick(kHosts);
  const std::string label = pick(kLabels);
  const auto mark = whole_email(text, label);
  if (!mark) return;
  const std::string labelled = label.empty() ? text : label + ": " + text;
  const std::size_t at = labelled.size() - text.size();
  std::vector<std::vector<Mark>> found;
  const std::array<Utterance, 1> utterance = {Utterance{Role::other, labelled}};
  check(search(utterance, Known{{{"Rosa Lindgren", Role::customer}}, {}}, Policy::standard(), found)
            .has_value(),
        "it is searched");
  RC_LOG() << labelled;
  RC_ASSERT(found.size() == 1u);
  RC_ASSERT(found.front().size() == 1u);
  const Mark& other = found.front().front();
  RC_ASSERT(other.start == at);
  RC_ASSERT(other.end == labelled.size());
  RC_ASSERT(other.kind == mark->kind);
  RC_ASSERT(other.canonical == mark->canonical);
  RC_ASSERT(other.confidence == mark->confidence);
  RC_ASSERT(std::string_view(other.reason) == mark->reason);
}

}  // namespace
}  // namespace offhook::redact
