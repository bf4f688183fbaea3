"""The readers that these tests use agree with the documents."""

import re

import pytest

import tokens
from archive_reader import leaf_hash, merkle_root
from programs import ROOT

VECTOR = re.compile(r"^\| ([A-Z_]+) \| `(.+)` \| `(\1-[0-9a-f]{16})` \|$", re.M)


def test_tokens_are_as_documented():
    document = (ROOT / "docs/formats/tokens.md").read_text()
    vectors = VECTOR.findall(document)
    assert len(vectors) > 15
    for kind, value, expected in vectors:
        assert tokens.token(b"0123456789abcdef" * 2, kind, value) == expected


@pytest.mark.parametrize(
    "count, root",
    [  # RFC 6962 test data as published with certificate-transparency's reference implementation
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ],
)
def test_merkle_roots_are_as_published(count, root):
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    assert merkle_root([leaf_hash(bytes.fromhex(entry)) for entry in entries[:count]]).hex() == root
