#!/usr/bin/env python3
"""Sabotage: each test/sabotage/NAME.patch is a bug, and names in its head the promise that it breaks and the tests that
must notice. It is applied to a copy of the tree, the test's program is built there, and the tests must turn red.

    Promise: P4
    Target: pipeline_simulation_test
    Tests: P4ExactlyOnce.*

`sabotage.py` does all, `sabotage.py NAME` one, `--check` sees that every patch applies.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATCHES = ROOT / "test/sabotage"
COPY = ROOT / "build/sabotage/tree"  # keeps its build folder, so that each patch builds only what it touches
PROMISES = [f"P{number}" for number in range(1, 11)]
TEST_SECONDS = 300


def head(patch: Path) -> dict[str, str]:
    text = patch.read_text().split("\ndiff ", 1)[0]
    fields = dict(re.findall(r"^(Promise|Target|Tests): (.+)$", text, re.M))
    if set(fields) != {"Promise", "Target", "Tests"} or fields["Promise"] not in PROMISES:
        sys.exit(f"{patch.name}: its head must name Promise, Target and Tests")
    return fields


def git(*arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, **options)


def refresh_copy() -> None:
    """The working tree's files, copied only where they differ: times decide what is built again."""
    files = git("ls-files", "-co", "--exclude-standard", "-z", cwd=ROOT, check=True).stdout.split("\0")[:-1]
    wanted = {name for name in files if (ROOT / name).is_file()}
    for name in wanted:
        source, target = ROOT / name, COPY / name
        if target.exists() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    for path in COPY.rglob("*"):
        name = path.relative_to(COPY)
        if path.is_file() and name.parts[0] != "build" and str(name) not in wanted:
            path.unlink()


def applies(patch: Path, tree: Path, *, really: bool = False) -> bool:
    check = [] if really else ["--check"]
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(tree.parent)}  # the copy is no repository
    done = git("apply", *check, "--recount", str(patch), cwd=tree, env=environment)
    if done.returncode:
        print(f"{patch.stem}: does not apply\n{done.stderr}", end="")
    return done.returncode == 0


def build(target: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"CCACHE_BASEDIR": str(COPY), "CCACHE_NOHASHDIR": "1", "CCACHE_COMPILERCHECK": "content"}
    if not (COPY / "build/sim/build.ninja").exists():
        subprocess.run(["cmake", "--preset", "sim"], cwd=COPY, env=environment, check=True, stdout=subprocess.DEVNULL)
    command = ["cmake", "--build", "build/sim", "--target", target]
    return subprocess.run(command, cwd=COPY, env=environment, capture_output=True, text=True)


def turns_red(patch: Path) -> bool:
    fields = head(patch)
    refresh_copy()
    if not applies(patch, COPY, really=True):
        return False
    built = build(fields["Target"])
    if built.returncode:
        print(f"{patch.stem}: does not build\n{built.stdout[-3000:]}")
        return False
    program = next((COPY / "build/sim").rglob(fields["Target"]))
    try:
        run = subprocess.run([program, f"--gtest_filter={fields['Tests']}", "--gtest_brief=1"], cwd=COPY,
                             capture_output=True, text=True, timeout=TEST_SECONDS)  # fmt: skip
    except subprocess.TimeoutExpired:
        print(f"{patch.stem} ({fields['Promise']}): red, the tests do not end")
        return True
    ran = re.search(r"(\d+) tests? from", run.stdout)
    if not ran or ran[1] == "0":
        print(f"{patch.stem}: there is no test {fields['Tests']} in {fields['Target']}")
        return False
    red = run.returncode != 0
    print(f"{patch.stem} ({fields['Promise']}): {'red, as it must be' if red else 'NOT NOTICED'}", flush=True)
    return red


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", help="of one patch")
    parser.add_argument("--check", action="store_true", help="only whether all apply, and each promise has two")
    options = parser.parse_args()
    patches = sorted(PATCHES.glob(f"{options.name or '*'}.patch"))
    if not patches:
        sys.exit(f"no sabotage is called {options.name}")
    if options.check:
        good = all([applies(patch, ROOT) for patch in patches])
        for promise in PROMISES:
            count = sum(head(patch)["Promise"] == promise for patch in patches)
            print(f"{promise}: {count} patches" + ("" if count >= 2 else ", two are wanted"))
        return 0 if good else 1
    return 0 if all([turns_red(patch) for patch in patches]) else 1


if __name__ == "__main__":
    sys.exit(main())
