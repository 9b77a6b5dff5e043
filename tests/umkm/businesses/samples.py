"""Files as people and attackers send them, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def photo(
    colour: str = "seagreen", size: tuple[int, int] = (640, 480), kind: str = "JPEG", **options: Any
) -> bytes:
    return encoded(Image.new("RGB", size, colour), kind, **options)


def halves() -> Image.Image:
    """Red on the left, blue on the right: shows how it is turned."""
    picture = Image.new("RGB", (400, 200), "red")
    picture.paste("blue", (200, 0, 400, 200))
    return picture


def phone_photo() -> bytes:
    """With the place where it was taken, the phone's name, a comment, and held on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0110] = "Telepon Bu Sari"
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 54.0, 33.5), 3: "E", 4: (107.0, 36.0, 12.25)})
    return encoded(halves(), "JPEG", exif=exif, comment=b"rahasia", quality=95)


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A header that promises gigabytes, with a body that even keeps the promise for a while."""
    body = zlib.compress(b"\0" * 3_000_000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + _chunk(b"IDAT", body)
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg_bomb() -> bytes:
    """A small photo whose header says 65,500 × 65,500."""
    raw = bytearray(photo())
    at = raw.index(b"\xff\xc0") + 5
    raw[at : at + 4] = struct.pack(">HH", 65_500, 65_500)
    return bytes(raw)


def zip_bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("foto.jpg", b"\0" * 20_000_000)
    return written.getvalue()


def text_bomb() -> bytes:
    """A PNG that says little and unpacks a comment of 100 MB."""
    raw = photo(kind="PNG")
    comment = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 100_000_000))
    return raw[:33] + comment + raw[33:]


def pdf(
    pages: int = 1, size: tuple[int, int] = (595, 842), extra: bytes = b"", catalog: bytes = b""
) -> bytes:
    """A PDF written by hand, with a black box on each page; `extra` objects begin at number 100."""
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(pages))
    objects = [
        (1, b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog),
        (2, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)),
        (3, b"<</Length 30>>stream\n0 0 0 rg 100 100 200 200 re f \nendstream"),
    ]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 3 0 R>>" % size
    objects += [(10 + number, page) for number in range(pages)]
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj%s endobj\n" % one for one in objects) + extra
    return body + b"trailer<</Root 1 0 R>>\n%%EOF"


def scripted_pdf() -> bytes:
    """Runs a script and starts a program when it is opened, in a viewer that lets it."""
    return pdf(
        catalog=b"/OpenAction 100 0 R/AA<</WC 101 0 R>>",
        extra=b"100 0 obj<</S/JavaScript/JS(app.alert\\(1\\);)>> endobj\n"
        b"101 0 obj<</S/Launch/F(cmd.exe)>> endobj\n",
    )


def locked_pdf() -> bytes:
    """Encrypted with a password that nobody knows."""
    return pdf(
        extra=b"100 0 obj<</Filter/Standard/V 1/R 2/O<"
        + b"41" * 32
        + b">/U<"
        + b"42" * 32
        + b">/P -4>> endobj\n"
    ).replace(b"trailer<</Root 1 0 R>>", b"trailer<</Root 1 0 R/Encrypt 100 0 R/ID[<61><61>]>>")


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300


HTML = b"<!doctype html><script>alert(1)</script>" + b" " * 300
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SCRIPT = b"fetch('/keluar/')//"
PROGRAM = b"MZ\x90\0" + b"\0" * 500
GIF_SCRIPT = b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)"
