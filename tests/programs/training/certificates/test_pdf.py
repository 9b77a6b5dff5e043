"""The paper: its words, and that they stay words."""

import pypdfium2

from programs.training.certificates.numbers import new_number, understood
from programs.training.certificates.pdf import Face, certificate_pdf
from tests.programs.training.checkin.makers import codes_of_pdf

HOSTILE = '#panic("x") $x$ \\ ] *tebal* <script>'
URL = "https://umkm.contoh.id/sertifikat/SJ-2026-7KQ4-9MXD/"
WORDS = {
    "number": "SJ-2026-7KQ4-9MXD", "name": "Siti Aminah", "business": "Dapur Siti", "module": "Pembukuan sederhana",
    "hours": "4 jam pelatihan", "when": "Senin, 23 November 2026 pukul 09.00–12.00 WIB", "place": "Balai Latihan",
    "issued": "Diterbitkan 27 November 2026", "url": URL,
}  # fmt: skip


def text_of(**words: str) -> str:
    document = pypdfium2.PdfDocument(certificate_pdf(Face(**WORDS | words)))
    try:
        assert len(document) == 1
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


def test_all_words_are_on_one_page():
    text = text_of()
    assert [word for word in WORDS.values() if word not in text] == []


def test_names_are_set_as_they_are():
    assert HOSTILE in text_of(name=f"{HOSTILE}\x00\ud800")


def test_longest_words_still_fit_on_the_page():
    text_of(
        name="Kusuma " * 17, business="Warung " * 17, module="Pembukuan " * 16, place="Balai Latihan " * 42
    )


def test_code_on_the_paper_leads_to_the_check_page():
    assert codes_of_pdf(certificate_pdf(Face(**WORDS))) == [URL]


def test_number_is_understood_as_people_type_it():
    number = new_number(2026)
    for typed in (
        number.lower(),
        number.replace("-", ""),
        f"  {number} ",
        number.replace("-", " "),
        number[3:],
    ):
        assert understood(typed) == number
    for typed in ("", "SJ-2026", f"{number}X", "SJ-2026-0000-0000", "\x00", "９" * 20, "x" * 500):
        assert understood(typed) == ""
