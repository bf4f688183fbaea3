"""Each kind of bad value is refused before anything is asked of anybody: the message names the setting, where the value
came from, and what is allowed; the exit code is 2; no secret is shown."""

import re
import subprocess

import pytest

from processes import clean_environment
from programs import BUILD, Offhook

RUN = ("run", "--from", "2026-11-20", "--to", "2026-11-21")
KEY = "an end-to-end test's token key, long enough"
SECRET = "never-to-be-shown-0123456789"


@pytest.fixture
def run(offhook: Offhook, tmp_path):
    """Everything is right but what is changed. Nobody serves at the source's address: nobody is to be asked."""
    offhook.environment = {
        "GENESYS_API_BASE": "http://127.0.0.1:1", "GENESYS_CLIENT_ID": "x", "GENESYS_CLIENT_SECRET": SECRET,
        "TOKENIZATION_KEY": KEY, "OFFHOOK_TARGET": f"file://{tmp_path}/archive", "OFFHOOK_ORG": "acme", "OFFHOOK_RETRY_TRIES": "0",
    }  # fmt: skip

    def run(*arguments: str, **changed: str | None):
        finished = offhook(*RUN, *arguments, **changed)
        assert finished.code == 2, finished
        assert SECRET not in finished.stdout + finished.stderr
        assert KEY not in finished.stdout + finished.stderr
        assert not list((tmp_path / "archive").rglob("*.json"))
        return finished.stderr

    return run


# Setting, value, and what the message must say of what is allowed.
VALUES = [
    ("run.workers", "many", "whole number"),
    ("run.workers", "-1", "whole number"),
    ("run.workers", "1000", "at most 256"),
    ("source.page_size", "0", "at least 1"),
    ("archive.zstd_level", "20", "at most 19"),
    ("spool.max_bytes", "1", "at least 1048576"),
    ("timeout.idle_seconds", "soon", "number"),
    ("timeout.idle_seconds", "nan", "number"),
    ("retry.base_seconds", "0", "at least 0.001"),
    ("connection.allow_http", "yes", "true nor false"),
    ("source.mode", "jobs", "job|query"),
    ("filters.direction", "sideways", "inbound|outbound"),
    ("filters.conversation", "{not json", "JSON array"),
    ("filters.segment", '{"type":"and"}', "JSON array"),
    ("run.time_zone", "Europe/Atlantis", "Europe/Berlin"),
    ("genesys.api_base", "api.mypurecloud.de", "https://"),
    ("genesys.login_base", "ftp://login", "https"),
    ("target.url", "gs://bucket/prefix", "s3://bucket/prefix or file:///folder"),
    ("target.url", "file://folder", "file:///folder"),
    ("target.url", "s3://", "s3://bucket/prefix"),
    ("redact.policy", "/nowhere/policy.toml", "/nowhere/policy.toml"),
    ("redact.token_key_file", "/nowhere/key", "/nowhere/key"),
    ("sign.key_file", "/nowhere/key.pem", "/nowhere/key.pem"),
    ("event.webhook_url", "not a url", "http"),
    ("event.webhook_url", "http://example.com/events", "allow_http"),
    ("event.webhook_url", "https://169.254.169.254/events", "metadata"),
    ("genesys.client_cert_file", "/tmp/cert.pem", "genesys.client_key_file"),
    ("run.metrics", "here", "127.0.0.1:9464"),
    ("org.name", "Acme & Co", "a-z, 0-9"),
]  # fmt: skip
# With these a bucket is the target.
OF_S3 = [
    ("s3.addressing", "wherever", "path|virtual|auto"),
    ("s3.encryption", "rot13", "AES256|aws:kms|aws:kms:dsse"),
    ("s3.tags", "owner", "name=value"),
    ("s3.lock_mode", "FOREVER", "GOVERNANCE|COMPLIANCE"),
    ("s3.lock_days", "4000000000", "large"),
    ("s3.endpoint", "storage.example.com", "https://host"),
    ("gate.profile", "lax", "standard|strict|custom"),
    ("gate.demands", "versioning=please", "require, warn or off"),
    ("gate.lock_mode", "FOREVER", "GOVERNANCE, COMPLIANCE"),
]


def variable(key: str) -> str:
    return "OFFHOOK_" + key.upper().replace(".", "_")


@pytest.mark.parametrize("key, value, allowed", VALUES + OF_S3, ids=[f"{key}={value}" for key, value, _ in VALUES + OF_S3])
def test_a_value_that_cannot_be(run, key, value, allowed):
    target = {"OFFHOOK_TARGET": "s3://bucket/prefix"} if (key, value, allowed) in OF_S3 else {}
    names = {"target.url": "OFFHOOK_TARGET", "org.name": "OFFHOOK_ORG", "genesys.api_base": "GENESYS_API_BASE"}
    name = names.get(key, variable(key))
    own = {"redact.token_key_file": {"TOKENIZATION_KEY": None}}.get(key, {})
    error = run(**target | own | {name: value})
    assert key in error, error
    assert name in error, error
    assert allowed in error, error


