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

from soksi_portal.common.encryption import decrypt, encrypt

BLOCK = 5_000  # rows
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
    sealed = encrypt(json.dumps(rows, ensure_ascii=True, separators=(",", ":")))
    file.write(_HEAD.pack(len(rows), len(sealed)) + sealed)
    return len(rows)


def read_blocks(file: IO[bytes], *, start: int = 0) -> Iterator[Block]:
    """From the block `start` on; those before are skipped, not read."""
    file.seek(0)
    number = 0
    while head := file.read(_HEAD.size):
        if len(head) < _HEAD.size:
            raise CutOff
        _count, length = _HEAD.unpack(head)
        if number < start:
            file.seek(length, 1)
        else:
            sealed = file.read(length)
            if len(sealed) < length:
                raise CutOff
            yield Block(number, sealed)
        number += 1
