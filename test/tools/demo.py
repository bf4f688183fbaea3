#!/usr/bin/env python3
"""The main job, shown: a day of a simulated organisation into a real S3 server, over TLS.

    demo.py [--conversations N] [--keep DIR]

Starts offhook-sim, SeaweedFS and a webhook receiver; archives the day; shows one real call before and after; reads
the archive back and verifies it; runs once more. Exits with 0 only if all of that is as it should be.
"""

import argparse
import base64
import http.server
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "test/tools"), str(ROOT / "test/e2e")]

from processes import clean_environment, stop  # noqa: E402
from start_seaweed import running_seaweed  # noqa: E402

BUILD = Path(os.environ.get("OFFHOOK_BUILD", ROOT / "build/release"))
BOLD, DIM, PLAIN = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")


def say(text: str) -> None:
    print(f"\n{BOLD}==> {text}{PLAIN}", flush=True)


@contextmanager
def running_sim(arguments: list[str]):
    process = subprocess.Popen([BUILD / "offhook-sim", *arguments], env=clean_environment(), stdout=subprocess.PIPE)
    try:
        yield json.loads(process.stdout.readline())
    finally:
        stop(process)


@contextmanager
def webhook_receiver(received: list):
    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802: the library's name
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/events"
    finally:
        server.shutdown()


class Org:
    """Asks the organisation as any client would, to show a call as the source sends it."""

    def __init__(self, sim: dict):
        self.sim = sim
        credentials = base64.b64encode(f"{sim['client_id']}:{sim['client_secret']}".encode()).decode()
        answer = self.ask(f"{sim['login']}/oauth/token", b"grant_type=client_credentials", f"Basic {credentials}",
                          "application/x-www-form-urlencoded")
        self.bearer = f"Bearer {answer['access_token']}"

    def ask(self, url: str, body: bytes | None = None, authorization: str = "", content_type: str = "application/json"):
        request = urllib.request.Request(url, data=body)
        if authorization:
            request.add_header("Authorization", authorization)
        if body is not None:
            request.add_header("Content-Type", content_type)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)

    def api(self, path: str, body: dict | None = None):
        encoded = None if body is None else json.dumps(body).encode()
        return self.ask(f"{self.sim['api']}/api/v2/{path}", encoded, self.bearer)

    def conversation_of(self, name: str, day: str) -> dict:
        """The conversation whose customer has this name."""
        end = (datetime.fromisoformat(day) + timedelta(days=1)).date()
        job = self.api("analytics/conversations/details/jobs",
                       {"interval": f"{day}T00:00:00.000Z/{end}T00:00:00.000Z"})["jobId"]
        while self.api(f"analytics/conversations/details/jobs/{job}")["state"] != "FULFILLED":
            time.sleep(0.1)
        cursor = ""
        while True:
            page = self.api(f"analytics/conversations/details/jobs/{job}/results?pageSize=1000{cursor}")
            for conversation in page.get("conversations", []):
                if any(p.get("purpose") == "customer" and p.get("participantName") == name
                       for p in conversation["participants"]):
                    return conversation
            cursor = "&cursor=" + urllib.parse.quote(page["cursor"])

    def transcript_of(self, conversation: dict) -> dict:
        session = next(s for p in conversation["participants"] if p["purpose"] == "customer"
                       for s in p["sessions"] if s.get("recording"))
        path = f"speechandtextanalytics/conversations/{conversation['conversationId']}"
        return self.ask(self.api(f"{path}/communications/{session['sessionId']}/transcripturl")["url"])


def phrases(transcript: dict) -> list[tuple[str, str]]:
    return [("agent" if p["participantPurpose"] == "internal" else "caller", p["text"])
            for t in transcript["transcripts"] for p in t["phrases"]]


def show_call(before: dict, after: dict) -> None:
    changed = 0
    for (role, raw), (_, redacted) in zip(phrases(before), phrases(after), strict=True):
        if raw == redacted:
            print(f"  {DIM}{role:>6}  {raw}{PLAIN}")
        else:
            changed += 1
            print(f"  {role:>6}  {BOLD}- {raw}{PLAIN}\n          {BOLD}+ {redacted}{PLAIN}")
    if changed == 0:
        sys.exit("demo: the call came out unredacted")


