"""Blocks of rows become what PostgreSQL's COPY reads: sound rows, and refused ones with their reasons.

For a long file this happens in a process of its own, so that the next block is checked while the database merges the
one before. Blocks go in and come out through pipes, a few at most at once: memory stays flat, and when either side
dies the other one notices.
"""

from __future__ import annotations

import dataclasses
import json
import re
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.conf import settings

from soksi_portal.common.encryption import Unreadable, encrypt

from .blocks import Block
from .rows import Judged, RowChecker, Surroundings, staged

# shorter files are checked where they are merged: a process takes a second to start
ALONE_UP_TO = 20_000  # rows
NO_KEY = 3  # how the process ends where no key opens a block
_SIZES = struct.Struct(">III")  # number of the block, bytes of the sound rows, of the refused ones
_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class CheckerDied(Exception):
    """The checking process ended before its work did."""


@dataclass(frozen=True)
class CheckedBlock:
    """Both parts as lines for COPY: of `rows.STAGED`, and of `REFUSED`."""

    number: int
    sound: bytes
    refused: bytes


REFUSED = ("line", "province", "collector", "cells_encrypted", "reasons", "people")


def check_block(checker: RowChecker, block: Block) -> CheckedBlock:
    sound, refused = [], []
    for line, cells in block.rows():
        judged = checker.judge(cells)
        if judged.values is None:
            refused.append(copy_line(refusal(line, cells, judged)))
        else:
            sound.append(copy_line(staged(line, judged.values)))
    return CheckedBlock(block.number, "".join(sound).encode(), "".join(refused).encode())


# what no database holds, and a sentence may quote
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def refusal(line: int, cells: list[str], judged: Judged) -> list[Any]:
    return [
        line,
        judged.province or None,
        judged.collector,
        encrypt(json.dumps(cells)),
        json.dumps([(column, _UNSTORABLE.sub("", sentence)) for column, sentence in judged.reasons]),
        judged.people,
    ]


def copy_line(values: Iterable[Any]) -> str:
    return "\t".join([_copied(value) for value in values]) + "\n"


def _copied(value: Any) -> str:
    kind = type(value)
    if kind is str:
        return value.translate(_SPECIAL) if "\\" in value or not value.isprintable() else value
    if kind is int:
        return str(value)
    if value is None:
        return "\\N"
    if kind is bytes:
        return "\\\\x" + value.hex()
    if kind is bool:
        return "t" if value else "f"
    if kind is list:  # keys of choices, which need no quotes
        return "{" + ",".join(value) + "}"
    if kind is Decimal or kind is date:
        return str(value)
    raise TypeError(kind)


# --- here, or in a process of its own ----------------------------------------------------------------


def checked_blocks(blocks: Iterable[Block], around: Surroundings, *, alone: bool) -> Iterator[CheckedBlock]:
    """`alone`: in a process of its own. Raises CheckerDied, Unreadable."""
    if alone:
        return _from_process(blocks, around)
    checker = RowChecker(around)
    return (check_block(checker, block) for block in blocks)


def _from_process(blocks: Iterable[Block], around: Surroundings) -> Iterator[CheckedBlock]:
    process = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup(); from {__name__} import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=settings.ROOT,
    )
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 — asked for above
    faults: list[Exception] = []  # of reading the blocks, which happens in the feeder
    feeder = threading.Thread(target=_feed, args=(process.stdin, blocks, around, faults), daemon=True)
    feeder.start()
    try:
        while head := process.stdout.read(_SIZES.size):
            if len(head) < _SIZES.size:
                break
            number, *lengths = _SIZES.unpack(head)
            parts = [process.stdout.read(length) for length in lengths]
            if [len(part) for part in parts] != lengths:
                break
            yield CheckedBlock(number, *parts)
        if (ended := process.wait()) != 0:
            raise Unreadable if ended == NO_KEY else CheckerDied
        feeder.join()
        if faults:
            raise faults[0]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        feeder.join()


def _feed(pipe: IO[bytes], blocks: Iterable[Block], around: Surroundings, faults: list[Exception]) -> None:
    """Ends when the blocks do, or when nobody reads them any more. What else ends it is left in `faults`."""
    with suppress(BrokenPipeError), pipe:
        told = dataclasses.asdict(around) | {"today": around.today.isoformat()}
        _put(pipe, 0, json.dumps(told).encode(), b"")
        try:
            for block in blocks:
                _put(pipe, block.number, block.sealed, b"")
        except BrokenPipeError:
            raise
        except Exception as fault:  # a storage fails in its own words; whoever asked for the blocks is told
            faults.append(fault)


def _put(pipe: IO[bytes], number: int, first: bytes, second: bytes) -> None:
    pipe.write(_SIZES.pack(number, len(first), len(second)) + first + second)
    pipe.flush()


def _taken(pipe: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    while head := pipe.read(_SIZES.size):
        number, length, _none = _SIZES.unpack(head)
        yield number, pipe.read(length)


def main() -> None:
    """The process of its own."""
    arrived = _taken(sys.stdin.buffer)
    _number, told = next(arrived)
    values = json.loads(told)
    around = Surroundings(**values | {"today": date.fromisoformat(values["today"])})
    checker = RowChecker(around)
    try:
        for number, sealed in arrived:
            done = check_block(checker, Block(number, sealed))
            _put(sys.stdout.buffer, number, done.sound, done.refused)
    except BrokenPipeError:
        pass
    except Unreadable:
        sys.exit(NO_KEY)
