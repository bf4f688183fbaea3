#!/usr/bin/env python3
"""Sabotage: each test/sabotage/NAME.patch is a bug, and names in its head the promise that it breaks and the tests that
must notice. It is applied to a copy of the tree, the tests' program is built there, and each test named (a pattern of
GoogleTest's) must turn red; all of them are seen to be green without it.

    Promise: P4
    Target: pipeline_test
    Tests: Uploader.*:Outbox.SaysSo
    Short: yes

`sabotage.py` does all, `sabotage.py NAME...` some, `--short` the one of each promise whose head says so; `--check` sees
that every patch applies and that no promise has fewer than two.
"""

import argparse
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
PATCHES = ROOT / "test/sabotage"
COPY = ROOT / "build/sabotage"  # keeps its build folder, so that each patch builds only what it touches
PRESET = "dev"  # with the flags of what ./dev test has just built, the compiler's cache has most of it
PROMISES = [f"P{number}" for number in range(1, 11)]
PATCHES_A_PROMISE = 2
TEST_SECONDS = 300
SHOWN = 3  # names of red tests in a line of the table


@dataclass
class Sabotage:
    name: str
    promise: str
    target: str
    tests: list[str]
    short: bool
    red: set[str] = field(default_factory=set)
    problem: str = ""  # why it proves nothing; empty when it was noticed
    seconds: float = 0

    @staticmethod
    def read(patch: Path) -> "Sabotage":
        head = patch.read_text().split("\ndiff ", 1)[0]
        fields = dict(re.findall(r"^(Promise|Target|Tests|Short): (.+)$", head, re.M))
        if not {"Promise", "Target", "Tests"} <= set(fields) or fields["Promise"] not in PROMISES:
            sys.exit(f"{patch.name}: its head must name Promise, Target and Tests")
        return Sabotage(patch.stem, fields["Promise"], fields["Target"], fields["Tests"].split(":"),
                        fields.get("Short") == "yes")  # fmt: skip

    @property
    def patch(self) -> Path:
        return PATCHES / f"{self.name}.patch"


