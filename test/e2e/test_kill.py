"""Exactly once, with the real program, the real ledger and a real S3 server: SIGKILL at any moment, then run again."""

import random
import signal
import subprocess
import time

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from archive_reader import Archive
from processes import clean_environment
from programs import BUILD, Offhook, running_sim, s3_environment

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)
KILLS = 10


def data_objects(client, bucket: str) -> dict[str, bytes]:
    """Keys and bytes of all data objects: what must not depend on when somebody was killed."""
    keys = [item["Key"] for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="org=")
            for item in page.get("Contents", [])]  # fmt: skip
    return {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


@pytest.fixture(scope="module")
def org():
    with running_sim("--conversations", "80", "--day", DAY, "--rate-limit", "30000", "--job-time", "0") as sim:
        yield sim


@pytest.fixture(scope="module")
def settings(org):
    return org.environment | {"TOKENIZATION_KEY": "a key for tests of sudden death, long enough", "OFFHOOK_ORG": "acme"}


@pytest.fixture(scope="module")
def undisturbed(org, settings, seaweed, tmp_path_factory):
    """The data objects of a run that nobody disturbed, and how long it took."""
    bucket = seaweed.make_bucket("undisturbed")
    offhook = Offhook(tmp_path_factory.mktemp("undisturbed") / "state", settings | s3_environment(seaweed, bucket, ""))
    started = time.monotonic()
    finished = offhook(*RUN)
    assert finished.code == 0, finished
    return data_objects(seaweed.client(), bucket), time.monotonic() - started


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_at_any_moment_changes_nothing(number, settings, undisturbed, seaweed, tmp_path):
    expected, seconds = undisturbed
    bucket = seaweed.make_bucket(f"killed-{number}")
    offhook = Offhook(tmp_path / "state", settings | s3_environment(seaweed, bucket, ""))
    # The moments are spread over the run, each by chance within its share.
    moment = (number + random.Random(number).random()) / KILLS * seconds
    environment = clean_environment(OFFHOOK_STATE_DIR=str(offhook.state), **offhook.environment)
    process = subprocess.Popen([BUILD / "offhook", *RUN], env=environment, cwd=tmp_path,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()

    again = offhook(*RUN)
    assert again.code == 0, again
    client = seaweed.client()
    assert data_objects(client, bucket) == expected
    strays = [upload["Key"] for upload in client.list_multipart_uploads(Bucket=bucket).get("Uploads", [])]
    assert not [key for key in strays if not key.startswith("_offhook/probe/")]
    Archive(client, bucket, "").check(load_pem_public_key((offhook.state / "signing-key.pub.pem").read_bytes()))
    verified = offhook("verify")
    assert verified.code == 0, verified

    third = offhook(*RUN, "--json")
    assert third.code == 0 and '"stored_bytes":0' in third.stdout, third


def test_sigterm_ends_a_run_soon_and_resumably(settings, undisturbed, seaweed, tmp_path):
    expected, seconds = undisturbed
    bucket = seaweed.make_bucket("terminated")
    offhook = Offhook(tmp_path / "state", settings | s3_environment(seaweed, bucket, ""))
    environment = clean_environment(OFFHOOK_STATE_DIR=str(offhook.state), **offhook.environment)
    process = subprocess.Popen([BUILD / "offhook", *RUN], env=environment, cwd=tmp_path,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
    try:
        process.communicate(timeout=seconds / 2)
    except subprocess.TimeoutExpired:
        process.terminate()
        _, said = process.communicate(timeout=20)
        assert process.returncode == 75, said.decode()
    assert offhook(*RUN).code == 0
    assert data_objects(seaweed.client(), bucket) == expected
