"""What somebody sent becomes a file that can be given to others, or a sentence that says what to do instead."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.training.choices import MaterialKind
from programs.training.errors import MaterialRefused
from umkm.businesses.documents.pictures import AT_ONCE, PATIENCE, PictureRefused, read_picture

from . import inspector
from .inspector import MOST_BYTES

INSPECTOR = Path(inspector.__file__)
PICTURE_BEGINS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
MEGABYTE = 1024 * 1024

SENTENCES: dict[str, Promise] = {
    "empty": _("Berkas ini kosong. Pilih berkas lain."),
    "too_big": _("Berkas ini lebih dari %(megabytes)s MB. Kecilkan gambarnya, atau kirim sebagai tautan."),
    "too_heavy": _("Berkas ini terlalu berat untuk dibuka. Kirim sebagai tautan."),
    "broken": _("Berkas ini rusak atau terpotong, jadi tidak bisa dibuka. Simpan ulang, lalu kirim lagi."),
    "locked": _("Berkas ini terkunci dengan kata sandi. Simpan tanpa kata sandi, lalu kirim lagi."),
    "active": _(
        "Berkas ini memuat makro, skrip, atau berkas lain di dalamnya. Hapus dahulu, lalu kirim lagi."
    ),
    "unknown": _("Jenis berkas ini tidak diterima. Kirim PDF, PPTX, XLSX, JPG, PNG, atau WebP."),
    "busy": _("Banyak berkas sedang diperiksa. Tunggu sebentar, lalu kirim lagi."),
}


@dataclass(frozen=True)
class Content:
    kind: MaterialKind
    raw: bytes

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def refused(word: str) -> MaterialRefused:
    return MaterialRefused(str(SENTENCES[word]) % {"megabytes": MOST_BYTES // MEGABYTE}, field="file")


def read_material(upload: File[bytes]) -> Content:
    """Judge by content, never by name or declared type. A picture is made anew. Raises MaterialRefused."""
    upload.seek(0)
    raw = upload.read(MOST_BYTES + 1)
    if not raw:
        raise refused("empty")
    if len(raw) > MOST_BYTES:
        raise refused("too_big")
    if raw.startswith(PICTURE_BEGINS):
        try:
            return Content(MaterialKind.PICTURE, read_picture(raw).content)
        except PictureRefused as refusal:
            raise MaterialRefused(refusal.message, field="file") from refusal
    answer = _looked_into(raw)
    if "refused" in answer:
        raise refused(answer["refused"])
    return Content(MaterialKind(answer["kind"]), raw)


def _looked_into(raw: bytes) -> dict[str, str]:
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise refused("busy")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(INSPECTOR)],
            input=raw,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            cwd="/",
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise refused("too_heavy") from error
    finally:
        AT_ONCE.release()
    answer: dict[str, str] = json.loads(done.stdout)
    return answer
