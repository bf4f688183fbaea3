"""A run that is interrupted, or whose event nobody takes, is finished by running again: nothing lost, nothing twice."""

import signal
import time

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from archive_reader import Archive
from genesys_source import GenesysSource
from programs import Finished, Offhook, s3_environment

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
INTERVAL = f"{DAY}T00:00:00.000Z/{NEXT_DAY}T00:00:00.000Z"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)

pytestmark = pytest.mark.sim("--conversations", "60", "--day", DAY, "--rate-limit", "30000")


@pytest.fixture
def offhook(offhook: Offhook, sim, seaweed, bucket, webhook) -> Offhook:
    offhook.environment = sim.environment | s3_environment(seaweed, bucket) | {
        "TOKENIZATION_KEY": "an end-to-end test's token key, long enough",
        "EVENT_BRIDGE_URL": webhook.url,
        "OFFHOOK_WEBHOOK_SECRET": webhook.secret,
        "OFFHOOK_ORG": "acme",
    }  # fmt: skip
    return offhook


def interrupt(offhook: Offhook, number: int, after_seconds: float) -> Finished:
    """Counted from when the run began to write its state, since a busy machine may take long to start it."""
    process = offhook.start(*RUN)
    while not offhook.state.exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(after_seconds)
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=30)
    return Finished(process.returncode, stdout.decode(), stderr.decode())


def check_whole(offhook: Offhook, sim, seaweed, bucket) -> None:
    archive = Archive(seaweed.client(), bucket)
    archive.check(load_pem_public_key((offhook.state / "signing-key.pub.pem").read_bytes()))
    ids = [record["_offhook"]["id"] for record in archive.records("conversations")]
    wanted = [conversation["conversationId"] for conversation in GenesysSource(sim).conversations(INTERVAL)]
    assert sorted(ids) == sorted(wanted)
    uploads = seaweed.client().list_multipart_uploads(Bucket=bucket).get("Uploads", [])
    # A kill may leave a probe of the gate: a constant, no content, and in nobody's ledger.
    assert [upload["Key"] for upload in uploads if not upload["Key"].startswith("_offhook/probe/")] == []


def test_killed_again_and_again(offhook, sim, seaweed, bucket, webhook):
    for after_seconds in (0.3, 0.8, 1.3, 1.8):
        interrupt(offhook, signal.SIGKILL, after_seconds)
    finished = offhook(*RUN)
    assert finished.code == 0, finished
    check_whole(offhook, sim, seaweed, bucket)
    assert len({delivery.event["id"] for delivery in webhook.accepted}) == 1


def test_asked_to_stop(offhook, sim, seaweed, bucket):
    stopped = interrupt(offhook, signal.SIGTERM, 1)  # waits 30 s at most
    assert stopped.code in (0, 75), stopped  # 0: it was done already
    finished = offhook(*RUN)
    assert finished.code == 0, finished
    check_whole(offhook, sim, seaweed, bucket)


def test_an_event_refused_once_is_delivered_with_the_same_id(offhook, webhook):
    webhook.fail_with = [503]
    finished = offhook(*RUN)
    assert finished.code == 0, finished
    assert [delivery.status for delivery in webhook.deliveries] == [503, 204]
    assert {delivery.headers["webhook-id"] for delivery in webhook.deliveries} == {webhook.accepted[0].event["id"]}


def test_an_event_that_nobody_takes_keeps_the_exit_code_at_3(offhook, sim, seaweed, bucket, webhook):
    webhook.fail_with = [503] * 1000
    first = offhook(*RUN, seconds=200)
    assert first.code == 3, first
    check_whole(offhook, sim, seaweed, bucket)
    webhook.fail_with = []
    second = offhook(*RUN)  # before the event is due again
    assert second.code == (0 if webhook.accepted else 3), second
