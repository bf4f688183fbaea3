"""The official JavaScript SDK reads everything from offhook-sim, and its types name what it is given."""

import json
import os
import re
import subprocess

import pytest

from programs import ROOT
from processes import clean_environment, installed

DAY = "2026-03-10T00:00:00.000Z/2026-03-11T00:00:00.000Z"
PACKAGES = ROOT / "test" / "node_modules"

# Planted on purpose: the platform adds members that no SDK knows yet.
UNKNOWN = {"aiEngagement", "externalContacts", "callerIdentity"}


@pytest.fixture(scope="module")
def types() -> dict[str, dict[str, str]]:
    """Interface name to member name to type, as index.d.ts declares them."""
    text = (PACKAGES / "purecloud-platform-client-v2" / "index.d.ts").read_text()
    found = {}
    for name, body in re.findall(r"export interface (\w+) \{(.*?)\n\t\}", text, re.S):
        found[name] = dict(re.findall(r'"(\w+)"\??: (.*?);', body))
    return found


def is_typed(value, kind: str, types, where: str) -> None:
    """`value` is what the declared type says."""
    kind = kind.removeprefix("Models.")
    if match := re.fullmatch(r"Array<(.*)>", kind):
        assert isinstance(value, list), where
        for position, one in enumerate(value):
            is_typed(one, match[1], types, f"{where}[{position}]")
    elif kind in types:
        unknown = value.keys() - types[kind].keys() - UNKNOWN
        assert not unknown, f"{where}: {kind} does not know {unknown}"
        for name in value.keys() & types[kind].keys():
            is_typed(value[name], types[kind][name], types, f"{where}.{name}")
    elif kind == "string":
        assert isinstance(value, str), where
    elif kind == "boolean":
        assert isinstance(value, bool), where
    elif kind == "number":
        assert isinstance(value, (int, float)) and not isinstance(value, bool), where
    else:
        assert isinstance(value, dict) or kind != "object", f"{where}: {kind}"


@pytest.mark.sim("--conversations", "100", "--day", "2026-03-10", "--seed", "9", "--rate-limit", "1000000", "--job-time", "1")
def test_everything_is_read_and_typed(sim, types):
    org = {"api": sim.api, "client_id": sim.client_id, "client_secret": sim.client_secret}
    finished = subprocess.run(
        [installed("node"), ROOT / "test" / "e2e" / "javascript_sdk.cjs", json.dumps(org), DAY],
        env=clean_environment(NODE_PATH=str(PACKAGES), PATH=os.environ["PATH"]),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr.decode()
    seen = json.loads(finished.stdout)

    assert seen["expires"]
    assert (seen["states"][0], seen["states"][-1]) == ("QUEUED", "FULFILLED")
    assert [len(page) for page in seen["pages"]] == [30, 30, 30, 10]
    records = [record for page in seen["pages"] for record in page]
    assert len({record["conversationId"] for record in records}) == 100
    is_typed(records, "Array<AnalyticsConversation>", types, "job")
    is_typed(seen["queried"], "Array<AnalyticsConversationWithoutAttributes>", types, "query")
    is_typed(seen["organization"], "Organization", types, "organization")

    voice = {r["conversationId"] for r in records if r["participants"][0]["sessions"][0]["mediaType"] == "voice"}
    assert {record["conversationId"] for record in seen["queried"]} == voice
    assert len(seen["transcripts"]) == 10
    assert all(transcript["transcripts"][0]["phrases"] for transcript in seen["transcripts"])
    assert seen["refused"] == 404
