"""The sheet on paper, its entry, and the signed one as evidence."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from programs.training.checkin import tokens
from programs.training.checkin.scans import sweep_scans
from programs.training.checkin.sheet import EMPTY_LINES, Sheet, sheet_pdf
from programs.training.choices import InvitationState, SessionState
from programs.training.models import Attendance, Session, SheetScan
from tests.factories import make_module
from tests.programs.training.checkin.makers import codes_of_pdf, make_guest, make_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(client):
    session = make_running(module=make_module(title="Arus kas"))
    client.force_login(session.trainer)
    return session


def entry_url(session) -> str:
    return reverse("sheet_entry", args=[session.pk])


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "JPEG")
    return SimpleUploadedFile("lembar.jpg", out.getvalue(), "image/jpeg")


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pages:
        return "\n".join(page.get_textpage().get_text_range() for page in pages)


# --- printing -------------------------------------------------------------------------------------


def test_sheet_names_session_and_guests_in_order_with_lines_for_others(client, session):
    for name in ("Citra", "Ani", "Budi"):
        make_guest(session, name)
    make_guest(session, "Tidak Datang", state=InvitationState.DECLINED)
    answer = client.get(reverse("attendance_sheet", args=[session.pk]))
    words = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert words.index("Ani") < words.index("Budi") < words.index("Citra")
    for expected in (
        "Daftar hadir",
        "Arus kas",
        "WIB",
        str(session.venue),
        str(session.trainer),
        "Tanda tangan",
    ):
        assert expected in words
    assert "Tidak Datang" not in words
    assert str(3 + EMPTY_LINES) in words


def test_qr_of_the_sheet_leads_to_its_entry(client, session):
    content = client.get(reverse("attendance_sheet", args=[session.pk])).content
    assert codes_of_pdf(content) == [f"http://testserver{entry_url(session)}"]


def test_odd_names_are_printed_as_they_are():
    people = tuple((f'#image("x") *{number}* \x00 O’Brien', "$x$ = #panic()") for number in range(60))
    words = text_of(sheet_pdf(Sheet("Modul #let", "kapan", "di mana", "Pelatih", people, "http://x.test/")))
    assert '#image("x") *59*' in words.replace("\r\n", " ")
    assert "#panic()" in words


# --- entering -------------------------------------------------------------------------------------


def test_whole_sheet_is_entered_at_once_as_from_a_sheet(client, session):
    first, second = make_guest(session, "Ani"), make_guest(session, "Budi")
    form = {f"status-{first.pk}": "present", f"status-{second.pk}": "sick", "selesai": "1"}
    assert "Bila sudah selesai sekarang" in client.post(entry_url(session), form).content.decode()
    answer = client.post(entry_url(session), form | {"lebih_awal": "1"})
    assert answer.url == session.get_absolute_url()
    rows = Attendance.objects.order_by("invitation").values_list(
        "invitation", "status", "method", "arrived_at"
    )
    assert list(rows) == [(first.pk, "present", "sheet", None), (second.pk, "sick", "sheet", None)]
    assert Session.objects.get().state == SessionState.HELD


def test_the_rest_is_present_with_one_press(client, session):
    first, second = make_guest(session, "Ani"), make_guest(session, "Budi")
    client.post(entry_url(session), {f"status-{first.pk}": "absent", "semua": "1"})
    assert dict(Attendance.objects.values_list("invitation", "status")) == {
        first.pk: "absent",
        second.pk: "present",
    }


def test_entry_leaves_what_was_scanned_at_the_door_as_it_is(client, session):
    guest = make_guest(session)
    client.post(reverse("checkin_scan", args=[session.pk]), {"kode": tokens.person_token(guest)})
    client.post(entry_url(session), {f"status-{guest.pk}": "present", f"semula-{guest.pk}": ""})
    assert Attendance.objects.get().method == "qr_trainer"


def test_signed_sheet_is_kept_once_and_given_back_to_be_saved(client, session):
    make_guest(session)
    for _ in range(2):
        client.post(entry_url(session), {"berkas": photo()})
    scan = SheetScan.objects.get()
    assert (scan.kind, scan.uploaded_by) == ("jpg", session.trainer)
    answer = client.get(reverse("sheet_scan", args=[session.pk, scan.pk]))
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(entry_url(session)).content.decode().count("/lembar/") > 0


def test_other_files_are_refused_and_the_choices_stay(client, session):
    guest = make_guest(session)
    for content in (b"", b"halo", b"%PDF-1.4 rusak", b"\xff\xd8\xff rusak"):
        file = SimpleUploadedFile("x.pdf", content, "application/pdf")
        page = client.post(
            entry_url(session), {f"status-{guest.pk}": "sick", "berkas": file}
        ).content.decode()
        assert "Kirim foto" in page or "kosong" in page
        assert f'name="status-{guest.pk}" value="sick" checked' in page
    assert not Attendance.objects.exists()
    assert not SheetScan.objects.exists()


def stored() -> set[str]:
    storage = storages["documents"]
    folders = storage.listdir("lembar-hadir")[0] if storage.exists("lembar-hadir") else []
    return {name for one in folders for name in storage.listdir(f"lembar-hadir/{one}")[1]}


def test_refused_sheet_leaves_no_file_behind(client, session, monkeypatch):
    before = stored()
    monkeypatch.setattr(SheetScan, "save", lambda *_args, **_kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.post(entry_url(session), {"berkas": photo()})
    assert stored() == before


def test_file_without_a_row_goes_at_night_and_others_stay(client, session, time_machine):
    client.post(entry_url(session), {"berkas": photo()})
    kept = SheetScan.objects.get().file.name
    orphan = storages["documents"].save("lembar-hadir/ab/abcd.pdf", ContentFile(b"x"))
    sweep_scans()
    assert storages["documents"].exists(orphan)  # its row may be on the way
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    assert sweep_scans() >= 1
    assert not storages["documents"].exists(orphan)
    assert storages["documents"].exists(kept)


def test_scan_of_another_session_is_not_found(client, session):
    client.post(entry_url(session), {"berkas": photo()})
    other = make_running(trainer=session.trainer, starts_at=session.ends_at)
    scan = SheetScan.objects.get()
    assert client.get(reverse("sheet_scan", args=[other.pk, scan.pk])).status_code == 404
