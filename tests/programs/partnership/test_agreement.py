"""Memoranda, clauses and amendments: what is superseded stays readable, and nobody edits it."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from programs.partnership.errors import AgreementRefused
from programs.partnership.models import Amendment, Clause, ClauseText, Memorandum, Organisation
from programs.partnership.queries import clauses_of, validity
from programs.partnership.services import (
    Agreement,
    Amended,
    add_clause,
    correct_clause,
    create_memorandum,
    edit_memorandum,
    record_amendment,
)
from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.parallel import in_parallel
from tests.programs.partnership.makers import make_clause

pytestmark = pytest.mark.django_db
SIGNED = date(2025, 3, 1)


@pytest.fixture
def admin():
    return make_user(Role.ADMIN)


@pytest.fixture
def memorandum(admin):
    return make_memorandum(admin)


def agreement(**fields) -> Agreement:
    party = Organisation.objects.get_or_create(name="Bank Uji", short_name="Bank Uji", kind="bank")[0]
    values = {"title": "Nota Uji", "parties": [party], "signed_on": SIGNED, "signed_at_place": "Bandung"}
    return Agreement(**{**values, **fields})


def make_memorandum(admin, **fields) -> Memorandum:
    memorandum = create_memorandum(agreement=agreement(**fields), by=admin)
    for words in ("Melatih usaha.", "Mendampingi usaha."):
        add_clause(memorandum=memorandum, text=words, by=admin)
    return memorandum


def amend(memorandum: Memorandum, admin, **fields) -> Amendment:
    values = {"signed_on": date(2025, 6, 1), "signed_at_place": "Bandung", "summary": "Berubah."}
    return record_amendment(memorandum=memorandum, amended=Amended(**{**values, **fields}), by=admin)


def clause(memorandum: Memorandum, number: int = 1) -> Clause:
    return memorandum.clauses.get(number=number)


def refused(reason: str):
    return pytest.raises(DatabaseError, match=reason)


def test_memorandum_with_another_partner_needs_no_code(memorandum):
    assert [party.name for party in memorandum.parties.all()] == ["Bank Uji"]
    assert [str(line.present) for line in clauses_of(memorandum)] == ["Melatih usaha.", "Mendampingi usaha."]
    event = memorandum.events.select_related("pgh_context").first()
    assert event.pgh_context.metadata["reason"] == "Nota kerja sama dicatat."


def test_amendment_supersedes_adds_and_repeals_and_the_old_words_stay(memorandum, admin):
    texts = {clause(memorandum): "Melatih dan menguji usaha.", clause(memorandum, 2): None}
    amendment = amend(memorandum, admin, texts=texts, added="Membuka akses bank.")
    first, second, third = clauses_of(memorandum)
    assert (first.present.text, first.present.amendment) == ("Melatih dan menguji usaha.", amendment)
    assert [old.text for old in first.earlier] == ["Melatih usaha."]
    assert (second.present.is_repealed, second.earlier[0].text) == (True, "Mendampingi usaha.")
    assert (third.clause.number, third.present.text, third.earlier) == (3, "Membuka akses bank.", [])
    assert str(amendment) == "Adendum 1"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, None),
        ({"added": "x", "signed_on": SIGNED - timedelta(days=1)}, "signed_on"),
        ({"added": "x", "signed_on": date(2999, 1, 1)}, "signed_on"),
        ({"valid_until": date(2025, 6, 1)}, "valid_until"),
    ],
)
def test_amendment_that_cannot_be_is_explained(memorandum, admin, fields, field):
    with pytest.raises(AgreementRefused) as refusal:
        amend(memorandum, admin, **fields)
    assert refusal.value.field == field
    assert not memorandum.amendments.exists()


def test_amendments_follow_each_other(memorandum, admin):
    amend(memorandum, admin, added="Satu.", signed_on=date(2025, 7, 1))
    with pytest.raises(AgreementRefused, match="Adendum 1"):
        amend(memorandum, admin, added="Dua.", signed_on=date(2025, 6, 30))
    assert amend(memorandum, admin, added="Dua.", signed_on=date(2025, 7, 1)).number == 2


def test_repealed_clause_stays_repealed(memorandum, admin):
    amend(memorandum, admin, texts={clause(memorandum): None})
    with pytest.raises(AgreementRefused, match="baru saja diubah"):
        amend(memorandum, admin, texts={clause(memorandum): "Lagi."})


def test_slip_of_the_present_words_is_corrected_and_superseded_words_never(memorandum, admin):
    first = clause(memorandum).texts.get()
    assert correct_clause(text=first, words="Melatih usaha kader.", by=admin).text == "Melatih usaha kader."
    amend(memorandum, admin, texts={clause(memorandum): "Baru."})
    with pytest.raises(AgreementRefused, match="digantikan"):
        correct_clause(text=first, words="Lain.", by=admin)
    with refused("superseded_stays"), transaction.atomic():
        ClauseText.objects.filter(pk=first.pk).update(text="Lain.")


def test_walls_hold_past_the_services(memorandum, admin):
    amendment = amend(memorandum, admin, texts={clause(memorandum): "Baru."})
    other = make_memorandum(admin, title="Nota lain")
    present = clause(memorandum).texts.latest("version")
    for reason, act in (
        (
            "clause_text_follows",
            lambda: present.clause.texts.create(version=4, text="x", amendment=amendment),
        ),
        ("clause_text_follows", lambda: clause(other).texts.create(version=2, text="x", amendment=amendment)),
        ("clause_says_something", lambda: ClauseText.objects.filter(pk=present.pk).update(text="")),
        ("clause_text_stays", lambda: ClauseText.objects.filter(pk=present.pk).update(version=9)),
        ("clause_stays", lambda: Clause.objects.filter(pk=present.clause_id).update(memorandum=other)),
        ("amendment_stays", lambda: Amendment.objects.filter(pk=amendment.pk).update(number=7)),
        ("amendment_follows", lambda: memorandum.amendments.create(number=3, signed_on=date(2026, 1, 1))),
        ("amendment_follows", lambda: memorandum.amendments.create(number=2, signed_on=SIGNED)),
    ):
        with refused(reason), transaction.atomic():
            act()
    for row in (amendment, present, present.clause, memorandum.parties.get()):
        with refused("Cannot delete"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_amended_validity_keeps_what_stood_before(admin):
    memorandum = make_memorandum(admin, valid_until=date(2027, 3, 1))
    amendment = amend(memorandum, admin, valid_until=date(2030, 3, 1))
    memorandum.refresh_from_db()
    assert memorandum.valid_until == date(2030, 3, 1)
    assert (amendment.valid_until_before, amendment.valid_until) == (date(2027, 3, 1), date(2030, 3, 1))
    # a slip in that date is corrected in both places
    edit_memorandum(memorandum=memorandum, agreement=agreement(valid_until=date(2031, 3, 1)), by=admin)
    amendment.refresh_from_db()
    assert amendment.valid_until == date(2031, 3, 1)
    with pytest.raises(AgreementRefused, match="Adendum 1 menetapkan"):
        edit_memorandum(memorandum=memorandum, agreement=agreement(), by=admin)


def test_memorandum_ends_after_it_is_signed(memorandum, admin):
    with pytest.raises(AgreementRefused):
        create_memorandum(agreement=agreement(valid_until=SIGNED), by=admin)
    with refused("memorandum_valid_after_signing"), transaction.atomic():
        Memorandum.objects.filter(pk=memorandum.pk).update(valid_until=SIGNED)


@pytest.mark.parametrize(
    ("days", "tone"), [(-1, "bad"), (0, "attention"), (180, "attention"), (181, "good"), (None, None)]
)
def test_badge_says_until_when(days, tone):
    today = timezone.localdate()
    until = None if days is None else today + timedelta(days=days)
    shown = validity(Memorandum(signed_on=SIGNED, valid_until=until), today)
    assert (shown.tone if shown else None) == tone


@pytest.mark.django_db(transaction=True)
def test_two_amendments_at_once_never_overwrite_each_other_unseen():
    admin = make_user(Role.ADMIN)
    memorandum = make_memorandum(admin)
    one = make_clause(memorandum, "Asli.")

    def act(words: str) -> str:
        amend(memorandum, admin, texts={one: words}, seen={one: "Asli."})
        return "recorded"

    answers = in_parallel(act, ["Pertama.", "Kedua."])
    assert sorted(answers) == ["AgreementRefused", "recorded"]
    assert one.texts.count() == 2
    assert memorandum.amendments.count() == 1
