#include "archive/layout.h"

#include <gtest/gtest.h>

namespace offhook::archive {
namespace {

const std::string kHash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const ObjectPlace kPlace{"acme", model::Dataset::conversations, "2026-11-20",
                         "20261120T000000Z-20261121T000000Z", 7};

TEST(Layout, names_an_object_by_where_it_belongs_and_what_it_holds) {
  const std::string expected =
      "org=acme/dataset=conversations/dt=2026-11-20/"
      "20261120T000000Z-20261121T000000Z-0007-0123456789abcdef.ndjson.zst";
  EXPECT_EQ(object_key("", kPlace, kHash), expected);
  EXPECT_EQ(object_key("a/b", kPlace, kHash), "a/b/" + expected);
  EXPECT_EQ(local_name(kPlace), "acme/20261120T000000Z-20261121T000000Z/conversations/2026-11-20/0007");
}

TEST(Layout, reads_an_object_key_back) {
  for (const char* prefix : {"", "a/b"}) {
    ObjectPlace place = kPlace;
    place.sequence = 12345;
    place.dataset = model::Dataset::transcripts;
    EXPECT_EQ(parse_object_key(prefix, object_key(prefix, place, kHash)).value(), place);
  }
}

TEST(Layout, takes_no_other_text_for_an_object_key) {
  const std::string key = object_key("p", kPlace, kHash);
  EXPECT_FALSE(parse_object_key("", key));
  EXPECT_FALSE(parse_object_key("q", key));
  EXPECT_FALSE(parse_object_key("p", key + "x"));
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string, std::string>>{
           {"org=acme", "org=ACME"},
           {"dataset=conversations", "dataset=recordings"},
           {"dt=2026-11-20", "dt=2026-11-2x"},
           {"-0007-", "-7-"},
           {"-0007-", "-99999999999-"},
           {"0123456789abcdef.", "0123456789abcdeg."},
           {"20261121T000000Z-0007", "20261121T000000-0007"}}) {
    std::string other = key;
    other.replace(other.find(from), from.size(), to);
    EXPECT_FALSE(parse_object_key("p", other)) << other;
  }
}

TEST(Layout, keeps_its_own_things_beside_the_data) {
  EXPECT_EQ(index_key("p", "p/org=acme/x.ndjson.zst"), "p/_offhook/index/org=acme/x.ndjson.zst.idx.zst");
  EXPECT_EQ(index_key("", "org=acme/x.ndjson.zst"), "_offhook/index/org=acme/x.ndjson.zst.idx.zst");
  EXPECT_EQ(manifest_key("p", "acme", kPlace.slice, 42),
            "p/_offhook/manifests/org=acme/20261120T000000Z-20261121T000000Z/0000000042.json");
  EXPECT_EQ(signature_key("x.json"), "x.json.sig");
  EXPECT_EQ(probe_key("", "n"), "_offhook/probe/n");
}

TEST(Layout, reads_a_manifest_key_back_and_nothing_else) {
  const std::string key = manifest_key("p", "acme", kPlace.slice, 42);
  const ManifestPlace place = parse_manifest_key("p", "acme", key).value();
  EXPECT_EQ(place.slice, kPlace.slice);
  EXPECT_EQ(place.number, 42u);
  EXPECT_FALSE(parse_manifest_key("p", "acme", signature_key(key)));
  EXPECT_FALSE(parse_manifest_key("p", "other", key));
  EXPECT_FALSE(parse_manifest_key("p", "acme", manifest_key("p", "acme", kPlace.slice, 0)));
}

TEST(Layout, an_organisation_name_is_short_and_plain) {
  EXPECT_TRUE(check_org_name("acme-2"));
  EXPECT_TRUE(check_org_name(std::string(40, 'a')));
  for (const std::string& name : {std::string(), std::string(41, 'a'), std::string("Acme"),
                                  std::string("a/b"), std::string("a_b"), std::string("a.b")})
    EXPECT_EQ(check_org_name(name).error().code, "archive.org_name") << name;
}

}  // namespace
}  // namespace offhook::archive
