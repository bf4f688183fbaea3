"""What every end-to-end test may ask for: real servers, and the programs under test beside them."""

import itertools
import subprocess
import urllib.request

import pytest

from processes import clean_environment, free_ports, installed, stop, wait_until
from programs import Offhook, running_sim
from start_seaweed import running_seaweed
from webhook_receiver import running_webhook

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def seaweed(tmp_path_factory):
    """SeaweedFS over TLS: a strict S3 server. Buckets are each test's own."""
    with running_seaweed(tmp_path_factory.mktemp("seaweed")) as server:
        yield server


@pytest.fixture
def bucket(seaweed):
    """The name of a new bucket, encrypted by default."""
    return seaweed.make_bucket(f"archive-{next(_numbers)}")


@pytest.fixture(scope="session")
def moto(tmp_path_factory):
    """The URL of moto: AWS's control planes, without signatures or checksums being looked at."""
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("moto") / "moto.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [installed("moto_server"), "-H", "127.0.0.1", "-p", str(port)],
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )

    def serves() -> bool:
        try:
            return urllib.request.urlopen(url + "/moto-api/", timeout=5).status == 200
        except OSError:
            return False

    try:
        wait_until(serves, process, f"moto (log: {log})")
        yield url
    finally:
        stop(process)


@pytest.fixture
def webhook():
    """A receiver of completion events."""
    with running_webhook() as receiver:
        yield receiver


@pytest.fixture
def sim(request):
    """A small organisation of one day; `@pytest.mark.sim("--conversations", "30")` says otherwise."""
    marker = request.node.get_closest_marker("sim")
    with running_sim(*(marker.args if marker else ("--conversations", "20", "--day", "2026-11-20"))) as org:
        yield org


@pytest.fixture
def offhook(tmp_path):
    """The program, with an empty state folder and no settings."""
    return Offhook(tmp_path / "state")
