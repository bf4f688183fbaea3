"""P6, bounded: what a run takes of memory does not grow with how many conversations it archives. The long form is
`./dev bench soak`."""

from programs import RELEASE
from soak import Soak

CONVERSATIONS, DAYS = 10_000, 20


def test_P6_memory_does_not_grow_with_the_run(tmp_path):
    soak = Soak(RELEASE, tmp_path, CONVERSATIONS, DAYS)
    soak.run(seconds_at_most=250)
    if len(soak.peaks) < 10:  # a slow machine: what it has done tells as well
        assert len(soak.peaks) >= 4, f"{soak.slices} of {DAYS} slices in {soak.seconds:.0f} s"
    assert not soak.has_grown(), [f"{peak / 1e6:.0f} MB" for peak in soak.peaks]
