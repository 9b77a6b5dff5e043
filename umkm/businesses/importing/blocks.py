"""The rows of a file between its arrival and its end: encrypted block by block, since they hold what a KTP holds.

A block is what is checked and merged in one go. A run that was cut off goes on at the block after the last one merged,
without reading what came before it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from soksi_portal.common.encryption import decrypt, decrypt_bytes, encrypt, encrypt_bytes, is_current

BLOCK = 5_000  # rows
PIECE = 65_536  # bytes of a file as it was sent
_HEAD = struct.Struct(">II")  # rows, bytes
Row = tuple[int, list[str]]  # its line in the file, its cells


class CutOff(Exception):
    """The stored rows end in the middle of a block."""


@dataclass(frozen=True)
class Block:
    number: int
    sealed: bytes

    def rows(self) -> list[Row]:
        return [(line, cells) for line, *cells in json.loads(decrypt(self.sealed))]


def write_blocks(file: IO[bytes], rows: Iterable[Row]) -> int:
    """How many rows there were."""
    total = 0
    waiting: list[list[int | str]] = []
    for line, cells in rows:
        waiting.append([line, *cells])
        if len(waiting) == BLOCK:
            total += _write(file, waiting)
            waiting = []
    return total + (_write(file, waiting) if waiting else 0)


def _write(file: IO[bytes], rows: list[list[int | str]]) -> int:
    # half a character, which CSV in UTF-16 may hold, cannot be encoded later
    _put(file, len(rows), encrypt(json.dumps(rows, ensure_ascii=True, separators=(",", ":"))))
    return len(rows)


def _put(file: IO[bytes], count: int, sealed: bytes) -> None:
    file.write(_HEAD.pack(count, len(sealed)) + sealed)


def read_blocks(file: IO[bytes], *, start: int = 0) -> Iterator[Block]:
    """From the block `start` on; those before are skipped, not read. Raises CutOff."""
    file.seek(0)
    number = 0
    while (head := _head(file)) is not None:
        _count, length = head
        if number < start:
            file.seek(length, 1)
        else:
            yield Block(number, _sealed(file, length))
        number += 1


def _head(file: IO[bytes]) -> tuple[int, int] | None:
    """Rows and bytes of the next block; None after the last."""
    head = file.read(_HEAD.size)
    if 0 < len(head) < _HEAD.size:
        raise CutOff
    return _HEAD.unpack(head) if head else None


def _sealed(file: IO[bytes], length: int) -> bytes:
    sealed = file.read(length)
    if len(sealed) < length:
        raise CutOff
    return sealed


# --- a file as it was sent ---------------------------------------------------------------------------


def seal(pieces: Iterable[bytes], target: IO[bytes]) -> None:
    """What was sent, encrypted piece by piece: it lies in the storage until somebody reads it."""
    for piece in pieces:
        _put(target, 0, encrypt_bytes(piece))
    target.seek(0)


def unseal(source: IO[bytes], target: IO[bytes]) -> None:
    """Raises CutOff, Unreadable."""
    for block in read_blocks(source):
        target.write(decrypt_bytes(block.sealed))
    target.seek(0)


# --- under another key -------------------------------------------------------------------------------


def is_under_newest_key(file: IO[bytes]) -> bool:
    """Whether all blocks are: the first byte of each says so. Raises CutOff."""
    file.seek(0)
    while (head := _head(file)) is not None:
        if not is_current(_sealed(file, 1)):
            return False
        file.seek(head[1] - 1, 1)
    return True


def renew_blocks(source: IO[bytes], target: IO[bytes]) -> None:
    """The same blocks under the newest key. Raises CutOff, Unreadable."""
    source.seek(0)
    while (head := _head(source)) is not None:
        count, length = head
        _put(target, count, encrypt_bytes(decrypt_bytes(_sealed(source, length))))
