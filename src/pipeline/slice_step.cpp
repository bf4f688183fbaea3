#include "pipeline/slice_step.h"

namespace offhook::pipeline {

model::Checkpoint slice_step(const model::SliceRow& row, bool slice_read) {
  model::Checkpoint step;
  step.slice = row.slice.id();
  step.org = row.slice.org;
  step.cursor = row.cursor;
  step.page = row.page;
  step.position = row.position;
  step.evidence = row.evidence;
  step.slice_read = slice_read;
  return step;
}

}  // namespace offhook::pipeline
