"""`offhook run --sample N --no-upload`: what redaction finds, shown without a word of it, and stored nowhere."""

import json

import pytest

from planted import Search
from programs import running_sim

SAMPLE = ("run", "--from", "2026-11-20", "--to", "2026-11-21", "--sample", "20", "--no-upload")


@pytest.fixture
def org(offhook, tmp_path):
    """The program with an organisation's settings, a folder to archive into, and what is planted."""
    key_file = tmp_path / "answer-key.ndjson"
    plan = ("--conversations", "40", "--day", "2026-11-20", "--rate-limit", "3000", "--answer-key", str(key_file))
    with running_sim(*plan) as sim:
        offhook.environment = sim.environment | {
            "TOKENIZATION_KEY": "a sample's token key, which is long enough",
            "OFFHOOK_TARGET": f"file://{tmp_path}/archive",
        }
        yield offhook, [json.loads(line) for line in key_file.read_text().splitlines()]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_findings_are_shown_by_kind_and_field_and_none_by_content(org, tmp_path, form):
    offhook, answer_key = org
    said = offhook(*SAMPLE, *form)
    assert said.code == 0, said
    for words in ("PERSON", "PHONE", "participants[].sessions[].ani", "transcripts[].phrases[].text", "20"):
        assert words in said.stdout, said
    # Everything planted anywhere must not be in what was said.
    everything = (said.stdout + said.stderr).encode()
    ids = {entry["conversationId"] for entry in answer_key}
    search = Search({id_: everything for id_ in ids}, answer_key)
    assert len(search.planted) > 100 and search.found() == []


def test_nothing_is_stored(org, tmp_path):
    offhook, _ = org
    said = offhook(*SAMPLE)
    assert said.code == 0, said
    assert not (tmp_path / "archive").exists() or not any((tmp_path / "archive").rglob("*"))
    assert {path.name.split("-")[0] for path in offhook.state.rglob("*")} == {"requests.sqlite"}


def test_counts_what_was_asked_for(org):
    offhook, _ = org
    counts = json.loads(offhook(*SAMPLE[:-2], "3", "--no-upload", "--json").stdout)
    assert counts["conversations"] == 3
    assert all(set(finding) == {"kind", "document", "field", "count"} for finding in counts["findings"])


@pytest.mark.parametrize("flags", [("--sample", "5"), ("--no-upload",)])
def test_one_goes_with_the_other(offhook, flags):
    said = offhook("run", *flags)
    assert said.code == 2 and "--no-upload" in said.stderr and "--sample" in said.stderr, said
