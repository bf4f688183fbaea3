#!/usr/bin/env python3
"""Uploads a file to SeaweedFS over TLS with offhook's store and with boto3's transfer manager, in turns.

Prints both rates, their ratio and offhook's peak memory. Fails when offhook reaches less than 0.8 of boto3's rate, or
holds more than the parts in flight and 32 MB.
Usage: upload.py PROGRAM [--gib N] [--rounds N]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "test" / "tools"))

from boto3.s3.transfer import TransferConfig  # noqa: E402
from processes import clean_environment  # noqa: E402
from start_seaweed import running_seaweed  # noqa: E402

PART_MIB = 16
PARALLEL = 4
LEAST_RATIO = 0.8
OVERHEAD_BYTES = 32_000_000


def with_offhook(program: Path, seaweed, bucket: str, key: str, file: Path) -> dict:
    done = subprocess.run(
        [program, seaweed.endpoint, str(seaweed.ca_file), bucket, key, str(file), str(PART_MIB), str(PARALLEL)],
        env=clean_environment(AWS_ACCESS_KEY_ID=seaweed.access_key, AWS_SECRET_ACCESS_KEY=seaweed.secret_key),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"{program} failed: {done.stderr}")
    return json.loads(done.stdout)


def with_boto3(seaweed, bucket: str, key: str, file: Path) -> float:
    client = seaweed.client()
    config = TransferConfig(
        multipart_threshold=PART_MIB << 20, multipart_chunksize=PART_MIB << 20, max_concurrency=PARALLEL
    )
    started = time.monotonic()
    client.upload_file(str(file), bucket, key, Config=config, ExtraArgs={"ChecksumAlgorithm": "SHA256"})
    return time.monotonic() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path)
    parser.add_argument("--gib", type=float, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()

    size = int(arguments.gib * (1 << 30))
    with tempfile.TemporaryDirectory(prefix="offhook-bench-") as name:
        folder = Path(name)
        file = folder / "file"
        with file.open("wb") as out:
            for _ in range(size >> 20):
                out.write(os.urandom(1 << 20))
        ours, theirs, peak, cpu = [], [], 0, []
        with running_seaweed(folder) as seaweed:
            client = seaweed.client()
            for i in range(arguments.rounds):
                # A bucket a round, so that the server never holds more than two copies.
                bucket = seaweed.make_bucket(f"bench-{i}")
                measured = with_offhook(arguments.program, seaweed, bucket, "offhook", file)
                ours.append(measured["seconds"])
                cpu.append(measured["cpu_seconds"])
                peak = max(peak, measured["peak_bytes"])
                client.delete_object(Bucket=bucket, Key="offhook")
                theirs.append(with_boto3(seaweed, bucket, "boto3", file))
                client.delete_object(Bucket=bucket, Key="boto3")
    rate = size / statistics.median(ours) / 1e6
    other = size / statistics.median(theirs) / 1e6
    limit = PARALLEL * (PART_MIB << 20) + OVERHEAD_BYTES
    print(
        f"upload of {size >> 20} MiB to SeaweedFS over TLS, {PARALLEL} parts of {PART_MIB} MiB at once, "
        f"median of {arguments.rounds}:"
    )
    print(f"  offhook {rate:7,.0f} MB/s, {statistics.median(cpu):.1f} s of CPU, peak memory {peak / 1e6:,.0f} MB "
          f"(limit {limit / 1e6:,.0f})")  # fmt: skip
    print(f"  boto3   {other:7,.0f} MB/s")
    print(f"  ratio   {rate / other:7.2f} (at least {LEAST_RATIO})")
    if rate < LEAST_RATIO * other or peak > limit:
        sys.exit(1)


if __name__ == "__main__":
    main()
