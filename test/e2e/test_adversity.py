"""What goes wrong at night: the program says what happened, ends with the right code, and nothing is lost or published
by halves; run again under better conditions, it brings everything."""

import json
import subprocess
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from archive_reader import Archive
from genesys_source import GenesysSource
from processes import clean_environment, free_ports
from programs import BUILD, Offhook, running_sim, s3_environment
from tampering import running_tampering

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
INTERVAL = f"{DAY}T00:00:00.000Z/{NEXT_DAY}T00:00:00.000Z"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)
ORG = ("--conversations", "20", "--day", DAY, "--rate-limit", "30000", "--job-time", "0")
JOBS = "/api/v2/analytics/conversations/details/jobs"


def settings(sim, seaweed, bucket: str) -> dict[str, str]:
    return sim.environment | s3_environment(seaweed, bucket) | {
        "TOKENIZATION_KEY": "an end-to-end test's token key, long enough",
        "OFFHOOK_ORG": "acme",
    }  # fmt: skip


@contextmanager
def faulty_sim(folder, *faults: dict, options: tuple[str, ...] = ()):
    script = folder / "faults.json"
    script.write_text(json.dumps({"faults": faults}))
    with running_sim(*ORG, "--faults", str(script), *options) as sim:
        yield sim


def published(seaweed, bucket: str) -> list[str]:
    client = seaweed.client()
    uploads = client.list_multipart_uploads(Bucket=bucket).get("Uploads", [])
    keys = [entry["Key"] for entry in client.list_objects_v2(Bucket=bucket).get("Contents", [])]
    return keys + [upload["Key"] for upload in uploads]


def check_whole(offhook: Offhook, sim, seaweed, bucket: str) -> Archive:
    archive = Archive(seaweed.client(), bucket)
    archive.check(load_pem_public_key((offhook.state / "signing-key.pub.pem").read_bytes()))
    source = GenesysSource(sim)
    conversations = source.conversations(INTERVAL)
    archived = [record["_offhook"]["id"] for record in archive.records("conversations")]
    assert sorted(archived) == sorted(one["conversationId"] for one in conversations)
    # A leg may have several recordings, of which this source asks for one.
    legs = {record["_offhook"]["communication"] for record in archive.records("transcripts")}
    assert len(legs) == sum(len(source.transcripts(one)) for one in conversations) > 0
    return archive


def test_a_permission_that_is_missing_is_named(offhook, seaweed, bucket, tmp_path):
    denied = {"endpoint": f"POST {JOBS}", "times": 100, "fault": "status", "status": 403}
    with faulty_sim(tmp_path, denied) as sim:
        offhook.environment = settings(sim, seaweed, bucket)
        finished = offhook(*RUN)
    assert finished.code == 8, finished
    assert "analytics:conversationDetail:view" in finished.stderr
    assert published(seaweed, bucket) == []


def test_a_storm_of_429_is_sat_out(offhook, seaweed, bucket, tmp_path):
    storm = {"endpoint": "GET /api/v2/**", "from": 2, "times": 6, "fault": "throttled", "seconds": 1}
    with faulty_sim(tmp_path, storm) as sim:
        offhook.environment = settings(sim, seaweed, bucket)
        finished = offhook(*RUN, "--json")
        assert finished.code == 0, finished
        assert '"throttled":0' not in finished.stdout
        check_whole(offhook, sim, seaweed, bucket)


@pytest.mark.parametrize("fault", ["cut", "flip", "wrong_length", "reset_after"])
def test_damaged_downloads_are_repeated(fault, offhook, seaweed, bucket, tmp_path):
    damage = {"endpoint": "GET /transcripts/**", "from": 2, "times": 3, "fault": fault}
    with faulty_sim(tmp_path, damage, options=("--digest", "s3")) as sim:
        offhook.environment = settings(sim, seaweed, bucket)
        finished = offhook(*RUN)
        assert finished.code == 0, finished
        check_whole(offhook, sim, seaweed, bucket)


def test_a_page_cut_short_is_read_again(offhook, seaweed, bucket, tmp_path):
    with faulty_sim(tmp_path, {"endpoint": f"GET {JOBS}/*/results", "times": 2, "fault": "cut"}) as sim:
        offhook.environment = settings(sim, seaweed, bucket)
        finished = offhook(*RUN)
        assert finished.code == 0, finished
        check_whole(offhook, sim, seaweed, bucket)


