#!/usr/bin/env python3
"""Runs SeaweedFS as a strict S3 server on loopback: TLS with a small CA, real server-side encryption.

    start_seaweed.py [--dir DIR] [--bucket NAME]

prints one JSON line when it serves, {"endpoint","ca_file","access_key","secret_key","region","bucket"}, and runs
until SIGTERM or SIGINT. The bucket has SSE-S3 as its default. Without --dir, everything is thrown away at the end.
"""

import argparse
import json
import secrets
import signal
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from certificates import make_certificates
from processes import clean_environment, free_ports, installed, stop, wait_until

REGION = "us-east-1"


@dataclass(frozen=True)
class Seaweed:
    endpoint: str
    ca_file: Path
    access_key: str
    secret_key: str
    log_file: Path
    region: str = REGION

    def client(self, **overrides):
        """A boto3 S3 client; by default the administrator's."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name=self.region,
            verify=str(self.ca_file),
            aws_access_key_id=overrides.get("access_key", self.access_key),
            aws_secret_access_key=overrides.get("secret_key", self.secret_key),
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, proxies={}),
        )

    def make_bucket(self, name: str, encrypted: bool = True) -> str:
        client = self.client()
        client.create_bucket(Bucket=name)
        if encrypted:
            rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
            client.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
        return name


def _kept_secret(file: Path, make) -> str:
    """What is stored under one key can be read under no other: a folder keeps its secrets."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(make())
    return file.read_text()


def _serves(seaweed: Seaweed) -> bool:
    try:
        seaweed.client().list_buckets()
        return True
    except (BotoCoreError, ClientError):
        return False


@contextmanager
def running_seaweed(folder: Path):
    """Yields a Seaweed that serves; it has stopped, and its ports are free, when the block ends."""
    certificates = make_certificates(folder / "tls")
    data = folder / "data"
    data.mkdir(exist_ok=True)
    # Every port is named: with free ones two runs can stand side by side. gRPC ports default to port + 10000.
    names = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port",
             "filer.port.grpc", "s3.port", "s3.port.grpc", "admin.port", "admin.port.grpc")  # fmt: skip
    ports = dict(zip(names, free_ports(len(names))))
    log_file = folder / "weed.log"
    seaweed = Seaweed(
        endpoint=f"https://127.0.0.1:{ports['s3.port']}",
        ca_file=certificates.ca,
        access_key="AKOFFHOOKTEST",
        secret_key=_kept_secret(folder / "secret_key", lambda: secrets.token_hex(20)),
        log_file=log_file,
    )
    identity = {
        "name": "admin",
        "credentials": [{"accessKey": seaweed.access_key, "secretKey": seaweed.secret_key}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    config = folder / "s3.json"
    config.touch(mode=0o600)
    config.write_text(json.dumps({"identities": [identity]}))
    command = [installed("weed"), "mini", f"-dir={data}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
               "-admin.ui=false", "-webdav=false", "-master.telemetry=false", "-s3.iam=false",
               # Each bucket takes a volume, and by itself it allows one for each free gigabyte: too few for all tests.
               "-volume.max=2000",
               "-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.autoCreateBucket=false",
               f"-s3.cert.file={certificates.leaf}", f"-s3.key.file={certificates.key}",
               f"-s3.config={config}", *(f"-{name}={port}" for name, port in ports.items())]  # fmt: skip
    # Without a key every put into an encrypted bucket is an error 500.
    sse_key = _kept_secret(folder / "sse_key", lambda: secrets.token_hex(32))
    environment = clean_environment(WEED_S3_SSE_KEY=sse_key)
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        wait_until(lambda: _serves(seaweed), process, f"SeaweedFS (log: {log_file})")
        yield seaweed
    finally:
        stop(process)


def main() -> None:
    parser = argparse.ArgumentParser(description="Run SeaweedFS as a strict S3 server on loopback.")
    parser.add_argument("--dir", type=Path, help="keep data, certificates and log here")
    parser.add_argument("--bucket", default="offhook-demo", help="made when it is not there")
    arguments = parser.parse_args()

    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with tempfile.TemporaryDirectory(prefix="offhook-seaweed-") as temporary:
        folder = (arguments.dir or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        with running_seaweed(folder) as seaweed:
            buckets = {bucket["Name"] for bucket in seaweed.client().list_buckets()["Buckets"]}
            if arguments.bucket not in buckets:
                seaweed.make_bucket(arguments.bucket)
            line = {
                "endpoint": seaweed.endpoint,
                "ca_file": str(seaweed.ca_file),
                "access_key": seaweed.access_key,
                "secret_key": seaweed.secret_key,
                "region": seaweed.region,
                "bucket": arguments.bucket,
            }
            print(json.dumps(line), flush=True)
            ended.wait()


if __name__ == "__main__":
    main()
