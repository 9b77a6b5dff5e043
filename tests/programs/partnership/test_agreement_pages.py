"""The pages of memoranda: everybody reads, admins keep; what is typed wrong is explained beside its field."""

from datetime import date

import pytest
from django.urls import reverse

from programs.partnership.choices import Measure, PhaseState, Stage
from programs.partnership.models import Commitment, Memorandum, Organisation, PhaseStage
from programs.partnership.queries import clauses_of
from soksi_portal.accounts.choices import Role
from tests.factories import make_phase, make_user
from tests.programs.partnership.makers import make_clause, make_commitment

pytestmark = pytest.mark.django_db
NUL = "a\x00b"


@pytest.fixture
def admin(client):
    user = make_user(Role.ADMIN)
    client.force_login(user)
    return user


@pytest.fixture
def memorandum():
    made = make_phase().memorandum
    made.refresh_from_db()
    return made


def text(response) -> str:
    return response.content.decode()


def errors(response) -> set[str]:
    assert response.status_code == 200
    return set(response.context["form"].errors)


def test_admin_adds_a_partner_and_its_memorandum(client, admin):
    told = {"name": "Bank Contoh", "short_name": "Bank Contoh", "kind": "bank"}
    assert client.post(reverse("organisation_create"), told).status_code == 302
    assert "sudah ada" in text(client.post(reverse("organisation_create"), told))
    bank = Organisation.objects.get()
    assert "Bank Contoh" in text(client.get(reverse("organisation_list")))
    values = {
        "title": "Nota SOKSI dan Bank Contoh",
        "parties": [bank.pk],
        "signed_on": "2026-01-05",
        "signed_at_place": "Medan",
        "valid_until": "2028-01-05",
    }
    response = client.post(reverse("memorandum_create"), values)
    memorandum = Memorandum.objects.get()
    assert (response.url, memorandum.valid_until) == (memorandum.get_absolute_url(), date(2028, 1, 5))
    assert "Berlaku sampai 5 Januari 2028" in text(client.get(reverse("memorandum_list")))


@pytest.mark.parametrize(
    ("odd", "field"),
    [
        ({"title": ""}, "title"), ({"title": NUL}, "title"), ({"title": "x" * 201}, "title"), ({"parties": []}, "parties"),
        ({"parties": ["9" * 30]}, "parties"), ({"parties": ["🙂"]}, "parties"), ({"signed_on": "31-31-2026"}, "signed_on"),
        ({"valid_until": "2015-08-09"}, "valid_until"), ({"signed_at_place": ""}, "signed_at_place"), ({"source": NUL}, "source"),
    ],
)  # fmt: skip
def test_odd_memorandum_is_explained(client, admin, memorandum, odd, field):
    values = {
        "title": "Nota",
        "parties": [memorandum.parties.get().pk],
        "signed_on": "2015-08-09",
        "signed_at_place": "Jakarta",
        **odd,
    }
    url = reverse("memorandum_edit", args=[memorandum.pk])
    assert errors(client.post(url, values)) == {field}
    memorandum.refresh_from_db()
    assert memorandum.title.startswith("Nota Uji")


def amendment_form(memorandum: Memorandum, client) -> dict[str, str]:
    """As a browser sends it untouched, with Windows' line breaks."""
    form = client.get(reverse("amendment_create", args=[memorandum.pk])).context["form"]
    values = {name: str(form[name].value() or "").replace("\n", "\r\n") for name in form.fields}
    told = {"signed_on": "2016-01-04", "signed_at_place": "Jakarta", "summary": "Berubah."}
    return {name: value for name, value in {**values, **told}.items() if not name.startswith("repealed")}


def test_amendment_changes_only_what_was_changed_and_the_old_words_unfold(client, admin, memorandum):
    first, second = (
        make_clause(memorandum, "Baris satu.\nBaris dua."),
        make_clause(memorandum, "Mendampingi."),
    )
    values = amendment_form(memorandum, client) | {f"text_{second.pk}": "Mendampingi setahun."}
    response = client.post(reverse("amendment_create", args=[memorandum.pk]), values)
    assert response.url == memorandum.get_absolute_url()
    assert (first.texts.count(), second.texts.count()) == (1, 2)
    page = text(client.get(memorandum.get_absolute_url()))
    assert "berubah oleh Adendum 1" in page
    former = page.index("Baca isi yang lama")
    assert page.index("Mendampingi setahun.") < former < page.index("Mendampingi.</p>")


