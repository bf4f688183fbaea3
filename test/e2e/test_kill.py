"""P4, exactly once, with the real program, the real ledger and a real S3 server: killed at every named point and at
any moment, stopped, or left without a receiver for its event, and then run again.

OFFHOOK_KILLS says at how many moments by chance (20).
"""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from archive_reader import Archive
from genesys_source import GenesysSource
from programs import BUILD, Offhook, Sim, running_sim, s3_environment
from start_seaweed import Seaweed
from webhook_receiver import WebhookReceiver, running_webhook

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
INTERVAL = f"{DAY}T00:00:00.000Z/{NEXT_DAY}T00:00:00.000Z"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)
KILLS = int(os.environ.get("OFFHOOK_KILLS", "20"))
READ = 2  # model::SliceState
READS = "/jobs(?!/availability)|/communications/"  # requests for content


def crash_points() -> list[str]:
    listed = subprocess.run([BUILD / "offhook", "--crash-points"], capture_output=True, text=True, check=True)
    return listed.stdout.split()


CRASH_POINTS = crash_points()
# Passed more than once in a run: by each page, object or audit line.
LATER = ["after-audit:3", "after-checkpoint:2", "after-intent:2", "after-complete:2"]
# The smallest part that S3 takes; the transcripts of 1,600 conversations make an object of two.
PART_BYTES = 5 << 20
IN_PARTS = ("--conversations", "1600", "--day", DAY, "--rate-limit", "1000000", "--job-time", "0", "--exact")


@dataclass
class Held:
    """What a life that was ended had made durable: nothing of it may be asked of the source again."""

    slice_is_read: bool
    transcripts: list[tuple[str, str]]  # conversation and communication

    @staticmethod
    def of(state: Path, scratch: Path) -> "Held":
        # A copy: to open a ledger is to write to it.
        for file in state.glob("ledger.sqlite*"):
            shutil.copy(file, scratch)
        try:
            with sqlite3.connect(scratch / "ledger.sqlite") as ledger:
                states = [row[0] for row in ledger.execute("SELECT state FROM slices")]
                settled = ledger.execute("SELECT conversation, id FROM accounts WHERE dataset = 1 AND status = 0")
                return Held(READ in states, settled.fetchall())
        except sqlite3.OperationalError:  # it was ended before the ledger had tables
            return Held(False, [])


