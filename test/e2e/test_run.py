"""The main job: a day of an organisation into S3 over TLS, then everything about the result."""

import json
import re
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

import tokens
from archive_reader import Archive, sha256_hex
from genesys_source import GenesysSource
from planted import MISHEARD, Search
from programs import ROOT, Finished, Offhook, running_sim, s3_environment
from webhook_receiver import WebhookReceiver, running_webhook

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
INTERVAL = f"{DAY}T00:00:00.000Z/{NEXT_DAY}T00:00:00.000Z"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)
TOKEN_KEY = "an end-to-end test's token key, long enough"
PREFIX = "cold/archive"


@dataclass
class Archived:
    offhook: Offhook
    first: Finished
    archive: Archive
    webhook: WebhookReceiver
    answer_key: list[dict]
    raw: dict[str, bytes]  # each conversation with its transcripts, as the source has them
    bucket: str
    client: object

    def conversations_of(self, dataset: str) -> set[str]:
        return {record["_offhook"]["id"] for record in self.archive.records(dataset)}


@pytest.fixture(scope="module")
def archived(seaweed, tmp_path_factory):
    """A day of 60 conversations, the twelve real calls among them, after one run."""
    folder = tmp_path_factory.mktemp("run")
    key_file = folder / "answer-key.ndjson"
    bucket = seaweed.make_bucket("main-job")
    plan = ("--conversations", "60", "--day", DAY, "--rate-limit", "30000", "--answer-key", str(key_file))
    with running_sim(*plan) as sim, running_webhook() as webhook:
        environment = sim.environment | s3_environment(seaweed, bucket, PREFIX) | {
            "TOKENIZATION_KEY": TOKEN_KEY,
            "EVENT_BRIDGE_URL": webhook.url,
            "OFFHOOK_WEBHOOK_SECRET": webhook.secret,
            "OFFHOOK_ORG": "acme",
        }  # fmt: skip
        offhook = Offhook(folder / "state", environment)
        first = offhook(*RUN)
        assert first.code == 0, first
        source = GenesysSource(sim)
        raw = {
            conversation["conversationId"]: b"\n".join(
                [json.dumps(conversation, ensure_ascii=False).encode(), *source.transcripts(conversation)]
            )
            for conversation in source.conversations(INTERVAL)
        }
        yield Archived(
            offhook=offhook,
            first=first,
            archive=Archive(seaweed.client(), bucket, PREFIX),
            webhook=webhook,
            answer_key=[json.loads(line) for line in key_file.read_text().splitlines()],
            raw=raw,
            bucket=bucket,
            client=seaweed.client(),
        )


def test_every_digest_count_and_signature_holds(archived):
    public_key = load_pem_public_key((archived.offhook.state / "signing-key.pub.pem").read_bytes())
    archived.archive.check(public_key)


def test_every_conversation_of_the_source_is_there_once(archived):
    ids = [record["_offhook"]["id"] for record in archived.archive.records("conversations")]
    assert sorted(ids) == sorted(archived.raw)


def test_fields_that_name_nobody_are_unchanged(archived):
    stored = {record["conversationId"]: record for record in archived.archive.records("conversations")}
    for conversation_id, raw in archived.raw.items():
        source = json.loads(raw.split(b"\n")[0])
        record = stored[conversation_id]
        for name in ("conversationStart", "conversationEnd", "originatingDirection", "divisionIds"):
            assert record.get(name) == source.get(name)
        assert [p["participantId"] for p in record["participants"]] == [p["participantId"] for p in source["participants"]]


# ---- Nothing unredacted leaves the process ----


def places_of_the_run(archived) -> dict[str, bytes]:
    """Everything that the run left anywhere: bucket, state folder, what it said, events."""
    places = dict(archived.archive.plain_files())
    places |= {str(path): path.read_bytes() for path in archived.offhook.state.rglob("*") if path.is_file()}
    places["stdout"] = archived.first.stdout.encode()
    places["stderr"] = archived.first.stderr.encode()
    places |= {f"event {n}": delivery.body for n, delivery in enumerate(archived.webhook.deliveries)}
    return places


def real_calls(archived) -> set[str]:
    """Ids of the conversations that are real telephone calls: their transcripts say what the calls say."""
    calls = [json.loads(line) for line in (ROOT / "test/data/harper-valley/calls.ndjson").read_text().splitlines()]
    ids = set()
    for call in calls:
        sentences = sorted((segment["asr"] for segment in call["segments"]), key=len)[-3:]
        ids |= {id_ for id_, raw in archived.raw.items() if all(text.encode() in raw for text in sentences)}
    assert len(ids) == len(calls) == 12
    return ids


@pytest.fixture(scope="module")
def search(archived) -> Search:
    lines = {id_: b"\n".join(texts) for id_, texts in archived.archive.lines_by_conversation().items()}
    return Search(lines, archived.answer_key)


def test_the_search_finds_what_is_planted_in_the_source(archived):
    """The control of the test below: the same search over the source's own bytes."""
    search = Search(archived.raw, archived.answer_key)
    assert len(search.planted) > 200
    assert len(search.found()) / len(search.planted) >= 0.99


def test_no_conversation_holds_what_was_planted_in_it(archived, search):
    assert {entry["conversationId"] for entry in search.planted} >= real_calls(archived)
    assert search.left() == []


