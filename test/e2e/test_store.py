"""The S3 store and its gate against real servers.

What each server proves: SeaweedFS verifies signatures, payload hashes and checksums, encrypts, and keeps conditional
writes; it has no bucket owner, no account-level settings and no KMS. moto has these, as settings, but looks at neither
signatures nor checksums. Neither is Amazon.
"""

import json
import os
import subprocess

import boto3
import pytest

from processes import clean_environment
from programs import BUILD

CONTRACT = BUILD / "test" / "contract"


def run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [CONTRACT / program, *arguments],
        env=clean_environment(**environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=250,
    )


def keep_contract(**environment: str) -> None:
    done = run("store_s3_test", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[  PASSED  ]" in done.stdout


def gate(keys: dict[str, str], **options: str) -> dict[str, str]:
    """Code to verdict."""
    done = run("gate_report", *(f"{name}={value}" for name, value in options.items()), **keys)
    assert done.returncode in (0, 6), done.stdout + done.stderr
    return {line.split(" ")[1]: line.split(" ")[0] for line in done.stdout.splitlines()}


def refusals(found: dict[str, str]) -> list[str]:
    return [code for code, verdict in found.items() if verdict in ("fail", "unknown")]


def statement(bucket: str, action: str, **more) -> dict:
    arn = f"arn:aws:s3:::{bucket}"
    return {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": [arn, arn + "/*"]} | more


class TestSeaweed:
    @pytest.fixture
    def keys(self, seaweed):
        return {"AWS_ACCESS_KEY_ID": seaweed.access_key, "AWS_SECRET_ACCESS_KEY": seaweed.secret_key}

    def gate(self, seaweed, keys, bucket, **options):
        return gate(keys, endpoint=seaweed.endpoint, ca=str(seaweed.ca_file), bucket=bucket, **options)

    def test_keeps_the_contract(self, seaweed, bucket, keys):
        # Its ListParts states no SHA-256, so that parts are sent again after a restart.
        keep_contract(
            OFFHOOK_TEST_S3_ENDPOINT=seaweed.endpoint,
            OFFHOOK_TEST_S3_CA=str(seaweed.ca_file),
            OFFHOOK_TEST_S3_BUCKET=bucket,
            OFFHOOK_TEST_S3_LACKS="listing",
            **keys,
        )

    def test_passes_the_gate(self, seaweed, bucket, keys):
        found = self.gate(seaweed, keys, bucket)
        assert refusals(found) == []
        assert found["encryption"] == "pass"
        assert found["tls"] == "pass"
        assert seaweed.client().list_multipart_uploads(Bucket=bucket).get("Uploads", []) == []

    def test_a_bucket_without_default_encryption_gets_it_by_header(self, seaweed, bucket, keys):
        seaweed.client().delete_bucket_encryption(Bucket=bucket)
        found = self.gate(seaweed, keys, bucket)
        assert refusals(found) == []
        assert found["default_encryption.none"] == "warn"

    def test_a_missing_bucket_is_refused(self, seaweed, keys):
        assert refusals(self.gate(seaweed, keys, "nobody-made-me")) == ["bucket.missing"]

    def test_a_wrong_secret_is_refused(self, seaweed, bucket, keys):
        keys["AWS_SECRET_ACCESS_KEY"] = "wrong"
        done = run(
            "gate_report", f"endpoint={seaweed.endpoint}", f"ca={seaweed.ca_file}", f"bucket={bucket}", **keys
        )
        assert done.returncode != 0
        assert "wrong" not in done.stdout + done.stderr

    def test_a_public_policy_is_refused(self, seaweed, bucket, keys):
        allow = statement(bucket, "s3:GetObject", Effect="Allow")
        seaweed.client().put_bucket_policy(
            Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        )
        assert refusals(self.gate(seaweed, keys, bucket)) == ["public_access.policy"]

    def test_its_policies_are_read(self, seaweed, bucket, keys):
        tls = statement(bucket, "s3:*", Condition={"Bool": {"aws:SecureTransport": "false"}})
        seaweed.client().put_bucket_policy(
            Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [tls]})
        )
        found = self.gate(seaweed, keys, bucket)
        assert refusals(found) == []
        assert found["policy_tls"] == "pass"
        assert found["policy_tls_version.missing"] == "warn"


class TestMoto:
    keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}

    @pytest.fixture
    def client(self, moto):
        def make(service: str):
            return boto3.client(
                service,
                endpoint_url=moto,
                region_name="us-east-1",
                aws_access_key_id="testing",
                aws_secret_access_key="testing",
            )

        return make

    @pytest.fixture
    def key(self, client):
        return client("kms").create_key(KeyUsage="ENCRYPT_DECRYPT")["KeyMetadata"]["Arn"]

    @pytest.fixture
    def fit(self, client, key):
        """The name of a bucket that is as `strict` wants it, as far as moto can say."""
        s3 = client("s3")
        name = f"fit-{os.urandom(4).hex()}"
        s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
        all_four = {
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True,
        }
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=all_four)
        s3.put_bucket_ownership_controls(
            Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
        )
        s3.put_bucket_encryption(
            Bucket=name,
            ServerSideEncryptionConfiguration={
                "Rules": [
                    {
                        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key},
                        "BucketKeyEnabled": True,
                    }
                ]
            },
        )
        s3.put_object_lock_configuration(
            Bucket=name,
            ObjectLockConfiguration={
                "ObjectLockEnabled": "Enabled",
                "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 30}},
            },
        )
        s3.put_bucket_lifecycle_configuration(
            Bucket=name,
            LifecycleConfiguration={
                "Rules": [
                    {
                        "ID": "abort",
                        "Status": "Enabled",
                        "Filter": {"Prefix": ""},
                        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
                    }
                ]
            },
        )
        return name

    def gate(self, moto, bucket, **options):
        options = {"kms_endpoint": moto} | options
        return gate(self.keys, endpoint=moto, bucket=bucket, region="us-east-1", **options)

    def test_keeps_the_contract(self, moto, client):
        client("s3").create_bucket(Bucket="contract")
        keep_contract(
            OFFHOOK_TEST_S3_ENDPOINT=moto,
            OFFHOOK_TEST_S3_BUCKET="contract",
            OFFHOOK_TEST_S3_LACKS="digests checksums listing gone",
            **self.keys,
        )

    def test_what_it_can_set_is_judged(self, moto, fit, key):
        found = self.gate(moto, fit, kms_key=key)
        assert refusals(found) == []
        for check in (
            "encryption", "default_encryption", "kms_key", "public_access_block", "ownership", "versioning",
            "object_lock", "lifecycle_abort", "lifecycle_expiry", "region",
        ):  # fmt: skip
            assert found.get(check) == "pass", found

    MIS_SET = {
        "public_access_block.none": lambda s3, b: s3.delete_public_access_block(Bucket=b),
        "ownership.object_writer": lambda s3, b: s3.put_bucket_ownership_controls(
            Bucket=b, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
        ),
        "lifecycle_abort.none": lambda s3, b: s3.delete_bucket_lifecycle(Bucket=b),
        "default_encryption.not_kms": lambda s3, b: s3.put_bucket_encryption(
            Bucket=b,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
        ),
        "default_encryption.none": lambda s3, b: s3.delete_bucket_encryption(Bucket=b),
    }

    @pytest.mark.parametrize("code", list(MIS_SET))
    def test_what_is_mis_set_is_found(self, moto, client, fit, key, code):
        self.MIS_SET[code](client("s3"), fit)
        assert self.gate(moto, fit, kms_key=key)[code] == "warn"
        strict = self.gate(moto, fit, kms_key=key, profile="strict", owner="123456789012")
        assert strict[code] == "fail"

    @pytest.mark.parametrize(
        "spoil, code",
        [
            (lambda kms, key_id: kms.disable_key(KeyId=key_id), "kms_key.disabled"),
            (lambda kms, key_id: kms.schedule_key_deletion(KeyId=key_id), "kms_key.deletion"),
        ],
        ids=["disabled", "deletion"],
    )
    def test_the_state_of_the_key_is_seen(self, moto, client, fit, key, spoil, code):
        spoil(client("kms"), key.split("/")[-1])  # moto takes the bare id only
        assert self.gate(moto, fit, kms_key=key)[code] == "warn"

    def test_a_key_that_is_not_there_is_seen(self, moto, fit, key):
        other = key[:-36] + "00000000-0000-0000-0000-000000000000"
        assert self.gate(moto, fit, kms_key=other)["kms_key.missing"] == "warn"

    def test_an_alias_is_resolved(self, moto, client, fit, key):
        alias = f"alias/{fit}"
        client("kms").create_alias(AliasName=alias, TargetKeyId=key)
        found = self.gate(moto, fit, kms_key=alias)
        assert found["kms_key"] == "pass"
        assert found["default_encryption"] == "pass"

    def test_the_region_is_compared(self, moto, client, fit, key):
        assert self.gate(moto, fit, kms_key=key)["region"] == "pass"
        client("s3").create_bucket(
            Bucket="elsewhere", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        assert refusals(self.gate(moto, "elsewhere")) == ["region.other"]
