#!/usr/bin/env python3
"""Archives one bare JSON array of conversations over HTTP, from offhook-sim into a folder: the whole path but S3.

Prints the rate, the peak memory, and beside them what this machine's `zstd -1` and SHA-256 do on one core to the same
bytes. Fails above the memory's limit; the share of zstd's rate is what redaction is to be brought to.
Usage: archive.py BUILD [--megabytes N]
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "test" / "tools"))

import zstandard  # noqa: E402
from processes import clean_environment, stop  # noqa: E402

DAY, NEXT_DAY = "2026-03-10", "2026-03-11"  # of the conversations that are made up
PERSONAL_PERCENT = 2  # of their utterances hold personal data
WANTED_RATIO = 0.35
PEAK_BYTES = 150_000_000
REPEAT = 1_500  # conversations that differ


def start_sim(build: Path, conversations: int, calls: Path):
    process = subprocess.Popen(
        [build / "offhook-sim", "--bare-array", "--repeat-file", calls, "--conversations", str(conversations),
         "--day", DAY, "--rate-limit", "1000000"], env=clean_environment(), stdout=subprocess.PIPE)  # fmt: skip
    return process, json.loads(process.stdout.readline())


def rate_of(work, data: bytes) -> float:
    """Bytes a second of one core's time, the best of five."""
    best = 0.0
    for _ in range(5):
        started = time.process_time()
        work(data)
        best = max(best, len(data) / (time.process_time() - started))
    return best


def archive(build: Path, conversations: int, calls: Path, folder: Path) -> dict:
    process, sim = start_sim(build, conversations, calls)
    environment = clean_environment(
        GENESYS_API_BASE=sim["api"], GENESYS_CLIENT_ID=sim["client_id"], GENESYS_CLIENT_SECRET=sim["client_secret"],
        TOKENIZATION_KEY="a benchmark's token key, long enough", OFFHOOK_ORG="bench", OFFHOOK_SOURCE_MODE="query",
        OFFHOOK_TARGET=f"file://{folder}/out", OFFHOOK_STATE_DIR=f"{folder}/state")  # fmt: skip
    try:
        with (folder / "report").open("wb") as report, (folder / "log").open("wb") as log:
            run = subprocess.Popen([build / "offhook", "--json", "run", "--from", DAY, "--to", NEXT_DAY],
                                   env=environment, stdout=report, stderr=log)  # fmt: skip
            started = time.monotonic()
            _, status, usage = os.wait4(run.pid, 0)
            seconds = time.monotonic() - started
        run.returncode = os.waitstatus_to_exitcode(status)
    finally:
        stop(process)
    if run.returncode != 0:
        sys.exit(f"offhook ended with {run.returncode}: {(folder / 'log').read_text()}")
    return {"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--megabytes", type=int, default=300)
    arguments = parser.parse_args()
    build = arguments.build.resolve()

    data = subprocess.run([build / "bench" / "calls", str(REPEAT), str(PERSONAL_PERCENT)], check=True,
                          stdout=subprocess.PIPE).stdout  # fmt: skip
    each = len(data) / REPEAT  # a line's break is as long as the comma in the array
    conversations = max(REPEAT, int(arguments.megabytes * 1e6 / each))
    zstd = rate_of(zstandard.ZstdCompressor(level=1).compress, data)
    sha = rate_of(lambda bytes_: hashlib.sha256(bytes_).digest(), data)
    with tempfile.TemporaryDirectory(prefix="offhook-bench-") as folder:
        calls = Path(folder) / "calls.ndjson"
        calls.write_bytes(data)
        done = archive(build, conversations, calls, Path(folder))
    size = each * conversations
    rate = size / done["seconds"]
    print(f"a bare array of {conversations:,} conversations, {size / 1e6:,.0f} MB, over HTTP into a folder:")
    print(f"  offhook  {rate / 1e6:7,.1f} MB/s, {done['cpu']:.1f} s of CPU, peak memory {done['peak'] / 1e6:,.0f} MB "
          f"(limit {PEAK_BYTES / 1e6:,.0f})")  # fmt: skip
    print(f"  zstd -1  {zstd / 1e6:7,.1f} MB/s on one core; SHA-256 {sha / 1e6:,.0f} MB/s")
    print(f"  ratio    {rate / zstd:7.2f} (wanted: {WANTED_RATIO})")
    if done["peak"] > PEAK_BYTES:
        sys.exit(1)


if __name__ == "__main__":
    main()
