"""Makes a clean JPEG of whatever somebody sent. Runs as a process of its own that may fail without harm.

It reads a file on its standard input and writes one line of JSON and then two pictures: the whole and a small one.
Told `paper`, it reads several files, each behind its length, and writes one PDF of all their pages and a small picture.
It gets no environment, no secrets and no database, may write no file and start nothing, and has a ceiling of memory
and time: a hostile file costs its sender an answer, and the portal nothing. Only the standard library, Pillow and
pypdfium2 are imported here, which keeps a start near a tenth of a second.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image, Transpose

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LEAST_SIDE = 100  # pixels; nothing is legible below
LONGEST_SIDE = 2000
SMALL_SIDE = 320
UNREADABLE_SIDE = 28  # a small picture of a guarded paper is made from no more than this
QUALITY, SMALL_QUALITY = 85, 70
MOST_PAGES = 3
MOST_POINTS = 3400  # the longer side of a page; A0 has 3370
LEAST_POINTS = 36
SECONDS = 10
MOST_SHEETS = 40  # pages of a paper
PAPER_SECONDS = 60
A4_POINTS = 842  # its longer side
LENGTH_BYTES = 4
MEMORY = 900 * 1024 * 1024


class Refused(Exception):
    """Carries a word that `pictures` has a sentence for."""


def main() -> None:
    if "paper" in sys.argv:
        _answer_paper()
        return
    _limit(SECONDS)
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        if len(raw) > MOST_BYTES:
            _refuse("too_big")
        whole, first = _pages_of(raw) if raw.startswith(b"%PDF-") else _picture_of(raw)
    except Refused as refusal:
        _say({"refused": str(refusal)})
    except MemoryError:
        _say({"refused": "too_heavy"})
    except Exception:  # a decoder stumbles over hostile files in every way there is
        _say({"refused": "broken"})
    else:
        small = small_of(first, unreadable="unreadable" in sys.argv)
        content, thumbnail = as_jpeg(whole, QUALITY), as_jpeg(small, SMALL_QUALITY)
        _say({"width": whole.width, "height": whole.height, "size": len(content)}, content, thumbnail)


def _answer_paper() -> None:
    _limit(PAPER_SECONDS)
    try:
        sheets = [sheet for raw in _files(sys.stdin.buffer.read()) for sheet in _sheets_of(raw)]
        if len(sheets) > MOST_SHEETS:
            _refuse("too_many_sheets")
        content, thumbnail = _bound(sheets)
    except Refused as refusal:
        _say({"refused": str(refusal)})
    except MemoryError:
        _say({"refused": "too_heavy"})
    except Exception:  # as above
        _say({"refused": "broken"})
    else:
        _say({"pages": len(sheets), "size": len(content)}, content, thumbnail)


def _limit(seconds: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


def _say(head: dict[str, object], *contents: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(contents))


def _refuse(word: str) -> NoReturn:
    raise Refused(word)


# --- pictures --------------------------------------------------------------------------------------


def _picture_of(raw: bytes) -> tuple[Image, Image]:
    """The first frame, upright, on white, shrunk; made of its pixels alone."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        picture = Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP"))
    except Image.DecompressionBombError:
        _refuse("too_many_pixels")
    # the header says how large it would become, before anything is unpacked
    if picture.width * picture.height > MOST_PIXELS:
        _refuse("too_many_pixels")
    if min(picture.size) < LEAST_SIDE:
        _refuse("too_small")
    turn = _turn(picture)
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG unpacks smaller right away
    upright = _on_white(_coarse(picture))
    if max(upright.size) > LONGEST_SIDE:
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if turn is not None:
        upright = upright.transpose(turn)
    return upright, upright


def _coarse(picture: Image) -> Image:
    """A huge one in a cheap first step, so that the next ones need little memory."""
    picture.load()
    factor = max(picture.size) // LONGEST_SIDE
    return picture.reduce(factor) if factor > 1 and picture.mode in ("RGB", "RGBA", "L") else picture


