"""`offhook config`: what is in effect and whence, and the schema of the file."""

import json

import jsonschema
import pytest
import tomllib


@pytest.fixture
def schema(offhook):
    said = offhook("config", "--schema")
    assert said.code == 0, said
    schema = json.loads(said.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_json_has_value_and_origin_and_no_secret(offhook):
    said = offhook("config", "--json", "--run-workers", "3", TOKENIZATION_KEY="a secret that nobody may see", S3_BUCKET="b")
    settings = {entry["key"]: entry for entry in json.loads(said.stdout)["settings"]}
    assert settings["run.workers"] == {"key": "run.workers", "value": "3", "origin": "flag --run-workers"}
    assert settings["target.bucket"]["origin"] == "environment S3_BUCKET"
    assert settings["redact.token_key"]["value"] == "(secret)"
    assert "nobody may see" not in said.stdout + offhook("config", TOKENIZATION_KEY="nobody may see").stdout


def test_the_schema_takes_what_init_writes(offhook, schema):
    offhook("init")
    schema.validate(tomllib.loads((offhook.state.parent / "offhook.toml").read_text()))


@pytest.mark.parametrize("text", [
    "[s3]\nregion = 'x'\n[org.acme]\nexpected_org_id = '1'\n[org.acme.genesys]\nclient_id = 'c'\n",
    "[filters]\nmedia = ['voice', 'chat']\n[run]\nworkers = 4\n[gate]\ndemands = {versioning = 'warn'}\n",
])  # fmt: skip
def test_schema_and_program_take_the_same_files(offhook, schema, text):
    schema.validate(tomllib.loads(text))
    (offhook.state.parent / "offhook.toml").write_text(text)
    assert offhook("config").code == 0


@pytest.mark.parametrize("text", ["[s3]\nregoin = 'x'\n", "[run]\nworkers = 'many'\n", "[source]\nmode = 'both'\n",
                                  "[archive]\nzstd_level = 20\n", "top = 1\n", "[org.acme.org]\nname = 'x'\n"])  # fmt: skip
def test_schema_and_program_refuse_the_same_files(offhook, schema, text):
    assert list(schema.iter_errors(tomllib.loads(text)))
    (offhook.state.parent / "offhook.toml").write_text(text)
    assert offhook("config").code == 2


def test_the_schema_can_be_had_with_a_broken_file(offhook):
    (offhook.state.parent / "offhook.toml").write_text("[[[")
    assert offhook("config", "--schema").code == 0
