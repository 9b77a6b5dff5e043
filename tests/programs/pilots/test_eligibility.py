"""What a proposal needs, rule by rule: computed, explained, set aside by two people, and held by the database."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from programs.partnership.choices import Stage
from programs.partnership.models import PhaseStage
from programs.pilots.choices import ExceptionState, NeedRule
from programs.pilots.errors import ConsentMissing, NotExceptable, NotNominable, PhaseNotOpen, ReasonMissing
from programs.pilots.exceptions.services import ask_exception, decide_exception
from programs.pilots.models import EligibilityException
from programs.pilots.services import requirements_of
from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_nomination, make_phase, make_province, make_user
from tests.reviewing import make_consent

from .makers import nominate, told

pytestmark = pytest.mark.django_db
WHY = "Satu-satunya pengolah rumput laut di kabupaten ini."

# what the phase asks, what the business is, which rule, the sentence
UNMET = [
    (
        {"largest_size": "micro"},
        {"last_year_sales": 3_000_000_000},
        "size",
        "Kelas usahanya Kecil, sedangkan tahap ini untuk usaha sampai kelas Mikro.",
    ),
    (
        {"least_years": 3},
        {"start_year": 2025},
        "years",
        "Usahanya mulai tahun 2025, jadi baru 1 tahun; tahap ini meminta 3 tahun.",
    ),
    ({"needs_nib": True}, {}, "legality", "Usaha ini belum punya NIB, sedangkan tahap ini memintanya."),
]


@pytest.fixture
def today():
    with time_machine.travel(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), tick=True):
        yield


@pytest.mark.parametrize(("asks", "has", "rule", "sentence"), UNMET)
def test_unmet_need_is_explained_refused_and_walled(today, asks, has, rule, sentence):
    phase, business = make_phase(**asks), make_consent(make_business(**has)).business
    coordinator = make_user(Role.COORDINATOR, province=business.province)
    lines = requirements_of(business=business, phase=phase, by=coordinator)
    assert {line.rule: line.refusal for line in lines if line.refusal} == {rule: sentence}
    with pytest.raises(NotNominable) as refusal:
        nominate(business, phase=phase, by=coordinator)
    assert refusal.value.message == sentence
    with pytest.raises(IntegrityError, match=f"nomination_meets_needs: {rule}"), transaction.atomic():
        make_nomination(business=business, phase=phase)


@pytest.mark.parametrize(("asks", "has", "rule", "sentence"), UNMET)
def test_exception_of_two_people_opens_the_way(today, asks, has, rule, sentence):
    phase, business = make_phase(**asks), make_business(**has)
    coordinator = make_user(Role.COORDINATOR, province=business.province)
    asked = ask_exception(business=business, phase=phase, rule=NeedRule(rule), reason=WHY, by=coordinator)
    with pytest.raises(NotNominable):  # while it waits nothing changes
        nominate(business, phase=phase, by=coordinator)
    decide_exception(exception=asked, approves=True, by=make_user(Role.BOARD, full_name="Hartono"))
    (line,) = [
        one for one in requirements_of(business=business, phase=phase, by=coordinator) if one.exception
    ]
    assert (line.refusal, line.is_excepted, line.exception.reason) == ("", True, WHY)
    assert told()[-1] == ("exception_decided", coordinator.full_name)
    assert nominate(business, phase=phase, by=coordinator).state == "proposed"


def test_limits_themselves_are_met(today):
    phase = make_phase(largest_size="micro", least_years=3, needs_nib=True)
    business = make_business(last_year_sales=2_000_000_000, start_year=2023, nib="9120001234567")
    assert nominate(business, phase=phase).state == "proposed"


def exception(**fields) -> EligibilityException:
    phase = make_phase(least_years=3)
    business = make_business(start_year=timezone.localdate().year)
    fields.setdefault("asked_by", make_user(Role.COORDINATOR, province=business.province))
    return EligibilityException.objects.create(
        **{"phase": phase, "business": business, "rule": "years", "reason": WHY, **fields}
    )


@pytest.mark.parametrize("role", [Role.BOARD, Role.JAMKRINDO, Role.ADMIN])
def test_second_person_is_another_than_who_asked(role):
    asker = make_user(Role.COORDINATOR, role)
    asked = exception(asked_by=asker)
    with pytest.raises(NotExceptable, match="Orang lain yang memutuskan"):
        decide_exception(exception=asked, approves=True, by=asker)
    assert decide_exception(exception=asked, approves=True, by=make_user(role)).state == "approved"
    with pytest.raises(NotExceptable, match="sudah diputuskan"):
        decide_exception(exception=asked, approves=False, answer=WHY, by=make_user(role))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CADRE, Role.TRAINER])
def test_others_do_not_decide_on_an_exception(role):
    with pytest.raises(NotExceptable):
        decide_exception(exception=exception(), approves=True, by=make_user(role))


def test_refusal_of_an_exception_needs_words_and_may_be_asked_again():
    asked = exception()
    board = make_user(Role.BOARD)
    with pytest.raises(ReasonMissing):
        decide_exception(exception=asked, approves=False, answer="Tidak.", by=board)
    decide_exception(exception=asked, approves=False, answer=WHY, by=board)
    again = ask_exception(
        business=asked.business, phase=asked.phase, rule=NeedRule.YEARS, reason=WHY, by=asked.asked_by
    )
    with pytest.raises(NotExceptable, match="sudah memintanya"):
        ask_exception(
            business=asked.business, phase=asked.phase, rule=NeedRule.YEARS, reason=WHY, by=asked.asked_by
        )
    assert again.is_open


def test_what_is_met_needs_no_exception():
    phase, business = make_phase(), make_business()
    by = make_user(Role.COORDINATOR, province=business.province)
    with pytest.raises(NotExceptable, match="tidak perlu"):
        ask_exception(business=business, phase=phase, rule=NeedRule.SIZE, reason=WHY, by=by)


@pytest.mark.parametrize(
    ("wall", "change"),
    [
        ("exception_by_two_people", lambda one: {"state": "approved", "decided_by": one.asked_by}),
        ("exception_decision_signed", lambda one: {"state": "approved"}),
        ("exception_fits", lambda one: {"state": "approved", "decided_by": one.business.owner.user}),
        ("exception_stays|Cannot update", lambda one: {"rule": "size"}),
    ],
)
def test_walls_of_an_exception(wall, change):
    asked = exception()
    values = change(asked)
    if "decided_by" in values:
        values["decided_at"] = timezone.now()
    with pytest.raises(DatabaseError, match=wall), transaction.atomic():
        EligibilityException.objects.filter(pk=asked.pk).update(**values)


def test_decided_exception_is_final_and_an_owner_asks_for_none():
    decided = decide_exception(exception=exception(), approves=True, by=make_user(Role.BOARD))
    with pytest.raises(DatabaseError, match=r"exception_decided_once|Cannot update"), transaction.atomic():
        EligibilityException.objects.filter(pk=decided.pk).update(state=ExceptionState.REFUSED)
    with pytest.raises(DatabaseError, match=r"keep_exception|Cannot delete"), transaction.atomic():
        decided.delete()
    business = make_business()
    with pytest.raises(DatabaseError, match="exception_fits"), transaction.atomic():
        exception(business=business, asked_by=business.owner.user)


# 23 November 2026 at 16.30 UTC: still that day in Jakarta, the 24th in Jayapura
@pytest.mark.parametrize(
    ("code", "last", "is_open"),
    [("32", date(2026, 11, 23), True), ("91", date(2026, 11, 23), False), ("91", date(2026, 11, 24), True)],
)
def test_proposals_are_made_on_the_days_of_their_stage_in_the_province(code, last, is_open):
    province = make_province(code)
    phase = make_phase(provinces=[province])
    PhaseStage.objects.create(phase=phase, stage=Stage.NOMINATION, starts_on=date(2026, 11, 1), ends_on=last)
    business = make_business(province=province, owner=make_cadre(province=province))
    with time_machine.travel(datetime(2026, 11, 23, 16, 30, tzinfo=UTC), tick=False):
        if is_open:
            assert nominate(business, phase=phase).state == "proposed"
            return
        with pytest.raises(PhaseNotOpen, match="sudah berakhir pada 23 November 2026"):
            nominate(business, phase=phase)
        with pytest.raises(IntegrityError, match="nomination_meets_needs: stage"), transaction.atomic():
            make_nomination(business=business, phase=phase, province=province)


def test_stage_that_has_not_begun_says_when():
    phase = make_phase()
    PhaseStage.objects.create(
        phase=phase, stage=Stage.NOMINATION, starts_on=date(2099, 1, 1), ends_on=date(2099, 2, 1)
    )
    with pytest.raises(PhaseNotOpen, match="baru dimulai 1 Januari 2099"):
        nominate(make_business(), phase=phase)


def test_nobody_is_proposed_without_consent():
    business, phase = make_business(), make_phase()
    with pytest.raises(ConsentMissing, match="belum menyetujui"):
        nominate(business, phase=phase, consented=False)
    with pytest.raises(IntegrityError, match="nomination_meets_needs: consent"), transaction.atomic():
        make_nomination(business=business, phase=phase, consented=False)
