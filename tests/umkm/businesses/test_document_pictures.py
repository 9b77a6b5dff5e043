"""What is taken as a picture, and what is refused with which sentence. Every sample is what its name says."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from tests.umkm.businesses import samples
from umkm.businesses.documents import pictures
from umkm.businesses.documents.decoder import LONGEST_SIDE
from umkm.businesses.documents.pictures import SENTENCES, PictureRefused, read_picture


def opened(raw: bytes) -> Image.Image:
    return Image.open(io.BytesIO(raw))


REFUSED = {
    "nothing": (b"", "empty"),
    "11 MB": (samples.photo() + b"\0" * (11 * 1024 * 1024), "too_big"),
    "one dot": (samples.photo(size=(1, 1)), "too_small"),
    "PNG bomb": (samples.png_bomb(), "too_many_pixels"),
    "thin PNG bomb": (samples.png_bomb(width=400_000, height=101), "too_many_pixels"),
    "JPEG bomb": (samples.jpeg_bomb(), "too_many_pixels"),
    "bomb of text": (samples.text_bomb(), "broken"),
    "zip bomb": (samples.zip_bomb(), "unknown"),
    "HTML": (samples.HTML, "unknown"),
    "SVG": (samples.SVG, "unknown"),
    "script": (samples.SCRIPT, "unknown"),
    "program": (samples.PROGRAM, "unknown"),
    "GIF that is a script": (samples.GIF_SCRIPT, "other_picture"),
    "GIF": (samples.photo(kind="GIF"), "other_picture"),
    "TIFF": (samples.photo(kind="TIFF"), "other_picture"),
    "HEIC": (samples.heic(), "heic"),
    "cut JPEG": (samples.phone_photo()[:-400], "broken"),
    "cut PNG": (samples.photo(kind="PNG", size=(900, 900))[:-40], "broken"),
    "cut WebP": (samples.photo(kind="WEBP")[:60], "broken"),
    "only a JPEG's first bytes": (b"\xff\xd8\xff" + b"<script>" * 50, "broken"),
    "PostScript below a PNG's first bytes": (b"\x89PNG\r\n\x1a\n%!PS-Adobe-3.0 EPSF-3.0", "broken"),
    "PDF with a password": (samples.locked_pdf(), "locked"),
    "broken PDF": (b"%PDF-1.7\n" + b"rusak" * 100, "pdf_broken"),
    "PDF without pages": (samples.pdf(pages=0), "pdf_broken"),
    "PDF with a page of 70 m": (samples.pdf(size=(200_000, 200_000)), "page_size"),
}


@pytest.mark.parametrize(("raw", "word"), REFUSED.values(), ids=list(REFUSED))
def test_refused_with_its_sentence(raw, word):
    begun = time.monotonic()
    with pytest.raises(PictureRefused) as refusal:
        read_picture(raw)
    assert refusal.value.word == word
    assert str(refusal.value.message).endswith(".")
    assert "%(" not in refusal.value.message
    assert time.monotonic() - begun < pictures.PATIENCE


@pytest.mark.parametrize("word", SENTENCES)
def test_every_sentence_is_whole(word):
    assert "%" not in PictureRefused(word).message


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_taken_as_a_jpeg_of_its_own(kind):
    picture = read_picture(samples.photo(kind=kind))
    assert (opened(picture.content).format, picture.width, picture.height) == ("JPEG", 640, 480)
    assert max(opened(picture.thumbnail).size) == 320


def test_where_and_by_what_it_was_taken_is_gone_and_it_stands_upright():
    raw = samples.phone_photo()
    assert opened(raw).getexif().get_ifd(0x8825)  # the sample has its place
    picture = read_picture(raw)
    made = opened(picture.content)
    assert dict(made.getexif()) == {}
    assert {"exif", "comment", "icc_profile", "photoshop", "xmp"} & made.info.keys() == set()
    assert b"Bu Sari" not in picture.content
    assert b"rahasia" not in picture.content + picture.thumbnail
    assert made.size == (200, 400)  # turned by a quarter: the left is on top now
    assert made.getpixel((100, 50))[0] > 200
    assert made.getpixel((100, 350))[2] > 200


def test_what_hangs_behind_a_picture_is_gone():
    picture = read_picture(samples.photo() + samples.HTML + samples.zip_bomb())
    assert b"<script>" not in picture.content
    assert b"PK\x03\x04" not in picture.content


def test_a_script_inside_a_comment_of_a_picture_is_gone():
    picture = read_picture(samples.photo(comment=b"*/alert(1)/*<script>"))
    assert b"alert" not in picture.content


def test_longest_side():
    picture = read_picture(samples.photo(size=(5000, 2500)))
    assert (picture.width, picture.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_of_a_moving_picture_the_first_frame():
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue")]
    for kind in ("WEBP", "PNG"):
        raw = samples.encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        assert opened(read_picture(raw).content).getpixel((100, 100))[0] > 200


@pytest.mark.parametrize("mode", ["L", "P", "LA", "RGBA", "CMYK", "I;16", "1"])
def test_every_kind_of_pixel(mode):
    raw = samples.encoded(Image.new(mode, (300, 300)), "JPEG" if mode == "CMYK" else "PNG")
    assert opened(read_picture(raw).content).mode == "RGB"


def test_what_is_transparent_becomes_white():
    raw = samples.encoded(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG")
    assert opened(read_picture(raw).content).getpixel((9, 9)) == (255, 255, 255)


def test_pdf_becomes_its_first_three_pages_below_each_other():
    picture = read_picture(samples.pdf(pages=5))
    assert picture.height == 3 * LONGEST_SIDE
    made = opened(picture.content)
    box = (picture.width // 3, LONGEST_SIDE * 2 // 3)  # on the black box of the first page
    assert [made.getpixel((box[0], box[1] + page * LONGEST_SIDE))[0] < 60 for page in range(3)] == [True] * 3


def test_scripts_of_a_pdf_do_not_come_along():
    picture = read_picture(samples.scripted_pdf())
    assert b"alert" not in picture.content
    assert opened(picture.content).format == "JPEG"


def test_same_file_gives_same_picture():
    assert read_picture(samples.phone_photo()).sha256 == read_picture(samples.phone_photo()).sha256


def test_nothing_can_be_read_in_the_small_picture_of_a_guarded_paper():
    """Stripes finer than what the small picture is made from are one grey."""
    paper = Image.new("L", (1000, 630), 255)
    for x in range(0, 1000, 8):
        paper.paste(0, (x, 0, x + 4, 630))
    small = opened(read_picture(samples.encoded(paper, "PNG"), unreadable_thumbnail=True).thumbnail)
    darkest, lightest = small.convert("L").crop((20, 20, 300, 180)).getextrema()
    assert lightest - darkest < 40
    clear = opened(read_picture(samples.encoded(paper, "PNG")).thumbnail)
    assert clear.size[0] == small.size[0]


def test_a_decoder_that_dies_or_hangs_is_a_refusal(monkeypatch, tmp_path):
    for body in ("import os; os.abort()", "import time; time.sleep(9)", "a = bytearray(8 << 40)"):
        monkeypatch.setattr(pictures, "DECODER", tmp_path / "decoder.py")
        monkeypatch.setattr(pictures, "PATIENCE", 0.5)
        (tmp_path / "decoder.py").write_text(body)
        with pytest.raises(PictureRefused) as refusal:
            read_picture(samples.photo())
        assert refusal.value.word == "too_heavy"


def test_the_decoder_gets_no_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    monkeypatch.setattr(pictures, "DECODER", tmp_path / "decoder.py")
    (tmp_path / "decoder.py").write_text("import os, sys; sys.exit('SECRET_KEY' in os.environ or 3)")
    with pytest.raises(PictureRefused) as refusal:
        read_picture(samples.photo())
    assert refusal.value.__cause__.returncode == 3
