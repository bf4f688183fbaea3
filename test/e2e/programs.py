"""The programs under test, started as a user would: offhook and offhook-sim of one build folder."""

import json
import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from processes import clean_environment, stop

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("OFFHOOK_BUILD", ROOT / "build" / "dev"))
# What users run: optimised, without sanitizers and crash points. `./dev test` builds it beside the other.
RELEASE = Path(os.environ.get("OFFHOOK_RELEASE", ROOT / "build" / "release"))


@dataclass
class Finished:
    code: int
    stdout: str
    stderr: str

    def __str__(self) -> str:
        return f"exit code {self.code}\n--- stdout\n{self.stdout}\n--- stderr\n{self.stderr}"


@dataclass
class Offhook:
    """Runs build/dev/offhook with no setting but those of `environment`."""

    state: Path
    environment: dict[str, str] = field(default_factory=dict)
    build: Path = BUILD

    def __call__(self, *arguments: str, seconds: float = 120, **environment: str | None) -> Finished:
        """`NAME=None` takes a variable away."""
        process = self.start(*arguments, **environment)
        try:
            stdout, stderr = process.communicate(timeout=seconds)
        finally:
            process.kill()
        return Finished(process.returncode, stdout.decode(), stderr.decode())

    def start(self, *arguments: str, **environment: str | None) -> subprocess.Popen:
        # The days of the tests stand still and today does not: what is read again for late changes must not hang on it.
        fixed = {"OFFHOOK_STATE_DIR": str(self.state), "OFFHOOK_RUN_TRAILING_DAYS": "3650"}
        variables = fixed | self.environment | environment
        return subprocess.Popen(
            [self.build / "offhook", *arguments],
            cwd=self.state.parent,
            env=clean_environment(**{name: value for name, value in variables.items() if value is not None}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


@dataclass(frozen=True)
class Sim:
    api: str
    login: str
    media: str
    client_id: str
    client_secret: str
    webhook: str = ""  # with --webhook

    @property
    def environment(self) -> dict[str, str]:
        """What offhook needs to read from this organisation."""
        return {
            "GENESYS_API_BASE": self.api,
            "GENESYS_CLIENT_ID": self.client_id,
            "GENESYS_CLIENT_SECRET": self.client_secret,
        }


def s3_environment(seaweed, bucket: str, prefix: str = "") -> dict[str, str]:
    """What offhook needs to write into this bucket."""
    return {
        "S3_BUCKET": bucket,
        "S3_PREFIX": prefix,
        "AWS_ENDPOINT_URL": seaweed.endpoint,
        "AWS_CA_BUNDLE": str(seaweed.ca_file),
        "AWS_REGION": seaweed.region,
        "AWS_ACCESS_KEY_ID": seaweed.access_key,
        "AWS_SECRET_ACCESS_KEY": seaweed.secret_key,
    }


@contextmanager
def running_sim(*arguments: str):
    """Yields a Sim that serves."""
    process = subprocess.Popen(
        [BUILD / "offhook-sim", *arguments],
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )
    try:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"offhook-sim ended with {process.wait()} before it served")
        yield Sim(**json.loads(line))
        assert stop(process) == 0
    finally:
        stop(process)
        process.stdout.close()
