"""cmake --install: what lands where, that the program starts from there, and that systemd takes its units."""

import configparser
import re
import shutil
import subprocess

import pytest

from programs import BUILD, RELEASE, ROOT

OF_EVERY_PROGRAM = {"libc6", "libgcc-s1", "libstdc++6"}  # what C++ needs comes with the others


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("install")
    subprocess.run(["cmake", "--install", BUILD, "--prefix", folder], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("program", ["offhook", "offhook-sim"])
def test_an_installed_program_starts(root, program):
    said = subprocess.run([root / "bin" / program, "--version"], check=True, capture_output=True, text=True)
    assert said.stdout.startswith(program)


def test_operators_find_their_documents(root):
    for name in ("operations.md", "query.md", "offhook.cron"):
        assert (root / "share" / "doc" / "offhook" / name).is_file()


def test_manual_pages_and_completions_are_in_place(root):
    assert (root / "share/man/man1/offhook-run.1").read_text().startswith(".TH OFFHOOK")
    for place in ("bash-completion/completions/offhook", "zsh/site-functions/_offhook", "fish/vendor_completions.d/offhook.fish"):
        assert "--last" in (root / "share" / place).read_text() or "-l last" in (root / "share" / place).read_text()


def test_the_unit_knows_every_exit_code_of_the_manual():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(ROOT / "deploy" / "systemd" / "offhook.service")
    service = unit["Service"]
    done = {0, *map(int, service["SuccessExitStatus"].split())}
    for_people = set(map(int, service["RestartPreventExitStatus"].split()))
    table = re.findall(r"^\| (\d+) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert done == {0, 3} and service["Restart"] == "on-failure"
    assert set(map(int, table)) - done - for_people == {75}  # that one alone is tried again
    assert not done & for_people


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")
def test_systemd_takes_the_units(root, tmp_path):
    units = root / "lib" / "systemd" / "system"
    for name in ("offhook.service", "offhook.timer"):
        text = (units / name).read_text().replace("/usr/bin/offhook", str(root / "bin" / "offhook"))
        (tmp_path / name).write_text(text)
    units = [tmp_path / "offhook.service", tmp_path / "offhook.timer"]
    checked = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert checked.stderr == ""


def packages_of(program) -> set[str]:
    """The Debian packages of the libraries that it names itself."""
    named = subprocess.run(["objdump", "-p", program], check=True, capture_output=True, text=True).stdout
    wanted = set(re.findall(r"NEEDED +(\S+)", named))
    linked = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
    files = [file for name, file in re.findall(r"(\S+) => (\S+)", linked) if name in wanted]
    # Where /lib is /usr/lib, dpkg knows a file by one of its two names.
    asked = subprocess.run(["dpkg", "-S", *files, *("/usr" + file for file in files)],
                           capture_output=True, text=True).stdout  # fmt: skip
    return {line.split(":")[0] for line in asked.splitlines()} - OF_EVERY_PROGRAM


@pytest.mark.skipif(not shutil.which("dpkg"), reason="this is no Debian")
@pytest.mark.parametrize("program", ["offhook", "offhook-sim"])
def test_the_image_has_the_libraries_a_program_needs(program):
    installed = (ROOT / "deploy" / "Dockerfile").read_text().split()
    needed = packages_of(RELEASE / program)
    assert "libssl3" in needed
    assert sorted(needed - set(installed)) == []
