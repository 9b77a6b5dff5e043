"""The file for the bank: what is in it, and that words stay words."""

import json

import pytest

from programs.bankaccess.referrals import registry
from programs.bankaccess.referrals.dossier import dossier_of
from programs.bankaccess.referrals.pdf import dossier_pdf
from programs.bankaccess.referrals.registry import Section
from programs.mentoring.models import Report
from programs.mentoring.visits.choices import VisitState
from tests import factories as make
from tests.programs.mentoring.makers import make_books, make_keeper
from tests.programs.mentoring.visits.makers import make_assignment, make_task, make_visit
from tests.programs.training.certificates.makers import make_certificate
from umkm.businesses.choices import DocumentKind

from .makers import make_answer, make_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral():
    business = make_keeper()
    make_books(business, months=3)
    make_certificate(pilot=business.pilots.get())
    make.make_document(cadre=business.owner, kind=DocumentKind.KTP)
    make_answer(business)
    return make_referral(business=business)


def test_all_parts_are_there_and_numbers_of_the_person_are_masked(referral, monkeypatch):
    monkeypatch.setattr(
        registry, "_sections", [lambda business: [Section("Pandangan pendamping", ("Rajin.",))]]
    )
    dossier = dossier_of(referral)
    data = json.loads(dossier.text)
    assert [block["title"] for block in data["blocks"]] == [
        "Permohonan",
        "Usaha",
        "Legalitas",
        "Riwayat kredit",
    ]
    assert [one["title"] for one in data["statements"]][:2] == [
        "Laporan posisi keuangan",
        "Laporan laba rugi",
    ]
    sections = {one["title"]: one for one in data["sections"]}
    assert list(sections) == ["Pelatihan dan sertifikat", "Pandangan pendamping", "Dokumen yang tersedia"]
    assert (
        len(sections["Pelatihan dan sertifikat"]["rows"]),
        len(sections["Dokumen yang tersedia"]["rows"]),
    ) == (2, 2)
    legal = dict(data["blocks"][2]["facts"])
    assert "•" in legal["NIK pemilik"] or "*" in legal["NIK pemilik"]


def test_mentors_view_is_in_it_without_a_name_and_changes_what_is_consented_to(referral):
    before = dossier_of(referral)
    assert "Pandangan pendamping" not in before.text
    assignment = make_assignment(referral.business)
    visit = make_visit(assignment, state=VisitState.DONE, findings="Catatan kas rapi, stok belum dihitung.")
    make_task(assignment)
    dossier = dossier_of(referral)
    view = next(one for one in json.loads(dossier.text)["sections"] if one["title"] == "Pandangan pendamping")
    assert view["words"][1] == "1 kunjungan tercatat; 0 dari 1 tugas yang disepakati sudah selesai."
    assert view["words"][2].endswith(": Catatan kas rapi, stok belum dihitung.")
    assert visit.mentor.user.full_name not in dossier.text
    assert dossier.fingerprint != before.fingerprint
    assert dossier_pdf(dossier).startswith(b"%PDF-")


def test_employees_are_those_last_reported_and_before_the_first_report_those_registered(referral):
    last = Report.objects.filter(business=referral.business).latest("month")
    assert last.current.employees != referral.business.employees
    assert profile_of(referral)["Pekerja"] == f"{last.current.employees} dibayar, menurut laporan {last}"
    without = make_referral(business=make.make_business(employees=12))
    assert profile_of(without)["Pekerja"] == "12"


def profile_of(referral) -> dict[str, str]:
    return dict(json.loads(dossier_of(referral).text)["blocks"][1]["facts"])


def test_same_records_give_the_same_file(referral):
    first, again = dossier_of(referral), dossier_of(referral)
    assert (first.fingerprint, dossier_pdf(first)) == (again.fingerprint, dossier_pdf(again))
    referral.business.description = "Lain"
    assert dossier_of(referral).fingerprint != first.fingerprint


def test_words_are_never_read_as_the_templates_language():
    business = make.make_business(name='#panic("x") $a$ <b>', description="]" * 5 + "#let x = 1 \u202e\x07")
    assert dossier_pdf(dossier_of(make_referral(business=business))).startswith(b"%PDF-")
