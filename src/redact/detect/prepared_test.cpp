#include "redact/detect/prepared.h"

#include <gtest/gtest.h>

namespace offhook::redact {
namespace {

TEST(Prepared, takes_over_what_was_made_of_the_same_names) {
  Known known{{{"Rosa Lindgren", Role::customer}}, {}};
  const auto first = prepare(known);
  known.values.push_back({Kind::phone, "+14155550132", "+14155550132"});
  const auto second = prepare(known, first.get());
  EXPECT_EQ(second->names, first->names);
  EXPECT_EQ(second->numbers.size(), 1u);
  known.names.push_back({"Ikaika Mahoe", Role::agent});
  const auto third = prepare(known, second.get());
  ASSERT_EQ(third->names->parties.size(), 2u);
  EXPECT_NE(third->names->parts.find("mahoe"), nullptr);
}

}  // namespace
}  // namespace offhook::redact
