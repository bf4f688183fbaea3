// Writes a small archive into the folder named on the command line: two days of one organisation, with a
// conversation that changed and a transcript. Readers that are not ours are tested with it.

#include <cstdio>

#include "base/random.h"
#include "store/local_store.h"
#include "test/support/sample_archive.h"

namespace offhook::test {
namespace {

SampleRecord conversation(const SampleArchive& archive, const std::string& id, int handled_seconds,
                          std::uint32_t version = 1, const std::string& previous = "") {
  return {archive.member(id, version, previous),
          R"({"conversationId":")" + id +
              R"(","conversationStart":"2026-11-20T10:15:00.000Z","participants":)" +
              R"([{"purpose":"customer","ani":"PHONE-098df40f88ae4394"}],"handledSeconds":)" +
              std::to_string(handled_seconds) + "}",
          {"PHONE-098df40f88ae4394"}};
}

void write_archive(model::ObjectStore& store) {
  using model::Dataset;
  SampleArchive archive(store, "", "acme");
  const model::Slice first = archive.slice(20), second = archive.slice(21);
  archive::LineMember transcript = archive.member("r1");
  transcript.conversation = "c1";
  transcript.communication = "s1";

  archive::Manifest manifest = archive.manifest(first);
  std::vector<SampleRecord> records;
  std::vector<std::string> ids;
  for (int number = 1; number <= 100; ++number) {
    ids.push_back("c" + std::to_string(number));
    records.push_back(conversation(archive, ids.back(), 60));
  }
  manifest.objects = {
      archive.put_object(first, Dataset::conversations, 0, records, 7),
      archive.put_object(
          first, Dataset::transcripts, 0,
          {{transcript,
            R"({"transcripts":[{"phrases":[{"text":"my number is PHONE-098df40f88ae4394"}]}]})",
            {}}})};
  SampleArchive::certify(manifest.conversations, ids);
  SampleArchive::certify(manifest.transcripts, {"s1"});
  archive.put_manifest(manifest);

  manifest = archive.manifest(second);
  manifest.objects = {archive.put_object(
      second, Dataset::conversations, 0,
      {conversation(archive, "c1", 90, 2, archive.leaf_of["c1"]), conversation(archive, "d1", 30)})};
  SampleArchive::certify(manifest.conversations, {"c1", "d1"});
  archive.put_manifest(manifest);
  std::fputs(archive.key().public_pem().c_str(), stdout);
}

}  // namespace
}  // namespace offhook::test

int main(int count, char** arguments) {
  if (count != 2) return 2;
  offhook::SystemRandom random;
  auto store = offhook::store::make_local_store(arguments[1], random);
  if (!store) return 1;
  offhook::test::write_archive(**store);
  return 0;
}
