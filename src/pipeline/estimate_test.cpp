#include "pipeline/estimate.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace offhook::pipeline {
namespace {

using std::chrono::days;

const TimePoint kStart = *parse_rfc3339("2026-03-01T00:00:00Z");

// So many conversations each day, one recorded leg each; every other leg has its transcript.
class SteadySource final : public model::Source {
 public:
  Result<std::string> organization_id() override { return "id"; }
  Result<TimePoint> available_until() override { return kStart; }
  Result<std::string> begin_read(const model::Slice&) override { return unexpected(); }
  Result<model::PageEnd> read_page(const std::string&, const std::string&, const model::RecordSink&,
                                   std::stop_token) override {
    return unexpected();
  }
  Result<std::uint64_t> count_started(const model::Slice& slice, std::stop_token, int) override {
    asked.push_back(slice);
    const auto touched = std::chrono::ceil<days>(slice.to) - std::chrono::floor<days>(slice.from);
    return a_day * static_cast<std::uint64_t>(touched.count());
  }
  Result<void> list_started(const model::Slice&, const model::IdSink& sink, std::stop_token) override {
    for (std::uint64_t i = 0; i < a_day; ++i) OFFHOOK_CHECK_OK(sink(fmt::format("c{}", i)));
    return {};
  }
  Result<void> read_by_id(const std::vector<std::string>& ids, const model::RecordSink& sink,
                          std::stop_token) override {
    looked_at += ids.size();
    for (const std::string& id : ids) {
      std::string record =
          R"({"conversationId":")" + id +
          R"(","conversationStart":"2026-03-01T07:00:00.000Z","participants":[{"purpose":"customer",)"
          R"("sessions":[{"sessionId":"s","mediaType":"voice","recording":true}]}]})";
      record.insert(record.size() - 1, 1000 - record.size(), ' ');
      OFFHOOK_CHECK_OK(sink({Sensitive<std::string>(std::move(record)), 0, false}));
    }
    return {};
  }
  bool has_second_opinion() const override { return true; }
  Result<std::vector<model::TranscriptLink>> transcripts(std::string_view conversation, std::string_view,
                                                         std::stop_token) override {
    if (refuses) return fail(ErrorClass::permanent, "source.refused.permission", "no");
    if (++transcripts_asked % 2 == 0) return fail(ErrorClass::not_found, "source.transcript_absent", "none");
    return std::vector<model::TranscriptLink>{
        {"t", std::string(conversation), "s", Sensitive<std::string>("u")}};
  }
  Result<Sensitive<std::string>> fetch_transcript(const model::TranscriptLink&, std::uint64_t,
                                                  std::stop_token) override {
    return Sensitive<std::string>(std::string(4000, 'a'));
  }
  model::RequestCounts request_counts() const override { return {}; }

  std::uint64_t a_day = 500;
  bool refuses = false;
  std::vector<model::Slice> asked;
  std::uint64_t looked_at = 0;
  int transcripts_asked = 0;

 private:
  static tl::unexpected<Error> unexpected() { return fail(ErrorClass::permanent, "test", "reads a slice"); }
};

std::vector<PlannedSlice> slices_of(int count) {
  std::vector<PlannedSlice> slices;
  for (int i = 0; i < count; ++i) slices.push_back({{"acme", kStart + days(i), kStart + days(i + 1)}, false});
  return slices;
}

TEST(Estimate, CountsWhatARunWouldReadAskAndStore) {
  SteadySource source;
  const auto seen = estimate(source, slices_of(10), {}, {});
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_EQ(seen->conversations, 5000u);
  EXPECT_EQ(seen->transcripts, 5000u);
  EXPECT_EQ(seen->requests.transcripts, 5000u);
  EXPECT_EQ(seen->requests.reading, 2u + 10 * (1 + 4 + 1));
  EXPECT_EQ(seen->requests.comparing, 10u * (2 + 5 + 1));
  EXPECT_EQ(seen->requests.repeated, 257u);
  // Nine were tried, of which five were there: 4000 bytes each.
  EXPECT_EQ(seen->source_bytes, 5000u * 1000 + 5000u * 4000 * 5 / 9);
  EXPECT_GT(seen->stored_bytes, 0u);
  EXPECT_LT(seen->stored_bytes, seen->source_bytes / 2);
  EXPECT_EQ(seen->objects, 20u);
  EXPECT_EQ(seen->puts, 20u * (3 + 1) + 10 * 2);
  EXPECT_EQ(seen->sampled_conversations, 150u);
  EXPECT_EQ(seen->sampled_transcripts, 5u);
}

TEST(Estimate, AsksLittleOfLongIntervals) {
  SteadySource source;
  const auto seen = estimate(source, slices_of(3650), {}, {});
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->conversations, 3650u * 500);
  EXPECT_EQ(source.asked.size(), 122u);
  for (const model::Slice& window : source.asked) EXPECT_LE(window.to - window.from, days(31));
  EXPECT_EQ(source.looked_at, 150u);
  EXPECT_EQ(source.transcripts_asked, 9);
}

TEST(Estimate, TakesItsShareOfADay) {
  SteadySource source;
  const PlannedSlice half{{"acme", kStart + std::chrono::hours(6), kStart + std::chrono::hours(18)}, false};
  EXPECT_EQ(estimate(source, {half}, {}, {})->conversations, 250u);
}

TEST(Estimate, WhatIsReadAgainBringsLittle) {
  SteadySource source;
  auto slices = slices_of(3);
  for (std::size_t i : {0u, 1u}) slices[i].again = true;
  const auto seen = estimate(source, slices, {}, {});
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->conversations, 1500u);
  EXPECT_EQ(seen->transcripts, 500u);
  EXPECT_EQ(seen->objects, 2u);
}

TEST(Estimate, NothingToDoCostsNothing) {
  SteadySource source;
  const auto nothing = estimate(source, {}, {}, {});
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->conversations, 0u);
  EXPECT_TRUE(source.asked.empty());
  source.a_day = 0;
  const auto empty = estimate(source, slices_of(2), {}, {});
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->sampled_conversations, 0u);
  EXPECT_EQ(empty->puts, 0u);
}

TEST(Estimate, GapsAreNotAskedFor) {
  SteadySource source;
  auto slices = slices_of(100);
  slices.erase(slices.begin() + 1);
  ASSERT_TRUE(estimate(source, slices, {}, {}));
  EXPECT_EQ(source.asked.at(0).to, kStart + days(1));
  EXPECT_EQ(source.asked.at(1).from, kStart + days(2));
}

TEST(Estimate, ARefusalIsSaid) {
  SteadySource source;
  source.refuses = true;
  EXPECT_EQ(estimate(source, slices_of(1), {}, {}).error().code, "source.refused.permission");
}

}  // namespace
}  // namespace offhook::pipeline
