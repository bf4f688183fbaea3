"""What the documents name exists: commands, flags, settings, variables, exit codes, error codes."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from processes import clean_environment
from programs import BUILD, ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*")])
DOCUMENTS = [path for path in DOCUMENTS if path.is_file() and path.name != "CHANGELOG.md"]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


@cache
def said(program: str, *arguments: str) -> str:
    done = subprocess.run([BUILD / program, *arguments], capture_output=True, text=True, check=False,
                          env=clean_environment(), cwd="/", timeout=60)  # fmt: skip
    assert done.returncode == 0, done
    return done.stdout


def flags(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", text))


def commands() -> set[str]:
    return set(re.findall(r"^  ([a-z]+)  ", said("offhook", "--help").partition("Subcommands:")[2], re.MULTILINE))


@cache
def settings() -> set[str]:
    return set(re.findall(r"^([a-z0-9_]+\.[a-z0-9_]+) ", said("offhook", "config"), re.MULTILINE))


def command_lines(text: str) -> list[str]:
    """What stands as code and begins with the program's name, up to the end of its line or of the pipe."""
    code = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    code += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    lines = [line for block in code for line in block.replace("\\\n", " ").splitlines()]
    found = [re.search(r"(?:^|[\s(/])(offhook(?:-sim)?|\./dev)( [^|#>;&]*|$)", line) for line in lines]
    return [match[1] + match[2] for match in found if match]


def complaints_about(line: str) -> list[str]:
    program, *words = line.split()
    if program == "./dev":
        known = set(re.findall(r"^\./dev (\w+)", (ROOT / "dev").read_text(), re.MULTILINE))
        return [f"./dev {words[0]}" for _ in [1] if words and words[0].isalpha() and words[0] not in known]
    named = [word for word in words if not word.startswith("-")]
    if program == "offhook-sim":
        return sorted(flags(line) - flags(said("offhook-sim", "--help")))
    if not words or words[0] == "cd" or not re.fullmatch(r"[a-z]+|--?[a-z-]+", words[0]):
        return []  # in a sentence, or in a path
    if words[0].startswith("-"):
        return sorted(flags(line) - flags(said("offhook", "--help")))
    if named[0] not in commands():
        return [f"offhook {named[0]}"]
    return sorted(flags(line) - flags(said("offhook", named[0], "--help")) - flags(said("offhook", "--help")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_and_flags_exist(path: Path):
    text = path.read_text()
    if path.suffix != ".md":
        text = f"```\n{text}\n```\n"
    assert [f"{line}: {what}" for line in command_lines(text) for what in complaints_about(line)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_settings_exist(path: Path):
    text = path.read_text()
    sections = {key.partition(".")[0] for key in settings()}
    # Events, audit lines and codes have dots, too.
    words = {f"{section}.{name}" for section, name in re.findall(r"`([a-z0-9]+)\.([a-z_0-9]+)`", text)
             if section in sections}  # fmt: skip
    members = {"source.reconciliation"}  # of a manifest
    assert sorted(word for word in words - settings() - members if f'"{word}"' not in sources()) == []
    variables = {"OFFHOOK_" + key.upper().replace(".", "_") for key in settings()}
    variables |= set(re.findall(r"\b(OFFHOOK_[A-Z_]+)", (ROOT / "src/cli/settings_table.cpp").read_text()))
    variables |= {"OFFHOOK_KILLS", "OFFHOOK_FAULTS", "OFFHOOK_SECTION_KEY"}  # of the tests; of a rule
    assert sorted(set(re.findall(r"\b(OFFHOOK_[A-Z_]+)\b", text)) - variables) == []


@cache
def sources() -> str:
    return "\n".join(path.read_text() for path in (ROOT / "src").rglob("*") if path.suffix in (".cpp", ".h"))


@cache
def codes() -> frozenset[str]:
    """Of every Error that the sources make."""
    found = set()
    for path in (ROOT / "src").rglob("*"):
        if path.suffix in (".cpp", ".h") and "_test" not in path.name:
            text = path.read_text()
            found |= set(re.findall(r'ErrorClass::\w+,\s*(?:std::string\()?(?:[^";(]*\?\s*)?"([a-z0-9_.]+)"', text))
            found |= set(re.findall(r'quarantine\(\s*"([a-z0-9_.]+)"', text))
    return frozenset(found)


def test_operations_has_every_error_code():
    assert len(codes()) > 140
    assert sorted(code for code in codes() if f"`{code}`" not in OPERATIONS and f'"{code}"' not in OPERATIONS) == []


def test_operations_names_no_code_that_is_not_there():
    table = OPERATIONS.partition("## Every code")[2]
    named = {code for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for code in re.findall(r"`([a-z0-9_.]+)`", row)}
    assert len(named) > 140
    assert sorted(code for code in named if f'"{code}"' not in sources()) == []


def test_operations_and_readme_have_every_exit_code():
    declared = (ROOT / "src/cli/exit_code.h").read_text().partition("enum class ExitCode {")[2].partition("}")[0]
    numbers = set(re.findall(r"^\s+\w+ = (\d+),", declared, re.MULTILINE))
    assert len(numbers) >= 10
    for document in (OPERATIONS, (ROOT / "README.md").read_text()):
        assert set(re.findall(r"^\| (\d+) \|", document, re.MULTILINE)) == numbers
