"""Personal numbers (NIK, NPWP) at rest: encrypted with a key that can be renewed, matched through a keyed hash.

AES-256-GCM; a stored value is one byte of key number, twelve of nonce, then the ciphertext with its tag. The number
says which key of `PERSONAL_DATA_KEYS` opens it, so that a new key can be put first while old values are still read;
`manage.py renew_personal_data_keys` then writes all of them anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE = 12  # bytes, as NIST SP 800-38D recommends
KEY = 32  # bytes: AES-256
HASH = 16  # bytes of the blind index: no two people meet in 128 bits


class Unreadable(Exception):
    """No key in the settings opens the stored value."""


def encrypt(text: str) -> bytes:
    return encrypt_bytes(text.encode())


def encrypt_bytes(content: bytes) -> bytes:
    number, cipher = _current()
    nonce = secrets.token_bytes(NONCE)
    return bytes((number,)) + nonce + cipher.encrypt(nonce, content, None)


def decrypt(stored: bytes | memoryview) -> str:
    """Raises Unreadable."""
    try:
        return decrypt_bytes(stored).decode()
    except UnicodeDecodeError as error:
        raise Unreadable("the value is no text of ours") from error


def decrypt_bytes(stored: bytes | memoryview) -> bytes:
    """Raises Unreadable."""
    stored = bytes(stored)
    cipher = _ciphers().get(stored[0]) if stored else None
    if cipher is None:
        raise Unreadable("the key of this value is not in PERSONAL_DATA_KEYS")
    try:
        return cipher.decrypt(stored[1 : 1 + NONCE], stored[1 + NONCE :], None)
    except (InvalidTag, ValueError) as error:  # a ValueError: too short to be one of ours
        raise Unreadable("the value was changed, or its key was") from error


def is_current(stored: bytes | memoryview) -> bool:
    """Whether the value is under the newest key."""
    return bytes(stored[:1]) == bytes((current_number(),))


def current_number() -> int:
    """Of the newest key: the first byte of what it has encrypted."""
    return _current()[0]


def blind_index(text: str, *, purpose: str) -> bytes:
    """What equal texts have in common, and tells nothing without the key. `purpose` keeps NIK and NPWP apart."""
    key = _index_key(settings.BLIND_INDEX_KEY)
    return hmac.digest(key, f"{purpose}\0{text}".encode(), hashlib.sha256)[:HASH]


def parse_keys(lines: list[str]) -> list[tuple[int, bytes]]:
    """[(number, key)] of "1:<base64 of 32 bytes>", the newest first. Raises ImproperlyConfigured."""
    keys = []
    for line in lines:
        number, _, text = line.partition(":")
        try:
            key = base64.b64decode(text, altchars=b"-_", validate=True)
        except ValueError:
            key = b""
        if not re.fullmatch(r"[0-9]{1,3}", number) or not 0 < int(number) < 256 or len(key) != KEY:
            raise ImproperlyConfigured(
                "PERSONAL_DATA_KEYS: setiap kunci ditulis nomor:base64 dari 32 byte, misalnya dari "
                "`python -c 'import base64, secrets; print(\"1:\" + base64.b64encode(secrets.token_bytes(32)).decode())'`."
            )
        keys.append((int(number), key))
    if not keys or len({number for number, _ in keys}) < len(keys):
        raise ImproperlyConfigured(
            "PERSONAL_DATA_KEYS harus berisi paling sedikit satu kunci, nomornya berbeda-beda."
        )
    return keys


def _ciphers() -> dict[int, AESGCM]:
    return _ciphers_of(tuple(settings.PERSONAL_DATA_KEYS))


def _current() -> tuple[int, AESGCM]:
    return next(iter(_ciphers().items()))


@lru_cache(maxsize=4)
def _ciphers_of(lines: tuple[str, ...]) -> dict[int, AESGCM]:
    return {number: AESGCM(key) for number, key in parse_keys(list(lines))}


@lru_cache(maxsize=4)
def _index_key(text: str) -> bytes:
    return hashlib.sha256(b"blind-index\0" + text.encode()).digest()
