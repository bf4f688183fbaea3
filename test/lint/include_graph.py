#!/usr/bin/env python3
"""Holds the includes, the CMake targets and the table of src/README.md together.

Usage: include_graph.py [ROOT]. Prints one line a violation and exits with 1 if there is any.
"""

import re
import sys
from pathlib import Path

ROW = re.compile(r"^\| `(\w+)/` \|[^|]*\|([^|]*)\|$", re.MULTILINE)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.MULTILINE)
MODULE = re.compile(r"^offhook_module\(\s*(\w+)([^)]*)\)", re.MULTILINE)
EVERYTHING = "everything"
# These may include every module, sim/ too.
OUTSIDE = ("test", "bench", "fuzz")
# A header that includes one of these makes everybody who includes it wait for the compiler.
HIDDEN_LIBRARIES = ("CLI", "benchmark", "curl", "gtest", "httplib.h", "openssl", "phonenumbers", "pugixml.hpp",
                    "rapidcheck", "simdjson.h", "spdlog", "sqlite3.h", "toml++", "unicode", "zstd.h")


def read_rows(root):
    """The table: module -> modules it names, and the complaints about the table itself."""
    rows = {name: cell.split() for name, cell in ROW.findall((root / "src/README.md").read_text())}
    complaints = []
    for name, named in rows.items():
        if named == [EVERYTHING]:
            rows[name] = [other for other in rows if other not in (name, "sim")]
        complaints += [f"src/README.md: {name}/ names {other}/, which has no row" for other in rows[name]
                       if other not in rows]
    for folder in sorted(path.name for path in (root / "src").iterdir() if path.is_dir()):
        if folder not in rows:
            complaints.append(f"src/README.md: src/{folder}/ has no row")
    return rows, complaints


def reachable(graph, start):
    seen, todo = set(), [start]
    while todo:
        for following in graph.get(todo.pop(), ()):
            if following not in seen:
                seen.add(following)
                todo.append(following)
    return seen


def find_cycle(graph):
    """The nodes of one cycle in order, or nothing."""
    done = set()
    for start in sorted(graph):
        path, stack = [], [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                done.add(path.pop())
            elif node in path:
                return path[path.index(node):] + [node]
            elif node not in done:
                path.append(node)
                stack.append((node, True))
                stack += [(following, False) for following in sorted(graph.get(node, ()))]
    return []


def module_of(path):
    """`src/json/walk.h` -> json; `sim/org.h` -> sim."""
    return path.parts[1] if path.parts[0] == "src" else path.parts[0]


def resolve(root, included):
    """The file an include means, relative to the root; nothing for a library's header."""
    for base in ("src", "."):
        if (root / base / included).is_file():
            return Path(base) / included
    return None


def check_include(path, quoted, included, target, allowed):
    """The complaint about one include, or nothing. `target` is the file of ours that it means, if any."""
    own = module_of(path)
    if target is None:
        if quoted:
            return f"includes \"{included}\", which is no file under src/ or the root"
        private = (own in OUTSIDE or "detail" in path.parts or path.suffix != ".h"
                   or path.stem.endswith("_for_test"))
        if not private and included.split("/")[0] in HIDDEN_LIBRARIES:
            return f"a header for others includes <{included}>; hide the library in a .cpp or in detail/"
        return None
    if not quoted:
        return f"includes <{included}>; files of ours are written in quotes"
    other = module_of(target)
    if path.stem.endswith("_test") and target.parts[:2] == ("test", "support"):
        return None
    if "detail" in target.parts and own != other and own not in OUTSIDE:
        return f"includes {included}, which is private to {other}/"
    if target.stem.endswith("_for_test") and own not in OUTSIDE and not path.stem.endswith(("_test", "_for_test")):
        return f"includes {included}, which is for tests"
    if own != other and own not in OUTSIDE and other not in allowed[own]:
        return f"includes {included}; {own}/ may not include {other}/"
    return None


def check_files(root, rows):
    allowed = {name: reachable(rows, name) for name in rows}
    complaints, files = [], {}
    folders = [root / folder for folder in ("src", "sim") + OUTSIDE]
    for file in sorted(file for folder in folders for file in folder.rglob("*") if file.suffix in (".h", ".cpp")):
        path = file.relative_to(root)
        if module_of(path) not in rows and module_of(path) not in OUTSIDE:
            continue  # said once, by read_rows
        files[path] = set()
        for mark, included in INCLUDE.findall(file.read_text()):
            target = resolve(root, included)
            if target:
                files[path].add(target)
            complaint = check_include(path, mark == '"', included, target, allowed)
            if complaint:
                complaints.append(f"{path}: {complaint}")
    cycle = find_cycle(files)
    if cycle:
        complaints.append("files include each other: " + " -> ".join(map(str, cycle)))
    return complaints


def check_targets(root, rows):
    """A module's DEPENDS is its row; `everything` may be spelt by fewer that reach all."""
    complaints = []
    for name, named in rows.items():
        file = root / ("sim" if name == "sim" else f"src/{name}") / "CMakeLists.txt"
        text = file.read_text() if file.is_file() else ""
        arguments = next((words.split() for module, words in MODULE.findall(text) if module == name), None)
        if arguments is None:
            complaints.append(f"{file.relative_to(root)}: no offhook_module({name} ...)")
            continue
        depends, taking = [], False
        for word in arguments:
            if word in ("DEPENDS", "LIBS"):
                taking = word == "DEPENDS"
            elif taking:
                depends.append(word)
        same = set(depends) == set(named) or reachable({**rows, name: depends}, name) == set(named)
        if not same:
            complaints.append(f"{file.relative_to(root)}: DEPENDS {' '.join(depends)}, but the row of {name}/ in "
                              f"src/README.md says {' '.join(named)}")
    return complaints


def complaints_about(root):
    rows, complaints = read_rows(root)
    cycle = find_cycle(rows)
    if cycle:
        return complaints + ["src/README.md: modules include each other: " + " -> ".join(cycle)]
    return complaints + check_targets(root, rows) + check_files(root, rows)


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    complaints = complaints_about(root)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
