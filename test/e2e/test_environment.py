"""The program with environment variables alone: no file, no flag. Each name that people already have is honoured.

Of the names of the design: HTTPS_PROXY and NO_PROXY are in test_connections.py, AWS_ENDPOINT_URL_EVENTS in
test_event_bridge.py, and the rest of the AWS variables in test/contract/aws_credentials_test.cpp.
"""

import base64
import json
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import boto3
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding, NoEncryption, PrivateFormat, load_pem_public_key)  # fmt: skip

from archive_reader import Archive, decompress
from genesys_source import GenesysSource
from processes import free_ports
from programs import Offhook, running_sim, s3_environment
from test_connections import running_proxy

TOKEN_KEY = "an end-to-end test's token key, long enough"

# The day before the last but twenty-eight, and a source that knows nothing of what came after it: of the last thirty
# days, which a run without a flag takes, two have something to do.
BEGIN = datetime.now(timezone.utc).date() - timedelta(days=29)
ORG = ("--conversations", "12", "--day", str(BEGIN), "--availability-lag", str(28 * 86400), "--rate-limit", "30000",
       "--job-time", "0")  # fmt: skip
RUN = ("run",)


@pytest.fixture
def home(tmp_path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def alone(tmp_path, home):
    """The program with these variables and a HOME, nothing else."""

    def start(*arguments: str, **environment: str | None):
        offhook = Offhook(tmp_path / "unused")
        return offhook(*arguments, seconds=240, OFFHOOK_STATE_DIR=None, HOME=str(home), **environment)

    return start


def archived_ids(records) -> list[str]:
    return sorted(record["_offhook"]["id"] for record in records)


def test_fourteen_variables_are_enough(alone, home, seaweed, bucket, tmp_path):
    log = tmp_path / "events"
    with running_sim(*ORG, "--webhook", "--webhook-log", str(log)) as sim:
        finished = alone(
            *RUN,
            GENESYS_API_BASE=sim.api, GENESYS_CLIENT_ID=sim.client_id, GENESYS_CLIENT_SECRET=sim.client_secret,
            S3_BUCKET=bucket, S3_PREFIX="cold/archive", EVENT_BRIDGE_URL=sim.webhook, TOKENIZATION_KEY=TOKEN_KEY,
            AWS_ENDPOINT_URL=seaweed.endpoint, AWS_CA_BUNDLE=str(seaweed.ca_file), AWS_REGION=seaweed.region,
            AWS_ACCESS_KEY_ID=seaweed.access_key, AWS_SECRET_ACCESS_KEY=seaweed.secret_key,
        )  # fmt: skip
        assert finished.code == 0, finished
        everything = GenesysSource(sim).conversations("2000-01-01T00:00:00.000Z/2100-01-01T00:00:00.000Z")
    state = home / ".local" / "state" / "offhook"
    archive = Archive(seaweed.client(), bucket, "cold/archive")
    archive.check(load_pem_public_key((state / "signing-key.pub.pem").read_bytes()))
    assert archived_ids(archive.records("conversations")) == sorted(one["conversationId"] for one in everything)
    assert len(archive.records("transcripts")) > 0
    listed = seaweed.client().list_objects_v2(Bucket=bucket)["Contents"]
    assert all(entry["Key"].startswith("cold/archive/") for entry in listed)
    assert len(everything) == 12
    # The organisation's id stands for its name; events go unsigned, which is said.
    assert {len(record["org"]) for record in (r["_offhook"] for r in archive.records("conversations"))} == {36}
    assert "OFFHOOK_WEBHOOK_SECRET" in finished.stderr
    events = [json.loads(line) for line in log.read_text().splitlines()]
    manifests = {f"s3://{bucket}/{manifest.key}" for manifest in archive.manifests}
    assert {event["data"]["manifest"] for event in events} == manifests


def test_the_names_of_the_sdks_and_of_systemd(alone, home, tmp_path, webhook):
    state, target, key = tmp_path / "state", tmp_path / "archive", tmp_path / "keys" / "signing.pem"
    key.parent.mkdir()
    private = Ed25519PrivateKey.generate()
    key.touch(mode=0o600)
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with running_sim(*ORG) as sim:
        finished = alone(
            *RUN,
            GENESYS_API_BASE=sim.api,
            GENESYSCLOUD_OAUTHCLIENT_ID=sim.client_id, GENESYSCLOUD_OAUTHCLIENT_SECRET=sim.client_secret,
            OFFHOOK_TARGET=f"file://{target}", STATE_DIRECTORY=str(state), TOKENIZATION_KEY=TOKEN_KEY,
            OFFHOOK_SIGNING_KEY_FILE=str(key), OFFHOOK_ORG="acme",
            EVENT_BRIDGE_URL=webhook.url, OFFHOOK_WEBHOOK_SECRET=webhook.secret,
        )  # fmt: skip
    assert finished.code == 0, finished
    assert (state / "ledger.sqlite").exists() and not (home / ".local").exists()
    assert not (state / "signing-key.pem").exists()
    manifests = sorted(target.glob("_offhook/manifests/org=acme/*/*.json"))
    for manifest in manifests:
        signature = json.loads(Path(f"{manifest}.sig").read_text())["signature"]
        private.public_key().verify(base64.b64decode(signature), manifest.read_bytes())
    objects = target.glob("org=acme/dataset=conversations/dt=*/*.ndjson.zst")
    assert sum(len(decompress(path.read_bytes()).splitlines()) for path in objects) == 12
    # The receiver takes what is signed with its secret, and nothing else.
    assert len(webhook.accepted) == len(webhook.deliveries) == len(manifests) > 0


def source_of(sim) -> dict[str, str]:
    return sim.environment | {"TOKENIZATION_KEY": TOKEN_KEY}


def test_a_region_is_the_domain_of_api_and_login(alone, tmp_path, seaweed):
    """Neither is reached here: a proxy is asked for them, and leads to somebody whose certificate is not theirs."""
    host, port = seaweed.endpoint.removeprefix("https://").split(":")
    for region in ("eu-central-1", "mypurecloud.de"):
        with running_proxy((host, int(port))) as (proxy, asked):
            finished = alone(
                *RUN, GENESYSCLOUD_REGION=region, GENESYS_CLIENT_ID="x", GENESYS_CLIENT_SECRET="x",
                TOKENIZATION_KEY=TOKEN_KEY, OFFHOOK_TARGET=f"file://{tmp_path}/archive", HTTPS_PROXY=proxy,
            )  # fmt: skip
        assert finished.code == 2, finished
        assert "certificate" in finished.stderr
        assert set(asked) == {"CONNECT login.mypurecloud.de:443 HTTP/1.1"}


def test_a_login_may_stand_elsewhere(alone, tmp_path):
    (port,) = free_ports(1)
    target = {"OFFHOOK_TARGET": f"file://{tmp_path}/archive", "OFFHOOK_RETRY_TRIES": "0"}
    with running_sim(*ORG) as sim:
        finished = alone(*RUN, **source_of(sim), **target, GENESYS_LOGIN_BASE=f"http://127.0.0.1:{port}")
        assert finished.code == 75, finished
        assert not list((tmp_path / "archive").rglob("*.zst"))
        # The login alone, at an address of its own: the API's says nothing of it.
        finished = alone(*RUN, **source_of(sim), **target, GENESYS_LOGIN_BASE=sim.api.replace("127.0.0.1", "localhost"))
        assert finished.code == 0, finished


def test_a_profile_stands_for_keys(alone, home, seaweed, bucket, tmp_path):
    credentials, config = tmp_path / "credentials", tmp_path / "config"
    credentials.write_text(
        f"[default]\naws_access_key_id = AKIDNOBODY\naws_secret_access_key = of-nobody\n"
        f"[archive]\naws_access_key_id = {seaweed.access_key}\naws_secret_access_key = {seaweed.secret_key}\n"
    )
    config.write_text(f"[profile archive]\nregion = {seaweed.region}\n")
    with running_sim(*ORG) as sim:
        environment = source_of(sim) | {
            "S3_BUCKET": bucket, "AWS_ENDPOINT_URL_S3": seaweed.endpoint, "AWS_ENDPOINT_URL": "https://127.0.0.1:1",
            "AWS_CA_BUNDLE": str(seaweed.ca_file), "AWS_SHARED_CREDENTIALS_FILE": str(credentials),
            "AWS_CONFIG_FILE": str(config), "AWS_DEFAULT_REGION": seaweed.region,
        }  # fmt: skip
        wrong = alone(*RUN, **environment)
        assert wrong.code == 6, wrong
        unknown = alone(*RUN, **environment, AWS_PROFILE="nobodys")
        assert unknown.code == 2, unknown
        assert '"nobodys"' in unknown.stderr
        assert "Contents" not in seaweed.client().list_objects_v2(Bucket=bucket)
        right = alone(*RUN, **environment, AWS_PROFILE="archive")
        assert right.code == 0, right
    public_key = home / ".local/state/offhook/signing-key.pub.pem"
    Archive(seaweed.client(), bucket).check(load_pem_public_key(public_key.read_bytes()))


def test_sts_and_kms_have_endpoints_of_their_own(alone, moto, tmp_path):
    """A role is assumed at one address and the key asked for at another; S3 is asked at a third."""
    def client(service):
        return boto3.client(service, endpoint_url=moto, region_name="eu-west-1", aws_access_key_id="testing",
                            aws_secret_access_key="testing")  # fmt: skip

    key = client("kms").create_key(KeyUsage="ENCRYPT_DECRYPT")["KeyMetadata"]["Arn"]
    location = {"LocationConstraint": "eu-west-1"}
    client("s3").create_bucket(Bucket="of-the-environment", CreateBucketConfiguration=location)
    config = tmp_path / "config"
    config.write_text(
        "[profile base]\naws_access_key_id = testing\naws_secret_access_key = testing\n"
        "[profile archiver]\nrole_arn = arn:aws:iam::123456789012:role/archiver\nsource_profile = base\n"
    )
    environment = {
        "AWS_CONFIG_FILE": str(config), "AWS_PROFILE": "archiver", "AWS_REGION": "eu-west-1",
        "AWS_ENDPOINT_URL_STS": moto, "AWS_ENDPOINT_URL_KMS": moto, "AWS_ENDPOINT_URL_S3": moto,
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "S3_BUCKET": "of-the-environment", "TOKENIZATION_KEY": TOKEN_KEY,
        "OFFHOOK_S3_ENCRYPTION": "aws:kms", "OFFHOOK_S3_KMS_KEY": key, "OFFHOOK_RETRY_S3_TRIES": "1",
    }  # fmt: skip
    said = alone("doctor", **environment).stdout
    assert re.search(r"^pass +gate region", said, re.MULTILINE), said
    assert re.search(r"^pass +gate kms_key", said, re.MULTILINE), said
    assert "pass  gate" not in alone("doctor", **environment | {"AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1"}).stdout
    without = alone("doctor", **environment | {"AWS_ENDPOINT_URL_KMS": "http://127.0.0.1:1"}).stdout
    assert not re.search(r"^pass +gate kms_key", without, re.MULTILINE), without


def test_a_session_token_goes_with_its_keys(alone, seaweed, bucket):
    """Refused by a server that has never given it out, which shows that it is sent."""
    keys = s3_environment(seaweed, bucket) | {"TOKENIZATION_KEY": TOKEN_KEY}
    assert "pass  gate encryption" in alone("doctor", **keys).stdout
    refused = alone("doctor", **keys, AWS_SESSION_TOKEN="of-no-session")
    assert "pass  gate encryption" not in refused.stdout, refused
    assert "of-no-session" not in refused.stdout + refused.stderr