@dataclass
class World:
    """One organisation, one bucket, one receiver, one state folder."""

    offhook: Offhook
    sim: Sim
    seaweed: Seaweed
    bucket: str
    webhook: WebhookReceiver
    scratch: Path
    requests: Path  # one line each

    def data_objects(self) -> dict[str, bytes]:
        """Keys and bytes of all data objects: what must not depend on when somebody was killed."""
        client = self.seaweed.client()
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix="org=")
        keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
        return {key: client.get_object(Bucket=self.bucket, Key=key)["Body"].read() for key in keys}

    def killed_at(self, point: str, seconds: float = 120) -> None:
        process = self.offhook.start(*RUN, OFFHOOK_CRASH_AT=point)
        _, said = process.communicate(timeout=seconds)
        assert process.returncode == -signal.SIGKILL, f"{point} was not passed: {said.decode()}"

    def interrupted(self, number: int, after_seconds: float) -> tuple[int, str]:
        process = self.offhook.start(*RUN)
        try:
            _, said = process.communicate(timeout=after_seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(number)
            _, said = process.communicate(timeout=60)
        return process.returncode, said.decode()

    def finish(self, expected: dict[str, bytes]) -> None:
        """Run again: the archive is that of a run nobody disturbed, and nothing was asked for twice."""
        held = Held.of(self.offhook.state, self.scratch)
        before = len(self.requests.read_text().splitlines())
        again = self.offhook(*RUN)
        assert again.code == 0, again
        asked = self.requests.read_text().splitlines()[before:]
        for conversation, communication in held.transcripts:
            path = f"/conversations/{conversation}/communications/{communication}/"
            assert not [line for line in asked if path in line], "a transcript that was durable was asked for again"
        if held.slice_is_read:
            assert not [line for line in asked if re.search(READS, line)], asked
        self.check_whole(expected)

        third = self.offhook(*RUN, "--json")
        assert third.code == 0 and '"stored_bytes":0' in third.stdout, third
        assert self.data_objects() == expected

    def check_whole(self, expected: dict[str, bytes]) -> None:
        client = self.seaweed.client()
        assert self.data_objects() == expected
        assert client.list_multipart_uploads(Bucket=self.bucket).get("Uploads", []) == []
        archive = Archive(client, self.bucket)
        archive.check(load_pem_public_key((self.offhook.state / "signing-key.pub.pem").read_bytes()))
        assert len(archive.manifests) == 1
        verified = self.offhook("verify")
        assert verified.code == 0, verified
        assert len({delivery.event["id"] for delivery in self.webhook.accepted}) == 1
        assert [path for path in (self.offhook.state / "spool").rglob("*") if path.is_file()] == []


@pytest.fixture(scope="module")
def organisation(tmp_path_factory):
    log = tmp_path_factory.mktemp("requests") / "log"
    with running_sim("--conversations", "30", "--day", DAY, "--rate-limit", "100000", "--job-time", "0",
                     "--request-log", str(log)) as sim:  # fmt: skip
        yield sim, log


@pytest.fixture(scope="module")
def make_world(organisation, seaweed):
    def make(bucket: str, webhook: WebhookReceiver, folder: Path) -> World:
        sim, log = organisation
        environment = sim.environment | s3_environment(seaweed, bucket) | {
            "TOKENIZATION_KEY": "a key for tests of sudden death, long enough",
            "EVENT_BRIDGE_URL": webhook.url,
            "OFFHOOK_WEBHOOK_SECRET": webhook.secret,
            "OFFHOOK_ORG": "acme",
            "OFFHOOK_SOURCE_PAGE_SIZE": "10",
        }  # fmt: skip
        return World(Offhook(folder / "state", environment), sim, seaweed, bucket, webhook, folder, log)

    return make


@pytest.fixture(scope="module")
def undisturbed(make_world, seaweed, tmp_path_factory) -> tuple[dict[str, bytes], float]:
    """The data objects of a run that nobody disturbed, and the seconds it took."""
    with running_webhook() as receiver:
        world = make_world(seaweed.make_bucket("undisturbed"), receiver, tmp_path_factory.mktemp("undisturbed"))
        started = time.monotonic()
        finished = world.offhook(*RUN)
        seconds = time.monotonic() - started
        assert finished.code == 0, finished
        objects = world.data_objects()
        world.check_whole(objects)
        archived = Archive(seaweed.client(), world.bucket).records("conversations")
        wanted = GenesysSource(world.sim).conversations(INTERVAL)
        assert sorted(one["_offhook"]["id"] for one in archived) == sorted(one["conversationId"] for one in wanted)
        return objects, seconds


@pytest.fixture
def world(make_world, bucket, webhook, tmp_path) -> World:
    return make_world(bucket, webhook, tmp_path)


@pytest.mark.parametrize("point", [*CRASH_POINTS, *LATER])
def test_a_kill_at_a_named_point_changes_nothing(point, world, undisturbed):
    if point == "after-unchanged":  # which is where a second run ends
        assert world.offhook(*RUN).code == 0
    world.killed_at(point)
    world.finish(undisturbed[0])


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_at_any_moment_changes_nothing(number, world, undisturbed):
    expected, seconds = undisturbed
    # The moments are spread over a run, each by chance within its share.
    world.interrupted(signal.SIGKILL, (number + random.Random(number).random()) / KILLS * seconds)
    world.finish(expected)


def test_kills_upon_kills_change_nothing(world, undisturbed):
    for point in ("after-checkpoint", "after-upload-begin", "after-complete", "after-upload-named", "after-index",
                  "after-manifest", "after-delivery"):  # fmt: skip
        world.killed_at(point)
    world.finish(undisturbed[0])


@pytest.fixture(scope="module")
def sealed(make_world, seaweed, tmp_path_factory):
    """Makes worlds whose slice is read and in the spool, and of which nothing is uploaded yet."""
    folder = tmp_path_factory.mktemp("sealed")
    log = folder / "requests"
    with running_sim(*IN_PARTS, "--request-log", str(log)) as sim, running_webhook() as receiver:

        def make(bucket: str, webhook: WebhookReceiver, folder: Path) -> World:
            world = make_world(bucket, webhook, folder)
            world.offhook.environment |= sim.environment | {
                "OFFHOOK_SOURCE_PAGE_SIZE": "1000", "OFFHOOK_PART_BYTES": str(PART_BYTES)}  # fmt: skip
            world.sim, world.requests = sim, log
            return world

        first = make(seaweed.make_bucket("sealed"), receiver, folder)
        first.killed_at("after-seal", seconds=250)

        def copy(bucket: str, webhook: WebhookReceiver, folder: Path) -> World:
            shutil.copytree(first.offhook.state, folder / "state")
            return make(bucket, webhook, folder)

        yield copy


@pytest.mark.parametrize("point", ["after-part:2", "after-part:3", "after-parts:2", "after-complete:2"])
def test_a_kill_between_the_parts_of_an_object_changes_nothing(point, sealed, bucket, webhook, tmp_path):
    world = sealed(bucket, webhook, tmp_path)
    world.killed_at(point)
    before = len(world.requests.read_text().splitlines())
    again = world.offhook(*RUN)
    assert again.code == 0, again
    asked = world.requests.read_text().splitlines()[before:]
    assert not [line for line in asked if re.search(READS, line)], asked
    world.check_whole(world.data_objects())
    listed = [entry for _, entry in Archive(world.seaweed.client(), bucket).objects]
    assert sorted(one["checksum"].rsplit("-")[-1] for one in listed) == ["1", "2"]


def stopped_at(world: World, point: str, **environment: str) -> subprocess.Popen:
    # On one thread: a thread that was stopped within a transaction would hold SQLite's lock, and others wait.
    process = world.offhook.start(*RUN, OFFHOOK_STOP_AT=point, OFFHOOK_RUN_WORKERS="0",
                                  OFFHOOK_RUN_UPLOAD_WORKERS="0", **environment)  # fmt: skip
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), f"{point} was not passed"
    return process


