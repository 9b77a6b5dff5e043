"""Whatever is sent is answered with sentences: nothing escapes, nothing is half kept."""

from __future__ import annotations

import io
import os
import zipfile
from collections import Counter
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from soksi_portal.accounts.choices import Role
from soksi_portal.common import workbook_process
from soksi_portal.common.sheets import UnreadableSheet, read_sheet
from tests.factories import make_user
from umkm.businesses.choices import ImportState
from umkm.businesses.importing import running, services
from umkm.businesses.importing.blocks import read_blocks, write_blocks
from umkm.businesses.importing.checking import check_block
from umkm.businesses.importing.headings import WrongHeadings, columns_of
from umkm.businesses.importing.rows import RowChecker, Surroundings
from umkm.businesses.models import BulkImport, Business, ImportedRow, RefusedRow
from umkm.cadres.models import Cadre

from .broken import bomb, broken_files
from .makers import make_ground, send

FILES, READABLE = 2_000, 3
THROUGH_THE_PAGE = int(os.environ.get("BROKEN_THROUGH_THE_PAGE", "0"))


def answered(content: bytes) -> str:
    """As `services.prepare` and the run do, without a database: what its sender would read."""
    try:
        sheet = read_sheet(io.BytesIO(content))
        numbered = enumerate(sheet.rows, start=1)
        columns = columns_of(services._headings(numbered))
        file = io.BytesIO()
        if not write_blocks(file, services._filled(numbered, len(columns))):
            return "kosong"
    except (UnreadableSheet, WrongHeadings) as fault:
        return fault.message
    around = Surroundings(
        columns,
        [("32.01", "Kabupaten", "Bogor")],
        [("32", "Jawa Barat")],
        {"56102": 1},
        [],
        date(2026, 11, 23),
    )
    checker = RowChecker(around)
    for block in read_blocks(file):
        checked = check_block(checker, block)
        assert b"\x00" not in checked.sound + checked.refused
        lines = checked.sound.count(b"\n") + checked.refused.count(b"\n")
        assert lines == len(block.rows())
    return "dibaca"


def kind_of(name: str, answer: str) -> str:
    """By which maker, and how what was said begins."""
    return f"{name.partition('-')[2]}: {answer[:20]}"


@pytest.mark.django_db
def test_two_thousand_broken_files_are_answered_and_leave_nothing_half_kept(client):
    """All are read and checked; through the page, the database and a run go the first of each kind of file and answer,
    and a few more of those that can be read.

    BROKEN_THROUGH_THE_PAGE=2000: all of them, which takes minutes.
    """
    make_ground()
    client.force_login(make_user(Role.BOARD))
    sentences, kinds = set(), Counter()
    for name, content in broken_files(FILES):
        answer = answered(content)
        sentences.add(answer)
        kinds[kind_of(name, answer)] += 1
        enough = READABLE if answer == "dibaca" else 1
        if kinds[kind_of(name, answer)] <= enough or kinds.total() <= THROUGH_THE_PAGE:
            go_through_the_page(client, name, content, answer)
    assert kinds.total() == FILES
    assert len(sentences) > 20
    spoken = sentences - {"dibaca", "kosong"}
    assert all(sentence[0].isupper() and sentence.endswith((".", "…")) for sentence in spoken)
    assert BulkImport.objects.count() >= 80, kinds
    assert_nothing_half_kept()


def go_through_the_page(client, name, content, answer):
    """Sent, looked at and run; what could not be read is told as `answer`."""
    page = client.post("/impor/baru/", {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert page.status_code == 200, name
    batch = BulkImport.objects.order_by("pk").last()
    if answer != "dibaca":
        assert not BulkImport.objects.filter(state=ImportState.READY).exists(), name
        assert answer == "kosong" or not content or escape(answer) in page.content.decode(), name
        return
    assert batch.state == ImportState.READY, (name, batch.trouble)
    services.start_import(batch=batch, by=batch.uploaded_by)
    running.run_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.handled) == (ImportState.DONE, batch.total_rows), (name, batch.trouble)
    assert client.get(f"/impor/{batch.pk}/").status_code == 200, name


def assert_nothing_half_kept():
    taken = sum(BulkImport.objects.values_list("taken", flat=True))
    assert Business.objects.count() == ImportedRow.objects.filter(outcome="taken").count() == taken > 0
    assert Cadre.objects.count() == ImportedRow.objects.filter(cadre_outcome="taken").count()
    refused = sum(BulkImport.objects.values_list("refused", flat=True))
    assert RefusedRow.objects.count() == refused > 0
    assert not BulkImport.objects.exclude(state__in=(ImportState.DONE, ImportState.UNREADABLE)).exists()
    unreadable = BulkImport.objects.filter(state=ImportState.UNREADABLE)
    assert all(batch.trouble for batch in unreadable)
    assert not BulkImport.objects.exclude(file="", rows_file="").exists()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"PK\x05\x06" + bytes(18), "not_a_table"),
        (b"PK\x03\x04" + bytes(40), "broken"),
    ],
)
def test_archive_without_a_sheet_is_refused(content, word):
    with pytest.raises(UnreadableSheet) as refusal:
        list(read_sheet(io.BytesIO(content)).rows)
    assert refusal.value.word == word


def test_two_cells_far_apart_do_not_fill_the_memory():
    import random

    from .broken import _far_apart

    assert bomb(random.Random(1))
    with pytest.raises(UnreadableSheet) as refusal:
        list(read_sheet(io.BytesIO(_far_apart())).rows)
    assert refusal.value.word in ("bomb", "too_many_rows", "too_many_columns")


def test_archive_that_claims_more_than_a_gigabyte_is_not_opened(monkeypatch):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    monkeypatch.setattr(workbook_process, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(workbook_process.Refused, match="bomb"):
        workbook_process.rows_of(file.getvalue())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "../../etc/passwd", "\x00.csv", "😀" * 300 + ".csv", "a\nb.csv"])
def test_name_of_a_file_is_only_shown(name):
    make_ground()
    batch = send(b"a", name=name or "x")
    assert len(batch.filename) <= 120
    assert batch.filename.isprintable()