def test_no_value_of_a_real_call_is_anywhere(archived):
    calls = real_calls(archived)
    forms = {
        form
        for entry in archived.answer_key
        for form in entry["forms"]
        if entry["conversationId"] in calls and entry["value"] not in MISHEARD
        and (entry["kind"] == "PHONE" and len(form) >= 9 or entry["kind"] == "PERSON" and len(form.split()) >= 2)
    }
    everything = b"\n".join(archived.raw.values()).lower()
    assert sum(form.lower().encode() in everything for form in forms) >= 24  # so the search can find
    for place, content in places_of_the_run(archived).items():
        found = [form for form in forms if form.lower().encode() in content.lower()]
        assert not found, f"{len(found)} values of real calls in {place}"


def test_no_secret_is_anywhere(archived):
    environment = archived.offhook.environment
    secrets = {environment[name].encode() for name in (
        "TOKENIZATION_KEY", "AWS_SECRET_ACCESS_KEY", "GENESYS_CLIENT_SECRET", "OFFHOOK_WEBHOOK_SECRET")}  # fmt: skip
    for place, content in places_of_the_run(archived).items():
        assert not any(secret in content for secret in secrets), place


def test_no_unkeyed_digest_of_source_bytes_is_anywhere(archived):
    transcripts = [part for raw in archived.raw.values() for part in raw.split(b"\n")[1:]]
    digests = {sha256_hex(part).encode() for part in transcripts}
    assert digests
    for place, content in places_of_the_run(archived).items():
        assert not any(digest in content for digest in digests), place


# ---- Tokens ----


def test_one_value_is_one_token_in_metadata_and_transcript(archived):
    """Computed here from the documents: what the source calls +1… is PHONE-… wherever it stood.

    Only numbers written with their country's code somewhere: without it, whose number it is depends on the policy.
    """
    lines = {id_: b"\n".join(texts) for id_, texts in archived.archive.lines_by_conversation().items()}
    checked = 0
    for entry in archived.answer_key:
        number = entry["value"]
        if entry["kind"] == "PHONE" and number.startswith("+") and any(f.endswith(number) for f in entry["forms"]):
            token = tokens.token(TOKEN_KEY.encode(), "PHONE", number)
            assert token.encode() in lines[entry["conversationId"]], (entry["conversationId"], entry["place"])
            checked += 1
    assert checked > 50


def test_a_number_dictated_over_three_sentences_is_one_token(archived):
    """A real caller says "seven one five", "one three nine", "zero seven eight seven"."""
    token = tokens.token(TOKEN_KEY.encode(), "PHONE", "+17151390787").encode()
    holding = [id_ for id_, lines in archived.archive.lines_by_conversation().items() if token in b"\n".join(lines)]
    assert len(holding) == 1
    assert b"seven one five" in archived.raw[holding[0]] and b"715" not in archived.raw[holding[0]].split(b"\n")[0]


def test_the_callers_number_is_the_same_token_in_both_datasets(archived):
    """Some callers' numbers stand in the record (ani) and in the transcript: their tokens must meet."""
    phone = re.compile(rb"PHONE-[0-9a-f]{16}")
    met = 0
    for lines in archived.archive.lines_by_conversation().values():
        by_dataset = {}
        for line in lines:
            dataset = "transcript" if "communication" in json.loads(line)["_offhook"] else "conversation"
            by_dataset.setdefault(dataset, set()).update(phone.findall(line))
        met += bool(by_dataset.get("conversation", set()) & by_dataset.get("transcript", set()))
    assert met >= 12


# ---- Events ----


def test_one_event_a_manifest_with_a_stable_id(archived):
    manifests = archived.archive.manifests
    events = [delivery.event for delivery in archived.webhook.accepted]
    assert len(events) == len(manifests) == len(archived.webhook.deliveries)
    by_id = {event["id"]: event for event in events}
    for manifest in manifests:
        uri = f"s3://{archived.bucket}/{manifest.key}"
        event = by_id[str(uuid.uuid5(uuid.NAMESPACE_URL, uri))]
        assert (event["specversion"], event["type"]) == ("1.0", "archive.completed")
        assert event["data"]["event"] == "archive.completed"
        assert event["data"]["manifest"] == uri
        assert event["data"]["audit"]["checksum"].endswith(sha256_hex(manifest.data))
        assert event["data"]["metrics"]["bytes_transferred"] > 0


# ---- Again ----


def test_verify_agrees(archived):
    finished = archived.offhook("verify")
    assert finished.code == 0, finished


def test_a_second_run_uploads_nothing(archived):
    def listing():
        pages = archived.client.get_paginator("list_objects_v2").paginate(Bucket=archived.bucket)
        return [(e["Key"], e["ETag"], e["LastModified"]) for page in pages for e in page["Contents"]]

    before, events = listing(), len(archived.webhook.deliveries)
    second = archived.offhook(*RUN)
    assert second.code == 0, second
    assert listing() == before
    assert len(archived.webhook.deliveries) == events
    uploads = archived.client.list_multipart_uploads(Bucket=archived.bucket)
    assert uploads.get("Uploads", []) == []


def test_the_state_folder_is_the_owners_alone(archived):
    for path in [archived.offhook.state, *archived.offhook.state.rglob("*")]:
        public = Path(path).name.endswith(".pub.pem")
        assert public or path.stat().st_mode & 0o077 == 0, path
