"""Quarantine at night: a cause that strikes many records stops the run before they count as settled, and what was
quarantined is archived once its cause is gone and `--retry-quarantined` asks for it."""

import json

from archive_reader import Archive
from programs import running_sim, s3_environment

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY, "--json")
ORG = ("--conversations", "60", "--day", DAY, "--rate-limit", "30000", "--job-time", "0")
FORBIDDEN = {
    "endpoint": "GET /api/v2/speechandtextanalytics/**",
    "times": 1000,
    "fault": "status",
    "status": 403,
}


def test_many_quarantined_stop_the_run_and_are_retried(offhook, seaweed, bucket, tmp_path):
    script = tmp_path / "faults.json"
    script.write_text(json.dumps({"faults": [FORBIDDEN]}))
    common = s3_environment(seaweed, bucket) | {
        "TOKENIZATION_KEY": "an end-to-end test's token key, long enough",
        "OFFHOOK_ORG": "acme",
    }
    with running_sim(*ORG, "--faults", str(script)) as sim:
        offhook.environment = sim.environment | common
        stopped = offhook(*RUN)
        assert stopped.code == 3, stopped
        assert '"code":"run.quarantine"' in stopped.stdout
        assert "source.forbidden" in stopped.stderr
        assert "run.quarantine_percent" in stopped.stderr
        assert seaweed.client().list_objects_v2(Bucket=bucket).get("Contents") is None

        # Who accepts them has the rest archived, and them named.
        accepted = offhook(*RUN, "--run-quarantine-percent", "100")
        assert accepted.code == 3, accepted
        quarantined = json.loads(accepted.stdout)["quarantined"]
        assert quarantined >= 10
        assert offhook("status", "--quarantine").stdout.count("source.forbidden") >= quarantined

    with running_sim(*ORG) as sim:
        offhook.environment = sim.environment | common
        retried = offhook(*RUN, "--retry-quarantined")
        assert retried.code == 0, retried
        report = json.loads(retried.stdout)
        assert report["quarantined"] == 0
        assert report["transcripts"]["archived"] >= quarantined
        assert report["conversations"]["archived"] == 0
        again = json.loads(offhook(*RUN, "--retry-quarantined").stdout)
        assert again["transcripts"]["archived"] == again["requests"]["transcripts_due"] == 0

    transcripts = [record["_offhook"]["communication"] for record in Archive(seaweed.client(), bucket).records("transcripts")]
    assert len(set(transcripts)) >= quarantined
