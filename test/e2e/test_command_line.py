"""Help, manual pages and completions: made from one set of declarations, so that each names the same things."""

import re
import shutil
import subprocess

import pytest

from programs import BUILD
from processes import clean_environment

SHELLS = ("bash", "zsh", "fish")


def said_by(*arguments: str) -> str:
    return subprocess.run([BUILD / "offhook", *arguments], env=clean_environment(), check=True,
                          capture_output=True, text=True).stdout  # fmt: skip


def flags_in(text: str) -> set[str]:
    return set(re.findall(r"--[a-z][a-z0-9-]*", text))


def flags_of_help(*command: str) -> set[str]:
    """The flags that --help declares: each at the start of its line."""
    return set(re.findall(r"^ +(?:-\w,)?(--[a-z][a-z0-9-]*)", said_by(*command, "--help"), re.MULTILINE))


@pytest.fixture(scope="module")
def commands() -> list[str]:
    listed = said_by("--help").split("Subcommands:")[1]
    names = re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE)
    assert {"init", "demo", "doctor", "plan", "run", "status", "verify", "get", "find", "prove", "redact", "ledger",
            "config", "man", "completion"} <= set(names)  # fmt: skip
    return names


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("man")
    said_by("man", "--to", str(folder))
    return folder


def test_every_help_has_examples(commands):
    for command in commands:
        assert "Examples:\n  " in said_by(command, "--help").replace("\n\n", "\n"), command


def test_there_is_a_page_for_each_command_and_each_flag_in_it(commands, pages):
    assert {page.name for page in pages.iterdir()} == {"offhook.1"} | {f"offhook-{name}.1" for name in commands}
    for command in commands:
        page = (pages / f"offhook-{command}.1").read_text().replace("\\-", "-")
        assert flags_of_help(command) <= flags_in(page), command
    page = (pages / "offhook.1").read_text().replace("\\-", "-")
    assert flags_of_help() <= flags_in(page)
    for command in commands:
        assert f"offhook-{command}" in page


@pytest.mark.skipif(not shutil.which("groff"), reason="there is no groff")
def test_groff_has_nothing_to_object_to(pages):
    for page in sorted(pages.iterdir()):
        set_ = subprocess.run(["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z", page], capture_output=True, text=True)
        assert (set_.returncode, set_.stderr) == (0, ""), page.name


@pytest.mark.parametrize("shell", SHELLS)
def test_completions_name_every_command_and_flag(commands, shell):
    script = said_by("completion", shell)
    for command in commands:
        assert re.search(rf"\b{command}\b", script), command
        wanted = flags_of_help(command) | flags_of_help()
        if shell == "fish":
            assert {f"-l {flag[2:]} " for flag in wanted} <= set(re.findall(r"-l [a-z0-9-]+ ", script))
        else:
            assert wanted <= flags_in(script)


@pytest.mark.parametrize(("shell", "check"), [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")])
def test_shells_take_their_completions(tmp_path, shell, check):
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    script = tmp_path / "script"
    script.write_text(said_by("completion", shell))
    taken = subprocess.run([shell, check, script], capture_output=True, text=True)
    assert (taken.returncode, taken.stderr) == (0, "")


@pytest.mark.parametrize(("line", "wanted"), [
    ("offhook ru", {"run"}),
    ("offhook ", {"run", "plan", "verify"}),
    ("offhook run --las", {"--last"}),
    ("offhook run --last 7d --sam", {"--sample"}),
    ("offhook run --source ", {"job", "query"}),
    ("offhook --s3-addressing v", {"virtual"}),
    ("offhook --json get --tra", {"--transcripts"}),
    ("offhook plan --s3-storage", {"--s3-storage-class"}),
    ("offhook run --last ", set()),
])  # fmt: skip
def test_bash_completes(tmp_path, line, wanted):
    (tmp_path / "offhook.bash").write_text(said_by("completion", "bash"))
    words = line.split(" ")
    script = (
        f"source {tmp_path}/offhook.bash\nCOMP_WORDS=({' '.join(repr(word) for word in words)})\n"
        f"COMP_CWORD={len(words) - 1}\n_offhook\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    )
    done = subprocess.run(["bash", "-c", script], check=True, capture_output=True, text=True)
    offered = set(done.stdout.split())
    assert done.stderr == ""
    assert wanted <= offered if wanted else not offered
    if not line.endswith(" "):
        assert all(word.startswith(words[-1]) for word in offered)


def test_an_unknown_command_has_no_page():
    done = subprocess.run([BUILD / "offhook", "man", "nothing"], capture_output=True, text=True)
    assert done.returncode == 2 and "nothing" in done.stderr
