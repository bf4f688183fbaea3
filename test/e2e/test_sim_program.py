"""offhook-sim as a program: its options, its line, its end."""

import base64
import json
import ssl
import subprocess
import urllib.error
import urllib.request

import pytest

from certificates import make_certificates
from processes import clean_environment
from programs import BUILD, running_sim
from test_sim_samples import ANALYTICS, DAY, Client

ORG = ("--conversations", "60", "--day", "2026-03-10", "--seed", "7", "--job-time", "0")


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([BUILD / "offhook-sim", *arguments], env=clean_environment(), stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60)  # fmt: skip


def test_the_answer_key_names_what_is_in_the_transcripts(tmp_path):
    key = tmp_path / "key.ndjson"
    with running_sim(*ORG, "--answer-key", str(key), "--rate-limit", "3000") as sim:
        planted: dict[str, list[dict]] = {}
        for line in key.read_text().splitlines():
            entry = json.loads(line)
            assert entry.keys() == {"conversationId", "kind", "value", "forms", "place"}
            planted.setdefault(entry["conversationId"], []).append(entry)
        client = Client(sim)
        page = client("GET", client.job() + "/results")
        for conversation in page["conversations"]:
            text = json.dumps(conversation, ensure_ascii=False)
            for entry in planted[conversation["conversationId"]]:
                if entry["place"].startswith("participants.sessions"):
                    assert any(form in text for form in entry["forms"]), entry


@pytest.mark.sim(*ORG, "--bare-array")
def test_the_bare_array_is_complete(sim):
    array = Client(sim)("POST", ANALYTICS + "/query", {"interval": DAY})
    assert len(array) == 60
    assert all(isinstance(line, str) for conversation in array for line in conversation["transcripts"])


def test_faults_strike_as_their_script_says(tmp_path):
    script = tmp_path / "faults.json"
    script.write_text('{"faults":[{"endpoint":"GET /api/v2/organizations/me","from":2,"fault":"status","status":502}]}')
    with running_sim(*ORG, "--faults", str(script)) as sim:
        client = Client(sim)
        client("GET", "/api/v2/organizations/me")
        with pytest.raises(urllib.error.HTTPError) as gateway:
            client("GET", "/api/v2/organizations/me")
        assert gateway.value.status == 502
        client("GET", "/api/v2/organizations/me")


def test_it_serves_over_tls(tmp_path):
    made = make_certificates(tmp_path)
    with running_sim(*ORG, "--tls-cert", str(made.leaf), "--tls-key", str(made.key)) as sim:
        assert sim.api.startswith("https://") and sim.media.startswith("https://")
        credential = base64.b64encode(f"{sim.client_id}:{sim.client_secret}".encode()).decode()
        request = urllib.request.Request(
            sim.login + "/oauth/token", b"grant_type=client_credentials", {"Authorization": "Basic " + credential}
        )
        trust = ssl.create_default_context(cafile=made.ca)
        assert urllib.request.urlopen(request, timeout=30, context=trust).status == 200


def test_a_bad_script_is_named(tmp_path):
    script = tmp_path / "faults.json"
    script.write_text('{"faults":[{"endpoint":"GET /x","fault":"explode"}]}')
    finished = run("--faults", str(script))
    assert finished.returncode == 1
    assert b"fault 1 of the script" in finished.stderr


def test_a_bad_option_is_2_and_help_is_0():
    assert run("--no-such-option").returncode == 2
    assert run("--tls-cert", "/dev/null").returncode == 2
    assert b"--answer-key" in run("--help").stdout
