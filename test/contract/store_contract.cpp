#include "test/contract/store_contract.h"

#include <algorithm>
#include <thread>

#include "base/encoding.h"
#include "base/random.h"
#include "crypto/sha256.h"

namespace offhook::test {

using model::ObjectInfo;
using model::ObjectSpec;
using model::Part;
using model::Upload;

namespace {
constexpr std::size_t kPart = 5u << 20;
// Of a part of 5 MiB of 'A' followed by one of "tail".
constexpr std::string_view kComposite = "2kYaKgwMh4G97NB7sxufv13cvQqUqNgjK75WsW6s16Q=-2";
constexpr std::string_view kSpecial = "org=acme/dt=2026-11-20/a b+c%25~é&'(x).zst";

const std::string& first_part() {
  static const std::string bytes(kPart, 'A');
  return bytes;
}
ObjectSpec spec(std::string key) {
  return {std::move(key), {{"upload-token", "t-1"}, {"sha256", "00ff"}}, "", "application/zstd"};
}
}  // namespace

std::string StoreContract::unique_prefix() {
  SystemRandom random;
  return "contract-" + random.uuid() + "/";
}

Part StoreContract::upload(const Upload& upload, int number, std::string_view bytes) {
  auto part = store_->upload_part(upload, number, bytes, crypto::sha256(bytes));
  EXPECT_TRUE(part) << part.error().message;
  return part ? *part : Part{};
}

TEST_P(StoreContract, AnUnfinishedUploadIsListedUntilItEnds) {
  const Upload upload = store_->begin_upload(spec(key("unfinished"))).value();
  const auto listed = [&] {
    const auto uploads = store_->list_uploads(key("unfinished"));
    EXPECT_TRUE(uploads) << uploads.error().message;
    return uploads ? uploads->size() : 0;
  };
  EXPECT_EQ(listed(), 1u);
  EXPECT_EQ(store_->list_uploads(key("unfinished")).value().at(0).upload, upload);
  EXPECT_TRUE(store_->list_uploads(key("other")).value().empty());
  ASSERT_TRUE(store_->abort_upload(upload));
  EXPECT_EQ(listed(), 0u);
}

TEST_P(StoreContract, ASmallObjectComesBackAsItWasPut) {
  const auto put = store_->put_new(spec(key("small")), "hello");
  ASSERT_TRUE(put) << put.error().message;
  EXPECT_EQ(store_->get(key("small"), std::nullopt, 100).value(), "hello");
  const auto seen = store_->head(key("small"));
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_EQ(seen->size_bytes, 5u);
  EXPECT_EQ(seen->metadata, spec("").metadata);
  EXPECT_EQ(seen->storage_class, "STANDARD");
  if (GetParam().states_checksums) {
    EXPECT_EQ(seen->checksum_sha256, to_base64(crypto::sha256("hello")));
  }
}

TEST_P(StoreContract, AnEmptyObjectIsAnObject) {
  ASSERT_TRUE(store_->put_new(spec(key("empty")), ""));
  EXPECT_EQ(store_->get(key("empty"), std::nullopt, 0).value(), "");
  EXPECT_EQ(store_->head(key("empty")).value().size_bytes, 0u);
}

TEST_P(StoreContract, PutNewNeverReplaces) {
  ASSERT_TRUE(store_->put_new(spec(key("once")), "first"));
  const auto again = store_->put_new(spec(key("once")), "second");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().cls, ErrorClass::conflict);
  EXPECT_EQ(store_->get(key("once"), std::nullopt, 100).value(), "first");
}

TEST_P(StoreContract, OfManyWritersOneWins) {
  std::atomic<int> winners = 0;
  std::atomic<int> losers = 0;
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < 8; ++i)
      writers.emplace_back([&, i] {
        const auto put = store_->put_new(spec(key("race")), "writer " + std::to_string(i));
        if (put)
          ++winners;
        else if (put.error().cls == ErrorClass::conflict)
          ++losers;
      });
  }
  EXPECT_EQ(winners, 1);
  EXPECT_EQ(losers, 7);
}

TEST_P(StoreContract, PartsBecomeOneObjectWithTheirCompositeChecksum) {
  const auto begun = store_->begin_upload(spec(key("parts")));
  ASSERT_TRUE(begun) << begun.error().message;
  const std::vector<Part> parts{upload(*begun, 1, first_part()), upload(*begun, 2, "tail")};
  EXPECT_EQ(store_->head(key("parts")).error().cls, ErrorClass::not_found);
  const auto completed = store_->complete_upload(*begun, parts);
  ASSERT_TRUE(completed) << completed.error().message;
  EXPECT_EQ(completed->size_bytes, kPart + 4);
  const auto seen = store_->head(key("parts"));
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_EQ(seen->size_bytes, kPart + 4);
  EXPECT_EQ(seen->metadata, spec("").metadata);
  if (GetParam().states_checksums) {
    EXPECT_EQ(seen->checksum_sha256, kComposite);
  }
  EXPECT_EQ(store_->get(key("parts"), model::ByteRange{kPart - 2, 5}, 100).value(), "AAtai");
}

