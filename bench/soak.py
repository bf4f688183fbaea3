#!/usr/bin/env python3
"""A long run: a generated organisation's conversations, job by job, transcripts and all, into a folder, while the
memory of offhook is looked at.

The simulated source's allowance is raised to ten million requests a minute, so that the program and not the allowance
is what is measured. Fails if the second half of the slices took a tenth and ten megabytes more memory than the first.
Usage: soak.py BUILD [--conversations N] [--days D] [--minutes M]
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "test" / "tools"))

from processes import clean_environment, stop  # noqa: E402

FIRST_DAY = date(2026, 6, 1)
LOOK_SECONDS = 0.2


def peak_of(process: int) -> int:
    """The most bytes it has had in memory since forget_peak(); 0 once it has ended."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def forget_peak(process: int) -> None:
    Path(f"/proc/{process}/clear_refs").write_text("5")


def run_options(conversations: int, days: int) -> list[str]:
    return ["--conversations", str(conversations), "--day", str(FIRST_DAY), "--days", str(days),
            "--rate-limit", "10000000", "--job-time", "0", "--exact"]  # fmt: skip


class Soak:
    """One run; `peaks` has the most memory that each tenth of its slices took."""

    def __init__(self, build: Path, folder: Path, conversations: int, days: int):
        self.build, self.folder, self.conversations, self.days = build, folder, conversations, days
        self.peaks: list[int] = []
        self.slices = 0
        self.report: dict = {}
        self.seconds = 0.0
        self.peak = self.sim_peak = 0

    def run(self, seconds_at_most: float) -> None:
        sim = subprocess.Popen([self.build / "offhook-sim", *run_options(self.conversations, self.days)],
                               env=clean_environment(), stdout=subprocess.PIPE)  # fmt: skip
        try:
            org = json.loads(sim.stdout.readline())
            environment = clean_environment(
                GENESYS_API_BASE=org["api"], GENESYS_CLIENT_ID=org["client_id"],
                GENESYS_CLIENT_SECRET=org["client_secret"], TOKENIZATION_KEY="a soak's token key, which is long enough",
                OFFHOOK_ORG="soak", OFFHOOK_TARGET=f"file://{self.folder}/archive",
                OFFHOOK_STATE_DIR=str(self.folder / "state"))  # fmt: skip
            (self.folder / "archive").mkdir(parents=True)
            with (self.folder / "report").open("wb") as report, (self.folder / "log").open("wb") as log:
                run = subprocess.Popen(
                    [self.build / "offhook", "--json", "run", "--from", str(FIRST_DAY),
                     "--to", str(FIRST_DAY + timedelta(days=self.days))],
                    env=environment, stdout=report, stderr=log)  # fmt: skip
                self.watch(run, sim.pid, seconds_at_most)
        finally:
            stop(sim)
        if run.returncode not in (0, 75):
            sys.exit(f"offhook ended with {run.returncode}: {(self.folder / 'log').read_text()[-2000:]}")
        self.report = json.loads((self.folder / "report").read_text())

    def watch(self, run: subprocess.Popen, sim: int, seconds_at_most: float) -> None:
        started = time.monotonic()
        with (self.folder / "log").open() as log:
            while run.poll() is None:
                time.sleep(LOOK_SECONDS)
                peak = peak_of(run.pid)
                self.peak = max(self.peak, peak)
                self.sim_peak = max(self.sim_peak, peak_of(sim))
                self.seconds = time.monotonic() - started
                self.slices += log.read().count('"slice.finished"')
                if self.slices * 10 >= (len(self.peaks) + 1) * self.days and peak:
                    self.peaks += [peak] * (self.slices * 10 // self.days - len(self.peaks))
                    print(f"  {len(self.peaks) * 10:3} %  {self.seconds:7,.0f} s  {peak / 1e6:6,.1f} MB", flush=True)
                    forget_peak(run.pid)
                if self.seconds > seconds_at_most:
                    run.terminate()

    def has_grown(self, share: float = 0.1, bytes_: int = 10_000_000) -> bool:
        """Whether the second half of the slices took more memory than the first, and by more than this."""
        half = max(1, len(self.peaks) // 2)
        return max(self.peaks[half:], default=0) > (1 + share) * max(self.peaks[:half]) + bytes_

    @property
    def ledger_bytes(self) -> int:
        return sum(file.stat().st_size for file in (self.folder / "state").glob("ledger.sqlite*"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--conversations", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=100, help="over which they are spread: a slice each")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="then the run is asked to stop")
    parser.add_argument("--folder", type=Path, help="where archive and state are left (default: a temporary one)")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="offhook-soak-") as scratch:
        soak = Soak(arguments.build.resolve(), arguments.folder or Path(scratch), arguments.conversations, arguments.days)
        print(f"{arguments.conversations:,} conversations in {arguments.days} slices; the source's allowance is raised "
              "to 10,000,000 requests a minute; the most memory in each tenth:")  # fmt: skip
        soak.run(arguments.minutes * 60)
        done = soak.report["conversations"]
        print(f"archived {done['archived']:,} conversations ({soak.slices} slices) in {soak.seconds:,.0f} s with "
              f"{soak.report['requests']['total']:,} requests; {soak.report['source_bytes'] / 1e9:,.2f} GB read, "
              f"{soak.report['stored_bytes'] / 1e9:,.2f} GB stored; ledger {soak.ledger_bytes / 1e6:,.0f} MB")  # fmt: skip
        print(f"peak memory {soak.peak / 1e6:,.1f} MB; of offhook-sim {soak.sim_peak / 1e6:,.1f} MB")
        if soak.peaks and soak.has_grown():
            sys.exit("memory has grown with the number of conversations")


if __name__ == "__main__":
    main()
