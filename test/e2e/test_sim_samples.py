"""offhook-sim's answers have every member of the sample answers, in the same places and of the same type."""

import base64
import json
import re
import time
import urllib.error
import urllib.request

import pytest

from programs import ROOT

DAY = "2026-03-10T00:00:00.000Z/2026-03-11T00:00:00.000Z"
ANALYTICS = "/api/v2/analytics/conversations/details"

# Attribute names are written by each organisation's own flows.
FREE = re.compile(r"\.attributes(\..*)?$")


def sample(name: str):
    return json.loads((ROOT / "test" / "data" / "samples" / name).read_text())


def kind_of(value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "date" if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value) else "string"
    return type(value).__name__


def shape(value, where: str = "") -> set[tuple[str, str]]:
    """(path, kind) of everything in it; positions in lists do not count."""
    found = {(where, kind_of(value))}
    if isinstance(value, dict) and not FREE.search(where):
        for name, member in value.items():
            found |= shape(member, f"{where}.{name}")
    elif isinstance(value, list):
        for one in value:
            found |= shape(one, where + "[]")
    return found


class Client:
    def __init__(self, sim):
        self.sim = sim
        credential = base64.b64encode(f"{sim.client_id}:{sim.client_secret}".encode()).decode()
        request = urllib.request.Request(
            sim.login + "/oauth/token", b"grant_type=client_credentials", {"Authorization": "Basic " + credential}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            self.token = json.loads(answer.read())["access_token"]

    def __call__(self, method: str, path: str, body=None):
        request = urllib.request.Request(
            self.sim.api + path,
            None if body is None else json.dumps(body).encode(),
            {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def job(self) -> str:
        job = ANALYTICS + "/jobs/" + self("POST", ANALYTICS + "/jobs", {"interval": DAY})["jobId"]
        while self("GET", job)["state"] in ("QUEUED", "PENDING"):
            time.sleep(0.1)
        return job


ORG = ("--conversations", "400", "--day", "2026-03-10", "--seed", "7", "--job-time", "0")


@pytest.mark.sim(*ORG, "--rate-limit", "3000")
class TestAnswers:
    def test_a_page_of_job_results(self, sim):
        client = Client(sim)
        page = client("GET", client.job() + "/results?pageSize=399")
        assert shape(sample("details-job-results-page.json")) <= shape(page)

    def test_the_status_of_a_job(self, sim):
        client = Client(sim)
        assert shape(sample("details-job-status.json")) == shape(client("GET", client.job()))

    def test_an_answer_of_the_query(self, sim):
        client = Client(sim)
        pages = [
            client("POST", ANALYTICS + "/query", {"interval": DAY, "paging": {"pageSize": 100, "pageNumber": number}})
            for number in (1, 2, 3, 4)
        ]
        together = {"conversations": [c for page in pages for c in page["conversations"]], "totalHits": 400}
        assert shape(sample("details-query-response.json")) <= shape(together)
        assert not any(path.endswith(".attributes") for path, _ in shape(together))

    def test_a_transcript(self, sim):
        client = Client(sim)
        page = client("GET", client.job() + "/results?pageSize=100")
        found = set()
        for conversation in page["conversations"]:
            for session in (s for p in conversation["participants"] for s in p["sessions"] if s.get("recording")):
                leg = f"{conversation['conversationId']}/communications/{session['sessionId']}"
                urls = client("GET", f"/api/v2/speechandtextanalytics/conversations/{leg}/transcripturls")["urls"]
                with urllib.request.urlopen(urls[0]["url"], timeout=30) as answer:
                    found |= shape(json.loads(answer.read()))
        assert shape(sample("transcript-voice.json")) <= found


@pytest.mark.sim(*ORG, "--rate-limit", "1")
def test_an_answer_over_the_limit(sim):
    client = Client(sim)
    client("GET", "/api/v2/organizations/me")
    with pytest.raises(urllib.error.HTTPError) as refused:
        client("GET", "/api/v2/organizations/me")
    body = json.loads(refused.value.read())
    assert shape(sample("error-429.json")) == shape(body)
    assert body["limit"]["value"] == 1
    assert body["contextId"] == refused.value.headers["ININ-Correlation-Id"]
    assert f"[{refused.value.headers['Retry-After']}] seconds" in body["message"]
