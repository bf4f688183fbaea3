"""Reads and checks an archive with other people's software only: boto3, zstandard, cryptography, hashlib.

Written from docs/formats, apart from the program's code, so that both would have to make the same mistake.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def canonical(value) -> bytes:
    """RFC 8785, restricted as the formats say: objects, arrays, strings, booleans, integers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def decompress(data: bytes) -> bytes:
    """All frames: a plain decompress() of this package would stop after the first."""
    with zstandard.ZstdDecompressor(max_window_size=8 << 20).stream_reader(data, read_across_frames=True) as reader:
        return reader.read()


def merkle_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, of leaf hashes."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    left, right = merkle_root(leaves[:split]), merkle_root(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf_hash(line: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + line).digest()


def composite_checksum(data: bytes, part_size: int) -> str:
    parts = [hashlib.sha256(data[at : at + part_size]).digest() for at in range(0, len(data), part_size)]
    return f"{base64.b64encode(hashlib.sha256(b''.join(parts)).digest()).decode()}-{len(parts)}"


def id_set(ids) -> dict:
    text = b"".join(one.encode() + b"\n" for one in sorted(set(ids), key=str.encode))
    return {"count": len(set(ids)), "sha256": sha256_hex(text)}


@dataclass
class Manifest:
    key: str
    data: bytes
    signature: dict

    @cached_property
    def document(self) -> dict:
        return json.loads(self.data)