def _turn(picture: Image) -> Transpose | None:
    """How the phone was held, as EXIF says; broken EXIF says nothing."""
    from PIL.Image import Transpose

    try:
        orientation = int(picture.getexif().get(0x0112) or 1)
    except Exception:  # whatever is written there, the pixels are what counts
        return None
    return {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(orientation)


def _on_white(picture: Image) -> Image:
    """Plain RGB without palette, transparency, profile or anything else that came along."""
    from PIL import Image

    if picture.mode.startswith("I;16"):  # 16 bits of grey: the upper eight
        picture = picture.point(lambda grey: grey / 256).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        picture = Image.new("RGB", picture.size, "white")
        picture.paste(seen, mask=seen.getchannel("A"))
    plain = picture.convert("RGB")
    plain.info = {}
    return plain


def small_of(picture: Image, *, unreadable: bool) -> Image:
    """For lists. Of a guarded paper only shape and colours remain: nothing can be read or restored."""
    from PIL.Image import Resampling

    small = picture.copy()
    if not unreadable:
        small.thumbnail((SMALL_SIDE, SMALL_SIDE), Resampling.LANCZOS)
        return small
    small.thumbnail((UNREADABLE_SIDE, UNREADABLE_SIDE), Resampling.BOX)
    grow = SMALL_SIDE / max(small.size)
    return small.resize((round(small.width * grow), round(small.height * grow)), Resampling.BICUBIC)


def as_jpeg(picture: Image, quality: int) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()


# --- PDF -------------------------------------------------------------------------------------------


def _pages_of(raw: bytes) -> tuple[Image, Image]:
    """The first pages below each other, and the first alone. No form, script or attachment is touched."""
    from PIL import Image

    pdf = _opened(raw)
    pages = [_page(pdf[number]) for number in range(min(len(pdf), MOST_PAGES))]
    whole = Image.new("RGB", (max(page.width for page in pages), sum(page.height for page in pages)), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole, pages[0]


def _opened(raw: bytes) -> Any:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        _refuse("locked" if "assword" in str(error) else "pdf_broken")
    if len(pdf) == 0:
        _refuse("pdf_broken")
    return pdf


def _page(page: object) -> Image:
    width, height = page.get_size()  # type: ignore[attr-defined]
    if max(width, height) > MOST_POINTS or min(width, height) < LEAST_POINTS:
        _refuse("page_size")
    drawn = page.render(scale=LONGEST_SIDE / max(width, height), may_draw_forms=False)  # type: ignore[attr-defined]
    return _on_white(drawn.to_pil())


# --- a paper of many pages -------------------------------------------------------------------------


def _files(framed: bytes) -> Iterator[bytes]:
    """Each behind its length, as `papers` sends them."""
    start = 0
    while start < len(framed):
        end = start + LENGTH_BYTES + int.from_bytes(framed[start : start + LENGTH_BYTES], "big")
        yield framed[start + LENGTH_BYTES : end]
        start = end


def _sheets_of(raw: bytes) -> Iterator[bytes]:
    """Its pages as JPEG, one at a time: no more than one lies unpacked in memory."""
    if not raw.startswith(b"%PDF-"):
        yield as_jpeg(_picture_of(raw)[0], QUALITY)
        return
    pdf = _opened(raw)
    if len(pdf) > MOST_SHEETS:
        _refuse("too_many_sheets")
    for number in range(len(pdf)):
        yield as_jpeg(_page(pdf[number]), QUALITY)


def _bound(sheets: list[bytes]) -> tuple[bytes, bytes]:
    """A PDF that holds nothing but these pictures, and a small one of the first."""
    import pypdfium2
    from PIL import Image

    pdf = pypdfium2.PdfDocument.new()
    for sheet in sheets:
        size = Image.open(io.BytesIO(sheet)).size
        width, height = (side * A4_POINTS / max(size) for side in size)
        image = pypdfium2.PdfImage.new(pdf)
        image.load_jpeg(io.BytesIO(sheet), inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = pdf.new_page(width, height)
        page.insert_obj(image)
        page.gen_content()
    written = io.BytesIO()
    pdf.save(written)
    first = Image.open(io.BytesIO(sheets[0]))
    return written.getvalue(), as_jpeg(small_of(first, unreadable=False), SMALL_QUALITY)


if __name__ == "__main__":
    main()
