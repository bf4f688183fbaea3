"""docs/query.md: its statements, run by DuckDB and zstandard on an archive that the program's own code wrote."""

import re
import subprocess
from pathlib import Path

import duckdb
import duckdb_extension_httpfs
import pytest

from programs import BUILD, ROOT

DOCUMENT = (ROOT / "docs" / "query.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    found = re.search(rf"<!-- example: {re.escape(name)} -->\n```\w*\n(.*?)\n```", DOCUMENT, re.DOTALL)
    assert found, f"docs/query.md has no example '{name}'"
    return found[1]


@pytest.fixture
def archive(tmp_path):
    """100 conversations on one day, one of them changed on the next, which brings another; one transcript."""
    subprocess.run([BUILD / "test" / "docs" / "sample_archive", tmp_path], check=True, capture_output=True)
    return tmp_path


class Database:
    def __init__(self, archive):
        self.connection = duckdb.connect()
        self.archive = str(archive)

    def use_s3(self, seaweed, bucket: str):
        """As the document says, but for what it says about a place: this server, and an extension that is installed."""
        (extension,) = Path(duckdb_extension_httpfs.__file__).parent.rglob("httpfs.duckdb_extension")
        sql = example("duckdb s3")
        for said, here in {
            "INSTALL httpfs; LOAD httpfs;": f"LOAD '{extension}';",
            "/etc/ssl/certs/our-ca.pem": str(seaweed.ca_file),
            "BUCKET": bucket,
            "eu-central-1": seaweed.region,
            "ACCESS-KEY": seaweed.access_key,
            "SECRET-KEY": seaweed.secret_key,
            "storage.example.com:8333": seaweed.endpoint.removeprefix("https://"),
        }.items():
            assert said in sql
            sql = sql.replace(said, here)
        self.connection.execute(sql)

    def rows(self, sql: str) -> list[tuple]:
        sql = sql.replace("ARCHIVE", self.archive).replace("ROOT", self.archive)
        return self.connection.execute(sql).fetchall()

    def example(self, name: str) -> list[tuple]:
        return self.rows(example(name))


@pytest.fixture
def database(archive):
    return Database(archive)


NEWEST = "SELECT _offhook.version, handledSeconds, dt::VARCHAR FROM {} WHERE _offhook.id = 'c1'"


def test_duckdb_sees_the_newest_version_of_each_conversation(database):
    database.example("duckdb")
    assert database.rows("SELECT count(*) FROM conversation_versions") == [(102,)]
    assert database.rows("SELECT count(*), count(DISTINCT _offhook.id) FROM conversations") == [(101, 101)]
    assert database.rows(NEWEST.format("conversations")) == [(2, 90, "2026-11-21")]
    assert database.rows("SELECT DISTINCT org FROM conversations") == [("acme",)]


def test_duckdb_reads_the_same_over_s3(archive, seaweed, bucket):
    for file in filter(Path.is_file, archive.rglob("*")):
        seaweed.client().put_object(Bucket=bucket, Key=str(file.relative_to(archive)), Body=file.read_bytes())
    database = Database(f"s3://{bucket}")
    database.use_s3(seaweed, bucket)
    database.example("duckdb")
    assert database.rows("SELECT count(*) FROM conversation_versions") == [(102,)]
    assert database.rows("SELECT count(*), count(DISTINCT _offhook.id) FROM conversations") == [(101, 101)]
    assert database.rows(NEWEST.format("conversations")) == [(2, 90, "2026-11-21")]
    database.example("duckdb transcripts")
    assert dict(database.example("duckdb join"))["c1"] == 1
    database.example("duckdb manifests")
    assert database.rows("SELECT count(*) FROM listed_conversations") == [(101,)]


def test_the_standard_view_sees_the_same(database):
    database.example("duckdb")
    database.example("standard view")
    assert database.rows("SELECT count(*) FROM conversations_current") == [(101,)]
    assert database.rows(NEWEST.format("conversations_current")) == [(2, 90, "2026-11-21")]


def test_a_transcript_joins_its_conversation(database):
    database.example("duckdb")
    database.example("duckdb transcripts")
    assert dict(database.example("duckdb join"))["c1"] == 1
    assert sum(dict(database.example("duckdb join")).values()) == 1


def test_a_token_is_found_as_text(database):
    database.example("duckdb")
    assert len(database.example("duckdb token")) == 101


def test_what_no_manifest_lists_is_not_part_of_the_archive(database, archive):
    database.example("duckdb manifests")
    assert database.rows("SELECT count(*) FROM listed_conversations") == [(101,)]
    (second_day,) = archive.glob("org=*/dataset=conversations/dt=2026-11-21/*.ndjson.zst")
    (manifest,) = archive.glob("_offhook/manifests/org=acme/20261121*/*.json")
    manifest.unlink()
    database.example("duckdb manifests")
    assert second_day.exists()
    assert database.rows("SELECT count(*), max(_offhook.version) FROM listed_conversations") == [(100, 1)]


def test_python_reads_all_frames(archive):
    scope = {}
    exec(example("python"), scope)  # noqa: S102: the document is ours
    (path,) = archive.glob("org=*/dataset=conversations/dt=2026-11-20/*.ndjson.zst")
    assert [line["_offhook"]["id"] for line in scope["lines"](path)] == [f"c{n}" for n in range(1, 101)]