class Archive:
    """What lies under one prefix of a bucket, read once."""

    def __init__(self, client, bucket: str, prefix: str = ""):
        self.client, self.bucket = client, bucket
        self.prefix = prefix + "/" if prefix else ""
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=self.prefix)
        keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
        self.files = {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}

    @cached_property
    def manifests(self) -> list[Manifest]:
        keys = sorted(k for k in self.files if k.startswith(self.prefix + "_offhook/manifests/") and k.endswith(".json"))
        return [Manifest(key, self.files[key], json.loads(self.files[key + ".sig"])) for key in keys]

    @property
    def objects(self) -> Iterator[tuple[Manifest, dict]]:
        for manifest in self.manifests:
            for entry in manifest.document["objects"]:
                yield manifest, entry

    def raw_lines(self, entry: dict) -> list[bytes]:
        return decompress(self.files[entry["key"]]).split(b"\n")[:-1]

    def records(self, dataset: str) -> list[dict]:
        return [json.loads(line) for _, entry in self.objects if entry["dataset"] == dataset
                for line in self.raw_lines(entry)]  # fmt: skip

    def lines_by_conversation(self) -> dict[str, list[bytes]]:
        """Lines of both datasets, as stored."""
        result: dict[str, list[bytes]] = {}
        for _, entry in self.objects:
            for line in self.raw_lines(entry):
                member = json.loads(line)["_offhook"]
                result.setdefault(member.get("conversation", member["id"]), []).append(line)
        return result

    def plain_files(self) -> Iterator[tuple[str, bytes]]:
        """Every file, unpacked where it is packed: what somebody with read access to the bucket could see."""
        for key, data in self.files.items():
            yield key, decompress(data) if key.endswith(".zst") else data

    def check(self, public_key: Ed25519PublicKey) -> None:
        """Every digest, count, name, place and signature; AssertionError for the first that does not hold."""
        listed = set()
        previous: dict[str, bytes] = {}  # of the slice: its last manifest
        archived: dict[tuple[str, str], set] = {}  # ids by slice and dataset
        for manifest in self.manifests:
            document = manifest.document
            assert document["format"] == "offhook/manifest/1"
            assert canonical(document) == manifest.data, f"{manifest.key} is not canonical"
            self._check_signature(manifest, public_key)
            folder, _, name = manifest.key.rpartition("/")
            assert name == f"{document['number']:010}.json"
            assert folder == f"{self.prefix}_offhook/manifests/org={document['org']}/{document['slice']['id']}"
            before = previous.get(folder)
            assert document["number"] == (json.loads(before)["number"] + 1 if before else 1)
            assert document.get("previous") == (sha256_hex(before) if before else None)
            previous[folder] = manifest.data
            listed |= {manifest.key, manifest.key + ".sig"}
            for entry in document["objects"]:
                ids = self._check_object(entry, document)
                archived.setdefault((folder, entry["dataset"]), set()).update(ids)
                listed |= {entry["key"], entry["index"]["key"]}
            for dataset, certificate in document["certificate"].items():
                self._check_certificate(certificate, archived.get((folder, dataset), set()))
        assert set(self.files) == listed, f"not listed by any manifest: {set(self.files) - listed}"

    def _check_signature(self, manifest: Manifest, public_key: Ed25519PublicKey) -> None:
        assert manifest.signature["format"] == "offhook/signature/1"
        assert manifest.signature["algorithm"] == "ed25519"
        assert manifest.signature["key"] == sha256_hex(public_key.public_bytes_raw())[:8]
        public_key.verify(base64.b64decode(manifest.signature["signature"]), manifest.data)

    def _check_object(self, entry: dict, document: dict) -> list[str]:
        key, data = entry["key"], self.files[entry["key"]]
        assert len(data) == entry["size"], key
        assert sha256_hex(data) == entry["sha256"], key
        assert key.endswith(f"-{entry['sha256'][:16]}.ndjson.zst"), key
        start = f"{self.prefix}org={document['org']}/dataset={entry['dataset']}/dt="
        assert key.startswith(start) and f"/{document['slice']['id']}-" in key, key

        head = self.client.head_object(Bucket=self.bucket, Key=key)
        assert head["ServerSideEncryption"] == entry["encryption"]["algorithm"], key
        assert head.get("StorageClass", "STANDARD") == entry["storage_class"], key
        assert head["Metadata"]["sha256"] == entry["sha256"], key
        assert head["Metadata"]["upload-token"] and head["Metadata"]["offhook-version"], key
        if "-" in entry["checksum"]:
            assert entry["checksum"] == composite_checksum(data, entry["part_size"]), key
        else:
            assert entry["checksum"] == base64.b64encode(hashlib.sha256(data).digest()).decode(), key

        lines = self.raw_lines(entry)
        leaves = [leaf_hash(line) for line in lines]
        assert len(lines) == entry["lines"], key
        assert merkle_root(leaves).hex() == entry["merkle_root"], key
        dt = key.removeprefix(start).split("/")[0]
        ids = []
        expected_by = "id" if entry["dataset"] == "conversations" else "communication"  # what a session announces
        for line in lines:
            record = json.loads(line)
            assert line.startswith(b'{"_offhook":'), key
            ids.append(record["_offhook"][expected_by])
            if entry["dataset"] == "conversations":
                assert record["conversationStart"].startswith(dt), key
                assert record["conversationId"] == record["_offhook"]["id"], key
        self._check_index(entry, data, lines, leaves)
        return ids

    def _check_index(self, entry: dict, data: bytes, lines: list, leaves: list) -> None:
        index = entry["index"]
        assert index["key"] == f"{self.prefix}_offhook/index/{entry['key'].removeprefix(self.prefix)}.idx.zst"
        packed = self.files[index["key"]]
        assert (len(packed), sha256_hex(packed)) == (index["size"], index["sha256"]), index["key"]
        rows = decompress(packed).split(b"\n")[:-1]
        assert len(rows) == len(lines), index["key"]
        for row, line, leaf in zip(rows, lines, leaves):
            place, member = json.loads(row), json.loads(line)["_offhook"]
            assert canonical(place) == row, index["key"]
            assert place["leaf"] == leaf.hex(), index["key"]
            for name in ("id", "version", "conversation"):
                assert place.get(name) == member.get(name), index["key"]
            offset, size = place["frame"]
            frame = zstandard.ZstdDecompressor(max_window_size=8 << 20).decompress(data[offset : offset + size])
            assert frame.split(b"\n")[place["line"]] == line, index["key"]
            for token in place["tokens"]:
                assert token.encode() in line, (index["key"], token)

    def _check_certificate(self, certificate: dict, found: set) -> None:
        archived = certificate["archived"]
        ids = found | set(archived["elsewhere"])
        others = set()
        for name in ("quarantined", "absent", "pending", "gap"):
            listed = {item["id"] for item in certificate[name]["list"]}
            assert id_set(listed) == {key: certificate[name][key] for key in ("count", "sha256")}, name
            others |= listed
        # What was archived and is pending again counts as pending: each id stands in one place.
        assert id_set(ids - others) == {key: archived[key] for key in ("count", "sha256")}
        assert id_set(ids | others) == certificate["expected"]
