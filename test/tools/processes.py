"""Programs that tests and the demo start: free ports, waiting until they serve, ending them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def installed(name: str) -> Path:
    """A program of the virtual environment that this Python is of (./dev setup installs them)."""
    path = Path(sys.executable).parent / name
    if not path.exists():
        sys.exit(f"there is no {path}: run ./dev setup, and this with .venv/bin/python")
    return path


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on now. Held together, so that no two are the same."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


def clean_environment(**variables: str) -> dict[str, str]:
    """An environment of PATH, HOME, TMPDIR and these: no proxy, credential or setting of the machine."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8"} | variables


def wait_until(ready: Callable[[], bool], process: subprocess.Popen, what: str, seconds: float = 60) -> None:
    """Asks again until it is ready; an error when the program ends or the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None:
            raise RuntimeError(f"{what} ended with {process.returncode} before it was ready")
        if time.monotonic() > deadline:
            stop(process)
            raise RuntimeError(f"{what} was not ready within {seconds:.0f} s")
        time.sleep(0.05)


def stop(process: subprocess.Popen, seconds: float = 20) -> int:
    """SIGTERM, then SIGKILL when that does not help; the exit code."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()