def go_on(process: subprocess.Popen) -> tuple[int, str]:
    process.send_signal(signal.SIGCONT)
    _, said = process.communicate(timeout=120)
    return process.returncode, said.decode()


def test_a_second_process_on_one_ledger_is_refused_and_told_so(world, undisturbed):
    first = stopped_at(world, "after-checkpoint")
    second = world.offhook(*RUN)
    assert second.code == 75, second
    assert "another process" in second.stderr and "OFFHOOK_STATE_DIR" in second.stderr, second
    code, said = go_on(first)
    assert code == 0, said
    world.finish(undisturbed[0])


@pytest.mark.parametrize("point", ["after-checkpoint", "after-intent", "after-parts", "after-signature"])
def test_a_zombie_whose_ledger_was_taken_over_commits_nothing(point, world, undisturbed):
    zombie = stopped_at(world, point)
    (world.offhook.state / "ledger.sqlite.lock").unlink()  # as on a file system that lost the lock
    successor = world.offhook(*RUN)
    assert successor.code == 0, successor
    manifest = Archive(world.seaweed.client(), world.bucket).manifests[0].data
    code, said = go_on(zombie)
    assert code == 75 and "has taken the ledger over" in said, (code, said)
    assert [one.data for one in Archive(world.seaweed.client(), world.bucket).manifests] == [manifest]
    assert world.data_objects() == undisturbed[0]
    assert world.seaweed.client().list_multipart_uploads(Bucket=world.bucket).get("Uploads", []) == []
    verified = world.offhook("verify")
    assert verified.code == 0, verified


@pytest.mark.parametrize("point, uploads", [("after-checkpoint", 0), ("after-stored", 1)])
def test_a_bucket_that_turns_public_under_way_ends_the_run_with_6(point, uploads, world, undisturbed):
    client = world.seaweed.client()
    run = stopped_at(world, point, OFFHOOK_GATE_INTERVAL="0")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                                                      "Resource": f"arn:aws:s3:::{world.bucket}/*"}]}  # fmt: skip
    client.put_bucket_policy(Bucket=world.bucket, Policy=json.dumps(policy))
    code, said = go_on(run)
    assert code == 6 and "gate" in said, (code, said)
    assert len(world.data_objects()) == uploads
    assert Archive(client, world.bucket).manifests == []
    refused = world.offhook(*RUN)
    assert refused.code == 6, refused
    client.delete_bucket_policy(Bucket=world.bucket)
    world.finish(undisturbed[0])


def test_asked_to_stop_a_run_ends_soon_and_resumably(world, undisturbed):
    expected, seconds = undisturbed
    code, said = world.interrupted(signal.SIGTERM, seconds / 2)
    assert code in (0, 75), said  # 0: it was done already
    world.finish(expected)


def test_an_event_refused_once_is_delivered_with_the_same_id(world, webhook):
    webhook.fail_with = [503]
    finished = world.offhook(*RUN)
    assert finished.code == 0, finished
    assert [delivery.status for delivery in webhook.deliveries] == [503, 204]
    assert {delivery.headers["webhook-id"] for delivery in webhook.deliveries} == {webhook.accepted[0].event["id"]}


def test_an_event_that_nobody_takes_keeps_the_exit_code_at_3(world, webhook):
    webhook.fail_with = [503] * 1000
    first = world.offhook(*RUN, seconds=200)
    assert first.code == 3, first
    webhook.fail_with = []
    second = world.offhook(*RUN)  # before the event is due again
    assert second.code == (0 if webhook.accepted else 3), second
