"""Completion events through EventBridge: put on a bus, matched by a rule, read back from a queue."""

import json
import os
import subprocess
import uuid

import boto3
import pytest

from archive_reader import Archive, sha256_hex
from processes import clean_environment
from programs import BUILD, s3_environment

PROGRAM = BUILD / "test" / "contract" / "notifier_event_bridge_test"
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


def client(moto: str, service: str):
    return boto3.client(
        service,
        endpoint_url=moto,
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


def make_bus_with_queue(moto: str) -> tuple[str, str]:
    """A bus whose `offhook` events go to a queue: its name, and the queue's URL."""
    name = f"archive-{os.urandom(4).hex()}"
    events, sqs = client(moto, "events"), client(moto, "sqs")
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.create_event_bus(Name=name)
    events.put_rule(Name=name, EventBusName=name, EventPattern=json.dumps({"source": ["offhook"]}))
    events.put_targets(Rule=name, EventBusName=name, Targets=[{"Id": "queue", "Arn": arn}])
    return name, queue


def test_an_event_arrives_through_a_rule(moto):
    bus, queue = make_bus_with_queue(moto)
    done = subprocess.run(
        [PROGRAM],
        env=clean_environment(OFFHOOK_TEST_EVENTS_ENDPOINT=moto, OFFHOOK_TEST_EVENTS_BUS=bus, **KEYS),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SKIPPED" not in done.stdout

    messages = client(moto, "sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    assert len(messages) == 1
    event = json.loads(messages[0]["Body"])
    assert event["source"] == "offhook"
    assert event["detail-type"] == "archive.completed"
    assert event["detail"]["id"] == "7d1f6f1e-0000-5000-8000-000000000001"
    assert event["detail"]["counts"] == {"archived": 2}


@pytest.mark.sim("--conversations", "5", "--day", "2026-11-20")
@pytest.mark.parametrize("others, own", [("S3", "EVENTS"), ("EVENTS", "S3")])
def test_a_run_tells_the_bus(offhook, sim, seaweed, bucket, moto, others, own):
    """A service's own endpoint comes before the one for all services, whichever of the two has its own."""
    endpoints = {"S3": seaweed.endpoint, "EVENTS": moto}
    bus, queue = make_bus_with_queue(moto)
    offhook.environment = sim.environment | s3_environment(seaweed, bucket) | {
        "TOKENIZATION_KEY": "an end-to-end test's token key, long enough",
        "OFFHOOK_ORG": "acme",
        "OFFHOOK_EVENT_BUS": bus,
        "AWS_ENDPOINT_URL": endpoints[others],
        f"AWS_ENDPOINT_URL_{own}": endpoints[own],
    }  # fmt: skip
    finished = offhook("run", "--from", "2026-11-20", "--to", "2026-11-21")
    assert finished.code == 0, finished

    messages = client(moto, "sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    events = [json.loads(message["Body"]) for message in messages]
    assert len(events) == 1
    detail = events[0]["detail"]
    (manifest,) = Archive(seaweed.client(), bucket).manifests
    assert detail["manifest"] == f"s3://{bucket}/{manifest.key}"
    assert detail["id"] == str(uuid.uuid5(uuid.NAMESPACE_URL, detail["manifest"]))
    assert detail["audit"]["checksum"].endswith(sha256_hex(manifest.data))
    assert detail["metrics"]["throughput_mbps"] > 0 and detail["metrics"]["estimated_cost_usd"] > 0
