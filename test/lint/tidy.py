#!/usr/bin/env python3
"""Finds what must not be in the tree: paths of somebody's machine, unfinished work, links that lead nowhere.

Usage: tidy.py [ROOT]. Prints one line a finding and exits with 1 if there is any.
"""

import re
import subprocess
import sys
from pathlib import Path

LEFTOVERS = {
    "a path of somebody's machine": re.compile(r"(?<![\w.}/-])/(?:work|tmp/w|home|root)/[\w.-]"),
    "unfinished work": re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b"),
    "a conflict marker": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
    "white space at a line's end": re.compile(r"[ \t\r]$", re.MULTILINE),
}
# Inputs and licences are kept as they came.
DATA = re.compile(r"^(fuzz/corpus|test/data)/|(^|/)(LICENSE|NOTICE)[^/]*$")
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")


def anchors(text):
    """As the usual renderers make them of headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(file, target, anchor):
    there = file.parent / target if target else file
    if not there.exists():
        return False
    return not anchor or there.suffix != ".md" or anchor in anchors(there.read_text(encoding="utf-8"))


def findings_in(root, path, text):
    for what, pattern in LEFTOVERS.items():
        for match in pattern.finditer(text):
            yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {what}"
    if path.endswith(".md"):
        for match in LINK.finditer(text):
            target, anchor = match.groups()
            if "://" not in target and not leads_somewhere(root / path, target, anchor):
                yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: a link to {match.group(0)[2:-1]}, which is not there"


def findings(root):
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=root, check=True,
                            capture_output=True, text=True).stdout
    for path in sorted(filter(None, listed.split("\0"))):
        file = root / path
        if DATA.search(path) or not file.is_file():
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # an image
        yield from findings_in(root, path, text)


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    found = list(findings(root))
    for finding in found:
        print(finding, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
