"""What an operator meets while a run works: its events, its report, and that it ends when it is asked to."""

import json
import re
import signal
import time

import pytest

from archive_reader import Archive
from genesys_source import GenesysSource
from processes import wait_until
from programs import running_sim, s3_environment

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
INTERVAL = f"{DAY}T00:00:00.000Z/{NEXT_DAY}T00:00:00.000Z"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)
ORG = ("--conversations", "40", "--day", DAY, "--rate-limit", "30000", "--job-time", "0")
SLOW_SECONDS = 300


@pytest.fixture
def settings(seaweed, bucket):
    return s3_environment(seaweed, bucket) | {
        "TOKENIZATION_KEY": "an end-to-end test's token key, long enough",
        "OFFHOOK_ORG": "acme",
    }


def test_with_json_every_line_is_an_event(offhook, sim, settings):
    offhook.environment = settings | sim.environment
    finished = offhook(*RUN, "--json")
    assert finished.code == 0, finished
    lines = [json.loads(line) for line in finished.stderr.splitlines()]
    assert all("time" in line for line in lines)
    events = [line["event"] for line in lines if "event" in line]
    assert events == ["gate.checked", "run.planned", "slice.started", "slice.finished"]
    (report,) = [json.loads(line) for line in finished.stdout.splitlines()]
    assert report["event"] == "run.finished"
    assert report["limited_by"] in ("none", "quota", "source", "cpu", "store")
    stages = report["stage_seconds"]
    assert set(stages) == {"quota", "read", "fetch", "redact", "pack", "upload"}
    for stage in ("read", "fetch", "redact", "pack", "upload"):
        assert stages[stage]["busy"] > 0, stages
    # One thread reads, one packs: neither is longer at it than the run was.
    for stage in ("read", "pack"):
        assert sum(stages[stage].values()) <= report["duration_seconds"] * 1.01, (stage, stages)
    assert report["estimated_cost_usd"] > 0


def test_the_report_has_a_row_for_each_stage_and_names_the_limit(offhook, sim, settings):
    offhook.environment = settings | sim.environment
    finished = offhook(*RUN)
    assert finished.code == 0, finished
    table = finished.stdout.partition("waiting for input")[2]
    for stage in ("quota", "read", "fetch", "redact", "pack", "upload"):
        assert re.search(rf"^  {stage}( +[0-9.]+ s){{3}}$", table, re.M), finished
    assert re.search(r"limited this run", table), finished
    assert re.search(r"will cost +about \$0\.\d+", finished.stdout), finished
    assert re.search(r"^archiving: 20 (of about 20 )?conversations.*, .*/s, in ", finished.stderr, re.M), finished


@pytest.mark.parametrize("endpoint, number", [
    ("GET /api/v2/analytics/conversations/details/jobs/*/results", 1),
    ("GET /api/v2/speechandtextanalytics/**", 5),
    ("GET /transcripts/**", 5),
])  # fmt: skip
def test_asked_to_stop_while_the_source_is_slow(offhook, settings, seaweed, bucket, tmp_path, endpoint, number):
    script = tmp_path / "faults.json"
    slow = {"endpoint": endpoint, "from": number, "fault": "stall", "pause_ms": SLOW_SECONDS * 1000}
    script.write_text(json.dumps({"faults": [slow]}))
    log = tmp_path / "requests.log"
    part = endpoint.removeprefix("GET ").split("*")[0]

    def asked() -> bool:
        return log.exists() and sum(part in line and "availability" not in line for line in log.read_text().splitlines()) >= number + 1

    with running_sim(*ORG, "--faults", str(script), "--request-log", str(log)) as sim:
        offhook.environment = settings | sim.environment | {"OFFHOOK_TIMEOUT_IDLE_SECONDS": "3000"}
        process = offhook.start(*RUN)
        try:
            wait_until(asked, process, "the slow request")
            started = time.monotonic()
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=SLOW_SECONDS)
        finally:
            process.kill()
        assert time.monotonic() - started < SLOW_SECONDS / 2
        assert process.returncode == 75, said.decode()

        again = offhook(*RUN)
        assert again.code == 0, again
        archived = [record["_offhook"]["id"] for record in Archive(seaweed.client(), bucket).records("conversations")]
        expected = [one["conversationId"] for one in GenesysSource(sim).conversations(INTERVAL)]
        assert sorted(archived) == sorted(expected)
