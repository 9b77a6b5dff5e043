"""What somebody sent becomes a clean picture, or a sentence that says what to do instead."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.errors import RuleViolation

from . import decoder
from .decoder import LEAST_SIDE, LENGTH_BYTES, MOST_BYTES, MOST_PIXELS, MOST_SHEETS

DECODER = Path(decoder.__file__)
PATIENCE = 20  # seconds for one picture, by the clock
# each decoder may take some hundred megabytes: no more than this many at once in one process
AT_ONCE = threading.BoundedSemaphore(2)
MEGABYTE = 1024 * 1024
MOST_PAPER_BYTES = 25 * MEGABYTE
PAPER_PATIENCE = 90

SENTENCES: dict[str, Promise] = {
    "empty": _("Berkas ini kosong. Ambil fotonya sekali lagi."),
    "too_big": _(
        "Berkas ini lebih dari %(megabytes)s MB. Ambil fotonya dengan mutu lebih rendah, lalu kirim lagi."
    ),
    "too_many_pixels": _(
        "Gambar ini terlalu besar: lebih dari %(megapixels)s megapiksel. Kecilkan gambarnya, lalu kirim lagi."
    ),
    "too_small": _(
        "Gambar ini terlalu kecil untuk dibaca. Sisi pendeknya paling sedikit %(side)s piksel."
        " Ambil fotonya dari dekat."
    ),
    "too_heavy": _("Berkas ini terlalu berat untuk dibuka. Foto saja dokumennya, lalu kirim fotonya."),
    "broken": _("Berkas ini rusak atau terpotong, jadi tidak bisa dibuka. Ambil fotonya sekali lagi."),
    "heic": _(
        "Foto HEIC dari iPhone belum bisa dibaca. Di iPhone, buka Pengaturan, Kamera, Format, pilih"
        " “Paling Kompatibel”, lalu ambil fotonya lagi."
    ),
    "other_picture": _("Jenis gambar ini tidak diterima. Kirim foto JPG, PNG, atau WebP."),
    "unknown": _("Berkas ini bukan foto dan bukan PDF. Kirim foto JPG, PNG, atau WebP, atau dokumen PDF."),
    "locked": _(
        "PDF ini terkunci dengan kata sandi. Buka PDF-nya di HP Anda, ambil tangkapan layar, lalu kirim itu."
    ),
    "pdf_broken": _("PDF ini rusak, jadi tidak bisa dibuka. Unduh lagi dari OSS, atau foto saja dokumennya."),
    "page_size": _("Ukuran halaman PDF ini tidak wajar. Foto saja dokumennya, lalu kirim fotonya."),
    "too_many_sheets": _("Dokumen ini lebih dari %(sheets)s halaman. Pilih halaman yang penting saja."),
    "paper_too_big": _(
        "Semua berkas bersama lebih dari %(paper)s MB. Pindai dengan mutu lebih rendah, lalu kirim lagi."
    ),
    "busy": _("Banyak foto sedang diperiksa. Tunggu sebentar, lalu kirim lagi."),
}


class PictureRefused(RuleViolation):
    """What was sent is no picture that can be taken; the message says what to do."""

    def __init__(self, word: str) -> None:
        limits = {
            "megabytes": MOST_BYTES // MEGABYTE,
            "megapixels": MOST_PIXELS // 1_000_000,
            "side": LEAST_SIDE,
            "sheets": MOST_SHEETS,
            "paper": MOST_PAPER_BYTES // MEGABYTE,
        }
        super().__init__(str(SENTENCES[word]) % limits, field="pictures")
        self.word = word


@dataclass(frozen=True)
class Picture:
    """A JPEG of our own making, and a small one for lists."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_picture(raw: bytes, *, unreadable_thumbnail: bool = False) -> Picture:
    """Judge by content, never by name or declared type, and make the picture anew. Raises PictureRefused.

    The unpacking happens in a process of its own (see `decoder`): measured 0.1–0.4 s for a phone's photo, some 0.1 s of
    it the start, which is little beside the upload itself, and a bomb or a fault in a decoder ends that process alone.
    """
    word = _look_at(raw)
    if word:
        raise PictureRefused(word)
    told, rest = _decoded(raw, *(["unreadable"] if unreadable_thumbnail else []))
    size = told["size"]
    return Picture(content=rest[:size], thumbnail=rest[size:], width=told["width"], height=told["height"])


@dataclass(frozen=True)
class Bound:
    """A PDF of our own making that holds nothing but pictures of pages, and a small picture of its first page."""

    content: bytes
    thumbnail: bytes
    pages: int

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_paper(files: Sequence[bytes]) -> Bound:
    """Pictures and PDFs, in this order, as one clean PDF; judged like a picture. Raises PictureRefused."""
    if sum(len(raw) for raw in files) > MOST_PAPER_BYTES:
        raise PictureRefused("paper_too_big")
    for raw in files:
        word = _look_at(raw, most=MOST_PAPER_BYTES)
        if word:
            raise PictureRefused(word)
    framed = b"".join(len(raw).to_bytes(LENGTH_BYTES, "big") + raw for raw in files)
    told, rest = _decoded(framed, "paper", patience=PAPER_PATIENCE)
    return Bound(content=rest[: told["size"]], thumbnail=rest[told["size"] :], pages=told["pages"])


def _decoded(raw: bytes, *words: str, patience: float | None = None) -> tuple[dict[str, Any], bytes]:
    """What the decoder told, and what it made. Raises PictureRefused."""
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise PictureRefused("busy")
    try:
        answer = _run(raw, words, PATIENCE if patience is None else patience)
    finally:
        AT_ONCE.release()
    line, _newline, rest = answer.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise PictureRefused(told["refused"])
    return told, rest


def _run(raw: bytes, words: Sequence[str], patience: float) -> bytes:
    command = [sys.executable, "-I", str(DECODER), *words]
    try:
        done = subprocess.run(
            command, input=raw, capture_output=True, timeout=patience, env={}, cwd="/", check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise PictureRefused("too_heavy") from error
    return done.stdout


def _look_at(raw: bytes, *, most: int = MOST_BYTES) -> str:
    """Why the first bytes or the size speak against it; empty where they do not."""
    if not raw:
        return "empty"
    if len(raw) > most:
        return "too_big"
    if raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-")) or (
        raw.startswith(b"RIFF") and raw[8:12] == b"WEBP"
    ):
        return ""
    if raw[4:8] == b"ftyp" and raw[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"):
        return "heic"
    if raw.startswith((b"GIF8", b"BM", b"II*\0", b"MM\0*")) or raw[4:12] == b"ftypavif":
        return "other_picture"
    return "unknown"
