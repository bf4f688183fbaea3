"""What the ledger alone knows is lost with it, or spent: made anew from the archive, and the month's requests."""

import json

import pytest

from archive_reader import Archive
from programs import Offhook, running_sim, s3_environment

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)
ORG = ("--conversations", "40", "--day", DAY, "--rate-limit", "30000", "--job-time", "0")


@pytest.fixture
def offhook(offhook: Offhook, seaweed, bucket) -> Offhook:
    offhook.environment = s3_environment(seaweed, bucket) | {
        "TOKENIZATION_KEY": "an end-to-end test's token key, long enough",
        "OFFHOOK_ORG": "acme",
    }
    return offhook


def lose_ledger(offhook: Offhook) -> None:
    for file in offhook.state.glob("ledger.sqlite*"):
        file.unlink()


def is_run_that_stores_nothing(offhook: Offhook) -> bool:
    run = offhook(*RUN, "--json")
    assert run.code == 0, run
    report = json.loads(run.stdout)
    assert report["conversations"]["archived"] == 0 and report["transcripts"]["archived"] == 0
    return report["stored_bytes"] == 0 and report["requests"]["transcripts_due"] == 0


def test_a_lost_ledger_is_made_anew_and_nothing_is_uploaded_again(offhook, seaweed, bucket):
    with running_sim(*ORG) as sim:
        offhook.environment |= sim.environment
        assert offhook(*RUN).code == 0
        before = Archive(seaweed.client(), bucket).files
        lose_ledger(offhook)
        rebuilt = offhook("ledger", "rebuild")
        assert rebuilt.code == 0 and "rebuilt: 1 manifests" in rebuilt.stdout, rebuilt
        assert is_run_that_stores_nothing(offhook)
        assert Archive(seaweed.client(), bucket).files == before
        assert offhook("verify").code == 0
        twice = offhook("ledger", "rebuild")
        assert twice.code == 5 and "already knows" in twice.stderr, twice


def test_the_months_requests_are_a_cap(offhook, seaweed, bucket):
    with running_sim(*ORG) as sim:
        offhook.environment |= sim.environment
        capped = offhook(*RUN, OFFHOOK_SOURCE_MONTHLY_REQUESTS="12")
        assert capped.code == 75, capped
        assert "[source.fair_use]" in capped.stderr and "source.monthly_requests" in capped.stderr, capped
        # The count outlives the process: the next run is told at once.
        again = offhook(*RUN, OFFHOOK_SOURCE_MONTHLY_REQUESTS="12")
        assert again.code == 75, again
        raised = offhook(*RUN)
        assert raised.code == 0, raised
        assert offhook("verify").code == 0
        assert is_run_that_stores_nothing(offhook)
