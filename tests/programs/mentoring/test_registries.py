"""What other slices are told of the books: start page, journey, graduation, commitments, own data, erasure."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from programs.mentoring import graduating, keeping, personal, waiting
from programs.mentoring.journey import stations_of
from programs.mentoring.models import CashEntry, Receipt, Report, ReportVersion
from programs.mentoring.reports import services
from programs.partnership.choices import GraduationMeasure, Measure
from programs.partnership.keeping import accounts, behind
from programs.partnership.models import GraduationRequirement
from programs.pilots.graduation.measures import figures_of
from programs.pilots.journey.stations import Slot, journey_of
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import as_document
from soksi_portal.audit.services import because
from tests import factories as make
from tests.programs.mentoring.makers import (
    make_books,
    make_cash_book,
    make_keeper,
    make_receipt,
    make_report,
    owner_of,
    pilot_of,
)
from tests.programs.partnership.makers import make_commitment

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)
SEATED = datetime(2026, 7, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-05T03:00Z", tick=False) as traveller:
        yield traveller


def titles(user: User) -> list[str]:
    return [one.title for one in (*waiting.for_owner(user), *waiting.for_followers(user))]


def test_the_start_page_names_the_month_that_waits(clock):
    business = make_keeper(accepted_at=SEATED)
    owner = owner_of(business)
    assert titles(owner) == [f"Mulai pembukuan {business.name}"]
    make_report(business, SEPTEMBER, is_opening=True)
    (found,) = waiting.for_owner(owner)
    assert (found.title, found.urgency) == ("Laporan Oktober 2026 menunggu", 22)
    assert "paling lambat 10 November 2026" in found.text
    clock.move_to("2026-11-11T03:00Z")
    (found,) = waiting.for_owner(owner)
    assert "sudah lewat" in found.text
    assert found.urgency == 12
    make_report(business, OCTOBER)
    assert titles(owner) == []


def test_staff_and_the_coordinator_read_how_many_are_late(clock):
    business = make_keeper(accepted_at=SEATED)
    staff, near, far = make.make_user(Role.JAMKRINDO), make.make_user(Role.COORDINATOR, province=business.province), make.make_user(Role.COORDINATOR, province=make.make_province("91"))  # fmt: skip
    clock.move_to("2026-11-11T03:00Z")
    assert [titles(one) for one in (staff, near, far)] == [["Laporan Oktober 2026 belum lengkap"]] * 2 + [[]]
    make_report(business, SEPTEMBER, is_opening=True)
    make_report(business, OCTOBER)
    assert titles(staff) == []


def test_the_journey_tells_of_reports():
    business = make_keeper(accepted_at=SEATED)
    pilot = pilot_of(business)
    (station,) = stations_of(pilot)
    assert station.text == "0 laporan bulanan, 0 tepat waktu. Saldo awal belum diisi."
    make_books(business, months=1, last=SEPTEMBER)
    station = next(one for one in journey_of(pilot) if one.slot == Slot.MENTORING)
    assert (
        station.text
        == "1 laporan bulanan, 1 tepat waktu. Laporan Oktober 2026 menunggu, paling lambat 10 November 2026."
    )
    assert (station.state, station.who_to_owner) == ("now", "Anda mengirim laporan")
    make_report(business, OCTOBER)
    (station,) = stations_of(pilot)
    assert (station.state, station.text) == ("done", "2 laporan bulanan, 2 tepat waktu.")


def test_graduation_counts_reports_and_how_many_came_in_time(clock):
    business = make_keeper(accepted_at=SEATED)
    pilot = pilot_of(business)
    assert (graduating.months_reported(pilot), graduating.reports_in_time(pilot)) == (0, 0)
    make_report(business, AUGUST, is_opening=True)
    make_report(business, SEPTEMBER)
    assert (graduating.months_reported(pilot), graduating.reports_in_time(pilot)) == (1, 100)
    clock.move_to("2026-11-11T03:00Z")  # October did not come
    assert graduating.reports_in_time(pilot) == 50
    phase = pilot.seat.phase
    GraduationRequirement.objects.filter(phase=phase).delete()
    for measure in (GraduationMeasure.MONTHS_REPORTED, GraduationMeasure.REPORTS_IN_TIME):
        GraduationRequirement.objects.create(phase=phase, measure=measure, least=1)
    assert sorted(one.reached for one in figures_of(pilot)) == [1, 50]


def test_a_commitment_is_measured_by_reports():
    business = make_keeper(accepted_at=SEATED)
    commitment = make_commitment(
        pilot_of(business).seat.phase.memorandum, measure=Measure.MONTHLY_REPORTS, target=4
    )
    make_books(business, months=2)
    make_books(months=1)  # of another memorandum
    (account,) = accounts([commitment])
    assert (account.kept.done, account.kept.of) == (2, 4)
    assert account.kept.text == "2 dari 4 laporan bulanan sudah masuk."
    lines = {line.label: line.values for line in behind(commitment).lines}
    assert lines["Jawa Barat"] == (2, 1)
    assert keeping.GAUGE.count([]) == {}


def test_own_data_has_every_amount_and_who_read_it(client):
    report = make_books(months=1)[1]
    client.force_login(make.make_user(Role.JAMKRINDO, full_name="Pendamping Uji"))
    client.get(report.get_absolute_url())
    user = owner_of(report.business)
    document = as_document(user, personal.reports_held(user))
    reports, openings = (part["isi"] for part in document["bagian"])
    assert (reports[0]["bulan"], reports[0]["sales"], reports[0]["cash"]) == (
        "2026-10-01",
        6_000_000,
        2_900_000,
    )
    assert openings[0]["oleh"] == "Pendamping Uji"
    assert next(iter(personal.reports_held(make.make_user(Role.CADRE)))).records == ()


def test_an_erased_persons_words_and_photos_go_and_the_sums_stay(django_capture_on_commit_callbacks):
    business = make_books(months=1)[0].business
    report, by = business.monthly_reports.get(month=OCTOBER), owner_of(business)
    services.begin_correction(report=report, by=by)
    services.save_figures(
        report=report,
        values={"cash": 1, "equipment_name": "Oven Bu Siti", "equipment_bought": 5, "equipment_years": 1},
        by=by,
    )
    services.send_report(report=report, by=by, reason="Kata Bu Siti", difference_reason="Dipinjam Pak Budi")
    receipt = make_receipt(make_cash_book(report).entries.get())
    admin = make.make_user(Role.ADMIN)
    cadre = business.owner
    personal.lock(cadre)
    with django_capture_on_commit_callbacks(execute=True), because("Penghapusan data", by=admin):
        counts = personal.erase(cadre, admin)
    assert counts == {"monthly_reports": 2, "cash_entries": 1, "receipts": 1}
    version = ReportVersion.objects.get(report=report, number=2)
    assert (version.reason, version.equipment_name, version.difference_reason) == ("–", "–", "–")
    assert version.sales == 6_000_000
    assert CashEntry.objects.get().words == "–"
    receipt.refresh_from_db()
    assert (receipt.file.name, Receipt.objects.kept().count()) == ("", 0)
    events = ReportVersion.pgh_event_model.objects.filter(pgh_obj=version)
    assert {one.reason for one in events} == {"–"}
    told = [
        context.metadata.get("reason") for context in {one.pgh_context for one in events if one.pgh_context}
    ]
    assert "Kata Bu Siti" not in told
    assert Report.objects.filter(business=business).exclude(equipment_name="").count() == 0
