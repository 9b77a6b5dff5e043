"""Requests about one's own data: each answered by somebody else within 3 × 24 hours, and nothing worked on meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from soksi_portal.outbox.delivery import deliver_due
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import enqueue
from tests import factories as make
from tests.parallel import in_parallel
from umkm.businesses.models import Business
from umkm.cadres.choices import DataRequestKind, DataRequestState
from umkm.cadres.models import Cadre, Consent, ConsentText, DataRequest
from umkm.cadres.rights import services
from umkm.cadres.rights.messages import ANSWERED, DUE
from umkm.cadres.tasks import remind_of_requests

pytestmark = pytest.mark.django_db
RESTRICT, WITHDRAW, ACCESS = DataRequestKind.RESTRICT, DataRequestKind.WITHDRAW, DataRequestKind.ACCESS


@pytest.fixture
def text() -> ConsentText:
    return ConsentText.objects.create(version="1", body="Isi", valid_from=timezone.now())


@pytest.fixture
def admin() -> User:
    return make.make_user(Role.ADMIN)


def consenting(text: ConsentText) -> Cadre:
    cadre = make.make_cadre()
    Consent.objects.create(user=cadre.user, text=text)
    return cadre


def test_ask_runs_for_72_hours():
    asked = services.ask(user=make.make_cadre().user, kind=ACCESS)
    assert abs(asked.due_at - asked.created_at - timedelta(hours=72)) < timedelta(seconds=1)
    assert (asked.state, asked.hours_left, asked.is_overdue) == (DataRequestState.OPEN, 71, False)


def test_ask_twice_is_refused_until_the_first_is_answered(admin: User):
    user = make.make_cadre().user
    first = services.ask(user=user, kind=ACCESS)
    with pytest.raises(services.AskedAlready):
        services.ask(user=user, kind=ACCESS)
    services.finish_request(request=first, by=admin, answer="Sudah kami kirim.")
    services.ask(user=user, kind=ACCESS)


def test_finish_request_tells_the_person(admin: User):
    asked = services.finish_request(
        request=services.ask(user=make.make_cadre().user, kind=ACCESS), by=admin, answer=" Ini jawabannya. "
    )
    assert (asked.state, asked.answer, asked.handled_by) == (DataRequestState.DONE, "Ini jawabannya.", admin)
    message = Message.objects.get(recipient=asked.user, occasion=ANSWERED)
    assert "Ini jawabannya." in message.body


@pytest.mark.parametrize("answer", ["", "   ", "ya"])
def test_finish_request_without_words_is_refused(admin: User, answer: str):
    asked = services.ask(user=make.make_cadre().user, kind=ACCESS)
    with pytest.raises(services.AnswerMissing):
        services.finish_request(request=asked, by=admin, answer=answer)


def test_own_request_is_answered_by_another(admin: User):
    asked = services.ask(user=admin, kind=ACCESS)
    for decide in (services.finish_request, services.refuse_request):
        with pytest.raises(services.OwnRequest):
            decide(request=asked, by=admin, answer="Beres semua.")


def test_take_back_by_the_person_only(admin: User):
    asked = services.ask(user=make.make_cadre().user, kind=RESTRICT)
    with pytest.raises(services.NotOwnRequest):
        services.take_back(request=asked, by=admin)
    taken = services.take_back(request=asked, by=asked.user)
    assert (taken.state, taken.handled_by) == (DataRequestState.WITHDRAWN, asked.user)
    with pytest.raises(services.RequestEnded):
        services.finish_request(request=asked, by=admin, answer="Terlambat.")


@pytest.mark.parametrize(
    "change",
    [
        {"state": "done"},  # by nobody
        {"due_at": timezone.now() + timedelta(days=30)},
        {"kind": "access"},
        {"words": "lain"},
        {"created_at": timezone.now() - timedelta(days=9)},
    ],
)
def test_database_keeps_a_request_as_it_was_asked(change: dict[str, Any]):
    asked = services.ask(user=make.make_cadre().user, kind=RESTRICT)
    with pytest.raises(Exception, match="data_request"), transaction.atomic():
        DataRequest.objects.filter(pk=asked.pk).update(**change)


def test_database_keeps_an_answer_and_the_row(admin: User):
    asked = services.ask(user=make.make_cadre().user, kind=ACCESS)
    done = {"state": "done", "handled_by": admin, "handled_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=asked.pk).update(**done)  # without an answer
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=asked.pk).update(**done | {"handled_by": asked.user, "answer": "Saya"})
    services.finish_request(request=asked, by=admin, answer="Ini jawabannya.")
    for attempt in (
        lambda: DataRequest.objects.filter(pk=asked.pk).update(answer="lain"),
        lambda: DataRequest.objects.filter(pk=asked.pk).delete(),
        lambda: DataRequest.objects.create(user=asked.user, kind="erase", state="done"),
    ):
        with pytest.raises(Exception, match="pgtrigger"), transaction.atomic():
            attempt()


def test_withdraw_stops_at_once(text: ConsentText):
    cadre = consenting(text)
    services.ask(user=cadre.user, kind=WITHDRAW)
    cadre.refresh_from_db()
    assert cadre.restricted_at is not None
    assert not Consent.objects.filter(user=cadre.user, withdrawn_at=None).exists()


def test_restrict_takes_effect_with_the_answer_and_is_lifted(admin: User, text: ConsentText):
    cadre = consenting(text)
    asked = services.ask(user=cadre.user, kind=RESTRICT)
    cadre.refresh_from_db()
    assert cadre.restricted_at is None
    services.finish_request(request=asked, by=admin, answer="Data Anda dibatasi.")
    cadre.refresh_from_db()
    assert cadre.restricted_at is not None
    assert services.lift_restriction(cadre=cadre, by=admin).restricted_at is None


def test_lift_restriction_after_withdrawal_needs_a_new_consent_of_the_person(admin: User, text: ConsentText):
    cadre = consenting(text)
    services.ask(user=cadre.user, kind=WITHDRAW)
    for by, consent in ((admin, None), (admin, text), (cadre.user, None)):
        with pytest.raises(services.ConsentNeeded):
            services.lift_restriction(cadre=cadre, by=by, consent_to=consent)
    assert services.lift_restriction(cadre=cadre, by=cadre.user, consent_to=text).restricted_at is None
    assert Consent.objects.filter(user=cadre.user, withdrawn_at=None).count() == 1


def test_restrict_of_somebody_without_a_membership_is_refused(admin: User):
    asked = services.ask(user=make.make_user(Role.TRAINER), kind=RESTRICT)
    with pytest.raises(services.NotRestrictable):
        services.finish_request(request=asked, by=admin, answer="Dibatasi sekarang.")


def test_restricted_businesses_are_seen_by_admin_and_owner_only(admin: User):
    business, other = make.make_business(), make.make_business()
    Cadre.objects.filter(pk=business.owner_id).update(restricted_at=timezone.now())
    for role in (Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO):
        staff = make.make_user(role, province=business.province)
        assert set(Business.objects.visible_to(staff)) == {other}
        assert set(Cadre.objects.visible_to(staff)) == {other.owner}
    assert set(Business.objects.visible_to(admin)) == {business, other}
    assert set(Business.objects.visible_to(business.owner.user)) == {business}
    assert business.owner in Cadre.objects.visible_to(business.owner.user)


def test_restricted_person_gets_no_messages_but_about_that(admin: User, settings: Any):
    cadre = make.make_cadre()
    for occasion in ("session_invited", ANSWERED):
        enqueue(
            occasion=occasion, subject_ref="uji:1", recipient=cadre.user, title="Uji", body="Isi",
            ignores_quiet_hours=True,
        )  # fmt: skip
    Cadre.objects.filter(pk=cadre.pk).update(restricted_at=timezone.now())
    deliver_due()
    states = dict(Message.objects.filter(recipient=cadre.user).values_list("occasion", "state"))
    assert states["session_invited"] == "cancelled"
    assert states[ANSWERED] != "cancelled"


def test_remind_of_requests_tells_each_admin_once(admin: User):
    second, user = make.make_user(Role.ADMIN), make.make_cadre().user
    services.ask(user=user, kind=ACCESS)
    early = timezone.now() - timedelta(hours=49)
    DataRequest.objects.create(user=user, kind=RESTRICT, created_at=early, due_at=early + timedelta(hours=72))
    for _ in range(2):
        remind_of_requests()
    assert sorted(Message.objects.filter(occasion=DUE).values_list("recipient", flat=True)) == [
        admin.pk,
        second.pk,
    ]


@pytest.mark.django_db(transaction=True)
def test_two_admins_answer_at_once_and_one_answer_counts():
    admins = [make.make_user(Role.ADMIN) for _ in range(4)]
    asked = services.ask(user=make.make_cadre().user, kind=ACCESS)

    def answer(admin: User) -> str:
        try:
            services.finish_request(request=asked, by=admin, answer=f"Jawaban {admin.pk}")
        except RuleViolation as refusal:
            return type(refusal).__name__
        return "answered"

    assert sorted(in_parallel(answer, admins)) == ["RequestEnded"] * 3 + ["answered"]
    assert Message.objects.filter(occasion=ANSWERED).count() == 1
