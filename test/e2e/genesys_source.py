"""Reads an organisation over its public API, as a script of the operator's might: what the archive is held against."""

import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request

from programs import Sim

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _call(method: str, url: str, body: bytes | None = None, **headers: str) -> bytes:
    request = urllib.request.Request(url, body, {k.replace("_", "-"): v for k, v in headers.items()}, method=method)
    with _direct.open(request, timeout=30) as answer:
        return answer.read()


class GenesysSource:
    def __init__(self, sim: Sim):
        self.sim = sim
        pair = base64.b64encode(f"{sim.client_id}:{sim.client_secret}".encode()).decode()
        answer = _call("POST", sim.login + "/oauth/token", b"grant_type=client_credentials",
                       Authorization=f"Basic {pair}", Content_Type="application/x-www-form-urlencoded")  # fmt: skip
        self._bearer = f"Bearer {json.loads(answer)['access_token']}"

    def _api(self, method: str, path: str, document=None):
        body = None if document is None else json.dumps(document).encode()
        return json.loads(_call(method, self.sim.api + path, body,
                                Authorization=self._bearer, Content_Type="application/json"))  # fmt: skip

    def conversations(self, interval: str) -> list[dict]:
        jobs = "/api/v2/analytics/conversations/details/jobs"
        job = self._api("POST", jobs, {"interval": interval})["jobId"]
        while (state := self._api("GET", f"{jobs}/{job}")["state"]) != "FULFILLED":
            assert state in ("QUEUED", "PENDING"), state
            time.sleep(0.02)
        result, cursor = [], ""
        while cursor is not None:
            query = urllib.parse.urlencode({"pageSize": 100} | ({"cursor": cursor} if cursor else {}))
            page = self._api("GET", f"{jobs}/{job}/results?{query}")
            result += page.get("conversations", [])
            cursor = page.get("cursor")
        return result

    def transcripts(self, conversation: dict) -> list[bytes]:
        """Of every leg that has one."""
        result = []
        for leg in {s["sessionId"] for p in conversation["participants"] for s in p.get("sessions", [])}:
            path = f"/api/v2/speechandtextanalytics/conversations/{conversation['conversationId']}/communications/{leg}"
            try:
                result.append(_call("GET", self._api("GET", path + "/transcripturl")["url"]))
            except urllib.error.HTTPError as error:
                assert error.code == 404
        return result
