"""`offhook demo`: without accounts, keys or Python, from an installed tree, and leaving nothing behind."""

import subprocess

import pytest

from processes import clean_environment
from programs import BUILD


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(["cmake", "--install", BUILD, "--prefix", folder], check=True, capture_output=True)
    return folder / "bin" / "offhook"


def run_demo(program, temporary, *arguments: str) -> subprocess.CompletedProcess:
    # TOKENIZATION_KEY and the bucket are somebody's own: a demonstration must not touch them.
    environment = clean_environment(TMPDIR=str(temporary), TOKENIZATION_KEY="mine" * 10, S3_BUCKET="mine")
    return subprocess.run([program, "demo", "--conversations", "40", *arguments], env=environment, cwd=temporary,
                          capture_output=True, text=True, timeout=240)  # fmt: skip


def test_shows_before_and_after_and_writes_nothing_the_second_time(installed, tmp_path):
    done = run_demo(installed, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    before = [line for line in done.stdout.splitlines() if "  - " in line]
    after = [line for line in done.stdout.splitlines() if "  + " in line]
    assert len(before) == len(after) > 0
    assert any("CARD-" in line for line in after)
    assert "40 conversations unchanged, 0 bytes written" in done.stdout
    assert "offhook verify" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_keeps_what_it_is_asked_to_keep(installed, tmp_path):
    done = run_demo(installed, tmp_path, "--keep", "here")
    assert done.returncode == 0, done.stdout + done.stderr
    assert any((tmp_path / "here" / "archive").rglob("*.ndjson.zst"))
    assert (tmp_path / "here" / "state" / "ledger.sqlite").is_file()


def test_says_what_it_lacks(installed, tmp_path):
    lonely = tmp_path / "bin"
    lonely.mkdir()
    (lonely / "offhook").write_bytes(installed.read_bytes())
    (lonely / "offhook").chmod(0o755)
    done = run_demo(lonely / "offhook", tmp_path)
    assert done.returncode == 2 and "offhook-sim" in done.stderr, done.stderr
