// Lookup finds where the versions of a record stand: by the ledger where it knows the record, which costs the
// manifests of one slice; else by the indexes of the whole archive.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/reader.h"
#include "base/result.h"
#include "model/ledger.h"

namespace offhook::pipeline {

class Lookup {
 public:
  // Both outlive this; no ledger: the archive alone is asked.
  Lookup(archive::Reader& reader, model::Ledger* ledger, std::string prefix, std::string org)
      : reader_(reader), ledger_(ledger), prefix_(std::move(prefix)), org_(std::move(org)) {}

  // Of a conversation or a transcript, oldest first; empty where there is neither.
  [[nodiscard]] Result<std::vector<archive::Found>> versions(std::string_view id);
  // Of the transcripts of a conversation: by id, oldest first.
  [[nodiscard]] Result<std::vector<archive::Found>> transcripts(std::string_view conversation);

 private:
  [[nodiscard]] Result<std::vector<archive::Found>> places_of(std::vector<model::RecordRow> rows);
  [[nodiscard]] Result<const std::vector<archive::LoadedManifest>*> manifests_of(const std::string& slice);

  archive::Reader& reader_;
  model::Ledger* ledger_;
  const std::string prefix_;
  const std::string org_;
  std::map<std::string, std::vector<archive::LoadedManifest>> loaded_;  // by slice; "": all
};

}  // namespace offhook::pipeline
