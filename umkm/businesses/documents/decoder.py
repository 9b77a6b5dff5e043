"""Makes a clean JPEG of whatever somebody sent. Runs as a process of its own that may fail without harm.

It reads a file on its standard input and writes one line of JSON and then two pictures: the whole and a small one.
It gets no environment, no secrets and no database, may write no file and start nothing, and has a ceiling of memory
and time: a hostile file costs its sender an answer, and the portal nothing. Only the standard library, Pillow and
pypdfium2 are imported here, which keeps a start near a tenth of a second.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
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
MEMORY = 900 * 1024 * 1024


class Refused(Exception):
    """Carries a word that `pictures` has a sentence for."""


def main() -> None:
    _limit()
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


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
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
    import pypdfium2
    from PIL import Image

    try:
        pdf = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        _refuse("locked" if "assword" in str(error) else "pdf_broken")
    if len(pdf) == 0:
        _refuse("pdf_broken")
    pages = [_page(pdf[number]) for number in range(min(len(pdf), MOST_PAGES))]
    whole = Image.new("RGB", (max(page.width for page in pages), sum(page.height for page in pages)), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole, pages[0]


def _page(page: object) -> Image:
    width, height = page.get_size()  # type: ignore[attr-defined]
    if max(width, height) > MOST_POINTS or min(width, height) < LEAST_POINTS:
        _refuse("page_size")
    drawn = page.render(scale=LONGEST_SIDE / max(width, height), may_draw_forms=False)  # type: ignore[attr-defined]
    return _on_white(drawn.to_pil())


if __name__ == "__main__":
    main()
