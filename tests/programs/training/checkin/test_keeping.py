"""How long a signed sheet is kept, who takes it away before, and what an erasure leaves of it."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from programs.pilots.models import Pilot
from programs.training.checkin.scans import drop_old_scans, remove_scan, sweep_scans
from programs.training.checkin.walls import MOST_SCANS
from programs.training.errors import ReasonMissing
from programs.training.models import Session, SheetScan
from programs.training.models.checkin import SCANS_KEPT
from programs.training.tasks import sweep_material_files
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.own_data import held_about
from tests.factories import make_user
from tests.parallel import in_parallel
from tests.programs.training.certificates.makers import make_held, make_present
from tests.programs.training.checkin.makers import make_running, make_scan
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import erase_person
from umkm.cadres.rights.services import ask

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_old(ended: timedelta, uploaded: timedelta) -> SheetScan:
    now = timezone.now()
    session = make_held(starts_at=now - ended - timedelta(hours=3), ends_at=now - ended)
    return make_scan(session, uploaded_at=now - uploaded)


def test_sheet_goes_a_year_after_the_session_and_its_entry_and_the_row_says_why(
    django_capture_on_commit_callbacks,
):
    old = make_old(SCANS_KEPT + DAY, SCANS_KEPT + DAY)
    late = make_old(SCANS_KEPT + DAY, SCANS_KEPT - DAY)
    young = make_old(SCANS_KEPT - DAY, SCANS_KEPT - DAY)
    name = old.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_old_scans() == 1
        assert drop_old_scans() == 0
    assert not storages["documents"].exists(name)
    old.refresh_from_db()
    assert (old.file.name, old.removed_by, old.remove_reason) == (
        "",
        None,
        "Masa simpan 12 bulan sudah lewat.",
    )
    assert old.removed_at is not None
    assert SheetScan.objects.kept().filter(pk__in=[late.pk, young.pk]).count() == 2


def test_file_that_did_not_go_at_once_goes_at_night(monkeypatch):
    scan = make_scan(make_running())
    remove_scan(scan=scan, reason="Salah berkas", by=make_user(Role.JAMKRINDO))  # nothing is committed here
    assert storages["documents"].exists(scan.file.name)
    assert sweep_scans() >= 1
    assert not storages["documents"].exists(scan.file.name)


def test_nightly_task_asks_for_it():
    make_old(SCANS_KEPT + DAY, SCANS_KEPT + DAY)
    sweep_material_files()
    assert SheetScan.objects.filter(removed_at__isnull=False).count() == 1


def test_removed_sheet_makes_room_and_may_come_again():
    scan = make_scan(make_running())
    with pytest.raises(ReasonMissing):
        remove_scan(scan=scan, reason="  ", by=make_user(Role.JAMKRINDO))
    remove_scan(scan=scan, reason="Salah berkas", by=make_user(Role.JAMKRINDO))
    assert make_scan(scan.session).pk != scan.pk
    for number in range(MOST_SCANS - 1):
        _fill(scan, number)
    with pytest.raises(IntegrityError, match="scan_limit"), transaction.atomic():
        _fill(scan, MOST_SCANS)


def _fill(scan: SheetScan, number: int) -> None:
    SheetScan.objects.create(
        session=scan.session, kind=scan.kind, file="", sha256=f"{number:063d}x", size=1,
        uploaded_by=scan.uploaded_by,
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"file": ""},
        {"file": "lembar-hadir/ab/x.pdf"},
        {"sha256": "2" * 64},
        {"uploaded_at": timezone.now() - DAY},
        {"removed_at": timezone.now()},
        {"remove_reason": "x"},
    ],
)
def test_database_keeps_what_came_in_and_asks_why_it_goes(change):
    scan = make_scan(make_running())
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        SheetScan.objects.filter(pk=scan.pk).update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        scan.delete()
    SheetScan.objects.filter(pk=scan.pk).update(removed_at=timezone.now(), remove_reason="x", file="")
    with pytest.raises(InternalError), transaction.atomic():
        SheetScan.objects.filter(pk=scan.pk).update(removed_at=None, remove_reason="")


def test_staff_remove_it_with_a_reason_and_nobody_opens_it_any_more(client, staff):
    session = make_running()
    make_present(session)
    scan = make_scan(session)
    address = reverse("scan_remove", args=[session.pk, scan.pk])
    assert "Tulis mengapa" in client.post(address, {"reason": " "}).content.decode()
    assert client.post(address, {"reason": "Salah\x00berkas"}).status_code == 200
    assert client.post(address, {"reason": "Salah berkas"}).status_code == 302
    assert client.post(address, {"reason": "Salah berkas"}).status_code == 404
    assert client.get(reverse("sheet_scan", args=[session.pk, scan.pk])).status_code == 404
    page = client.get(reverse("sheet_entry", args=[session.pk])).content.decode()
    assert f"{staff}: Salah berkas" in " ".join(page.split())
    other = make_scan(make_running())
    assert client.get(reverse("scan_remove", args=[session.pk, other.pk])).status_code == 404


def test_person_reads_of_the_sheet_and_an_erasure_leaves_it_to_the_others():
    session = make_running()
    came, other = make_present(session), make_present(session)
    scan = make_scan(session)
    Session.objects.filter(pk=session.pk).update(state="held")
    (section,) = [one for one in held_about(came.person) if one.key == "lembar_hadir"]
    assert [record.title for record in section.records] == [str(session)]
    Pilot.objects.filter(pk=came.pilot_id).update(
        ended_at=timezone.now(), ended_by=make_user(), outcome="withdrawn", end_reason="Pindah"
    )
    request = ask(user=came.person, kind=DataRequestKind.ERASE)
    done = erase_person(request=request, by=make_user(Role.ADMIN), reason="Permintaan sendiri")
    assert done.counts["signed_sheets_kept"] == 1
    assert SheetScan.objects.kept().get() == scan
    assert storages["documents"].exists(scan.file.name)
    assert len(next(one for one in held_about(other.person) if one.key == "lembar_hadir").records) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_remove_it_together_leave_one_reason():
    scan = make_scan(make_running())
    people = [make_user(Role.JAMKRINDO, full_name=name) for name in ("Ani", "Budi")]
    answers = in_parallel(
        lambda who: remove_scan(scan=scan, reason=who.full_name, by=who).remove_reason, people
    )
    assert answers[0] == answers[1] == SheetScan.objects.get().remove_reason