def refresh_copy() -> None:
    """The working tree's files, copied only where they differ: times decide what is built again."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True,
                            capture_output=True, text=True).stdout.split("\0")[:-1]  # fmt: skip
    wanted = {name for name in listed if (ROOT / name).is_file()}
    for name in wanted:
        source, target = ROOT / name, COPY / name
        if target.exists() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    for folder, folders, files in os.walk(COPY):
        if Path(folder) == COPY and "build" in folders:
            folders.remove("build")
        for file in files:
            path = Path(folder) / file
            if str(path.relative_to(COPY)) not in wanted:
                path.unlink()


def apply(sabotage: Sabotage, tree: Path, *options: str) -> bool:
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(tree.parent)}  # the copy is no repository
    done = subprocess.run(["git", "apply", "--recount", *options, str(sabotage.patch)], cwd=tree, env=environment,
                          capture_output=True, text=True)  # fmt: skip
    if done.returncode:
        sabotage.problem = f"does not apply\n{done.stderr.strip()}"
    return done.returncode == 0


def build(targets: list[str]) -> str:
    """What the compiler says, if it fails."""
    environment = os.environ | {"CCACHE_BASEDIR": str(COPY), "CCACHE_NOHASHDIR": "1", "CCACHE_COMPILERCHECK": "content"}
    if not (COPY / f"build/{PRESET}/build.ninja").exists():
        subprocess.run(["cmake", "--preset", PRESET], cwd=COPY, env=environment, check=True, stdout=subprocess.DEVNULL)
    built = subprocess.run(["cmake", "--build", f"build/{PRESET}", "--target", *targets], cwd=COPY, env=environment,
                           capture_output=True, text=True)  # fmt: skip
    return built.stdout[-3000:] if built.returncode else ""


def program(target: str) -> Path:
    return next(path for path in (COPY / f"build/{PRESET}").rglob(target) if path.is_file())


def matching(patterns: list[str], tests: set[str]) -> set[str]:
    return {test for test in tests if any(fnmatch.fnmatchcase(test, pattern) for pattern in patterns)}


def run_tests(target: str, patterns: list[str]) -> tuple[set[str], set[str]]:
    """The tests that ran, and those of them that turned red: failed, or ended the program, or never ended."""
    command = [program(target), f"--gtest_filter={':'.join(patterns)}"]
    environment = os.environ | {"RC_PARAMS": os.environ.get("RC_PARAMS", "seed=20261123")}
    try:
        output = subprocess.run(command, cwd=COPY, env=environment, capture_output=True, text=True, errors="replace",
                                timeout=TEST_SECONDS).stdout  # fmt: skip
    except subprocess.TimeoutExpired as stuck:
        output = (stuck.stdout or b"").decode(errors="replace")
    begun = set(re.findall(r"^\[ RUN      \] (\S+)", output, re.M))
    green = set(re.findall(r"^\[       OK \] (\S+)", output, re.M))
    skipped = set(re.findall(r"^\[  SKIPPED \] (\S+)", output, re.M))
    return begun, begun - green - skipped


def check_without(sabotages: list[Sabotage]) -> bool:
    """Builds all programs; what is red without any sabotage proves nothing."""
    refresh_copy()
    targets = sorted({one.target for one in sabotages})
    if trouble := build(targets):
        print(f"the tests do not build without any sabotage\n{trouble}")
        return False
    good = True
    for target in targets:
        patterns = sorted({pattern for one in sabotages if one.target == target for pattern in one.tests})
        begun, red = run_tests(target, patterns)
        for pattern in patterns:
            if not matching([pattern], begun):
                print(f"{target}: no test is called {pattern}")
                good = False
        for test in sorted(red):
            print(f"{target}: {test} is red without any sabotage")
            good = False
    return good


def commit(sabotage: Sabotage) -> None:
    began = time.monotonic()
    refresh_copy()
    if apply(sabotage, COPY):
        if trouble := build([sabotage.target]):
            sabotage.problem = f"does not build\n{trouble}"
        else:
            _, sabotage.red = run_tests(sabotage.target, sabotage.tests)
            blind = [pattern for pattern in sabotage.tests if not matching([pattern], sabotage.red)]
            sabotage.problem = f"NOT NOTICED by {', '.join(blind)}" if blind else ""
    sabotage.seconds = time.monotonic() - began


def line(sabotage: Sabotage) -> str:
    red = sorted(sabotage.red)
    told = ", ".join(red[:SHOWN]) + (f" and {len(red) - SHOWN} more" if len(red) > SHOWN else "")
    outcome = "; ".join(filter(None, [sabotage.problem, told]))
    return f"{sabotage.promise:4} {sabotage.name:32} {sabotage.seconds:5.0f} s  {outcome}"


def write_junit(sabotages: list[Sabotage], path: str) -> None:
    suite = ElementTree.Element("testsuite", name="sabotage")
    for one in sabotages:
        case = ElementTree.SubElement(suite, "testcase", classname=f"sabotage.{one.promise}", name=one.name,
                                      time=f"{one.seconds:.1f}")  # fmt: skip
        if one.problem:
            ElementTree.SubElement(case, "failure").text = one.problem
    ElementTree.ElementTree(suite).write(path)


def check(sabotages: list[Sabotage]) -> bool:
    good = True
    for one in sabotages:
        if not apply(one, ROOT, "--check"):
            print(line(one))
            good = False
    for promise in PROMISES:
        mine = [one for one in sabotages if one.promise == promise]
        short = sum(one.short for one in mine)
        if len(mine) < PATCHES_A_PROMISE or short != 1:
            print(f"{promise}: {len(mine)} patches, {short} of them short; wanted are {PATCHES_A_PROMISE} or more, and 1")
            good = False
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="of patches")
    parser.add_argument("--short", action="store_true", help="one patch of each promise")
    parser.add_argument("--check", action="store_true", help="only whether all apply, and each promise has two")
    parser.add_argument("--junit-xml", metavar="FILE", help="the outcome for other programs")
    options = parser.parse_args()
    known = sorted(map(Sabotage.read, PATCHES.glob("*.patch")), key=lambda one: (PROMISES.index(one.promise), one.name))
    if unknown := set(options.names) - {one.name for one in known}:
        sys.exit(f"no sabotage is called {', '.join(sorted(unknown))}")
    if not options.names and not check(known):
        return 1
    if options.check:
        return 0
    chosen = [one for one in known if not options.names or one.name in options.names]
    chosen = [one for one in chosen if one.short or not options.short]
    began = time.monotonic()
    if not check_without(chosen):
        return 1
    print(f"{time.monotonic() - began:.0f} s to build the tests and see them green; now the bugs, and what turned red:",
          flush=True)  # fmt: skip
    for one in chosen:
        commit(one)
        print(line(one), flush=True)
    if options.junit_xml:
        write_junit(chosen, options.junit_xml)
    noticed = sum(not one.problem for one in chosen)
    print(f"{noticed} of {len(chosen)} noticed, in {time.monotonic() - began:.0f} s")
    return 0 if noticed == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
