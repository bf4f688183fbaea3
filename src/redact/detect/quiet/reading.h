// Reading: which utterances of a dialogue the detectors read. The others are quiet: no detector would find
// anything in them, and nothing in them decides about what is found elsewhere, but for how much was said.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "redact/detect/quiet/listener.h"
#include "redact/dialogue.h"

namespace offhook::redact::detect {

class Reading {
 public:
  Reading(std::span<const Utterance> dialogue, const Hearing& hearing);
  Reading(std::span<const Utterance> dialogue, const Listener& listener);
  // All of them.
  explicit Reading(std::span<const Utterance> dialogue);

  [[nodiscard]] bool nothing() const { return read_count_ == 0; }
  [[nodiscard]] bool everything() const { return read_count_ == read_.size(); }
  [[nodiscard]] bool reads(std::size_t utterance) const { return read_[utterance] != kNot; }
  // For more than the labels in it, which govern what stands elsewhere?
  [[nodiscard]] bool searches(std::size_t utterance) const { return read_[utterance] == kAll; }
  [[nodiscard]] bool same_as(const Reading& other) const { return read_ == other.read_; }
  // Words of talk in an utterance that is not read (gaps between dictated pieces count them).
  [[nodiscard]] std::uint32_t talk(std::size_t utterance) const { return talk_[utterance]; }

 private:
  enum Part : std::uint8_t { kNot, kLabels, kAll };

  void read(std::size_t first, std::size_t last, Part part = kAll);
  void read_runs(std::span<const Utterance> dialogue, const Hearing& hearing);
  void read_answers(std::span<const Utterance> dialogue, std::span<const Heard> heard);
  void read_slots(std::span<const Utterance> dialogue, const Hearing& hearing);
  void read_slot(std::span<const Utterance> dialogue, const Hearing& hearing, std::size_t opener, bool asked);
  void read_echoes(std::span<const Heard> heard);
  void read_labels(std::span<const Utterance> dialogue, std::span<const Heard> heard);

  std::vector<Part> read_;
  std::vector<std::uint32_t> talk_;
  std::size_t read_count_ = 0;
};

}  // namespace offhook::redact::detect
