"""What the job lacks is named: by exit code, event, manifest and `status`; older versions stay to be had."""

import json
from datetime import UTC, datetime

import pytest

from archive_reader import Archive
from programs import Offhook, running_sim, s3_environment

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)

pytestmark = pytest.mark.sim("--conversations", "12", "--day", DAY, "--rate-limit", "30000", "--lost-rows", "3,7")


@pytest.fixture
def offhook(offhook: Offhook, sim, seaweed, bucket, webhook) -> Offhook:
    offhook.environment = sim.environment | s3_environment(seaweed, bucket) | {
        "TOKENIZATION_KEY": "an end-to-end test's token key, long enough",
        "EVENT_BRIDGE_URL": webhook.url,
        "OFFHOOK_WEBHOOK_SECRET": webhook.secret,
        "OFFHOOK_ORG": "acme",
    }  # fmt: skip
    return offhook


def test_missing_ids_are_named_and_the_rest_is_archived(offhook: Offhook, seaweed, bucket, webhook):
    run = offhook(*RUN, "--json")
    assert run.code == 4, run
    assert json.loads(run.stdout)["gaps"] == 2
    (delivery,) = webhook.accepted
    assert delivery.event["type"] == "archive.gap"
    assert delivery.event["data"]["counts"]["conversations"]["gap"] == 2
    archive = Archive(seaweed.client(), bucket)
    certificate = archive.manifests[0].document["certificate"]["conversations"]
    missing = [gap["id"] for gap in certificate["gap"]["list"]]
    assert len(missing) == 2
    stored = {record["_offhook"]["id"] for record in archive.records("conversations")}
    assert len(stored) == 10 and not stored & set(missing)
    status = offhook("status")
    assert status.code == 0, status
    for gone in missing:
        assert f"gap: conversations {gone} is missing" in status.stdout


def test_a_record_is_found_without_reading_every_index(offhook: Offhook, seaweed, bucket):
    assert offhook(*RUN).code == 4
    archive = Archive(seaweed.client(), bucket)
    some = archive.records("conversations")[0]["_offhook"]["id"]
    for entry in (entry for _, entry in archive.objects):
        seaweed.client().delete_object(Bucket=bucket, Key=entry["index"]["key"])
    found = offhook("get", some)
    assert found.code == 0, found
    assert json.loads(found.stdout)["_offhook"]["id"] == some
    before = offhook("get", some, "--as-of", DAY)
    assert before.code != 0 and not before.stdout


def test_an_older_version_is_had_by_its_time(offhook: Offhook, seaweed, bucket):
    # What the query knows lacks the participants' attributes: the job's record is the next version.
    assert offhook(*RUN, "--source-mode", "query").code == 0
    between = datetime.now(UTC).isoformat()
    run = offhook(*RUN, "--json")
    requests = json.loads(run.stdout)["requests"]
    assert requests["total"] <= requests["at_most"] and requests["transcripts_due"] == 0
    lines = [record["_offhook"] for record in Archive(seaweed.client(), bucket).records("conversations")]
    some = next(line["id"] for line in lines if line["version"] == 2)
    newest, older = (json.loads(offhook("get", some, *at).stdout)["_offhook"] for at in ((), ("--as-of", between)))
    assert (newest["version"], older["version"]) == (2, 1)
    assert newest["prev"] and "prev" not in older
    assert offhook("verify").code == 0


QUERY = {"endpoint": "POST /api/v2/analytics/conversations/details/query", "fault": "status", "status": 500, "times": 2}


def test_what_cannot_be_compared_is_unreconciled_until_it_can(offhook: Offhook, seaweed, bucket, tmp_path):
    script = tmp_path / "faults.json"
    script.write_text(json.dumps({"faults": [QUERY]}))
    with running_sim("--conversations", "12", "--day", DAY, "--rate-limit", "30000", "--faults", str(script)) as sim:
        offhook.environment |= sim.environment | {"OFFHOOK_RETRY_TRIES": "2", "OFFHOOK_RETRY_BASE_SECONDS": "0.01"}
        first = offhook(*RUN, "--json")
        assert first.code == 3, first
        report = json.loads(first.stdout)
        assert (report["unreconciled"], report["gaps"]) == (1, 0)
        assert report["conversations"]["archived"] == 12  # the rest is done as ever
        assert "unreconciled: its ids could not be compared (source.unavailable)" in offhook("status").stdout

        second = offhook(*RUN, "--json")
        assert second.code == 0, second
        assert json.loads(second.stdout)["unreconciled"] == 0
        assert "unreconciled" not in offhook("status").stdout
    outcomes = [manifest.document["source"]["reconciliation"]["outcome"]
                for manifest in Archive(seaweed.client(), bucket).manifests]  # fmt: skip
    assert outcomes[0] == "unreconciled" and outcomes[1] in ("totals", "ids") and len(outcomes) == 2