TEST_P(StoreContract, PartsMayArriveInAnyOrderAndAtOnce) {
  const Upload begun = store_->begin_upload(spec(key("parallel"))).value();
  std::vector<Part> parts(3);
  {
    std::vector<std::jthread> senders;
    for (int i : {2, 0, 1})
      senders.emplace_back([&, i] {
        const std::string bytes(i == 2 ? 7 : kPart, static_cast<char>('a' + i));
        parts[static_cast<std::size_t>(i)] = upload(begun, i + 1, bytes);
      });
  }
  ASSERT_TRUE(store_->complete_upload(begun, parts));
  EXPECT_EQ(store_->get(key("parallel"), model::ByteRange{2 * kPart - 1, 3}, 100).value(), "bcc");
}

TEST_P(StoreContract, APartSentAgainReplacesTheEarlierOne) {
  const Upload begun = store_->begin_upload(spec(key("again"))).value();
  upload(begun, 1, "wrong");
  const Part right = upload(begun, 1, "right");
  ASSERT_TRUE(store_->complete_upload(begun, {right}));
  EXPECT_EQ(store_->get(key("again"), std::nullopt, 100).value(), "right");
}

TEST_P(StoreContract, PartsOfAnUnfinishedUploadAreListed) {
  if (!GetParam().lists_checksums) GTEST_SKIP() << "a part without a stated SHA-256 is not listed";
  const Upload begun = store_->begin_upload(spec(key("listed"))).value();
  const Part second = upload(begun, 2, "tail");
  const Part first = upload(begun, 1, first_part());
  const auto parts = store_->list_parts(begun);
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 2u);
  EXPECT_EQ((*parts)[0].number, 1);
  EXPECT_EQ((*parts)[0].size_bytes, kPart);
  EXPECT_EQ((*parts)[0].sha256, first.sha256);
  EXPECT_EQ((*parts)[1].sha256, second.sha256);
  ASSERT_TRUE(store_->complete_upload(begun, *parts));
}

TEST_P(StoreContract, APartWithAnotherDigestIsRefused) {
  if (!GetParam().checks_digests) GTEST_SKIP() << "this server does not look";
  const Upload begun = store_->begin_upload(spec(key("damaged"))).value();
  const auto part = store_->upload_part(begun, 1, "these bytes", crypto::sha256("other bytes"));
  ASSERT_FALSE(part);
  EXPECT_EQ(part.error().cls, ErrorClass::corrupt);
  EXPECT_TRUE(store_->abort_upload(begun));
}

TEST_P(StoreContract, CompletionNeverReplaces) {
  const Upload begun = store_->begin_upload(spec(key("taken"))).value();
  const Part part = upload(begun, 1, "mine");
  ASSERT_TRUE(store_->put_new(spec(key("taken")), "theirs"));
  const auto completed = store_->complete_upload(begun, {part});
  ASSERT_FALSE(completed);
  EXPECT_EQ(completed.error().cls, ErrorClass::conflict);
  EXPECT_EQ(store_->get(key("taken"), std::nullopt, 100).value(), "theirs");
  EXPECT_TRUE(store_->abort_upload(begun));
}

TEST_P(StoreContract, ASecondCompletionIsAnsweredAsDoneOrGoneOrTaken) {
  const Upload begun = store_->begin_upload(spec(key("twice"))).value();
  const Part part = upload(begun, 1, "once");
  ASSERT_TRUE(store_->complete_upload(begun, {part}));
  const auto again = store_->complete_upload(begun, {part});
  if (!again) {
    EXPECT_TRUE(again.error().cls == ErrorClass::not_found || again.error().cls == ErrorClass::conflict)
        << again.error().message;
  }
  EXPECT_EQ(store_->get(key("twice"), std::nullopt, 100).value(), "once");
}

TEST_P(StoreContract, AnAbortedUploadIsGone) {
  const Upload begun = store_->begin_upload(spec(key("aborted"))).value();
  const Part part = upload(begun, 1, "bytes");
  ASSERT_TRUE(store_->abort_upload(begun));
  EXPECT_EQ(store_->list_parts(begun).error().cls, ErrorClass::not_found);
  const auto completed = store_->complete_upload(begun, {part});
  ASSERT_FALSE(completed);
  if (GetParam().tells_gone_uploads) {
    EXPECT_EQ(completed.error().cls, ErrorClass::not_found);
  }
  EXPECT_EQ(store_->head(key("aborted")).error().cls, ErrorClass::not_found);
}