def test_clause_changed_meanwhile_is_not_overwritten(client, admin, memorandum):
    clause = make_clause(memorandum, "Asli.")
    values = amendment_form(memorandum, client) | {f"text_{clause.pk}": "Dari saya."}
    clause.texts.update(text="Diperbaiki orang lain.")
    response = client.post(reverse("amendment_create", args=[memorandum.pk]), values)
    assert errors(response) == {f"text_{clause.pk}"}
    assert "baru saja diubah" in text(response)
    assert not memorandum.amendments.exists()


def test_emptied_clause_asks_whether_it_is_repealed(client, admin, memorandum):
    clause = make_clause(memorandum)
    url, values = reverse("amendment_create", args=[memorandum.pk]), amendment_form(memorandum, client)
    values[f"text_{clause.pk}"] = ""
    assert errors(client.post(url, values)) == {f"text_{clause.pk}"}
    assert client.post(url, values | {f"repealed_{clause.pk}": "on"}).status_code == 302
    assert clauses_of(memorandum)[0].present.is_repealed
    assert "Dicabut oleh Adendum 1" in text(client.get(memorandum.get_absolute_url()))
    assert errors(client.post(reverse("clause_correct", args=[clause.pk]), {"text": "x"})) == {"text"}


def test_commitment_pages_say_how_it_stands_and_list_what_is_behind(client, memorandum):
    commitment = make_commitment(
        memorandum, measure=Measure.PILOTS_PER_PROVINCE, target=2, due_on="2020-01-01"
    )
    for url in (memorandum.get_absolute_url(), commitment.get_absolute_url(), reverse("memorandum_list")):
        assert "Tertinggal" in text(client.get(url)), url
    page = text(client.get(commitment.get_absolute_url()))
    assert "Jawa Barat" in page
    assert "Kurang" in page
    assert "Perbaiki" not in page


def test_admin_writes_corrects_and_ends_a_commitment(client, admin, memorandum):
    clause = make_clause(memorandum)
    values = {
        "text": "Sepuluh pelatihan", "clause": clause.pk, "owner": memorandum.parties.get().pk,
        "measure": Measure.SESSIONS_HELD, "target": "10", "due_on": "2030-01-01",
    }  # fmt: skip
    assert client.post(reverse("commitment_create", args=[memorandum.pk]), values).status_code == 302
    commitment = Commitment.objects.get()
    edit = reverse("commitment_edit", args=[commitment.pk])
    for odd, field in (
        ({"target": ""}, "target"), ({"target": "9" * 30}, "target"), ({"target": "🙂"}, "target"), ({"measure": "x"}, "measure"),
        ({"clause": make_clause(make_phase().memorandum).pk}, "clause"), ({"owner": ""}, "owner"), ({"text": NUL}, "text"),
        ({"measure": Measure.BANK_ACCESS, "target": "101"}, "target"), ({"due_on": "1999-01-01"}, "due_on"),
    ):  # fmt: skip
        assert errors(client.post(edit, {**values, **odd})) == {field}, odd
    assert client.post(edit, {**values, "target": "12"}).url == commitment.get_absolute_url()
    end = reverse("commitment_end", args=[commitment.pk])
    assert errors(client.post(end, {"reason": "x"})) == {"reason"}
    assert client.post(end, {"reason": "Digantikan yang lain."}).status_code == 302
    assert "Digantikan yang lain." in text(client.get(memorandum.get_absolute_url()))


