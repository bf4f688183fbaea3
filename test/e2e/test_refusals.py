"""What the program refuses to do, with which exit code, and that nothing was written by then."""

import re

import pytest

from programs import Offhook, s3_environment

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)
TOKEN_KEY = "an end-to-end test's token key, long enough"


@pytest.fixture
def settings(sim, seaweed, bucket):
    """Everything a run needs."""
    return sim.environment | s3_environment(seaweed, bucket) | {"TOKENIZATION_KEY": TOKEN_KEY, "OFFHOOK_ORG": "acme"}


@pytest.fixture
def run(offhook: Offhook, settings):
    def run(**changed):
        return offhook(*RUN, **(settings | changed))

    return run


def is_empty(seaweed, bucket: str) -> bool:
    client = seaweed.client()
    return not client.list_objects_v2(Bucket=bucket).get("Contents") and not client.list_multipart_uploads(
        Bucket=bucket
    ).get("Uploads")


def test_a_missing_bucket(run):
    finished = run(S3_BUCKET="nobody-made-this-bucket")
    assert finished.code == 6, finished
    assert "nobody-made-this-bucket" in finished.stderr


def test_a_public_bucket(run, seaweed, bucket):
    policy = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
                 "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*"}]}"""
    seaweed.client().put_bucket_policy(Bucket=bucket, Policy=policy % bucket)
    finished = run()
    assert finished.code == 6, finished
    assert "public" in finished.stderr
    assert is_empty(seaweed, bucket)


def test_a_bucket_without_default_encryption_where_that_is_demanded(run, seaweed):
    bare = seaweed.make_bucket("not-encrypted", encrypted=False)
    finished = run(S3_BUCKET=bare, OFFHOOK_GATE_PROFILE="strict")
    assert finished.code == 6, finished
    assert "encryption" in finished.stderr
    assert is_empty(seaweed, bare)


def test_an_encryption_that_the_server_does_not_give(run, seaweed, bucket):
    finished = run(OFFHOOK_S3_ENCRYPTION="aws:kms", OFFHOOK_S3_KMS_KEY="arn:aws:kms:us-east-1:111122223333:key/none")
    assert finished.code == 6, finished
    assert "encryption" in finished.stderr
    assert is_empty(seaweed, bucket)


def test_a_wrong_secret_of_the_source(run, seaweed, bucket):
    finished = run(GENESYS_CLIENT_SECRET="wrong-and-never-shown")
    assert finished.code == 8, finished
    assert "wrong-and-never-shown" not in finished.stdout + finished.stderr
    assert is_empty(seaweed, bucket)


def test_a_wrong_secret_of_the_store(run, seaweed, bucket):
    finished = run(AWS_SECRET_ACCESS_KEY="wrong-and-never-shown")
    assert finished.code == 6, finished
    assert "wrong-and-never-shown" not in finished.stdout + finished.stderr
    assert is_empty(seaweed, bucket)


def test_a_server_whose_certificate_nobody_vouches_for(run, seaweed, bucket):
    finished = run(AWS_CA_BUNDLE=None)
    assert finished.code != 0, finished
    assert "certificate" in finished.stderr
    assert is_empty(seaweed, bucket)


def test_another_organisation_than_the_one_that_is_meant(run, seaweed, bucket):
    meant = "11111111-2222-3333-4444-555555555555"
    finished = run(OFFHOOK_ORG_EXPECTED_ID=meant)
    assert finished.code == 2, finished
    assert meant in finished.stderr and "org.expected_id" in finished.stderr
    (own,) = set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", finished.stderr)) - {meant}
    assert is_empty(seaweed, bucket)
    assert run(OFFHOOK_ORG_EXPECTED_ID=own).code == 0


@pytest.mark.parametrize("variable, key", [
    ("GENESYS_API_BASE", "genesys.api_base"),
    ("GENESYS_CLIENT_ID", "genesys.client_id"),
    ("GENESYS_CLIENT_SECRET", "genesys.client_secret"),
    ("TOKENIZATION_KEY", "redact.token_key"),
    ("S3_BUCKET", "target.bucket"),
])  # fmt: skip
def test_a_missing_setting_is_named_with_both_ways_to_give_it(run, variable, key):
    finished = run(**{variable: None})
    assert finished.code == 2, finished
    assert variable in finished.stderr
    section, name = key.split(".")
    assert key in finished.stderr or (f"[{section}]" in finished.stderr and name in finished.stderr)


def test_a_short_token_key(run, seaweed, bucket):
    finished = run(TOKENIZATION_KEY="too short to be safe")
    assert finished.code == 2, finished
    assert "32" in finished.stderr
    assert "too short to be safe" not in finished.stderr
    assert is_empty(seaweed, bucket)