TEST_P(StoreContract, WhatIsNotThereIsNotFound) {
  EXPECT_EQ(store_->head(key("nothing")).error().cls, ErrorClass::not_found);
  EXPECT_EQ(store_->get(key("nothing"), std::nullopt, 10).error().cls, ErrorClass::not_found);
}

TEST_P(StoreContract, ReadsAreBounded) {
  ASSERT_TRUE(store_->put_new(spec(key("bounded")), "0123456789"));
  EXPECT_EQ(store_->get(key("bounded"), std::nullopt, 9).error().code, "store.too_large");
  EXPECT_EQ(store_->get(key("bounded"), std::nullopt, 10).value(), "0123456789");
  EXPECT_EQ(store_->get(key("bounded"), model::ByteRange{3, 4}, 4).value(), "3456");
  EXPECT_EQ(store_->get(key("bounded"), model::ByteRange{3, 0}, 4).value(), "");
  EXPECT_FALSE(store_->get(key("bounded"), model::ByteRange{8, 4}, 4));
}

TEST_P(StoreContract, KeysOfAnySpellingComeBackFromAListing) {
  ASSERT_TRUE(store_->put_new(spec(key(kSpecial)), "x"));
  EXPECT_EQ(store_->get(key(kSpecial), std::nullopt, 10).value(), "x");
  const auto listing = store_->list(key("org=acme/"), "");
  ASSERT_TRUE(listing) << listing.error().message;
  EXPECT_EQ(listing->keys, std::vector<std::string>{key(kSpecial)});
}

TEST_P(StoreContract, AListingIsSortedAndGoesOnWhereItStopped) {
  constexpr int kObjects = 1003;
  std::vector<std::string> expected;
  std::mutex mutex;
  {
    std::atomic<int> next = 0;
    std::vector<std::jthread> writers;
    for (int t = 0; t < 8; ++t)
      writers.emplace_back([&] {
        for (int i = next++; i < kObjects; i = next++) {
          const std::string name = key("many/" + std::to_string(i * 7919 % kObjects));
          if (!store_->put_new(spec(name), "x")) continue;
          const std::scoped_lock lock(mutex);
          expected.push_back(name);
        }
      });
  }
  ASSERT_EQ(expected.size(), static_cast<std::size_t>(kObjects));
  std::ranges::sort(expected);
  std::vector<std::string> keys;
  std::string continuation;
  int pages = 0;
  do {
    const auto listing = store_->list(key("many/"), continuation);
    ASSERT_TRUE(listing) << listing.error().message;
    keys.insert(keys.end(), listing->keys.begin(), listing->keys.end());
    continuation = listing->continuation;
  } while (!continuation.empty() && ++pages < 10);
  EXPECT_EQ(keys, expected);
}

TEST_P(StoreContract, ListingAPrefixWithoutObjectsIsEmpty) {
  const auto listing = store_->list(key("no/such/"), "");
  ASSERT_TRUE(listing) << listing.error().message;
  EXPECT_TRUE(listing->keys.empty());
}

TEST_P(StoreContract, WhatIsRemovedIsGoneAndMayBeRemovedAgain) {
  ASSERT_TRUE(store_->put_new(spec(key("gone")), "x"));
  ASSERT_TRUE(store_->remove(key("gone")));
  EXPECT_EQ(store_->head(key("gone")).error().cls, ErrorClass::not_found);
  EXPECT_TRUE(store_->remove(key("gone")));
  EXPECT_TRUE(store_->put_new(spec(key("gone")), "y"));
}

TEST_P(StoreContract, LargeObjectsHaveTheClassAskedForAndOurOwnFilesStandard) {
  if (!GetParam().keeps_storage_class) GTEST_SKIP() << "this store has no classes";
  const std::string large(200u << 10, 'x');
  ASSERT_TRUE(store_->put_new(spec(key("large")), large));
  EXPECT_EQ(store_->head(key("large")).value().storage_class, GetParam().storage_class);
  ASSERT_TRUE(store_->put_new(spec(key("_offhook/large")), large));
  EXPECT_EQ(store_->head(key("_offhook/large")).value().storage_class, "STANDARD");
}

TEST_P(StoreContract, TheGateLetsAFitStoreThroughAndLeavesNothingBehind) {
  const auto report = store_->check_gate();
  ASSERT_TRUE(report) << report.error().message;
  for (const auto& finding : report->findings)
    EXPECT_TRUE(finding.verdict == model::Verdict::pass || finding.verdict == model::Verdict::warn)
        << finding.code << ": " << finding.seen;
  EXPECT_TRUE(report->passed());
  EXPECT_TRUE(store_->list("_offhook/probe/", "").value().keys.empty());
}

}  // namespace offhook::test