def offhook(environment: dict, *arguments: str) -> None:
    finished = subprocess.run([BUILD / "offhook", *arguments], env=environment)
    if finished.returncode != 0:
        sys.exit(f"demo: offhook {arguments[0]} ended with {finished.returncode}")


def answer_of(environment: dict, *arguments: str) -> str:
    finished = subprocess.run([BUILD / "offhook", *arguments], env=environment, stdout=subprocess.PIPE, check=False)
    if finished.returncode != 0:
        sys.exit(f"demo: offhook {arguments[0]} ended with {finished.returncode}")
    return finished.stdout.decode()


def main() -> None:
    parser = argparse.ArgumentParser(description="Show the main job, end to end.")
    parser.add_argument("--conversations", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="keep the archive, its state and the logs in this folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="offhook-demo-") as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        demonstrate(folder, arguments.conversations)


def demonstrate(folder: Path, conversations: int) -> None:
    started = time.monotonic()
    day = (datetime.now(timezone.utc) - timedelta(days=1)).date().isoformat()
    next_day = (datetime.fromisoformat(day) + timedelta(days=1)).date().isoformat()
    events: list[dict] = []
    say("starting a simulated Genesys Cloud organisation, SeaweedFS as S3 server, and a webhook receiver")
    with (
        running_sim(["--conversations", str(conversations), "--seed", "1", "--day", day, "--rate-limit", "3000"]) as sim,
        running_seaweed(folder) as seaweed,
        webhook_receiver(events) as webhook,
    ):
        bucket = seaweed.make_bucket(f"offhook-demo-{secrets.token_hex(4)}")
        print(f"  the organisation holds {conversations} conversations of {day}, twelve of them real calls; it announces"
              f" 3,000 requests a minute\n  bucket {bucket} at {seaweed.endpoint}, TLS by a CA of its own, SSE-S3")
        environment = clean_environment(
            GENESYS_API_BASE=sim["api"],
            GENESYS_CLIENT_ID=sim["client_id"],
            GENESYS_CLIENT_SECRET=sim["client_secret"],
            S3_BUCKET=bucket,
            S3_PREFIX="archive",
            AWS_ENDPOINT_URL=seaweed.endpoint,
            AWS_CA_BUNDLE=str(seaweed.ca_file),
            AWS_REGION=seaweed.region,
            AWS_ACCESS_KEY_ID=seaweed.access_key,
            AWS_SECRET_ACCESS_KEY=seaweed.secret_key,
            EVENT_BRIDGE_URL=webhook,
            OFFHOOK_WEBHOOK_SECRET="whsec_" + base64.b64encode(secrets.token_bytes(32)).decode(),
            TOKENIZATION_KEY="hex:" + secrets.token_hex(32),
            OFFHOOK_STATE_DIR=str(folder / "state"),
            OFFHOOK_ORG="demo",
        )
        interval = ["--from", day, "--to", next_day]

        say(f"offhook run --from {day} --to {next_day}")
        offhook(environment, "run", *interval)

        org = Org(sim)
        conversation = org.conversation_of("John Garcia", day)
        say(f"one real call, {conversation['conversationId']}: as the source sends it (-), as it is archived (+)")
        lines = answer_of(environment, "get", conversation["conversationId"], "--transcripts").splitlines()
        archived = [json.loads(line) for line in lines]
        show_call(org.transcript_of(conversation), next(record for record in archived if "transcripts" in record))

        say("offhook verify: everything read back from the bucket")
        offhook(environment, "verify")

        say("once more: nothing is new, so nothing is uploaded")
        objects = sorted(item["Key"] for page in seaweed.client().get_paginator("list_objects_v2").paginate(Bucket=bucket)
                         for item in page["Contents"])
        again = json.loads(answer_of(environment, "run", *interval, "--json").splitlines()[-1])
        after = sorted(item["Key"] for page in seaweed.client().get_paginator("list_objects_v2").paginate(Bucket=bucket)
                       for item in page["Contents"])
        print(f"  {again['conversations']['unchanged']} conversations unchanged, {again['stored_bytes']} bytes uploaded")
        if again["stored_bytes"] or objects != after:
            sys.exit("demo: the second run uploaded something")
        if [event["type"] for event in events] != ["archive.completed"]:
            sys.exit(f"demo: expected one completion event, got {len(events)}")
        print(f"  one completion event received: {events[0]['data']['manifest']}")
    say(f"done in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
