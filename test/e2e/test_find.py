"""`offhook find`: the conversations that hold a value, in whatever spelling it is given."""

import json
import subprocess

import pytest

from processes import clean_environment
from programs import BUILD, Offhook, running_sim


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    folder = tmp_path_factory.mktemp("find")
    key_file = folder / "answer-key.ndjson"
    plan = ("--conversations", "40", "--day", "2026-11-20", "--rate-limit", "30000", "--answer-key", str(key_file))
    with running_sim(*plan) as sim:
        offhook = Offhook(folder / "state", sim.environment | {
            "TOKENIZATION_KEY": "a token key to find things with, long enough",
            "OFFHOOK_TARGET": f"file://{folder}/archive",
            "OFFHOOK_ORG": "acme",
        })  # fmt: skip
        run = offhook("run", "--from", "2026-11-20", "--to", "2026-11-21")
        assert run.code == 0, run
        yield offhook, [json.loads(line) for line in key_file.read_text().splitlines()]


def found_by(offhook: Offhook, *arguments: str) -> list[dict]:
    said = offhook("find", *arguments)
    assert said.code == 0, said
    return [json.loads(line) for line in said.stdout.splitlines()]


def planted(answer_key: list[dict], kind: str, has: str) -> dict:
    """The first value of this kind with this in it, as somebody wrote it."""
    return next(entry for entry in answer_key if entry["kind"] == kind and has in entry["value"])


def test_a_phone_number_is_found_in_any_spelling(archived):
    offhook, answer_key = archived
    entry = planted(answer_key, "PHONE", "+1")
    digits = "".join(c for c in entry["value"] if c.isdigit())[-10:]
    spellings = {f"+1{digits}", digits, f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"}
    answers = [found_by(offhook, "--phone", spelling) for spelling in spellings]
    assert all(answer == answers[0] for answer in answers)
    assert entry["conversationId"] in {record["conversation"] for record in answers[0]}


def test_a_value_can_come_from_standard_input(archived):
    offhook, answer_key = archived
    entry = planted(answer_key, "EMAIL", "@")
    process = subprocess.run(
        [BUILD / "offhook", "find", "--email", "-"],
        input=entry["value"].encode() + b"\r\n",
        env=clean_environment(OFFHOOK_STATE_DIR=str(offhook.state), **offhook.environment),
        cwd=offhook.state.parent,
        capture_output=True,
        check=True,
    )
    found = [json.loads(line) for line in process.stdout.splitlines()]
    assert entry["conversationId"] in {record["conversation"] for record in found}
    assert entry["value"].encode() not in process.stdout + process.stderr


def test_what_nobody_said_is_nowhere(archived):
    offhook, _ = archived
    said = offhook("find", "--card", "4111 1111 1111 1111")
    assert said.code == 0 and said.stdout == "" and "0 records" in said.stderr, said


@pytest.mark.parametrize("arguments", [(), ("--phone", "1", "--email", "b"), ("--phone", "--")])
def test_one_value_at_a_time(offhook, arguments):
    assert offhook("find", *arguments, TOKENIZATION_KEY="k" * 32).code == 2
