#!/usr/bin/env python3
"""Adds up JUnit files: a line a suite, what failed, and 'N passed, N failed' at the end.

    summary.py NAME=FILE...

Exits 1 when a test failed or when no test ran at all. A file that is not there is a suite that did not run.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail":
        return "failed"
    if case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
        return "skipped"
    return "passed"


def main() -> int:
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    failures: list[str] = []
    for argument in sys.argv[1:]:
        name, _, file = argument.partition("=")
        if not Path(file).exists():
            print(f"{name:8} did not run")
            continue
        cases = list(ElementTree.parse(file).iter("testcase"))
        counts = dict.fromkeys(totals, 0)
        for case in cases:
            counts[outcome(case)] += 1
            if outcome(case) == "failed":
                failures.append(f"{name}: {case.get('classname')} {case.get('name')}")
        seconds = sum(float(case.get("time") or 0) for case in cases)
        words = ", ".join(f"{count} {word}" for word, count in counts.items() if count or word == "passed")
        print(f"{name:8} {words} (tests alone: {seconds:.1f} s)")
        for word, count in counts.items():
            totals[word] += count
    for failure in failures:
        print(f"failed   {failure}")
    if not any(totals.values()):
        print("no test ran")
    print(f"{totals['passed']} passed, {totals['failed']} failed"
          + (f", {totals['skipped']} skipped" if totals["skipped"] else ""))  # fmt: skip
    return 1 if totals["failed"] or not totals["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
