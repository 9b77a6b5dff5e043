"""A change of mind, and what staff read of it."""

import pytest
from django.db import IntegrityError, transaction

from programs.training.choices import AnswerWay
from programs.training.errors import ReasonMissing
from programs.training.inviting.history import history_of
from programs.training.models import Invitation
from programs.training.services import answer_invitation, name_substitute
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_session, make_user
from tests.programs.training.inviting.makers import SISTER

pytestmark = pytest.mark.django_db


def test_each_answer_is_kept_with_who_when_and_which_way():
    invitation, staff = make_invitation(), make_user(Role.JAMKRINDO)
    answer_invitation(invitation=invitation, attends=True)
    answer_invitation(
        invitation=invitation,
        attends=False,
        why="busy",
        reason="Pesanan 200 kotak",
        way=AnswerWay.PORTAL,
        by=invitation.person,
    )
    answer_invitation(invitation=invitation, attends=True, way=AnswerWay.STAFF, by=staff)
    name_substitute(invitation=invitation, guest=SISTER)
    told = [(one.title, one.by, one.text) for one in history_of(invitation)]
    assert told == [
        ("Mengirim pengganti", staff.full_name, "Yang datang: Dewi Anggraini"),
        ("Menjawab akan hadir", staff.full_name, "Lewat: Dicatat petugas"),
        (
            "Menjawab tidak dapat hadir",
            invitation.person.full_name,
            "Ada pesanan atau kesibukan usaha: Pesanan 200 kotak\nLewat: Masuk ke portal",
        ),
        ("Menjawab akan hadir", "", "Lewat: Tautan undangan"),
        ("Diundang sebagai UMKM percontohan", "", ""),
    ]


def test_moving_up_and_the_queue_are_told():
    session = make_session(capacity=1)
    holder, waiting = make_invitation(session=session), make_invitation(session=session)
    answer_invitation(invitation=holder, attends=True)
    answer_invitation(invitation=waiting, attends=True)
    answer_invitation(invitation=holder, attends=False, why="time")
    assert [one.title for one in history_of(waiting)][:2] == [
        "Mendapat tempat dari daftar tunggu",
        "Menjawab akan hadir; masuk daftar tunggu",
    ]


def test_history_costs_the_same_queries_however_long(django_assert_num_queries):
    invitation, staff = make_invitation(), make_user(Role.JAMKRINDO)
    for attends in (True, False, True, False):
        answer_invitation(invitation=invitation, attends=attends, why="" if attends else "far", by=staff)
        with django_assert_num_queries(3):
            history_of(invitation)


def test_same_no_again_writes_nothing():
    invitation = make_invitation()
    for _ in range(3):
        answer_invitation(invitation=invitation, attends=False, why="family")
    assert len(history_of(invitation)) == 2


@pytest.mark.parametrize(("why", "field"), [("", "why"), ("other", "reason")])
def test_a_no_says_why(why, field):
    with pytest.raises(ReasonMissing) as refused:
        answer_invitation(invitation=make_invitation(), attends=False, why=why)
    assert refused.value.field == field


def test_database_takes_no_no_without_a_reason():
    invitation = make_invitation()
    for values in ({"state": "declined"}, {"why": "hujan"}, {"answered_via": "pos"}):
        with pytest.raises(IntegrityError, match="invitation_"), transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(**values)
