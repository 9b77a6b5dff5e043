"""The memorandum is public; its phases are kept by admins; nothing typed breaks a page."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.partnership.choices import Measure, PhaseState
from programs.partnership.models import Memorandum, Phase, PhaseProvince
from programs.pilots.choices import PilotOutcome
from programs.pilots.graduation.services import graduate_pilot
from programs.pilots.services import end_pilot
from soksi_portal.accounts.choices import Role
from tests.factories import make_phase, make_pilot, make_province, make_user
from tests.programs.partnership.makers import make_commitment
from tests.programs.pilots.embryo import make_ready

pytestmark = pytest.mark.django_db

PAGES = (
    "phase_create",
    "phase_edit",
    "phase_calendar",
    "phase_criteria",
    "phase_quotas",
    "phase_open",
    "phase_close",
)


@pytest.fixture
def admin(client):
    user = make_user(Role.ADMIN)
    client.force_login(user)
    return user


def text(response) -> str:
    return response.content.decode()


def url_of(name: str, phase: Phase) -> str:
    return reverse(name, args=[phase.memorandum_id if name == "phase_create" else phase.pk])


def test_visitor_reads_the_memorandum_as_the_source_tells_it(client):
    call_command("load_regions", verbosity=0)
    call_command("load_partnership")
    memorandum = Memorandum.objects.get()
    assert memorandum.title in text(client.get(reverse("memorandum_list")))
    page = text(client.get(memorandum.get_absolute_url()))
    for words in (
        "9 Agustus 2015",
        "Perum Jamkrindo",
        "Ade Komarudin",
        "Nanang Warsio",
        "Winarso",
        "dua UMKM di setiap provinsi",
        "Tidak disebut dalam sumber",
        "Ditutup",
    ):
        assert words in page
    assert "Perbaiki" not in page
    assert reverse("phase_create", args=[memorandum.pk]) not in page


def test_empty_list_says_how_a_memorandum_gets_there(client):
    assert "Belum ada nota kerja sama" in text(client.get(reverse("memorandum_list")))


def test_commitment_says_how_far_it_is_kept(client):
    phase = make_phase(provinces=[make_province("32"), make_province("91")], name="Tahap 2026")
    make_commitment(
        phase.memorandum, text="dua UMKM di setiap provinsi", measure=Measure.PILOTS_PER_PROVINCE, target=2
    )
    graduated, replaced = make_ready(phase=phase), make_pilot(phase=phase, province=make_province("91"))
    make_pilot(phase=phase)
    make_pilot(phase=phase, province=make_province("91"))
    staff = make_user(Role.JAMKRINDO)
    graduate_pilot(pilot=graduated, by=staff)
    end_pilot(
        pilot=replaced, outcome=PilotOutcome.REPLACED, reason="Cukup panjang untuk dimengerti.", by=staff
    )
    page = text(client.get(phase.memorandum.get_absolute_url()))
    assert (
        "1 dari 2 provinsi sudah memiliki 2 UMKM percontohan, yang sudah lulus pun dihitung;"
        " kini 2 dari 4 kursi terisi (Tahap 2026)."
    ) in page


@pytest.mark.parametrize("name", PAGES)
def test_phases_are_for_admins(client, name):
    phase = make_phase(state=PhaseState.PLANNED)
    url = url_of(name, phase)
    assert client.get(url).status_code == 302
    for role in (Role.CADRE, Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.TRAINER, Role.BANK):
        client.force_login(make_user(role))
        assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)
    phase.refresh_from_db()
    assert phase.state == PhaseState.PLANNED


def quotas_of(phase: Phase) -> str:
    return reverse("phase_quotas", args=[phase.pk])


def form_of_a_phase(**values) -> dict[str, object]:
    return {
        "name": "Tahap 2027",
        "starts_on": "2027-01-04",
        "ends_on": "",
        "quota": "2",
        "provinces": ["32", "91"],
        **values,
    }


def test_admin_plans_opens_and_closes_a_phase(client, admin):
    make_province("91")
    memorandum = make_phase(state=PhaseState.CLOSED).memorandum
    create = reverse("phase_create", args=[memorandum.pk])
    assert client.get(create).status_code == 200
    response = client.post(create, form_of_a_phase())
    phase = Phase.objects.get(name="Tahap 2027")
    assert (response.url, phase.state, phase.provinces.count()) == (phase.get_absolute_url(), "planned", 2)
    for name, state in (("phase_open", "open"), ("phase_close", "closed")):
        assert client.get(reverse(name, args=[phase.pk])).status_code == 200
        phase.refresh_from_db()
        assert phase.state != state  # asking changes nothing
        assert client.post(reverse(name, args=[phase.pk])).status_code == 302
        phase.refresh_from_db()
        assert phase.state == state


@pytest.mark.parametrize(
    "odd",
    [
        {"name": ""}, {"name": "x" * 500}, {"name": "a\x00b"}, {"starts_on": "31-31-2027"}, {"starts_on": ""},
        {"starts_on": "9999999-01-01"}, {"ends_on": "2026-01-01"}, {"quota": "0"}, {"quota": "21"},
        {"quota": "1" + "0" * 30}, {"quota": "dua"}, {"quota": "🙂"}, {"provinces": []}, {"provinces": ["99"]},
        {"provinces": ["\x00"]}, {"provinces": ["🙂"]},
    ],
)  # fmt: skip
def test_odd_phase_is_explained_and_what_was_typed_stays(client, admin, odd):
    make_province("91")
    memorandum = make_phase(state=PhaseState.CLOSED).memorandum
    typed = form_of_a_phase(**odd)
    response = client.post(reverse("phase_create", args=[memorandum.pk]), typed)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert typed["starts_on"] == response.context["form"]["starts_on"].value()
    assert memorandum.phases.count() == 1


def test_admin_changes_the_seats_of_a_province(client, admin):
    phase = make_phase(state=PhaseState.PLANNED, provinces=[make_province("32"), make_province("91")])
    make_province("11")
    url = quotas_of(phase)
    assert client.get(url).status_code == 200
    client.post(url, {"quota_32": "3", "quota_91": "", "quota_11": "1"})
    quotas = PhaseProvince.objects.filter(phase=phase).order_by("province")
    assert list(quotas.values_list("province_id", "quota")) == [("11", 1), ("32", 3)]


@pytest.mark.parametrize("odd", ["0", "21", "-1", "1.5", "dua", "1" + "0" * 30, "🙂", "\x00"])
def test_odd_number_of_seats_is_explained_beside_its_province(client, admin, odd):
    phase = make_phase()
    response = client.post(quotas_of(phase), {"quota_32": odd})
    assert list(response.context["form"].errors) == ["quota_32"]
    assert phase.provinces.get().quota == 2


def test_used_seat_is_explained_beside_its_province(client, admin):
    phase = make_phase()
    for _ in range(2):
        make_pilot(phase=phase)
    response = client.post(quotas_of(phase), {"quota_32": "1"})
    assert "sedang atau pernah ditempati atau ditawarkan" in str(response.context["form"].errors["quota_32"])


def test_second_open_phase_is_refused_with_the_name_of_the_first(client, admin):
    first = make_phase(name="Tahap 2026")
    second = Phase.objects.create(memorandum=first.memorandum, name="Tahap 2027", starts_on="2027-01-04")
    PhaseProvince.objects.create(phase=second, province=make_province())
    response = client.post(reverse("phase_open", args=[second.pk]))
    shown = [str(message) for message in client.get(response.url).context["messages"]]
    assert shown == ["Tahap 2026 masih dibuka. Tutup dahulu tahap itu."]


def test_signatory_is_corrected_with_a_trace(client, admin):
    memorandum = make_phase().memorandum
    signatory = memorandum.signatories.create(
        organisation=memorandum.parties.get(), name="Nanang Warsio", office="Direktur"
    )
    url = reverse("signatory_edit", args=[signatory.pk])
    assert client.get(url).status_code == 200
    told = {"organisation": signatory.organisation_id, "office": "Direktur", "spelling_note": "Diperbaiki."}
    assert "field-error" in text(client.post(url, {**told, "name": ""}))
    client.post(url, {**told, "name": "Nanang Winarso"})
    signatory.refresh_from_db()
    assert signatory.name == "Nanang Winarso"
    assert signatory.events.count() == 2
    client.force_login(make_user(Role.BOARD))
    assert client.post(url, {"name": "X", "office": "Y"}).status_code == 403


@pytest.mark.parametrize("number", ["0", "999", "9" * 30])
def test_unknown_records_are_404(client, admin, number):
    for path in (
        f"/mou/{number}/",
        f"/mou/{number}/tahap/baru/",
        f"/mou/tahap/{number}/",
        f"/mou/penanda-tangan/{number}/",
        f"/mou/komitmen/{number}/",
        f"/mou/dokumen/{number}/",
        f"/mou/butir/{number}/",
    ):
        assert client.get(path).status_code == 404


def test_query_count_does_not_grow_with_phases_and_memoranda(client, admin):
    phase = make_phase()

    def queries(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    urls = [reverse("memorandum_list"), phase.memorandum.get_absolute_url(), phase.get_absolute_url()]
    first = [queries(url) for url in urls]
    for number in (2, 3):
        make_phase(state=PhaseState.PLANNED)
        extra = Phase.objects.create(
            memorandum=phase.memorandum, name=f"Tahap {number}", starts_on="2027-01-04"
        )
        for code in ("11", "91", "32"):
            PhaseProvince.objects.create(phase=extra, province=make_province(code))
    for code in ("11", "91"):
        PhaseProvince.objects.create(phase=phase, province=make_province(code))
    assert [queries(url) for url in urls] == first