def test_everybody_reads_calendar_requirements_and_criteria_of_a_phase(client):
    phase = make_phase(least_years=3, needs_nib=True)
    PhaseStage.objects.create(
        phase=phase, stage=Stage.SELECTION, starts_on="2026-03-02", ends_on="2026-03-30"
    )
    page = text(client.get(phase.get_absolute_url()))
    for words in (
        "2 Maret 2026",
        "Paling sedikit 3 tahun",
        "Harus punya",
        "Usahanya tumbuh",
        "30\u00a0%",
        "Jawa Barat",
    ):
        assert words in page, words
    assert "Ubah" not in page


def test_phase_from_before_the_portal_claims_no_criteria(client):
    phase = make_phase(state=PhaseState.CLOSED)
    page = text(client.get(phase.get_absolute_url()))
    assert "sebelum ada portal" in page
    assert "Usahanya tumbuh" not in page


def test_admin_sets_the_calendar(client, admin):
    phase = make_phase(state=PhaseState.PLANNED)
    url = reverse("phase_calendar", args=[phase.pk])
    assert errors(client.post(url, {"nomination_starts_on": "2026-02-02"})) == {"nomination_ends_on"}
    wrong = {"nomination_starts_on": "2026-02-02", "nomination_ends_on": "2026-01-31"}
    response = client.post(url, wrong)
    assert errors(response) == {"nomination_ends_on"}
    assert response.context["form"]["nomination_ends_on"].value() == "2026-01-31"
    assert client.post(url, wrong | {"nomination_ends_on": "2026-02-27"}).url == phase.get_absolute_url()
    assert phase.stages.get().ends_on == date(2026, 2, 27)


def criteria_form(phase, client) -> dict[str, str]:
    rows = client.get(reverse("phase_criteria", args=[phase.pk])).context["form"].rows
    return {
        row[name].html_name: str(row[name].value() or "")
        for row in rows
        for name in row.fields
        if name != "gone"
    }


def test_admin_orders_removes_and_adds_criteria(client, admin):
    phase = make_phase(state=PhaseState.PLANNED)
    url, values = reverse("phase_criteria", args=[phase.pk]), criteria_form(phase, client)
    values |= {
        "kriteria-0-place": "9",
        "kriteria-1-gone": "on",
        "kriteria-5-title": "Baru",
        "kriteria-5-weight": "7",
    }
    assert client.post(url, values).url == phase.get_absolute_url()
    titles = phase.criteria.order_by("number").values_list("title", flat=True)
    assert (titles[0], titles[3], len(titles)) == ("Pasar dan produk", "Usahanya tumbuh", 5)
    for odd in (
        {"kriteria-0-weight": "0"},
        {"kriteria-0-weight": "9" * 30},
        {"kriteria-0-title": NUL},
        {"kriteria-6-title": "x"},
    ):
        response = client.post(url, criteria_form(phase, client) | odd)
        assert (response.status_code, "field-error" in text(response)) == (200, True), odd
    assert phase.criteria.count() == 5


def test_admin_changes_a_phase_and_after_opening_only_its_dates(client, admin):
    phase = make_phase(state=PhaseState.PLANNED)
    url = reverse("phase_edit", args=[phase.pk])
    values = {
        "name": "Tahap 2026", "starts_on": "2026-01-05", "ends_on": "", "largest_size": "small", "least_years": "2",
        "needs_nib": "on", "least_reviews": "3", "answer_days": "10",
    }  # fmt: skip
    for odd, field in (({"least_reviews": "1"}, "least_reviews"), ({"answer_days": "0"}, "answer_days"), ({"largest_size": "x"}, "largest_size")):  # fmt: skip
        assert errors(client.post(url, {**values, **odd})) == {field}
    assert client.post(url, values).status_code == 302
    client.post(reverse("phase_open", args=[phase.pk]))
    assert client.post(url, {**values, "least_reviews": "2", "answer_days": "14"}).status_code == 302
    phase.refresh_from_db()
    assert (phase.least_reviews, phase.needs_nib, phase.answer_days) == (3, True, 14)


@pytest.mark.parametrize("name", ["signatory_create", "clause_create", "paper_upload", "memorandum_edit"])
def test_wrong_method_is_refused(client, admin, memorandum, name):
    assert client.delete(reverse(name, args=[memorandum.pk])).status_code == 405
