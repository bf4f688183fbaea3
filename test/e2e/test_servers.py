"""The servers that the other tests rest on do what those tests take for granted."""

import base64
import hashlib
import time
import urllib.error
import urllib.request

import boto3
import pytest
from botocore.exceptions import ClientError, SSLError

import webhook_receiver


def code_of(error) -> str:
    return error.value.response["Error"]["Code"]


class TestSeaweed:
    def test_is_verified_through_its_ca_only(self, seaweed):
        seaweed.client().list_buckets()
        stranger = boto3.client(
            "s3", endpoint_url=seaweed.endpoint, region_name=seaweed.region,
            aws_access_key_id="x", aws_secret_access_key="x",
        )  # fmt: skip
        with pytest.raises(SSLError):
            stranger.list_buckets()

    def test_refuses_a_wrong_secret(self, seaweed):
        with pytest.raises(ClientError) as refused:
            seaweed.client(secret_key="wrong").list_buckets()
        assert code_of(refused) == "SignatureDoesNotMatch"

    def test_refuses_a_wrong_checksum(self, seaweed, bucket):
        wrong = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
        with pytest.raises(ClientError) as refused:
            seaweed.client().put_object(Bucket=bucket, Key="k", Body=b"body", ChecksumSHA256=wrong)
        assert code_of(refused) == "BadDigest"

    def test_makes_no_bucket_by_itself(self, seaweed):
        with pytest.raises(ClientError) as refused:
            seaweed.client().put_object(Bucket="nobody-made-me", Key="k", Body=b"body")
        assert code_of(refused) == "NoSuchBucket"

    def test_encrypts_and_says_so(self, seaweed, bucket):
        client = seaweed.client()
        client.put_object(Bucket=bucket, Key="k", Body=b"body")
        head = client.head_object(Bucket=bucket, Key="k")
        assert head["ServerSideEncryption"] == "AES256"
        assert client.get_object(Bucket=bucket, Key="k")["Body"].read() == b"body"

    def test_overwrites_nothing_when_asked_not_to(self, seaweed, bucket):
        client = seaweed.client()
        client.put_object(Bucket=bucket, Key="k", Body=b"first", IfNoneMatch="*")
        with pytest.raises(ClientError) as refused:
            client.put_object(Bucket=bucket, Key="k", Body=b"second", IfNoneMatch="*")
        assert code_of(refused) == "PreconditionFailed"


def test_moto_serves_event_buses(moto):
    client = boto3.client(
        "events", endpoint_url=moto, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    assert client.list_event_buses()["EventBuses"][0]["Name"] == "default"


class TestWebhook:
    def post(self, receiver, body: bytes, **headers: str) -> int:
        request = urllib.request.Request(receiver.url, body, {k.replace("_", "-"): v for k, v in headers.items()})
        try:
            return urllib.request.urlopen(request, timeout=10).status
        except urllib.error.HTTPError as error:
            return error.code

    def signed(self, receiver, body: bytes, timestamp: str | None = None) -> dict[str, str]:
        timestamp = timestamp or str(int(time.time()))
        signature = webhook_receiver.sign(receiver.secret, "id-1", timestamp, body)
        return {"webhook_id": "id-1", "webhook_timestamp": timestamp, "webhook_signature": signature}

    def test_knows_the_published_vector(self):
        # https://github.com/standard-webhooks/standard-webhooks, the example of its libraries.
        secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
        signature = webhook_receiver.sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
        assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    def test_takes_what_is_signed_and_keeps_it(self, webhook):
        body = b'{"id":"id-1"}'
        assert self.post(webhook, body, **self.signed(webhook, body)) == 204
        assert [delivery.event for delivery in webhook.accepted] == [{"id": "id-1"}]

    def test_refuses_what_is_not(self, webhook):
        body = b"{}"
        headers = self.signed(webhook, body)
        assert self.post(webhook, b"{ }", **headers) == 401
        assert self.post(webhook, body) == 401
        assert self.post(webhook, body, **self.signed(webhook, body, "1614265330")) == 401
        assert webhook.accepted == []

    def test_fails_as_often_as_it_is_told(self, webhook):
        webhook.fail_with = [503, 500]
        headers = self.signed(webhook, b"{}")
        assert [self.post(webhook, b"{}", **headers) for _ in range(3)] == [503, 500, 204]
        assert len(webhook.accepted) == 1


@pytest.mark.sim("--conversations", "3", "--day", "2026-11-20")
def test_sim_logs_a_client_in(sim):
    credential = base64.b64encode(f"{sim.client_id}:{sim.client_secret}".encode()).decode()
    request = urllib.request.Request(
        sim.login + "/oauth/token",
        b"grant_type=client_credentials",
        {"Authorization": "Basic " + credential, "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert urllib.request.urlopen(request, timeout=10).status == 200


def test_offhook_is_run_with_nothing_of_the_machine_s(offhook, monkeypatch):
    monkeypatch.setenv("S3_BUCKET", "of-the-machine")
    finished = offhook("--version")
    assert finished.code == 0, finished
    assert finished.stdout.startswith("offhook "), finished
