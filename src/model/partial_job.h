// What the id of a reading says about its records.
#pragma once

#include <string_view>

namespace offhook::model {

// Begins the id of a job (Source::begin_read) whose records are partial: they lack what a details job's have.
// Manifests keep a job's id, so that a ledger made anew from them knows.
inline constexpr std::string_view kPartialJob = "query-";

}  // namespace offhook::model
