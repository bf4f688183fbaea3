"""`offhook init`: a configuration file to fill in, a token key, and nothing of anybody's overwritten."""

import json
import stat

import pytest

from programs import Offhook


@pytest.fixture
def folder(offhook):
    return offhook.state.parent


def test_config_accepts_what_init_writes(offhook, folder):
    said = offhook("init")
    assert said.code == 0, said
    for name in ("genesys.region", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET", "target.url", "offhook doctor"):
        assert name in said.stdout
    config = offhook("config")
    assert config.code == 0, config
    assert str(folder / "offhook.token-key") in config.stdout


def test_the_key_is_random_long_and_its_owners_alone(offhook, folder):
    offhook("init")
    key = (folder / "offhook.token-key").read_text()
    assert key.startswith("hex:") and len(bytes.fromhex(key[4:])) == 32
    for name in ("offhook.token-key", "offhook.toml"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    other = Offhook(folder / "other" / "state")
    other.state.parent.mkdir()
    other("init")
    assert (folder / "other" / "offhook.token-key").read_text() != key


@pytest.mark.parametrize("name", ["offhook.toml", "offhook.token-key"])
def test_nothing_is_overwritten(offhook, folder, name):
    (folder / name).write_text("mine")
    said = offhook("init")
    assert said.code == 2 and name in said.stderr and "never overwritten" in said.stderr, said
    assert [(path.name, path.read_text()) for path in folder.iterdir() if path.is_file()] == [(name, "mine")]


def test_flags_are_written_down_and_a_key_that_is_set_is_kept(offhook, folder):
    given = ("--genesys-region", "eu-central-1", "--target-url", f"file://{folder}/archive", "--genesys-client-id", "me")
    said = offhook("init", *given, "--config", "mine.toml", "--json", TOKENIZATION_KEY="k" * 32)
    assert said.code == 0, said
    assert json.loads(said.stdout)["missing"] == ["genesys.client_secret"]
    assert not (folder / "offhook.token-key").exists()
    config = offhook("config", "--config", "mine.toml").stdout
    assert "eu-central-1" in config and f"file://{folder}/archive" in config


@pytest.mark.sim("--conversations", "5", "--day", "2026-11-20", "--rate-limit", "3000")
def test_a_filled_in_file_is_enough_to_run(offhook, folder, sim):
    offhook("init", "--target-url", f"file://{folder}/archive", "--genesys-api-base", sim.api)
    path = folder / "offhook.toml"
    text = path.read_text()
    for name, value in (("client_id", sim.client_id), ("client_secret", sim.client_secret)):
        assert f'\n{name} = ""\n' in text
        text = text.replace(f'\n{name} = ""\n', f'\n{name} = "{value}"\n')
    path.write_text(text)
    run = offhook("run", "--from", "2026-11-20", "--to", "2026-11-21")
    assert run.code == 0, run
