"""Sending a file, looking first, letting it run, reading what became of it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from soksi_portal.accounts.choices import Role
from tests.factories import make_province, make_regency, make_user
from umkm.businesses.choices import ImportState
from umkm.businesses.importing import blocks, running, tasks, views
from umkm.businesses.importing.headings import COLUMNS, columns_of, letter_of
from umkm.businesses.importing.template import AS_TEXT
from umkm.businesses.models import BulkImport, Business

from .makers import HEADINGS, as_csv, as_xlsx, counts, import_rows, make_ground, make_row, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground():
    make_ground()


@pytest.fixture
def sent_tasks(monkeypatch):
    """What was handed to the workers."""
    found = []
    monkeypatch.setattr(views, "send_quietly", lambda task, pk: found.append((task.rpartition(".")[2], pk)))
    return found


@pytest.fixture
def coordinator(client):
    user = make_user(Role.COORDINATOR)
    client.force_login(user)
    return user


def upload(client, content, name="kader.csv"):
    return client.post("/impor/baru/", {"file": SimpleUploadedFile(name, content)})


def sheet_of(response, number=0):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(number).to_python()


def test_file_is_looked_at_before_anything_is_kept(client, coordinator, sent_tasks):
    answer = upload(client, as_csv([make_row(1), make_row(2, nik="12")]))
    batch = BulkImport.objects.get()
    assert answer["Location"] == f"/impor/{batch.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "1 usaha baru" in page
    assert "1 ditolak" in page
    assert "0 diperbarui" not in page
    assert "NIK: NIK terdiri dari 16 angka. Anda mengetik 2." in page
    assert (batch.state, Business.objects.count(), sent_tasks) == (ImportState.READY, 0, [])


def test_agreed_import_runs_and_reports(client, coordinator, sent_tasks):
    batch = send(as_csv([make_row(1), make_row(2, nik="12")]), by=coordinator)
    client.post(f"/impor/{batch.pk}/mulai/")
    assert sent_tasks == [("run_import", batch.pk)]
    waiting = client.get(f"/impor/{batch.pk}/").content.decode()
    assert "0 dari 2 baris" in waiting
    running.run_import(batch_id=batch.pk)
    assert client.get(f"/impor/{batch.pk}/kemajuan/")["HX-Refresh"] == "true"
    page = client.get(f"/impor/{batch.pk}/").content.decode()
    assert "Unduh Excel" in page
    assert "Batalkan impor ini" in page


def test_refused_rows_go_back_to_their_sender_only(client, coordinator):
    batch = import_rows([make_row(1, nik="12")], by=coordinator)
    client.force_login(make_user(Role.BOARD))
    assert "Unduh Excel" not in client.get(f"/impor/{batch.pk}/").content.decode()
    answer = client.get(f"/impor/{batch.pk}/ditolak/?format=csv")
    assert (answer.status_code, "hanya pengirimnya" in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_refused_rows_come_back_corrected_and_are_taken(client, coordinator, form):
    batch = import_rows(
        [make_row(1), make_row(2, nik="12", latitude="-6,5", longitude="106,8")], by=coordinator
    )
    answer = client.get(f"/impor/{batch.pk}/ditolak/?format={form}")
    content = b"".join(answer.streaming_content)
    wrong, right = "12", make_row(2)["nik"]
    if form == "csv":
        assert "Alasan ditolak" in content.decode()
        corrected = content.decode().replace(f",{wrong},", f",{right},").encode()
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert rows[0] == [*HEADINGS.values(), "Alasan ditolak"]
        assert rows[1][-1] == "NIK: NIK terdiri dari 16 angka. Anda mengetik 2."
        corrected = as_xlsx([[right if cell == wrong else cell for cell in row] for row in rows])
    answer = upload(client, corrected, f"lagi.{form}")
    # the portal's own column is nothing that it wonders about
    assert "Alasan ditolak" not in client.get(answer["Location"]).content.decode()
    again = BulkImport.objects.latest("pk")
    client.post(f"/impor/{again.pk}/mulai/")
    running.run_import(batch_id=again.pk)
    again.refresh_from_db()
    assert counts(again) == (1, 0, 0, 0)


def test_template_can_be_filled_in_from_its_own_lists(client, coordinator):
    answer = client.get("/impor/template/")
    data, choices = sheet_of(answer), sheet_of(client.get("/impor/template/"), 2)
    assert columns_of(data[0]) == [column.key for column in COLUMNS]
    lists = {
        heading: [row[place] for row in choices[1:] if row[place]] for place, heading in enumerate(choices[0])
    }
    assert lists["Kabupaten/kota"] == ["Kabupaten Bogor"]
    row = make_row(1) | {
        "kbli": lists["Jenis usaha (KBLI)"][0],
        "legal_form": lists["Bentuk usaha"][1],
        "licences": ", ".join(lists["Izin"]),
        "marketing_channels": ";".join(lists["Cara menjual"][:2]),
        "regency": lists["Kabupaten/kota"][0],
        "province": lists["Provinsi"][0],
        "has_bank_loan": lists["Ya atau Tidak"][1],
    }
    upload(client, as_xlsx([data[0], list(row.values())]), "template.xlsx")
    batch = BulkImport.objects.get()
    client.post(f"/impor/{batch.pk}/mulai/")
    running.run_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert counts(batch) == (1, 0, 0, 0), list(batch.refused_rows.values_list("reasons"))


def test_template_offers_its_lists_in_the_cells_and_keeps_numbers_as_text(client, coordinator):
    with zipfile.ZipFile(io.BytesIO(client.get("/impor/template/").content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    offered = dict(re.findall(r'sqref="([A-Z]+)2:[^"]*"[^>]*><formula1>(Pilihan![^<]*)</formula1>', sheet))
    wanted = {letter_of(place) for place, column in enumerate(COLUMNS) if column.choices}
    assert set(offered) == wanted
    assert len(set(offered.values())) == len({column.choices for column in COLUMNS if column.choices})
    styled = re.findall(r'<col min="([0-9]+)" max="([0-9]+)" width="[^"]*" style="', sheet)
    texts = {place - 1 for first, last in styled for place in range(int(first), int(last) + 1)}
    assert texts == {place for place, column in enumerate(COLUMNS) if column.key in AS_TEXT}


def test_running_import_is_stopped_on_its_page_and_keeps_what_was_taken(client, coordinator, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 1)
    batch = send(as_csv([make_row(1), make_row(2)]), by=coordinator)
    client.post(f"/impor/{batch.pk}/mulai/")
    running.run_import(batch_id=batch.pk, seconds=0)
    assert "1 dari 2 baris" in client.get(f"/impor/{batch.pk}/").content.decode()
    page = client.post(f"/impor/{batch.pk}/hentikan/", follow=True).content.decode()
    assert "Dihentikan" in page
    assert "Batalkan impor ini" in page
    running.run_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.cancelled_by, Business.objects.count()) == (
        ImportState.CANCELLED,
        coordinator,
        1,
    )


def test_explanation_has_one_line_for_each_column(client, coordinator):
    explained = sheet_of(client.get("/impor/template/"), 1)
    assert [row[0] for row in explained[1:]] == [str(column.label) for column in COLUMNS]
    assert all(all(row) for row in explained)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Berkas ini kosong."),
        (b"%PDF-1.7 ...", "Ini bukan berkas Excel"),
        (b"a,b,c\n1,2,3\n", "Judul kolom tidak ditemukan"),
        (as_csv([make_row(1)], headings=["nik", "name", "phone"]), "Kolom yang wajib belum ada: Nama kader"),
        (as_csv([make_row(1)], headings=[*HEADINGS, "nik"]), "Dua kolom berarti NIK"),
        (as_csv([]), "hanya berisi judul kolom"),
    ],
)
def test_unreadable_file_is_answered_with_a_sentence(client, coordinator, content, sentence):
    answer = upload(client, content)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not BulkImport.objects.exclude(state=ImportState.UNREADABLE).exists()


def test_large_file_is_read_in_the_background(client, coordinator, sent_tasks, monkeypatch):
    monkeypatch.setattr("umkm.businesses.importing.views.READ_AT_ONCE", 10)
    upload(client, as_csv([make_row(1)]))
    batch = BulkImport.objects.get()
    assert sent_tasks == [("prepare_import", batch.pk)]
    assert "Berkas sedang dibaca" in client.get(f"/impor/{batch.pk}/").content.decode()
    tasks.prepare_import(batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.READY


def test_import_of_another_coordinator_does_not_exist(client, coordinator):
    batch = send(as_csv([make_row(1)]), by=make_user(Role.COORDINATOR, province=make_province("91")))
    assert client.get(f"/impor/{batch.pk}/").status_code == 404


def test_board_reads_an_import_but_does_not_steer_it(client):
    batch = send(as_csv([make_row(1)]), by=make_user(Role.COORDINATOR))
    client.force_login(make_user(Role.BOARD))
    assert client.get(f"/impor/{batch.pk}/").status_code == 200
    assert client.post(f"/impor/{batch.pk}/mulai/").status_code == 403


def test_board_reads_how_clean_the_rows_are(client):
    make_regency(make_province("91"))
    import_rows(
        [
            make_row(1),
            make_row(2, nik="1"),
            make_row(3, nik="1", collector="Ana"),
            make_row(4, collector="Ana"),
        ]
    )
    client.force_login(make_user(Role.BOARD))
    response = client.get("/impor/")
    assert [(one["province__name"], one["sent"], one["bad"]) for one in response.context["provinces"]] == [
        ("Jawa Barat", 4, 2)
    ]
    assert [(one["collector"], one["bad"], one["share"]) for one in response.context["collectors"]] == [
        ("Ana", 1, 50),
        ("Dedi", 1, 50),
    ]


def test_list_needs_the_same_queries_for_one_import_and_three(client, coordinator, django_assert_num_queries):
    send(as_csv([make_row(1)]), by=coordinator)
    client.get("/impor/")
    with django_assert_num_queries(6):
        client.get("/impor/")
    for _number in range(2):
        send(as_csv([make_row(1)]), by=coordinator)
    with django_assert_num_queries(6):
        client.get("/impor/")


def test_undoing_asks_why_on_the_page(client, coordinator):
    batch = import_rows([make_row(1)], by=coordinator)
    assert "Tulis mengapa" in client.post(f"/impor/{batch.pk}/batalkan/", {"reason": ""}).content.decode()
    client.post(f"/impor/{batch.pk}/batalkan/", {"reason": "Salah berkas"})
    batch.refresh_from_db()
    assert (batch.state, Business.objects.count()) == (ImportState.UNDONE, 0)
    assert "Salah berkas" in client.get(f"/impor/{batch.pk}/").content.decode()
