"""Tokens as docs/formats/tokens.md defines them, computed with the Python packages only."""

import hashlib
import hmac
import re

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(key: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=b"offhook/v1", info=purpose.encode()).derive(key)


def token(key: bytes, kind: str, canonical: str) -> str:
    purpose = derive(key, f"token/{kind}")
    data = canonical.encode()
    while True:
        data = hmac.new(purpose, data, hashlib.sha256).digest()
        text = data.hex()
        for at in range(len(text) - 15):
            if not re.search(r"\d{7}", text[at : at + 16]):
                return f"{kind}-{text[at:at + 16]}"