def test_an_event_endpoint_that_nobody_serves(offhook, sim, seaweed, bucket, webhook):
    (port,) = free_ports(1)
    offhook.environment = settings(sim, seaweed, bucket)
    finished = offhook(*RUN, EVENT_BRIDGE_URL=f"http://127.0.0.1:{port}/events", seconds=200)
    assert finished.code == 3, finished
    assert "events wait for the next run" in finished.stderr
    archive = check_whole(offhook, sim, seaweed, bucket)
    before = published(seaweed, bucket)

    # The next run has nothing to archive, and delivers what waited: each event once.
    served = {"EVENT_BRIDGE_URL": webhook.url, "OFFHOOK_WEBHOOK_SECRET": webhook.secret}
    later = offhook(*RUN, **served, seconds=200)
    assert later.code == 0, later
    assert published(seaweed, bucket) == before
    manifests = sorted(f"s3://{bucket}/{manifest.key}" for manifest in archive.manifests)
    assert sorted(delivery.event["data"]["manifest"] for delivery in webhook.accepted) == manifests
    assert offhook(*RUN, **served).code == 0
    assert len(webhook.deliveries) == len(manifests)


def test_what_was_written_and_cannot_be_had_is_said(offhook, seaweed, bucket):
    """Legs of messages whose transcripts Genesys never made: the certificate says that their bodies are not archived."""

    def messages(path: str, body: bytes) -> bytes:
        return body.replace(b'"mediaType":"voice"', b'"mediaType":"message"') if path.endswith("/results") else body

    with running_sim(*ORG, "--missing-transcripts", "1000") as sim, running_tampering(sim, messages) as tampering:
        offhook.environment = settings(tampering, seaweed, bucket) | {"OFFHOOK_RUN_TRANSCRIPT_GIVE_UP_DAYS": "0"}
        finished = offhook(*RUN)
        assert finished.code == 0, finished
    (manifest,) = Archive(seaweed.client(), bucket).manifests
    absent = manifest.document["certificate"]["transcripts"]["absent"]["list"]
    assert len(absent) > 0
    assert all(entry["evidence"].startswith("body not archived: source.") for entry in absent), absent


def test_a_full_disk(offhook, seaweed, bucket):
    """The state folder on a small file system of its own, which is then made larger."""
    unshare = ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*unshare, "true"], check=False, capture_output=True).returncode != 0:
        pytest.skip("this machine gives nobody a mount namespace")
    offhook.state.mkdir()
    with running_sim("--conversations", "100", *ORG[2:]) as sim:
        script = f"""mount -t tmpfs -o size=300k,mode=700 tmpfs "$OFFHOOK_STATE_DIR"
            "$@" >&2; echo $?; find "$OFFHOOK_STATE_DIR" -name '*.idx.zst' | wc -l
            mount -o remount,size=64m "$OFFHOOK_STATE_DIR"
            "$@" >&2; echo $?; cat "$OFFHOOK_STATE_DIR/signing-key.pub.pem" """
        variables = settings(sim, seaweed, bucket) | {"OFFHOOK_STATE_DIR": str(offhook.state)}
        done = subprocess.run([*unshare, "sh", "-c", script, "sh", BUILD / "offhook", *RUN], text=True, check=False,
                              capture_output=True, env=clean_environment(**variables), timeout=200)  # fmt: skip
        first, _, second, *key = done.stdout.splitlines()
        assert (first, second) == ("75", "0"), done.stderr
        assert "full" in done.stderr or "space" in done.stderr
        (offhook.state / "signing-key.pub.pem").write_text("\n".join(key) + "\n")
        check_whole(offhook, sim, seaweed, bucket)


def test_a_configuration_with_an_unknown_key_is_refused_with_its_line(offhook, sim, seaweed, bucket, tmp_path):
    file = tmp_path / "offhook.toml"
    file.write_text("[target]\nprefix = 'x'\nbukcet = 'y'\n")
    offhook.environment = settings(sim, seaweed, bucket)
    finished = offhook("--config", str(file), *RUN)
    assert finished.code == 2, finished
    assert f"{file}:3: unknown key 'target.bukcet'" in finished.stderr
    assert published(seaweed, bucket) == []
