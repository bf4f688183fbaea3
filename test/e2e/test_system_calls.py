"""System calls that fail: a disk that is full or broken at any moment of a run of the release build. What the program
then says is its exit code; what it left behind is finished by running again, into the archive of a run that nothing
failed.

strace puts the failures in. OFFHOOK_FAULTS says at how many places each call fails (2).
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from processes import clean_environment
from programs import RELEASE, Finished, Offhook, running_sim

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
RUN = ("run", "--from", DAY, "--to", NEXT_DAY)
PLACES = int(os.environ.get("OFFHOOK_FAULTS", "2"))
CALLS = ("openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "link", "ftruncate", "mkdir")
FULL_DISK = ("openat", "write", "pwrite64", "rename", "link", "mkdir")  # what answers ENOSPC
DOCUMENTED = (0, 1, 3, 75)


def strace_refuses() -> str:
    if shutil.which("strace") is None:
        return "there is no strace: ./dev setup installs it"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False)
    return f"this machine does not permit ptrace: {tried.stderr.strip()}" if tried.returncode else ""


pytestmark = pytest.mark.skipif(bool(strace_refuses()), reason=strace_refuses())


class Disk:
    """A state folder and an archive in a folder, and runs under strace."""

    def __init__(self, folder: Path, environment: dict[str, str]):
        self.folder = folder
        # One thread, so that the order of calls is the same in every run.
        self.offhook = Offhook(folder / "state", environment | {
            "OFFHOOK_TARGET": f"file://{folder}/archive",
            "OFFHOOK_RUN_WORKERS": "0",
            "OFFHOOK_RUN_UPLOAD_WORKERS": "0",
        }, RELEASE)  # fmt: skip
        (folder / "archive").mkdir()

    def traced(self, *options: str, command: tuple[str, ...] = RUN) -> tuple[Finished, str]:
        log = self.folder / "strace.log"
        variables = self.offhook.environment | {"OFFHOOK_STATE_DIR": str(self.offhook.state)}
        done = subprocess.run(
            ["strace", "-f", "-y", "-s", "0", "-o", log, *options, RELEASE / "offhook", *command],
            cwd=self.folder,
            env=clean_environment(**variables),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200, check=False,
        )  # fmt: skip
        return Finished(done.returncode, done.stdout, done.stderr), log.read_text(errors="replace")

    def data_objects(self) -> dict[str, bytes]:
        archive = self.folder / "archive"
        return {str(path.relative_to(archive)): path.read_bytes() for path in archive.glob("org=*/**/*.ndjson.zst")}


@pytest.fixture(scope="module")
def environment():
    with running_sim("--conversations", "20", "--day", DAY, "--rate-limit", "100000", "--job-time", "0") as sim:
        yield sim.environment | {
            "TOKENIZATION_KEY": "a key for tests of broken disks, long enough",
            "OFFHOOK_ORG": "acme",
            "OFFHOOK_SOURCE_PAGE_SIZE": "10",
        }


@pytest.fixture(scope="module")
def undisturbed(environment, tmp_path_factory) -> tuple[dict[str, bytes], dict[str, list[int]]]:
    """The data objects, and for each call which of those of the main thread touch our folders, from 1."""
    disk = Disk(tmp_path_factory.mktemp("undisturbed"), environment)
    finished, log = disk.traced("-e", "trace=" + ",".join(CALLS))
    assert finished.code == 0, finished
    main = log.split(" ", 1)[0]
    calls: dict[str, list[bool]] = {call: [] for call in CALLS}
    for line in log.splitlines():
        if found := re.match(rf"{main} +(\w+)\(", line):
            calls[found[1]].append(str(disk.folder) in line)
    return disk.data_objects(), {call: [i + 1 for i, ours in enumerate(all_) if ours] for call, all_ in calls.items()}


CASES = [(call, error, place) for call in CALLS for place in range(PLACES)
         for error in ("EIO", "ENOSPC") if error == "EIO" or (call in FULL_DISK and place % 2 == 0)]  # fmt: skip


def test_the_program_is_the_release_build():
    asked = subprocess.run([RELEASE / "offhook", "--crash-points"], capture_output=True, text=True, check=False)
    assert asked.returncode == 2, asked  # not even the option is there
    assert b"__asan_init" not in (RELEASE / "offhook").read_bytes()


@pytest.mark.parametrize("call, error, place", CASES)
def test_a_call_that_fails_changes_nothing(call, error, place, environment, undisturbed, tmp_path):
    expected, calls = undisturbed
    times = calls[call]
    if place >= len(times):
        pytest.skip(f"a run calls {call} {len(times)} times on its own files")
    which = times[place * (len(times) - 1) // max(1, PLACES - 1)]
    disk = Disk(tmp_path, environment)
    failed, log = disk.traced("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={which}")
    assert "(INJECTED)" in log, "the call was not made so often"
    assert failed.code in (0, 75) if error == "ENOSPC" else failed.code in DOCUMENTED, failed

    again = disk.offhook(*RUN)
    assert again.code == 0, again
    assert disk.data_objects() == expected
    verified = disk.offhook("verify")
    assert verified.code == 0, verified
    third = disk.offhook(*RUN, "--json")
    assert third.code == 0 and '"stored_bytes":0' in third.stdout, third


@pytest.mark.parametrize("half", ["signing-key.pub.pem", "signing-key.pem"])
def test_a_signing_key_made_by_half_is_made_anew(half, environment, undisturbed, tmp_path):
    disk = Disk(tmp_path, environment)
    failed, log = disk.traced("-P", f"{disk.offhook.state / half}.tmp", "-e", "trace=openat", "-e", "inject=openat:error=EIO")
    assert "(INJECTED)" in log and failed.code in DOCUMENTED, failed
    again = disk.offhook(*RUN)
    assert again.code == 0, again
    verified = disk.offhook("verify")
    assert verified.code == 0, verified


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_rebuild_killed_half_way_leaves_nothing_and_is_begun_again(share, environment, undisturbed, tmp_path):
    """A ledger that knew a part of an archive would let a run archive the rest anew."""
    disk = Disk(tmp_path, environment)
    assert disk.offhook(*RUN).code == 0
    rebuild = ("ledger", "rebuild")

    def lose_ledger() -> None:
        for file in disk.offhook.state.glob("ledger.sqlite*"):
            file.unlink()

    lose_ledger()
    whole, log = disk.traced("-e", "trace=pwrite64", command=rebuild)
    assert whole.code == 0, whole
    which = max(1, int(share * log.count("pwrite64(")))
    lose_ledger()
    killed, _ = disk.traced("-e", "trace=pwrite64", "-e", f"inject=pwrite64:signal=KILL:when={which}", command=rebuild)
    assert killed.code not in (0, 5), killed
    # Either it had come to its end, or nothing of it is there.
    again = disk.offhook(*rebuild)
    assert again.code == 0 or "already knows" in again.stderr, again
    run = disk.offhook(*RUN, "--json")
    assert run.code == 0 and '"stored_bytes":0' in run.stdout, run
    assert disk.data_objects() == undisturbed[0]
    verified = disk.offhook("verify")
    assert verified.code == 0, verified


@pytest.mark.parametrize("database", ["ledger.sqlite", "requests.sqlite"])
@pytest.mark.parametrize("beside", ["-journal", "-wal", "-shm"])
def test_a_disk_too_full_for_a_new_file_is_called_full(database, beside, environment, undisturbed, tmp_path):
    disk = Disk(tmp_path, environment)
    file = disk.offhook.state / (database + beside)
    failed, log = disk.traced("-P", str(file), "-e", "trace=openat", "-e", "inject=openat:error=ENOSPC:when=1")
    assert "(INJECTED)" in log
    assert failed.code in (0, 75), failed
    again = disk.offhook(*RUN)
    assert again.code == 0 and disk.data_objects() == undisturbed[0], again