@pytest.mark.parametrize("name, value, said", [
    ("TOKENIZATION_KEY", "hex:abc", "hex"),
    ("TOKENIZATION_KEY", "base64:****", "base64"),
    ("TOKENIZATION_KEY", "short", "32"),
    ("OFFHOOK_WEBHOOK_SECRET", "whsec_****", "whsec_"),
])  # fmt: skip
def test_a_secret_that_cannot_be(run, name, value, said):
    error = run(**{name: value, "EVENT_BRIDGE_URL": "http://127.0.0.1:1/events"})
    assert said in error
    assert value not in error


@pytest.mark.parametrize("arguments, said", [
    (["--last", "7d"], "--last and --from/--to"),
    (["--run-workers", "many"], "flag --run-workers"),
    (["--no-such-flag"], "--no-such-flag"),
    (["--genesys-client-secret", "x"], "--genesys-client-secret"),
    (["--config", "/nowhere/offhook.toml"], "/nowhere/offhook.toml"),
])  # fmt: skip
def test_a_flag_that_cannot_be(run, arguments, said):
    assert said in run(*arguments)


@pytest.mark.parametrize("interval, said", [
    (("--last", "soon"), "--last is a number of days or hours"),
    (("--from", "yesterday"), "--from"),
    (("--from", "2026-11-20T10:00:00"), "--from"),
    (("--from", "2026-02-30"), "--from"),
    (("--from", "2026-11-21", "--to", "2026-11-20"), "--from must be before --to"),
])  # fmt: skip
def test_an_interval_that_cannot_be(offhook, interval, said):
    finished = offhook("run", *interval, TOKENIZATION_KEY=KEY)
    assert finished.code == 2, finished
    assert said in finished.stderr


@pytest.mark.parametrize("text, said", [
    ("[run\nworkers = 1\n", ":1:"),
    ("workers = 1\n", ":1: 'workers' stands outside a section"),
    ("[run]\n\nworkerz = 1\n", ":3: unknown key 'run.workerz'"),
    ("[run]\nworkers = [1]\n", ":2: 'run.workers' must be"),
    ("[filters]\nqueue = [1]\n", ":2: 'filters.queue' must be"),
    ("[run]\nworkers = 1000\n", "run.workers (file {file}:2) must be at most 256"),
    ("[org.other]\n[org.another]\n", "[org.acme]"),
    ("[genesys]\nclient_secret = 'never-to-be-shown-0123456789'\n", "chmod 600"),
])  # fmt: skip
def test_a_file_that_cannot_be(run, tmp_path, text, said):
    file = tmp_path / "offhook.toml"
    file.write_text(text)
    file.chmod(0o644)
    error = run("--config", str(file), GENESYS_CLIENT_SECRET=None)
    assert said.replace("{file}", str(file)) in error or f"{file}{said}" in error, error


def test_a_key_file_that_others_may_read(run, tmp_path):
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(0o644)
    error = run(TOKENIZATION_KEY=None, OFFHOOK_REDACT_TOKEN_KEY_FILE=str(file))
    assert str(file) in error and "chmod 600" in error and "redact.token_key_file" in error


def test_a_signing_key_that_is_none(run, tmp_path):
    file = tmp_path / "key.pem"
    file.write_text("-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n")
    file.chmod(0o600)
    assert "sign.key_file" in run(OFFHOOK_SIGNING_KEY_FILE=str(file))


@pytest.mark.parametrize("source", ["detect = 1\n", "[fields\n", "[fields]\n'/a' = 'obfuscate'\n"])
def test_a_policy_that_cannot_be(run, tmp_path, source):
    file = tmp_path / "policy.toml"
    file.write_text(source)
    assert str(file) in run(OFFHOOK_REDACT_POLICY=str(file))


def test_every_setting_is_refused_at_least_once_when_it_is_nonsense():
    """Of those that are numbers, switches or choices, whatever the tests above name."""
    shown = subprocess.run([BUILD / "offhook", "config"], env=clean_environment(), text=True, check=True,
                           capture_output=True, cwd="/").stdout  # fmt: skip
    for key, value in re.findall(r"^([a-z0-9_]+\.[a-z0-9_]+) +(\S+) +# default", shown, re.MULTILINE):
        if re.fullmatch(r"[\d.]+|true|false", value):
            done = subprocess.run([BUILD / "offhook", "config"], env=clean_environment(**{variable(key): "nonsense"}),
                                  text=True, check=False, capture_output=True, cwd="/")  # fmt: skip
            assert done.returncode == 2 and key in done.stderr and variable(key) in done.stderr, (key, done.stderr)
