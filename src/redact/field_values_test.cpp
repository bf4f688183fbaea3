#include "redact/field_values.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace offhook::redact {
namespace {

TEST(FieldValues, AreOneForTheSameMeaning) {
  FieldValues values(std::pmr::get_default_resource());
  const std::string text = "+14155550132";
  FieldValue& first = values.of({Field::address, text, {}}, true, 0);
  EXPECT_EQ(&values.of({Field::address, std::string(text), {}}, true, 0), &first);
  const std::vector<FieldValue*> others = {&values.of({Field::display_name, text, {}}, true, 0),
                                           &values.of({Field::address, text, "ani"}, true, 0),
                                           &values.of({Field::address, text, {}, true}, true, 0),
                                           &values.of({Field::address, text, {}}, false, 0),
                                           &values.of({Field::address, text, {}}, true, 1),
                                           &values.of({Field::address, {}, {}}, true, 0)};
  std::set<FieldValue*> distinct(others.begin(), others.end());
  distinct.insert(&first);
  EXPECT_EQ(distinct.size(), 1 + others.size());
}

TEST(FieldValues, StayInPlaceAndInOrder) {
  std::vector<std::string> texts;
  for (int i = 0; i < 1000; ++i) texts.push_back("a value of some length " + std::to_string(i));
  FieldValues values(std::pmr::get_default_resource());
  std::vector<FieldValue*> made;
  for (const auto& text : texts) made.push_back(&values.of({Field::scan, text, "note"}, true, 0));
  for (std::size_t i = 0; i < texts.size(); ++i)
    EXPECT_EQ(&values.of({Field::scan, texts[i], "note"}, true, 0), made[i]);
  std::size_t i = 0;
  for (const FieldValue& value : values) EXPECT_EQ(&value, made[i++]);
  EXPECT_EQ(i, texts.size());
}

TEST(FieldValues, TellEachRoleOnce) {
  FieldValues values(std::pmr::get_default_resource());
  FieldValue& value = values.of({Field::address, "dana", {}}, true, 0);
  for (const Role role : {Role::customer, Role::other, Role::customer}) value.add_role(role);
  std::vector<Role> roles;
  value.each_role([&](Role role) { roles.push_back(role); });
  EXPECT_EQ(roles, (std::vector<Role>{Role::customer, Role::other}));
}

}  // namespace
}  // namespace offhook::redact
