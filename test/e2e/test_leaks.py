"""`offhook verify --leaks`: what was stored in clear is found, and nothing is found in what was redacted."""

import json

import pytest

from programs import Offhook, running_sim
from test_nothing_unredacted import ALL_KINDS


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("leaks")
    with running_sim("--conversations", "60", "--day", "2026-11-20", "--rate-limit", "30000") as sim:
        yield folder, sim


def archive(source, name: str, **settings) -> Offhook:
    folder, sim = source
    offhook = Offhook(folder / f"{name}-state", sim.environment | {
        "TOKENIZATION_KEY": "a token key to look for leaks with",
        "OFFHOOK_TARGET": f"file://{folder}/{name}-archive",
        "OFFHOOK_ORG": "acme",
    })  # fmt: skip
    run = offhook("run", "--from", "2026-11-20", "--to", "2026-11-21", **settings)
    assert run.code == 0, run
    return offhook


def test_an_archive_has_none(source):
    verified = archive(source, "redacted")("verify", "--leaks")
    assert verified.code == 0, verified


def test_what_was_stored_in_clear_is_named_by_line_id_and_kind(source):
    folder, _ = source
    policy = folder / "nothing.toml"
    policy.write_text("version = 1\n[kinds]\n" + "".join(f"{kind} = false\n" for kind in ALL_KINDS))
    offhook = archive(source, "clear", OFFHOOK_REDACT_POLICY=str(policy))
    assert offhook("verify").code == 0
    verified = offhook("verify", "--leaks", "--json")
    assert verified.code == 7, verified
    findings = json.loads(verified.stdout)["findings"]
    assert {finding["code"] for finding in findings} == {"record.leak"}
    assert len(findings) >= 60, findings
    assert any("PERSON" in finding["detail"] and "PHONE" in finding["detail"] for finding in findings)
    # With the policy that wrote it there is nothing to find.
    assert offhook("verify", "--leaks", OFFHOOK_REDACT_POLICY=str(policy)).code == 0
