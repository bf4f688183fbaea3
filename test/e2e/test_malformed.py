"""Records that no program should have to read: each is quarantined by name, the rest is archived, nothing of it leaks,
and when the source has mended it the next run brings it."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from archive_reader import Archive
from genesys_source import GenesysSource
from programs import Finished, Offhook, running_sim, s3_environment
from tampering import page_of, records_of, running_tampering

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
INTERVAL = f"{DAY}T00:00:00.000Z/{NEXT_DAY}T00:00:00.000Z"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)
ORG = ("--conversations", "30", "--day", DAY, "--rate-limit", "30000", "--job-time", "0")
# Stands in everything malformed, and may stand nowhere else.
CONTENT = b"call me on 415-555-0132"


@dataclass
class Malformed:
    make: Callable[[dict], bytes]
    reason: str = ""  # empty: archived, redacted
    named: bool = True  # by its own id; else by page and position


def but(record: dict, **changed) -> bytes:
    return json.dumps({name: value for name, value in (record | changed).items() if value is not None}).encode()


def spliced(record: dict, member: bytes) -> bytes:
    return but(record, title=CONTENT.decode())[:-1] + b"," + member + b"}"


def deep(levels: int) -> bytes:
    return b"[" * levels + b'"' + CONTENT + b'"' + b"]" * levels


RECORDS = {
    "not UTF-8": Malformed(lambda r: spliced(r, b'"note":"caf\xe9 ' + CONTENT + b'"'), "malformed"),
    "half a surrogate": Malformed(lambda r: spliced(r, b'"note":"\\ud83d"'), "malformed"),
    "a member without a value": Malformed(lambda r: spliced(r, b'"note":'), "malformed"),
    "absurd nesting": Malformed(lambda r: spliced(r, b'"note":' + deep(100_000)), "malformed"),
    "no id": Malformed(lambda r: but(r, conversationId=None, note=CONTENT.decode()), "no_id", named=False),
    "a number for an id": Malformed(lambda r: but(r, conversationId=14155550132), "no_id", named=False),
    "a number for a start": Malformed(lambda r: but(r, conversationStart=14155550132), "no_start"),
    "a number for a record": Malformed(lambda r: b"14155550132", "not_object", named=False),
    "a text for a record": Malformed(lambda r: b'"' + CONTENT + b'"', "not_object", named=False),
    "a text for participants": Malformed(lambda r: but(r, participants=CONTENT.decode())),
    "null for participants": Malformed(lambda r: spliced(r | {"participants": None}, b'"participants":null')),
    "numbers for texts": Malformed(lambda r: but(r, participants=[{"purpose": 1, "sessions": [{"sessionId": 2}, 3]}, 4])),
    "a string of 10 MB": Malformed(lambda r: but(r, note=CONTENT.decode() + " please" * 1_500_000)),
}  # fmt: skip


def settings(sim, seaweed, bucket: str) -> dict[str, str]:
    return sim.environment | s3_environment(seaweed, bucket) | {
        "TOKENIZATION_KEY": "an end-to-end test's token key, long enough",
        "OFFHOOK_ORG": "acme",
    }  # fmt: skip


def listing(seaweed, bucket: str) -> list[tuple]:
    pages = seaweed.client().get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [(entry["Key"], entry["ETag"], entry["LastModified"]) for page in pages for entry in page["Contents"]]


def read(offhook: Offhook, seaweed, bucket: str) -> Archive:
    """The archive, every digest and count of which holds."""
    archive = Archive(seaweed.client(), bucket)
    archive.check(load_pem_public_key((offhook.state / "signing-key.pub.pem").read_bytes()))
    return archive


def ids(archive: Archive) -> set[str]:
    return {record["_offhook"]["id"] for record in archive.records("conversations")}


def quarantined(archive: Archive, dataset: str) -> dict[str, str]:
    """Name to reason, as the newest manifest has them."""
    certificate = archive.manifests[-1].document["certificate"][dataset]
    return {entry["id"]: entry["reason"] for entry in certificate["quarantined"]["list"]}


def check_nothing_leaked(offhook: Offhook, archive: Archive, *runs: Finished) -> None:
    places = dict(archive.plain_files())
    places |= {str(path): path.read_bytes() for path in offhook.state.rglob("*") if path.is_file()}
    places |= {f"run {n}": (run.stdout + run.stderr).encode() for n, run in enumerate(runs)}
    for place, content in places.items():
        for form in (b"415-555-0132", b"4155550132"):
            assert form not in content, place


def tamper_records(bodies_of: str):
    """The first conversations of a page become malformed; names and reasons of those that should be quarantined."""
    expected: dict[str, str] = {}
    archived: set[str] = set()

    def tamper(path: str, body: bytes) -> bytes:
        if not path.endswith(bodies_of):
            return body
        records = records_of(body)
        if not records:
            return body
        changed = []
        for position, (record, kind) in enumerate(zip(records, RECORDS.values())):
            id_ = record["conversationId"]
            if kind.reason:
                expected[id_ if kind.named else f"0/{position}"] = kind.reason
            else:
                archived.add(id_)
            changed.append(kind.make(record))
        rest = records[len(changed) :]
        archived.update(record["conversationId"] for record in rest)
        return page_of(body, changed + [json.dumps(record).encode() for record in rest])

    return tamper, expected, archived


@pytest.mark.parametrize("shape", ["job", "bare array"])
def test_malformed_records(shape, offhook, seaweed, bucket):
    bare = shape == "bare array"
    tamper, expected, archived = tamper_records("/query" if bare else "/results")
    mode = {"OFFHOOK_SOURCE_MODE": "query" if bare else "job"}
    with running_sim(*ORG, *(["--bare-array"] if bare else [])) as sim:
        with running_tampering(sim, tamper) as tampering:
            offhook.environment = settings(tampering, seaweed, bucket) | mode
            first = offhook(*RUN)
            assert first.code == 3, first
            archive = read(offhook, seaweed, bucket)
            assert quarantined(archive, "conversations") == expected
            assert len(expected) == 9 and len(archived) == 21
            assert ids(archive) == archived
            status = offhook("status", "--quarantine")
            for name, reason in expected.items():
                assert f"conversations {name}: {reason}" in status.stdout, status
            before = listing(seaweed, bucket)
            second = offhook(*RUN)
            assert second.code == 3, second
            assert listing(seaweed, bucket) == before
            check_nothing_leaked(offhook, archive, first, second, status)

        third = offhook(*RUN, **sim.environment)
        assert third.code in (0, 3) if bare else third.code == 0, third
        archive = read(offhook, seaweed, bucket)
        assert quarantined(archive, "conversations") == {}
        assert len(ids(archive)) == 30
        if not bare:
            assert ids(archive) == {one["conversationId"] for one in GenesysSource(sim).conversations(INTERVAL)}


def transcript(**changed) -> Callable[[dict], bytes]:
    return lambda document: but(document, **changed)


TRANSCRIPTS = {
    "not UTF-8": Malformed(lambda t: spliced(t, b'"note":"caf\xe9"'), "malformed"),
    "a page of HTML": Malformed(lambda t: b"<html>" + CONTENT + b"</html>", "malformed"),
    "nothing": Malformed(lambda t: b"", "malformed"),
    "half of it": Malformed(lambda t: spliced(t, b'"note":1')[:-400], "malformed"),
    "a list": Malformed(lambda t: b"[" + json.dumps(t).encode() + b"]", "not_object"),
    "absurd nesting": Malformed(lambda t: spliced(t, b'"note":' + deep(100_000)), "malformed"),
    "a reserved member": Malformed(lambda t: spliced(t, b'"_offhook":{}'), "reserved_member"),
    "a text for transcripts": Malformed(transcript(transcripts=CONTENT.decode())),
    "numbers for phrases": Malformed(transcript(transcripts=[14155550132, {"phrases": [14155550132, {"text": 7}]}])),
}


def test_malformed_transcripts(offhook, seaweed, bucket):
    """A bad transcript does not hold back its conversation."""
    chosen: dict[str, Malformed] = {}  # path to what becomes of it
    legs: set[str] = set()
    expected: dict[str, str] = {}
    odd: set[str] = set()
    one_at_a_time = threading.Lock()

    def tamper(path: str, body: bytes) -> bytes:
        if not path.startswith("/transcripts/"):
            return body
        document = json.loads(body)
        leg = document["communicationId"]
        with one_at_a_time:  # one a leg, of which there may be several files
            if leg not in legs and len(chosen) < len(TRANSCRIPTS):
                chosen[path] = list(TRANSCRIPTS.values())[len(chosen)]
            legs.add(leg)
        if path not in chosen:
            return body
        kind = chosen[path]
        if kind.reason:
            expected[leg] = kind.reason
        else:
            odd.add(leg)
        return kind.make(document)

    with running_sim(*ORG) as sim:
        with running_tampering(sim, tamper) as tampering:
            offhook.environment = settings(tampering, seaweed, bucket)
            first = offhook(*RUN)
            assert first.code == 3, first
            assert len(expected) == 7 and len(odd) == 2
            archive = read(offhook, seaweed, bucket)
            assert len(ids(archive)) == 30
            assert quarantined(archive, "transcripts") == expected
            stored = {record["_offhook"]["communication"] for record in archive.records("transcripts")}
            assert stored >= odd
            status = offhook("status", "--quarantine")
            for name, reason in expected.items():
                assert f"transcripts {name}: {reason}" in status.stdout, status
            before = listing(seaweed, bucket)
            second = offhook(*RUN)
            assert listing(seaweed, bucket) == before
            check_nothing_leaked(offhook, archive, first, second, status)


PAGES = {
    "HTML": b"<html><body>" + CONTENT + b"</body></html>",
    "nothing": b"",
    "a text": b'"' + CONTENT + b'"',
    "an object for conversations": b'{"conversations":{"note":"' + CONTENT + b'"}}',
    "not UTF-8 beside the records": b'{"conversations":[],"note":"\xff"}',
    "absurd nesting beside the records": b'{"conversations":[],"note":' + deep(100_000) + b"}",
    "cut in a record": b'{"conversations":[{"conversationId":"c","note":"' + CONTENT,
}


@pytest.mark.parametrize("page", PAGES)
def test_a_malformed_page_is_no_page(page, offhook, seaweed, bucket):
    """Not one record of it can be told from another: it is refused, and the run can be resumed."""
    tampers = [True]

    def tamper(path: str, body: bytes) -> bytes:
        return PAGES[page] if path.endswith("/results") and tampers else body

    with running_sim(*ORG) as sim, running_tampering(sim, tamper) as tampering:
        offhook.environment = settings(tampering, seaweed, bucket) | {"OFFHOOK_RETRY_BASE_SECONDS": "0.001"}
        first = offhook(*RUN)
        assert first.code == 75, first
        assert "Contents" not in seaweed.client().list_objects_v2(Bucket=bucket)
        tampers.clear()
        second = offhook(*RUN)
        assert second.code == 0, second
        archive = read(offhook, seaweed, bucket)
        assert len(ids(archive)) == 30
        check_nothing_leaked(offhook, archive, first, second)
