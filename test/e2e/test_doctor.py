"""`offhook doctor`: everything that is wrong is listed at once, each with what to do, and no content is sent."""

import json
import re

import pytest

from processes import free_ports
from programs import running_sim, s3_environment

DETAILS = "analytics:conversationDetail:view"
TRANSCRIPTS = "recording:recording:view"
AVAILABILITY = "GET /api/v2/analytics/conversations/details/jobs/availability"
TRANSCRIPT_CALLS = "GET /api/v2/speechandtextanalytics/**"


@pytest.fixture
def settings(seaweed, bucket):
    return s3_environment(seaweed, bucket) | {
        "TOKENIZATION_KEY": "an end-to-end test's token key, long enough",
        "OFFHOOK_ORG": "acme",
        "OFFHOOK_SPOOL_MAX_BYTES": "1048576",
    }


def denied(folder, *endpoints: str) -> tuple[str, str]:
    """The option of a simulator that refuses these with 403."""
    script = folder / "faults.json"
    faults = [{"endpoint": endpoint, "times": 100, "fault": "status", "status": 403} for endpoint in endpoints]
    script.write_text(json.dumps({"faults": faults}))
    return "--faults", str(script)


def verdicts(stdout: str) -> dict[str, str]:
    """By the name of the check."""
    return {name: verdict for verdict, name in re.findall(r"^(pass|warn|fail|unknown)  ([^:]+(?:: may [^:]+)?):", stdout, re.M)}


def test_all_is_well(offhook, settings, sim, webhook):
    offhook.environment = settings | sim.environment
    finished = offhook("doctor", EVENT_BRIDGE_URL=webhook.url, OFFHOOK_WEBHOOK_SECRET=webhook.secret)
    assert finished.code == 0, finished
    found = verdicts(finished.stdout)
    for name in ("token key", "gate encryption", "source: may log in and read the organisation", "source: may read conversation details",
                 "source: may read transcripts", "clock", "spool", "events"):  # fmt: skip
        assert found[name] == "pass", finished
    assert webhook.deliveries == []


@pytest.mark.parametrize("endpoints, names, missing", [
    ([AVAILABILITY], ["source: may read conversation details"], [DETAILS]),
    ([TRANSCRIPT_CALLS], ["source: may read transcripts"], [TRANSCRIPTS]),
    ([AVAILABILITY, TRANSCRIPT_CALLS], ["source: may read conversation details", "source: may read transcripts"],
     [DETAILS, TRANSCRIPTS]),
])  # fmt: skip
def test_each_missing_permission_is_named(offhook, settings, tmp_path, endpoints, names, missing):
    with running_sim("--conversations", "5", "--day", "2026-11-20", *denied(tmp_path, *endpoints)) as sim:
        offhook.environment = settings | sim.environment
        finished = offhook("doctor")
    assert finished.code == 8, finished
    found = verdicts(finished.stdout)
    assert [name for name, verdict in found.items() if verdict == "fail"] == names, finished
    for permission in missing:
        assert permission in finished.stdout


def test_all_that_is_wrong_is_listed_in_one_go(offhook, settings, seaweed, tmp_path):
    (port,) = free_ports(1)
    with running_sim("--conversations", "5", "--day", "2026-11-20", *denied(tmp_path, TRANSCRIPT_CALLS)) as sim:
        offhook.environment = settings | sim.environment
        wrong = {
            "TOKENIZATION_KEY": "short",
            "S3_BUCKET": "nobody-made-this-bucket",
            "EVENT_BRIDGE_URL": f"http://127.0.0.1:{port}/events?token=never-shown",
        }
        finished = offhook("doctor", **wrong)
        as_json = offhook("doctor", "--json", **wrong)
    assert finished.code == 6, finished  # the first that applies
    failing = {name for name, verdict in verdicts(finished.stdout).items() if verdict in ("fail", "unknown")}
    assert {"token key", "source: may read transcripts", "events"} <= failing, finished
    assert any(name.startswith("gate") for name in failing), finished
    assert "32" in finished.stdout and "never-shown" not in finished.stdout + finished.stderr
    report = json.loads(as_json.stdout)
    assert report["exit_code"] == as_json.code == 6
    assert {check["name"] for check in report["checks"] if check["verdict"] in ("fail", "unknown")} == failing


def test_a_missing_setting_does_not_hide_the_rest(offhook, settings):
    offhook.environment = settings
    finished = offhook("doctor")
    assert finished.code == 2, finished
    assert "GENESYS_API_BASE" in finished.stdout
    assert verdicts(finished.stdout)["gate encryption"] == "pass"
