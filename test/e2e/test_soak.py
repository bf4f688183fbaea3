"""P6, bounded: what a run takes of memory does not grow with how many conversations it archives, nor with how many are
in one slice. The long forms are `./dev bench soak` and `./dev bench archive`."""

import uuid

from archive import DAY, archive
from programs import RELEASE
from soak import Soak

CONVERSATIONS, DAYS = 10_000, 20
IN_A_SLICE = 20_000
# Four times as many bring a larger index and more parts of the object on their way at once: both are bounded by an
# object's size. A kilobyte kept of each conversation would be 60 MB.
GROWTH_BYTES = 35_000_000


def test_P6_memory_does_not_grow_with_the_run(tmp_path):
    soak = Soak(RELEASE, tmp_path, CONVERSATIONS, DAYS)
    soak.run(seconds_at_most=250)
    if len(soak.peaks) < 10:  # a slow machine: what it has done tells as well
        assert len(soak.peaks) >= 4, f"{soak.slices} of {DAYS} slices in {soak.seconds:.0f} s"
    assert not soak.has_grown(), [f"{peak / 1e6:.0f} MB" for peak in soak.peaks]


def test_P6_memory_does_not_grow_with_a_slice(tmp_path):
    calls = tmp_path / "calls.ndjson"
    calls.write_text("".join(
        f'{{"conversationId":"{uuid.UUID(int=number)}","conversationStart":"{DAY}T10:00:00.000Z",'
        f'"conversationEnd":"{DAY}T10:05:00.000Z","participants":[]}}\n' for number in range(1, 101)))  # fmt: skip
    peaks = []
    for times in (1, 4):
        folder = tmp_path / str(times)
        folder.mkdir()
        peaks.append(archive(RELEASE, times * IN_A_SLICE, calls, folder)["peak"])
    assert peaks[1] - peaks[0] < GROWTH_BYTES, [f"{peak / 1e6:.0f} MB" for peak in peaks]
