"""A bare array of conversations with their transcripts inline: each element is one record, archived as one line."""

import json
import subprocess

import pytest

from archive_reader import Archive
from planted import Search
from processes import clean_environment
from programs import BUILD, running_sim, s3_environment

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
TOKEN_KEY = "an end-to-end test's token key, long enough"


def test_transcripts_stay_in_their_conversations_line_redacted(offhook, seaweed, bucket, tmp_path):
    key_file = tmp_path / "answer-key.ndjson"
    with running_sim("--conversations", "40", "--day", DAY, "--bare-array", "--answer-key", str(key_file)) as sim:
        offhook.environment = sim.environment | s3_environment(seaweed, bucket) | {
            "TOKENIZATION_KEY": TOKEN_KEY, "OFFHOOK_ORG": "acme", "OFFHOOK_SOURCE_MODE": "query"}  # fmt: skip
        finished = offhook("run", "--from", DAY, "--to", NEXT_DAY)
        assert finished.code in (0, 3), finished  # 3: nothing else is to be had for some legs yet
    archive = Archive(seaweed.client(), bucket)
    records = archive.records("conversations")
    assert len(records) == 40
    said = [line for record in records for line in record["transcripts"]]
    assert len(said) > 200 and all(isinstance(line, str) for line in said)
    assert any("PHONE-" in line for line in said)
    lines = {id_: b"\n".join(texts) for id_, texts in archive.lines_by_conversation().items()}
    answer_key = [json.loads(line) for line in key_file.read_text().splitlines()]
    assert Search(lines, answer_key).left() == []


@pytest.mark.parametrize("element", [
    '{"phrases":[{"text":"call me on four one five five five five oh one three two"}]}',
    '{"speaker":"customer","text":"call me on 415-555-0132"}',
    '["call me on 415-555-0132",["or write to dana@example.com"]]',
    "14155550132", "447700900212", '{"415-555-0132":null}', '"{\\"phone\\":\\"415-555-0132\\"}"',
])  # fmt: skip
def test_elements_that_are_no_strings_are_redacted_too(element, offhook):
    record = (f'{{"conversationId":"c-1","transcripts":["hello there",{element},null,true],'
              '"conversationStart":"2026-11-20T10:00:00Z"}')  # fmt: skip
    done = subprocess.run([BUILD / "offhook", "redact"], input=record + "\n", text=True, capture_output=True, check=False,
                          env=clean_environment(TOKENIZATION_KEY=TOKEN_KEY))  # fmt: skip
    assert done.returncode == 0, done.stderr
    before, after = json.loads(record), json.loads(done.stdout)
    assert "PHONE-" in done.stdout
    for left in ("0132", "900212", "oh one three two", "dana@"):
        assert left not in done.stdout
    assert len(after["transcripts"]) == len(before["transcripts"])
    assert [after["transcripts"][n] for n in (0, -2, -1)] == ["hello there", None, True]
